"""Owing and settling. A batch is the native shape; one is a batch of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from gongdao.registers.arrays import arrays
from gongdao.registers.duties import sql


@dataclass(frozen=True, slots=True)
class Owed:
    """Somebody owes somebody something from `at` on, until `due_at` (the first moment that is too late)."""

    kind: str
    subject: str
    by: str
    to: str
    marketplace: str
    at: datetime
    due_at: datetime
    cites: str
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A duty is over at this moment. Without an outcome the moment decides: met or missed."""

    kind: str
    subject: str
    at: datetime
    outcome: str = ""


def turn(*, done: Sequence[Done] = (), owed: Sequence[Owed] = ()) -> None:
    """Settle duties and owe new ones, in the transaction of whoever turned them. One statement.

    A subject may not settle and owe the same kind in one turn: the old row is still open then.
    """
    over = [(d.subject, d.kind, d.at, d.outcome) for d in done]
    new = [
        (
            o.marketplace,
            o.kind,
            o.subject,
            o.about or o.subject,
            o.by,
            o.to,
            o.at,
            o.due_at,
            o.cites,
        )
        for o in owed
    ]
    assert not {r[:2] for r in over} & {(r[2], r[1]) for r in new}
    if over or new:
        with connection.cursor() as cursor:
            cursor.execute(sql.TURN, [*arrays(over, 4), *arrays(new, 9)])
