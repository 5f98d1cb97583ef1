"""Amendments to contracts, and invoices."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Amendments to contracts, and invoices."""

    dependencies = [
        ("orders", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invoice",
            fields=[
                (
                    "order",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="invoice",
                        serialize=False,
                        to="orders.order",
                    ),
                ),
                ("marketplace", models.CharField(max_length=31)),
                ("state", models.CharField(default="asked", max_length=20)),
                ("number", models.CharField(default="", max_length=40)),
                ("asked_at", models.DateTimeField()),
                ("issued_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["asked", "issued", "overdue"])),
                        name="invoice_state_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Amendment",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("number", models.IntegerField()),
                ("proposed_by", models.CharField(max_length=31)),
                ("reason", models.CharField(max_length=400)),
                ("change", models.JSONField()),
                ("previous", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64)),
                ("state", models.CharField(default="proposed", max_length=20)),
                ("proposed_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="orders.order",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["accepted", "declined", "lapsed", "proposed", "withdrawn"],
                            )
                        ),
                        name="amendment_state_known",
                    ),
                    models.UniqueConstraint(
                        models.F("order"), models.F("number"), name="amendment_numbered_once"
                    ),
                    models.UniqueConstraint(
                        models.F("order"),
                        condition=models.Q(("state", "proposed")),
                        name="amendment_open_once",
                    ),
                ],
            },
        ),
    ]
