"""Many rows in one statement: a column of values for each column of the table.

What an ORM does row by row costs most of a batch's time. These two do the same with arrays; the
database's constraints and triggers see every row as before.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from gongdao.registers.arrays import array

T = TypeVar("T")


def add(rows: Sequence[models.Model], *, once: bool = False) -> None:
    """Insert rows. With `once`, rows that are there already are left as they are."""
    if not rows:
        return
    table = rows[0]._meta  # noqa: SLF001 - how Django tells a model of itself
    given = [
        field
        for field in table.concrete_fields
        if not isinstance(field, models.AutoField | models.BigAutoField)
    ]
    names = ", ".join(f'"{field.column}"' for field in given)
    again = " ON CONFLICT DO NOTHING" if once else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table.db_table}" ({names}) SELECT {_cast(given)} '  # noqa: S608 - our own names
            f"FROM unnest({_arrays(given)}) AS v ({names}){again}",
            _columns(rows, given),
        )


def store(rows: Sequence[models.Model], *names: str) -> None:
    """Write these columns of rows that are locked."""
    if not rows:
        return
    table = rows[0]._meta  # noqa: SLF001 - how Django tells a model of itself
    key = table.pk
    fields: list[Any] = [table.get_field(name) for name in names]
    sets = ", ".join(f'"{f.column}" = v."{f.column}"' for f in fields)
    all_names = ", ".join(f'"{f.column}"' for f in (key, *fields))
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{table.db_table}" t SET {sets} '  # noqa: S608 - our own names
            f"FROM unnest({_arrays([key, *fields])}) AS v ({all_names}) "
            f'WHERE t."{key.column}" = v."{key.column}"',
            _columns(rows, [key, *fields]),
        )


def slices(values: Iterable[T], size: int = 10_000) -> Iterator[list[T]]:
    """Values in slices that fit into one statement: a statement takes 65,535 parameters at most."""
    waiting = iter(values)
    while part := list(islice(waiting, size)):
        yield part


def _type(field: Any) -> str:
    kind: str = field.rel_db_type(connection) if field.is_relation else field.db_type(connection)
    return "text" if _is_written(kind) else kind.partition("(")[0]


def _is_written(kind: str) -> bool:
    """Whether values of a type travel as text, to be read as what they are only where they are stored."""
    return kind == "jsonb" or kind.endswith("[]")


def _arrays(fields: Sequence[Any]) -> str:
    return ", ".join(f"%s::{_type(field)}[]" for field in fields)


def _cast(fields: Sequence[Any]) -> str:
    kinds = [(field.column, field.db_type(connection) or "") for field in fields]
    return ", ".join(
        f'v."{name}"' + (f"::{kind}" if _is_written(kind) else "") for name, kind in kinds
    )


def _columns(rows: Sequence[models.Model], fields: Sequence[Any]) -> list[str]:
    return [array(_values(rows, field)) for field in fields]


def _values(rows: Sequence[models.Model], field: Any) -> Iterable[Any]:
    """A field's value of each row; how it travels is asked once for each field, not for each value."""
    values = map(attrgetter(field.attname), rows)
    if isinstance(field, models.JSONField):
        return (json.dumps(value, ensure_ascii=False) for value in values)
    if isinstance(field, ArrayField):
        return (None if value is None else array(value) for value in values)
    return values
