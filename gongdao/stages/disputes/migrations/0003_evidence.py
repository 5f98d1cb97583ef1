"""Files of exhibits, whom an exhibit is for, and what an arbiter asks to be sent again."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Files of exhibits, whom an exhibit is for, and what an arbiter asks to be sent again."""

    dependencies = [
        ("disputes", "0002_disputes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Deficiency",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("by", models.CharField(max_length=31)),
                ("words", models.TextField()),
                ("state", models.CharField(default="noted", max_length=20)),
                ("due_at", models.DateTimeField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="File",
            fields=[
                (
                    "exhibit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="file",
                        serialize=False,
                        to="disputes.exhibit",
                    ),
                ),
                ("marketplace", models.CharField(max_length=31)),
                ("original", models.CharField(max_length=31)),
                ("shown", models.CharField(max_length=31)),
                ("shown_sha256", models.CharField(max_length=64)),
                ("media", models.CharField(max_length=40)),
                ("size", models.PositiveIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name="exhibit",
            name="audience",
            field=models.CharField(default="both", max_length=8),
        ),
        migrations.AddConstraint(
            model_name="exhibit",
            constraint=models.CheckConstraint(
                condition=models.Q(("audience__in", ["both", "platform"])),
                name="exhibit_audience_known",
            ),
        ),
        migrations.AddField(
            model_name="deficiency",
            name="exhibit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deficiencies",
                to="disputes.exhibit",
            ),
        ),
        migrations.AddField(
            model_name="deficiency",
            name="mended_by",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mends",
                to="disputes.exhibit",
            ),
        ),
        migrations.AddConstraint(
            model_name="deficiency",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["left", "mended", "noted"])),
                name="deficiency_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="deficiency",
            constraint=models.UniqueConstraint(
                models.F("exhibit"),
                condition=models.Q(("state", "noted")),
                name="deficiency_open_once",
            ),
        ),
    ]
