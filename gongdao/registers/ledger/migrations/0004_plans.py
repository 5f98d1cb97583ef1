"""A trigger keeps the plan it made first: one made for a thousand lines must still be right for two."""

from django.db import migrations

# By keys only, whatever the first batch was: a plan that reads all balances grows with the book.
BY_KEYS = (
    "ALTER FUNCTION ledger_keep_balances() SET enable_hashjoin = off SET enable_mergejoin = off"
)
BACK = "ALTER FUNCTION ledger_keep_balances() RESET enable_hashjoin RESET enable_mergejoin"


class Migration(migrations.Migration):
    """Balances are found by their keys."""

    dependencies = [("ledger", "0003_money")]
    operations = [migrations.RunSQL(BY_KEYS, BACK)]
