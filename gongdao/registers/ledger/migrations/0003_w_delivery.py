"""Two accounts for what carriers owe merchants."""

from django.db import migrations

from gongdao.registers.ledger.chart import CHART

NEW = ("courier", "awaited")


def rows(*kinds: str) -> str:
    """The rows of the chart, as SQL says them."""
    return ", ".join(
        f"('{kind}', {1 if CHART[kind].side == 'debit' else -1}, {CHART[kind].floored}, {CHART[kind].kept})"
        for kind in kinds
    )


ADD = f"INSERT INTO ledger_chart (kind, sign, floored, kept) VALUES {rows(*NEW)} ON CONFLICT DO NOTHING;"
CHECK = f"""
ALTER TABLE ledger_line DROP CONSTRAINT line_account_in_chart;
ALTER TABLE ledger_line ADD CONSTRAINT line_account_in_chart
    CHECK (split_part(account, ':', 1) IN ({", ".join(f"'{kind}'" for kind in CHART)}));
"""


class Migration(migrations.Migration):
    """Claims against carriers, and what merchants await of them."""

    dependencies = [("ledger", "0002_guards")]
    operations = [
        migrations.RunSQL(ADD, migrations.RunSQL.noop),
        migrations.RunSQL(CHECK, migrations.RunSQL.noop),
    ]
