"""What may be done to the archive: show it to an authority, and forget persons once the law allows.

The trade record itself, contract, money and evidence, is never deleted: it names no person. What is
erased when its time is over is the key to the recipient's data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow
from gongdao.registers.vault import actions as vault
from gongdao.registers.vault import queries as vaults
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.archive import facts, queries
from gongdao.stages.orders.facts import day_of
from gongdao.stages.orders.models import Order

EXPORT_MOST = 10_000
REASON_MOST = 400
SLICE = 1_000


@dataclass(frozen=True, slots=True)
class Retained:
    """What one round did: how many persons were forgotten, how many are kept, and where to go on."""

    forgotten: int
    kept: int
    following: str


@transaction.atomic
def export(
    *, by: Actor, since: datetime, until: datetime, reason: str, at: datetime
) -> list[Order]:
    """Hand the records of a period to an authority. Who asked, for what, and how much is evidence."""
    if not 0 < len(reason.strip()) <= REASON_MOST:
        raise Refusal(
            "export_reason_missing",
            f"请写明调取的依据和理由，不超过{REASON_MOST}字；它会永久留在存证里。",
            f"Say on which ground the records are asked for, in {REASON_MOST} characters at most; it "
            "stays in the evidence.",
        )
    found = queries.for_export(by=by, since=since, until=until, most=EXPORT_MOST + 1)
    if len(found) > EXPORT_MOST:
        raise Refusal(
            "export_too_large",
            f"这段时间的订单超过{EXPORT_MOST}个，请缩短时间分次调取。",
            f"There are more than {EXPORT_MOST} orders in that time; ask for shorter periods.",
        )
    data = {
        "reason": reason.strip(),
        "since": since.isoformat(),
        "until": until.isoformat(),
        "orders": len(found),
    }
    record(
        [
            Deed(
                "record.exported", by.marketplace, by=by.party, marketplace=by.marketplace, at=at,
                data=data,
            )
        ]
    )  # fmt: skip
    return found


@transaction.atomic
def forget(*, by: Actor, order: str, at: datetime) -> None:
    """Erase the personal data of one order; refused before its record may be forgotten."""
    row = orders.locked(order, by=by)
    allow(by, "record.forget", marketplace=row.marketplace)
    _refuse_early(row, at)
    if row.id not in vaults.masks([row.id]):
        raise Refusal(
            "data_gone",
            "没有这项个人信息，或已被删除。",
            "There is no such data, or it was erased.",
        )
    _erase([row], by=by, at=at)


@transaction.atomic
def retain(*, by: Actor, at: datetime, after: str = "") -> Retained:
    """Go through one slice of the archive: forget what may be forgotten, and count what the law still keeps."""
    allow(by, "record.forget", marketplace=by.marketplace)
    found = queries.with_personal_data(by.marketplace, after=after, most=SLICE)
    over = [row for row in found if _may_forget(row, at)]
    _erase(over, by=by, at=at)
    following = found[-1].id if len(found) == SLICE else ""
    return Retained(len(over), len(found) - len(over), following)


def _may_forget(row: Order, at: datetime) -> bool:
    try:
        _refuse_early(row, at)
    except Refusal:
        return False
    return True


def _refuse_early(row: Order, at: datetime) -> None:
    completed = queries.completed_at(row)
    if completed is None:
        raise Refusal(
            "record_still_open",
            "这个订单还有未了结的义务，记录必须保留。",
            "Something is still owed about this order; its record is kept.",
        )
    answer = facts.kept_until(row, completed)
    if answer.value is None or day_of(row, at) <= answer.value:
        raise Refusal(
            "record_kept_by_law",
            f"记录至少保存到 {answer.value}，现在不能删除。",
            f"The record is kept until {answer.value} at least; it cannot be erased now.",
            cites=answer.cites,
        )


def _erase(rows: Sequence[Order], *, by: Actor, at: datetime) -> None:
    """Destroy the keys to the recipients' data; what remains names nobody."""
    for row in rows:
        vault.erase(by=by.party, subject=row.id, at=at)
    record(
        [
            Deed("record.forgotten", r.id, by=by.party, marketplace=r.marketplace, at=at)
            for r in rows
        ]
    )
