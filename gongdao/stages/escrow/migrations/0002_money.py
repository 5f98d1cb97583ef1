"""Payouts, partial refunds, files of gateways, breaks and chargebacks."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Made by makemigrations."""

    dependencies = [
        ("escrow", "0001_initial"),
        ("orders", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Break",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("kind", models.CharField(max_length=20)),
                ("gateway", models.CharField(max_length=20)),
                ("day", models.DateField()),
                ("reference", models.CharField(max_length=120)),
                ("currency", models.CharField(max_length=3)),
                ("ours_minor", models.BigIntegerField()),
                ("theirs_minor", models.BigIntegerField()),
                ("state", models.CharField(default="open", max_length=20)),
                ("explanation", models.CharField(blank=True, max_length=400)),
                ("explained_by", models.CharField(blank=True, max_length=31)),
                ("resolved_by", models.CharField(blank=True, max_length=31)),
                ("opened_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Chargeback",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("currency", models.CharField(max_length=3)),
                ("amount_minor", models.BigIntegerField()),
                ("reason", models.CharField(max_length=80)),
                ("state", models.CharField(default="opened", max_length=20)),
                ("opened_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Concession",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("reason", models.CharField(max_length=16)),
                ("currency", models.CharField(max_length=3)),
                ("amount_minor", models.BigIntegerField()),
                ("parts", models.JSONField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="GatewayFile",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("gateway", models.CharField(max_length=20)),
                ("day", models.DateField()),
                ("digest", models.CharField(max_length=64)),
                ("rows", models.IntegerField()),
                ("matched", models.IntegerField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Payout",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("merchant", models.CharField(max_length=31)),
                ("currency", models.CharField(max_length=3)),
                ("amount_minor", models.BigIntegerField()),
                ("state", models.CharField(default="proposed", max_length=20)),
                ("approved_by", models.CharField(blank=True, max_length=31)),
                ("why", models.CharField(blank=True, max_length=200)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("currency", models.CharField(max_length=3)),
                ("run_by", models.CharField(max_length=31)),
                ("at", models.DateTimeField()),
                ("skipped", models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                ("merchant", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("reserve_percent", models.SmallIntegerField()),
                ("frozen_why", models.CharField(blank=True, max_length=200)),
                ("set_by", models.CharField(max_length=31)),
                ("set_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="hold",
            name="hold_state_known",
        ),
        migrations.RemoveConstraint(
            model_name="payment",
            name="payment_state_known",
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["external", "held", "refunded", "released"])),
                name="hold_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["asked", "captured", "expired", "external", "failed", "returned"],
                    )
                ),
                name="payment_state_known",
            ),
        ),
        migrations.AddIndex(
            model_name="break",
            index=models.Index(fields=["marketplace", "-id"], name="break_by_marketplace"),
        ),
        migrations.AddConstraint(
            model_name="break",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["explained", "matched", "open", "parked", "resolved"])
                ),
                name="break_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="break",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ("missing_there", "missing_here", "amount_differs", "payout_unconfirmed"),
                    )
                ),
                name="break_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="break",
            constraint=models.UniqueConstraint(
                models.F("marketplace"),
                models.F("gateway"),
                models.F("reference"),
                models.F("currency"),
                name="break_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="break",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("resolved_by", ""),
                    models.Q(("resolved_by", models.F("explained_by")), _negated=True),
                    _connector="OR",
                ),
                name="break_four_eyes",
            ),
        ),
        migrations.AddField(
            model_name="chargeback",
            name="payment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="chargebacks",
                to="escrow.payment",
            ),
        ),
        migrations.AddField(
            model_name="concession",
            name="order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="concessions",
                to="orders.order",
            ),
        ),
        migrations.AddConstraint(
            model_name="gatewayfile",
            constraint=models.UniqueConstraint(
                models.F("marketplace"),
                models.F("gateway"),
                models.F("day"),
                name="gateway_file_once_a_day",
            ),
        ),
        migrations.AddIndex(
            model_name="run",
            index=models.Index(fields=["marketplace", "-id"], name="run_by_marketplace"),
        ),
        migrations.AddField(
            model_name="payout",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="payouts", to="escrow.run"
            ),
        ),
        migrations.AddConstraint(
            model_name="standing",
            constraint=models.CheckConstraint(
                condition=models.Q(("reserve_percent__gte", 0), ("reserve_percent__lte", 100)),
                name="standing_reserve_share",
            ),
        ),
        migrations.AddConstraint(
            model_name="chargeback",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["contested", "lost", "opened", "won"])),
                name="chargeback_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="chargeback",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gt", 0)), name="chargeback_real"
            ),
        ),
        migrations.AddConstraint(
            model_name="chargeback",
            constraint=models.UniqueConstraint(models.F("payment"), name="chargeback_once"),
        ),
        migrations.AddConstraint(
            model_name="concession",
            constraint=models.UniqueConstraint(
                models.F("order"), models.F("reason"), name="concession_once_per_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="concession",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gt", 0)), name="concession_real"
            ),
        ),
        migrations.AddIndex(
            model_name="payout",
            index=models.Index(fields=["merchant", "-id"], name="payout_by_merchant"),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "approved",
                            "expired",
                            "failed",
                            "paid",
                            "proposed",
                            "rejected",
                            "sent",
                            "unconfirmed",
                        ],
                    )
                ),
                name="payout_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.UniqueConstraint(
                models.F("run"), models.F("merchant"), name="payout_once_per_run"
            ),
        ),
        migrations.AddConstraint(
            model_name="payout",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gt", 0)), name="payout_real"
            ),
        ),
    ]
