"""Gifts on lines, pre-orders, titles of invoices, credit notes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Only columns that earlier rows can do without."""

    dependencies = [
        ("listings", "0004_kinds"),
        ("orders", "0002_contract"),
    ]

    operations = [
        migrations.CreateModel(
            name="CreditNote",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("amount_minor", models.BigIntegerField()),
                ("state", models.CharField(default="owed", max_length=20)),
                ("number", models.CharField(default="", max_length=40)),
                ("owed_at", models.DateTimeField()),
                ("issued_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="line",
            name="line_counts",
        ),
        migrations.AddField(
            model_name="invoice",
            name="amount_minor",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="invoice",
            name="made_out_to",
            field=models.CharField(db_default="person", default="person", max_length=8),
        ),
        migrations.AddField(
            model_name="invoice",
            name="tax_number",
            field=models.CharField(db_default="", default="", max_length=20),
        ),
        migrations.AddField(
            model_name="invoice",
            name="title",
            field=models.CharField(db_default="", default="", max_length=100),
        ),
        migrations.AddField(
            model_name="line",
            name="gift_for",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="listings.version",
            ),
        ),
        migrations.AddField(
            model_name="line",
            name="stated_minor",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="order",
            name="earnest_binds",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="order",
            name="earnest_minor",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="order",
            name="rest_by",
            field=models.DateField(null=True),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("made_out_to", "person"), ("tax_number", ""), ("title", "")),
                    models.Q(
                        ("made_out_to", "company"),
                        models.Q(("title", ""), _negated=True),
                        models.Q(("tax_number", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="invoice_made_out",
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(("quantity__gt", 0)), name="line_counts"
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount_minor__gt", 0), ("gift_for", None), ("stated_minor", None)),
                    models.Q(
                        ("amount_minor", 0), ("gift_for__isnull", False), ("stated_minor__gt", 0)
                    ),
                    _connector="OR",
                ),
                name="line_bought_or_given",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("earnest_binds", False), ("earnest_minor", None), ("rest_by", None)),
                    models.Q(
                        ("earnest_minor__gt", 0),
                        ("earnest_minor__lt", models.F("goods_minor")),
                        ("rest_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="order_earnest_real",
            ),
        ),
        migrations.AddField(
            model_name="creditnote",
            name="invoice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="credit_notes",
                to="orders.invoice",
            ),
        ),
        migrations.AddConstraint(
            model_name="creditnote",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["issued", "overdue", "owed"])),
                name="credit_note_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="creditnote",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gt", 0)), name="credit_note_real"
            ),
        ),
    ]
