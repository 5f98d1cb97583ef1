"""What can happen to an intake: it moves on with each batch that lands, and ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.listings.intakes import queries
from gongdao.stages.listings.models import Intake


@dataclass(frozen=True, slots=True)
class Step:
    """From which row to which a batch went, where the list of bad rows ends then, what became of the rows."""

    after: int
    to: int
    told: int
    counts: Mapping[str, int]


@transaction.atomic
def advance(*, by: Actor, digest: str, step: Step, at: datetime) -> Intake:
    """Move on by one batch. In the transaction that lands the batch: both are kept, or neither.

    Refuses a batch that does not begin where the last one ended, as when two imports of a file run at once.
    """
    allow(by, "listing.draft", marketplace=by.marketplace)
    row = queries.to_write(digest, by=by) or _new(by, digest, at)
    if row.rows != step.after or row.ended_at:
        raise Refusal(
            "intake_moved",
            f"这份文件已导入到第{row.rows}行，可能另有一次导入正在进行；请重新运行，从那里接着做。",
            f"This file has landed up to row {row.rows}; another import of it may be running. Run it again to go on from there.",
        )
    row.rows, row.told = step.to, step.told
    row.counts = {
        state: row.counts.get(state, 0) + step.counts.get(state, 0)
        for state in sorted({*row.counts, *step.counts})
    }
    row.save()
    record([_deed("listing.intake_advanced", row, by=by, at=at)])
    return row


@transaction.atomic
def finish(*, by: Actor, digest: str, at: datetime) -> Intake:
    """The file is through; bringing it in again changes nothing."""
    allow(by, "listing.draft", marketplace=by.marketplace)
    row = queries.to_write(digest, by=by) or _new(by, digest, at)
    row.ended_at = row.ended_at or at
    row.save()
    record([_deed("listing.intake_ended", row, by=by, at=at)])
    return row


def _new(by: Actor, digest: str, at: datetime) -> Intake:
    return Intake(marketplace=by.marketplace, merchant=by.party, digest=digest, begun_at=at)


def _deed(act: str, row: Intake, *, by: Actor, at: datetime) -> Deed:
    data = {"digest": row.digest, "rows": row.rows, "counts": row.counts}
    return Deed(act, row.merchant, by=by.party, marketplace=row.marketplace, at=at, data=data)
