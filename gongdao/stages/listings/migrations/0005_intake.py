"""Files of listings that land batch by batch."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Files of listings that land batch by batch."""

    dependencies = [
        ("listings", "0004_kinds"),
    ]

    operations = [
        migrations.CreateModel(
            name="Intake",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("merchant", models.CharField(max_length=31)),
                ("digest", models.CharField(max_length=64)),
                ("rows", models.BigIntegerField(default=0)),
                ("told", models.BigIntegerField(default=0)),
                ("counts", models.JSONField(default=dict)),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("marketplace"),
                        models.F("merchant"),
                        models.F("digest"),
                        name="intake_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rows__gte", 0), ("told__gte", 0)),
                        name="intake_goes_forward",
                    ),
                ],
            },
        ),
    ]
