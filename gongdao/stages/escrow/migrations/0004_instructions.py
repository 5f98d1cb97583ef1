"""What gateways are told to do with money, what they call payments, and refunds that wait for a bank."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Three tables, and two more ways in which a movement does not fit."""

    dependencies = [
        ("escrow", "0003_delivery"),
        ("orders", "0002_contract"),
    ]

    operations = [
        migrations.CreateModel(
            name="Alias",
            fields=[
                ("ours", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("theirs", models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name="Deferral",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("under", models.CharField(max_length=80)),
                ("currency", models.CharField(max_length=3)),
                ("amount_minor", models.BigIntegerField()),
                ("cites", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Instruction",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("kind", models.CharField(max_length=10)),
                ("key", models.CharField(max_length=130)),
                ("entry", models.CharField(max_length=120)),
                ("gateway", models.CharField(max_length=20)),
                ("payment", models.CharField(max_length=64)),
                ("subject", models.CharField(max_length=31)),
                ("payee", models.CharField(max_length=31)),
                ("currency", models.CharField(max_length=3)),
                ("amount_minor", models.BigIntegerField()),
                ("paid_minor", models.BigIntegerField()),
                ("state", models.CharField(default="queued", max_length=20)),
                ("made_at", models.DateTimeField()),
                ("tries", models.SmallIntegerField(default=0)),
                ("next_at", models.DateTimeField(null=True)),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("answer", models.CharField(blank=True, max_length=120)),
                ("sent_at", models.DateTimeField(null=True)),
                ("settled_on", models.DateField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="break",
            name="break_kind_known",
        ),
        migrations.AddConstraint(
            model_name="break",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        (
                            "missing_there",
                            "missing_here",
                            "amount_differs",
                            "payout_unconfirmed",
                            "not_carried_out",
                            "carried_out_twice",
                        ),
                    )
                ),
                name="break_kind_known",
            ),
        ),
        migrations.AddField(
            model_name="deferral",
            name="order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deferrals",
                to="orders.order",
            ),
        ),
        migrations.AddIndex(
            model_name="instruction",
            index=models.Index(
                models.F("marketplace"),
                models.F("next_at"),
                condition=models.Q(("next_at__isnull", False)),
                name="instruction_due",
            ),
        ),
        migrations.AddIndex(
            model_name="instruction",
            index=models.Index(models.F("subject"), models.F("id"), name="instruction_by_subject"),
        ),
        migrations.AddIndex(
            model_name="instruction",
            index=models.Index(models.F("payment"), name="instruction_by_payment"),
        ),
        migrations.AddIndex(
            model_name="instruction",
            index=models.Index(
                models.F("marketplace"), models.F("entry"), name="instruction_by_entry"
            ),
        ),
        migrations.AddIndex(
            model_name="instruction",
            index=models.Index(
                models.F("marketplace"),
                models.F("gateway"),
                models.F("settled_on"),
                name="instruction_by_day",
            ),
        ),
        migrations.AddIndex(
            model_name="instruction",
            index=models.Index(
                condition=models.Q(("state", "confirmed"), _negated=True),
                fields=["marketplace", "-id"],
                name="instruction_not_done",
            ),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["by_hand", "confirmed", "failed", "given_up", "queued", "sent"])
                ),
                name="instruction_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.UniqueConstraint(
                models.F("marketplace"), models.F("key"), name="instruction_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("refund", "payout", "cancel"))),
                name="instruction_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount_minor__gt", 0),
                    ("tries__gte", 0),
                    models.Q(
                        models.Q(("kind", "refund"), _negated=True),
                        ("amount_minor__lte", models.F("paid_minor")),
                        _connector="OR",
                    ),
                ),
                name="instruction_real",
            ),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at", None), ("next_at", None), _connector="OR"),
                name="instruction_over_is_not_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="deferral",
            constraint=models.UniqueConstraint(
                models.F("order"), models.F("under"), name="deferral_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="deferral",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gt", 0)), name="deferral_real"
            ),
        ),
    ]
