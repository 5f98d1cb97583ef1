"""What must never be false about money stands in the database: entries balance, holds stay above zero."""

from django.db import migrations

from gongdao.registers.guards import append_only
from gongdao.registers.ledger.chart import CHART

ROWS = ", ".join(
    f"('{kind}', {1 if k.side == 'debit' else -1}, {k.floored}, {k.kept})"
    for kind, k in CHART.items()
)

CHART_TABLE = f"""
CREATE TABLE ledger_chart (
    kind text PRIMARY KEY, sign smallint NOT NULL, floored boolean NOT NULL, kept boolean NOT NULL);
INSERT INTO ledger_chart (kind, sign, floored, kept) VALUES {ROWS};
ALTER TABLE ledger_line ADD CONSTRAINT line_account_in_chart
    CHECK (split_part(account, ':', 1) IN ({", ".join(f"'{kind}'" for kind in CHART)}));
"""

# An entry is complete when its transaction ends: then, and whenever a line is added, it must balance.
BALANCED = """
CREATE FUNCTION ledger_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM ledger_line WHERE entry_id = NEW.entry_id
               GROUP BY currency HAVING sum(amount) <> 0) THEN
        RAISE EXCEPTION 'entry_unbalanced: entry % does not balance', NEW.entry_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_line_balanced AFTER INSERT ON ledger_line
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_balanced();
"""

# Balances follow the lines and nothing else. Rows are locked in one order, so that batches never deadlock.
KEPT = """
CREATE FUNCTION ledger_keep_balances() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM 1 FROM ledger_balance b WHERE (b.marketplace, b.account, b.currency) IN
        (SELECT f.marketplace, f.account, f.currency FROM fresh f)
        ORDER BY b.marketplace, b.account, b.currency FOR UPDATE;
    WITH delta AS MATERIALIZED (
        SELECT f.marketplace, f.account, f.currency, c.floored, sum(f.amount) * c.sign AS amount
        FROM fresh f JOIN ledger_chart c ON c.kind = split_part(f.account, ':', 1) AND c.kept
        GROUP BY 1, 2, 3, 4, c.sign
    ), moved AS (
        UPDATE ledger_balance b SET amount = b.amount + d.amount FROM delta d
        WHERE (b.marketplace, b.account, b.currency) = (d.marketplace, d.account, d.currency)
        RETURNING b.marketplace, b.account, b.currency
    )
    INSERT INTO ledger_balance (marketplace, account, currency, floored, amount)
    SELECT d.* FROM delta d LEFT JOIN moved m USING (marketplace, account, currency)
    WHERE m.account IS NULL ORDER BY 1, 2, 3
    ON CONFLICT (marketplace, account, currency)
        DO UPDATE SET amount = ledger_balance.amount + excluded.amount;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_line_kept AFTER INSERT ON ledger_line
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_keep_balances();
"""


class Migration(migrations.Migration):
    """The chart, the balance of each entry, the kept balances, and no change ever."""

    dependencies = [("ledger", "0001_initial"), ("evidence", "0002_guards")]
    operations = [
        migrations.RunSQL(CHART_TABLE, "DROP TABLE ledger_chart"),
        migrations.RunSQL(BALANCED, "DROP FUNCTION ledger_balanced CASCADE"),
        migrations.RunSQL(KEPT, "DROP FUNCTION ledger_keep_balances CASCADE"),
        *(
            migrations.RunSQL(append_only(table), migrations.RunSQL.noop)
            for table in ("ledger_entry", "ledger_line")
        ),
    ]
