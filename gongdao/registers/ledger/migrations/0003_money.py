"""The chart grows; rates of exchange, which are only ever added; a small index by time."""

import django.contrib.postgres.indexes
from django.db import migrations, models

from gongdao.registers.guards import append_only
from gongdao.registers.ledger.chart import CHART

ROWS = ", ".join(
    f"('{kind}', {1 if k.side == 'debit' else -1}, {k.floored}, {k.kept})"
    for kind, k in CHART.items()
)

# A database made today knows every kind from its first migration on; an older one learns them here.
CHART_GROWS = f"""
INSERT INTO ledger_chart (kind, sign, floored, kept) VALUES {ROWS} ON CONFLICT (kind) DO NOTHING;
ALTER TABLE ledger_line DROP CONSTRAINT line_account_in_chart;
ALTER TABLE ledger_line ADD CONSTRAINT line_account_in_chart
    CHECK (split_part(account, ':', 1) IN ({", ".join(f"'{kind}'" for kind in CHART)}));
"""


class Migration(migrations.Migration):
    """The chart first, then the table of rates and its guard."""

    dependencies = [
        ("ledger", "0002_guards"),
    ]

    operations = [
        migrations.RunSQL(CHART_GROWS, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="Rate",
            fields=[
                ("id", models.CharField(max_length=31, primary_key=True, serialize=False)),
                ("marketplace", models.CharField(max_length=31)),
                ("base", models.CharField(max_length=3)),
                ("quote", models.CharField(max_length=3)),
                ("scaled", models.BigIntegerField()),
                ("source", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.AddIndex(
            model_name="entry",
            index=django.contrib.postgres.indexes.BrinIndex(fields=["at"], name="entry_by_time"),
        ),
        migrations.AddIndex(
            model_name="rate",
            index=models.Index(fields=["marketplace", "base", "quote", "-at"], name="rate_by_pair"),
        ),
        migrations.AddConstraint(
            model_name="rate",
            constraint=models.CheckConstraint(
                condition=models.Q(("scaled__gt", 0)), name="rate_real"
            ),
        ),
        migrations.AddConstraint(
            model_name="rate",
            constraint=models.CheckConstraint(
                condition=models.Q(("base", models.F("quote")), _negated=True), name="rate_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="rate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("base__in", ["BRL", "CNY", "EUR", "GBP", "HKD", "JPY", "USD"]),
                    ("quote__in", ["BRL", "CNY", "EUR", "GBP", "HKD", "JPY", "USD"]),
                ),
                name="rate_currencies_known",
            ),
        ),
        migrations.RunSQL(append_only("ledger_rate"), migrations.RunSQL.noop),
    ]
