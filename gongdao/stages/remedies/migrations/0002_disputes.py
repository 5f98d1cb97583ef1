"""Measures, apologies, rectifications, and recourse as a case of its own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Measures, apologies, rectifications, and recourse as a case of its own."""

    dependencies = [
        ("disputes", "0002_disputes"),
        ("remedies", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Apology",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("merchant", models.CharField(max_length=31)),
                ("words", models.TextField()),
                ("own", models.BooleanField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("head", models.CharField(max_length=24)),
                ("words", models.TextField()),
                ("cites", models.CharField(max_length=120)),
                ("state", models.CharField(default="owed", max_length=20)),
                ("done_with", models.TextField(default="")),
                ("since", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Rectification",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("listing", models.CharField(max_length=31)),
                ("merchant", models.CharField(max_length=31)),
                ("cause", models.CharField(max_length=20)),
                ("cases", models.JSONField()),
                ("state", models.CharField(default="owed", max_length=20)),
                ("cites", models.CharField(max_length=120)),
                ("plan", models.TextField(default="")),
                ("since", models.DateTimeField()),
                ("reported_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="recovery",
            name="recovery_state_known",
        ),
        migrations.AddField(
            model_name="recovery",
            name="objection",
            field=models.TextField(default=""),
        ),
        migrations.AddField(
            model_name="recovery",
            name="reply",
            field=models.TextField(default=""),
        ),
        migrations.AddConstraint(
            model_name="recovery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["contested", "owed", "recovered", "upheld", "waived", "written_to_court"],
                    )
                ),
                name="recovery_state_known",
            ),
        ),
        migrations.AddField(
            model_name="measure",
            name="dispute",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="measures",
                to="disputes.dispute",
            ),
        ),
        migrations.AddField(
            model_name="apology",
            name="measure",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="apology",
                to="remedies.measure",
            ),
        ),
        migrations.AddConstraint(
            model_name="rectification",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["effective", "failed", "owed", "reported"])),
                name="rectification_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="rectification",
            constraint=models.UniqueConstraint(
                models.F("listing"),
                models.F("cause"),
                condition=models.Q(("state__in", ["effective", "failed"]), _negated=True),
                name="rectification_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["done", "enforced", "owed"])),
                name="measure_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.UniqueConstraint(
                models.F("dispute"), models.F("head"), name="measure_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "head__in",
                        ["apologise", "correct_advertisement", "hold", "repair", "replace"],
                    )
                ),
                name="measure_head_known",
            ),
        ),
        migrations.AddIndex(
            model_name="apology",
            index=models.Index(fields=["marketplace", "-at"], name="apologies_shown"),
        ),
    ]
