"""Seats, typed and sealed offers, lay panels, ways out; what a decision says about itself."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Seats, typed and sealed offers, lay panels, ways out; what a decision says about itself."""

    dependencies = [
        ("disputes", "0001_initial"),
        ("orders", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ballot",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("juror", models.CharField(max_length=31)),
                ("standing", models.CharField(max_length=8)),
                ("for_buyer", models.BooleanField(null=True)),
                ("reason", models.TextField(default="")),
                ("cast_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Interest",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("arbiter", models.CharField(max_length=31)),
                ("party", models.CharField(max_length=31)),
                ("why", models.CharField(max_length=400)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Juror",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("party", models.CharField(max_length=31, unique=True)),
                ("standing", models.CharField(max_length=8)),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Panel",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("seed", models.CharField(max_length=64)),
                ("pool", models.JSONField()),
                ("excluded", models.JSONField()),
                ("state", models.CharField(default="voting", max_length=20)),
                ("drawn_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("way", models.CharField(max_length=20)),
                ("state", models.CharField(default="made", max_length=20)),
                ("contents", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("number_outside", models.CharField(default="", max_length=80)),
                ("outcome", models.TextField(default="")),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Sealed",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("side", models.CharField(max_length=8)),
                ("amount_minor", models.BigIntegerField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("arbiter", models.CharField(max_length=31)),
                ("role", models.CharField(max_length=8)),
                ("taken_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(default="")),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="dispute",
            name="dispute_state_known",
        ),
        migrations.RemoveConstraint(
            model_name="dispute",
            name="dispute_open_once",
        ),
        migrations.RemoveConstraint(
            model_name="offer",
            name="offer_amount_real",
        ),
        migrations.AddField(
            model_name="decision",
            name="digest",
            field=models.CharField(default="", max_length=64),
        ),
        migrations.AddField(
            model_name="decision",
            name="kind",
            field=models.CharField(default="decision", max_length=12),
        ),
        migrations.AddField(
            model_name="decision",
            name="liable",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="dispute",
            name="neutral_asked",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="dispute",
            name="refused_because",
            field=models.CharField(default="", max_length=40),
        ),
        migrations.AddField(
            model_name="dispute",
            name="reopens",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reopened_as",
                to="disputes.dispute",
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="kind",
            field=models.CharField(default="part_refund", max_length=12),
        ),
        migrations.AddField(
            model_name="offer",
            name="words",
            field=models.TextField(default=""),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "answering",
                            "closed",
                            "decided",
                            "deciding",
                            "refused",
                            "review",
                            "settled",
                            "talking",
                            "withdrawn",
                        ],
                    )
                ),
                name="dispute_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.UniqueConstraint(
                models.F("order"),
                condition=models.Q(
                    ("state__in", ["closed", "refused", "settled", "withdrawn"]), _negated=True
                ),
                name="dispute_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("amount_minor__gt", 0), ("kind__in", ["discount", "part_refund", "refund"])
                    ),
                    models.Q(
                        ("amount_minor", 0), ("kind__in", ["apology", "repair", "replacement"])
                    ),
                    _connector="OR",
                ),
                name="offer_amount_real",
            ),
        ),
        migrations.AddConstraint(
            model_name="interest",
            constraint=models.UniqueConstraint(
                models.F("arbiter"), models.F("party"), name="interest_declared_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="juror",
            constraint=models.CheckConstraint(
                condition=models.Q(("standing__in", ["consumer", "merchant"])),
                name="juror_standing_known",
            ),
        ),
        migrations.AddField(
            model_name="panel",
            name="dispute",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="panel",
                to="disputes.dispute",
            ),
        ),
        migrations.AddField(
            model_name="ballot",
            name="panel",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ballots",
                to="disputes.panel",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="dispute",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="referrals",
                to="disputes.dispute",
            ),
        ),
        migrations.AddField(
            model_name="sealed",
            name="dispute",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sealed",
                to="disputes.dispute",
            ),
        ),
        migrations.AddField(
            model_name="seat",
            name="dispute",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="seats",
                to="disputes.dispute",
            ),
        ),
        migrations.AddConstraint(
            model_name="panel",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["for_buyer", "for_seller", "void", "voting"])),
                name="panel_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.UniqueConstraint(
                models.F("panel"), models.F("juror"), name="ballot_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cast_at", None), ("for_buyer", None)),
                    models.Q(
                        ("cast_at__isnull", False),
                        ("for_buyer__isnull", False),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="ballot_cast_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "accepted",
                            "dropped",
                            "ended",
                            "made",
                            "overdue",
                            "sent",
                            "turned_away",
                            "unanswered",
                        ],
                    )
                ),
                name="referral_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "way__in",
                        [
                            "arbitration",
                            "association",
                            "complaint_12315",
                            "confirmation",
                            "eu_adr",
                            "mediation",
                            "report_12315",
                            "small_claim",
                        ],
                    )
                ),
                name="referral_way_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(
                models.F("dispute"),
                models.F("way"),
                condition=models.Q(
                    ("state__in", ["dropped", "ended", "overdue", "turned_away", "unanswered"]),
                    _negated=True,
                ),
                name="referral_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="sealed",
            constraint=models.UniqueConstraint(
                models.F("dispute"), models.F("side"), name="sealed_once_per_side"
            ),
        ),
        migrations.AddConstraint(
            model_name="sealed",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gt", 0)), name="sealed_real"
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(
                models.F("dispute"),
                condition=models.Q(("left_at", None)),
                name="one_seat_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["arbiter", "senior", "neutral"])),
                name="seat_role_known",
            ),
        ),
    ]
