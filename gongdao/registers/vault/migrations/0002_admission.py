"""Files, and what of a person is published."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds sealed documents and the moment of publication."""

    dependencies = [
        ("vault", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="item",
            name="published_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("media", models.CharField(max_length=40)),
                ("size", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("sealed", models.BinaryField()),
                ("at", models.DateTimeField()),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="vault.subject",
                    ),
                ),
            ],
        ),
    ]
