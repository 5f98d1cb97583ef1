"""What the program itself may do in its database: add to the books, never change them."""

from __future__ import annotations

from django.db import connections

APPEND_ONLY = (
    "evidence_record",
    "evidence_leaf",
    "evidence_node",
    "evidence_head",
    "ledger_entry",
    "ledger_line",
    "ledger_rate",
)
READ_ONLY = ("ledger_balance", "ledger_chart", "django_migrations")


def grant(*, role: str, using: str = "owner") -> None:
    """Give the serving role its rights. The owner keeps the tables, and so the guards on them."""
    with connections[using].cursor() as cursor:
        cursor.execute(f'GRANT USAGE ON SCHEMA public TO "{role}"')
        cursor.execute(
            f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{role}"'
        )
        cursor.execute(f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{role}"')
        for table in APPEND_ONLY:
            cursor.execute(f'REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM "{role}"')
        for table in READ_ONLY:
            cursor.execute(f'REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {table} FROM "{role}"')
