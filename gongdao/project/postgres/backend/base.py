"""A reference is looked up whole or by range, never by a prefix, so one index on it is enough.

Django makes two for each text that is a key or points at one, the second for `LIKE 'a%'`; an order has
some ten of them, each written anew at every move of its rows.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from django.db.backends.postgresql.schema import DatabaseSchemaEditor


class SchemaEditor(DatabaseSchemaEditor):
    """Makes tables as Django does, with one index for one key."""

    def _create_like_index_sql(self, *_: Any) -> None:
        return None


class DatabaseWrapper(PostgreSQL):
    """The connection that settings name."""

    SchemaEditorClass = SchemaEditor
