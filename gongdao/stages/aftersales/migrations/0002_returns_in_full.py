"""Returns in full, repairs, and what merchants promise."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Returns in full, repairs, and what merchants promise."""

    dependencies = [
        ("aftersales", "0001_initial"),
        ("listings", "0001_initial"),
        ("orders", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "bought",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="extends",
                        serialize=False,
                        to="orders.line",
                    ),
                ),
                ("marketplace", models.CharField(max_length=31)),
                ("months", models.IntegerField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Extra",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("kind", models.CharField(max_length=14)),
                ("title_zh", models.CharField(max_length=80)),
                ("title_en", models.CharField(max_length=80)),
                ("worth_minor", models.BigIntegerField()),
                ("threshold_minor", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Inspection",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("at", models.DateTimeField()),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), size=None
                    ),
                ),
                (
                    "faults",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None
                    ),
                ),
                ("words", models.TextField()),
                (
                    "photographs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), size=None
                    ),
                ),
                ("weight_sent_g", models.IntegerField(null=True)),
                ("weight_back_g", models.IntegerField(null=True)),
                ("serial_sent", models.CharField(max_length=60)),
                ("serial_back", models.CharField(max_length=60)),
                ("intact", models.BooleanField()),
                ("cites", models.CharField(max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("kind", models.CharField(max_length=10)),
                ("months", models.IntegerField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Repair",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("piece", models.IntegerField()),
                ("state", models.CharField(default="asked", max_length=20)),
                ("process", models.SmallIntegerField(default=1)),
                ("wish", models.CharField(max_length=10)),
                ("fault", models.TextField()),
                ("covered_until", models.DateField()),
                ("cites", models.CharField(max_length=120)),
                ("currency", models.CharField(max_length=3)),
                ("worth_minor", models.BigIntegerField()),
                ("asked_at", models.DateTimeField()),
                ("handed_in_at", models.DateTimeField(null=True)),
                ("back_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("parts_lacking", models.TextField(default="")),
                ("work_done", models.TextField(default="")),
                ("spare", models.TextField(default="")),
                ("refusal", models.TextField(default="")),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="return",
            name="return_state_known",
        ),
        migrations.RemoveConstraint(
            model_name="return",
            name="return_open_once",
        ),
        migrations.AddField(
            model_name="return",
            name="deducted_minor",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="return",
            name="found_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="return",
            name="ground",
            field=models.CharField(default="", max_length=20),
        ),
        migrations.AddField(
            model_name="return",
            name="offer_minor",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="return",
            name="pick_up_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="return",
            name="process",
            field=models.SmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="return",
            name="waybill",
            field=models.CharField(default="", max_length=40),
        ),
        migrations.AddField(
            model_name="return",
            name="words",
            field=models.TextField(default=""),
        ),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "agreed",
                            "asked",
                            "contested",
                            "due",
                            "kept",
                            "received",
                            "refunded",
                            "sent",
                            "withdrawn",
                        ],
                    )
                ),
                name="return_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.UniqueConstraint(
                models.F("order"),
                condition=models.Q(
                    ("state__in", ("asked", "agreed", "sent", "received", "contested", "due"))
                ),
                name="return_open_once",
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="covers",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="extensions",
                to="orders.line",
            ),
        ),
        migrations.AddField(
            model_name="extra",
            name="kept_in",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="kept",
                to="aftersales.return",
            ),
        ),
        migrations.AddField(
            model_name="extra",
            name="order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="extras",
                to="orders.order",
            ),
        ),
        migrations.AddField(
            model_name="inspection",
            name="ret",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="inspections",
                to="aftersales.return",
            ),
        ),
        migrations.AddField(
            model_name="promise",
            name="listing",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="promises",
                to="listings.listing",
            ),
        ),
        migrations.AddField(
            model_name="repair",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="repairs",
                to="orders.line",
            ),
        ),
        migrations.AddField(
            model_name="repair",
            name="order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="repairs",
                to="orders.order",
            ),
        ),
        migrations.AddConstraint(
            model_name="extra",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ("gift", "discount", "free_delivery")), ("worth_minor__gt", 0)
                ),
                name="extra_real",
            ),
        ),
        migrations.AddConstraint(
            model_name="promise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ("own", "extension")), ("months__gte", 0), ("months__lte", 120)
                ),
                name="promise_real",
            ),
        ),
        migrations.AddConstraint(
            model_name="repair",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "accepted",
                            "asked",
                            "back",
                            "failed",
                            "in_repair",
                            "mended",
                            "refunded",
                            "refused",
                            "replaced",
                            "replacing",
                            "waiting",
                            "withdrawn",
                        ],
                    )
                ),
                name="repair_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="repair",
            constraint=models.CheckConstraint(
                condition=models.Q(("piece__gt", 0), ("worth_minor__gt", 0)), name="repair_real"
            ),
        ),
        migrations.AddConstraint(
            model_name="repair",
            constraint=models.UniqueConstraint(
                models.F("line"),
                models.F("piece"),
                condition=models.Q(("ended_at", None)),
                name="repair_open_once",
            ),
        ),
    ]
