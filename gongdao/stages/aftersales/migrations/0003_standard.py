"""Recalls: which goods, which buyers, what each was told and chose."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two tables of their own."""

    dependencies = [
        ("aftersales", "0002_returns_in_full"),
        ("listings", "0002_standard"),
        ("orders", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Recall",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("merchant", models.CharField(max_length=31)),
                ("first_version", models.IntegerField(null=True)),
                ("last_version", models.IntegerField(null=True)),
                ("batch", models.CharField(default="", max_length=40)),
                ("hazard", models.TextField()),
                ("advice", models.TextField()),
                (
                    "remedies",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), size=None
                    ),
                ),
                ("grave", models.BooleanField()),
                ("found_on", models.DateField()),
                ("state", models.CharField(default="running", max_length=20)),
                ("announced_by", models.CharField(max_length=31)),
                ("announced_at", models.DateTimeField()),
                ("plan_reported_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "listing",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="listings.listing",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("quantity", models.IntegerField()),
                ("amount_minor", models.BigIntegerField()),
                ("state", models.CharField(default="told", max_length=20)),
                ("chosen", models.CharField(default="", max_length=10)),
                ("done", models.CharField(default="", max_length=400)),
                ("told_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("remedied_at", models.DateTimeField(null=True)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recall_notices",
                        to="orders.order",
                    ),
                ),
                (
                    "recall",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="aftersales.recall",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="recall",
            index=models.Index(models.F("marketplace"), models.F("id"), name="recall_of_market"),
        ),
        migrations.AddConstraint(
            model_name="recall",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["closed", "running"])), name="recall_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="recall",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("listing__isnull", False),
                    models.Q(("batch", ""), _negated=True),
                    _connector="OR",
                ),
                name="recall_names_goods",
            ),
        ),
        migrations.AddConstraint(
            model_name="recall",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("remedies__contained_by", ["refund", "repair", "replace", "warn"]),
                    ("remedies__len__gt", 0),
                ),
                name="recall_offers_a_remedy",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                models.F("recall"), models.F("state"), models.F("id"), name="recall_notice_by_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["chosen", "overdue", "remedied", "told", "told_again"])
                ),
                name="recall_notice_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                models.F("recall"), models.F("order"), name="recall_tells_once"
            ),
        ),
    ]
