"""Proof of service."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Proof of service."""

    dependencies = [
        ("messages", "0002_money"),
    ]

    operations = [
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("about", models.CharField(max_length=31)),
                ("document", models.CharField(max_length=31)),
                ("to", models.CharField(max_length=31)),
                ("method", models.CharField(max_length=10)),
                ("digest", models.CharField(max_length=64)),
                ("served_at", models.DateTimeField()),
                ("deemed_on", models.DateField()),
                ("cites", models.CharField(max_length=120)),
                ("received_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(models.F("about"), models.F("served_at"), name="service_by_about")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("document"), models.F("to"), name="service_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("method__in", ("inbox", "post", "in_person"))),
                        name="service_method_known",
                    ),
                ],
            },
        ),
    ]
