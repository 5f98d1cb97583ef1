"""Services and digital content."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What is received without a parcel."""

    dependencies = [
        ("delivery", "0002_delivery"),
        ("orders", "0003_kinds"),
    ]

    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("pieces", models.IntegerField()),
                ("state", models.CharField(default="ready", max_length=20)),
                ("handed_at", models.DateTimeField()),
                ("received_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField(null=True)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.line",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to="orders.order",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["opened", "ready", "received"])),
                        name="handover_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("pieces__gt", 0)), name="handover_counts"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "opened"), _negated=True),
                            ("opened_at__isnull", False),
                            _connector="OR",
                        ),
                        name="handover_opened_has_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Performance",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("acts", models.IntegerField()),
                ("state", models.CharField(default="reported", max_length=20)),
                ("done_at", models.DateTimeField()),
                ("words", models.CharField(max_length=400)),
                ("objection", models.CharField(default="", max_length=400)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orders.line",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="performances",
                        to="orders.order",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["accepted", "contested", "reported"])),
                        name="performance_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("acts__gt", 0)), name="performance_counts"
                    ),
                ],
            },
        ),
    ]
