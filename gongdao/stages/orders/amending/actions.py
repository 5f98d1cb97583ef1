"""Everything that can happen to a proposed change. Nothing changes a contract but the word of both sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.amending import facts, queries
from gongdao.stages.orders.amending.chain import digest_of
from gongdao.stages.orders.facts import unwinding
from gongdao.stages.orders.models import Amendment, Order
from gongdao.stages.orders.states import AMENDMENT, ORDER

WORDS_MOST = 400


@dataclass(frozen=True, slots=True)
class Change:
    """What shall be different: a day, something in words, or that the contract ends."""

    ship_by: datetime | None = None
    deliver_by: date | None = None
    words: str = ""
    end: bool = False

    @property
    def content(self) -> dict[str, Any]:
        """The change as the amendment keeps it: only what was said."""
        said = {
            "ship_by": self.ship_by and self.ship_by.isoformat(),
            "deliver_by": self.deliver_by and self.deliver_by.isoformat(),
            "words": self.words.strip(),
            "end": self.end,
        }
        return {name: value for name, value in said.items() if value}


@transaction.atomic
def propose(*, by: Actor, order: str, change: Change, reason: str, at: datetime) -> Amendment:
    """Propose a change to the other side. Until it agrees, and if it stays silent, nothing changes."""
    row = orders.locked(order, by=by)
    allow(
        by, "amendment.propose", marketplace=row.marketplace, buyer=row.buyer, seller=row.merchant
    )
    _refuse_too_late(row)
    _refuse_unreal(row, change, reason, at)
    known = queries.of_order(row.id)
    if any(each.state == AMENDMENT.start for each in known):
        raise Refusal(
            "amendment_open",
            "已有一项提议等待答复，请先答复或者撤回。",
            "A proposal waits for an answer; answer or withdraw it first.",
        )
    agreed = [each.digest for each in known if each.state == "accepted"]
    amendment = Amendment(
        id=mint("amd", at=at),
        marketplace=row.marketplace,
        order=row,
        number=len(known) + 1,
        proposed_by=by.party,
        reason=reason.strip(),
        change=change.content,
        previous=agreed[-1] if agreed else row.contract_digest,
        proposed_at=at,
    )
    amendment.digest = digest_of(amendment)
    amendment.save(force_insert=True)
    due = facts.answer_due(row, at)
    turn(
        owed=[
            Owed(
                "amendment_reply", amendment.id, amendment.other, by.party, row.marketplace, at,
                due.value, str(due.cites), about=row.id,
            )
        ]
    )  # fmt: skip
    record([_deed("amendment.proposed", amendment, by=by, at=at)])
    return amendment


@transaction.atomic
def accept(*, by: Actor, amendment: str, at: datetime) -> Amendment:
    """The other side agrees: from now on the contract is as amended, for the law too."""
    row = _settled(amendment, "accept", by=by, at=at)
    _refuse_too_late(row.order)
    _refuse_past(row.change, row.order, at)
    _take_effect(row, at=at)
    why = facts.agreed(row.order, ends="end" in row.change).working
    record([_deed("amendment.accepted", row, by=by, at=at, why=why)])
    return row


@transaction.atomic
def decline(*, by: Actor, amendment: str, at: datetime) -> Amendment:
    """The other side does not agree: the contract stands as it is."""
    row = _settled(amendment, "decline", by=by, at=at)
    turn(done=[Done("amendment_reply", row.id, at)])
    record([_deed("amendment.declined", row, by=by, at=at)])
    return row


@transaction.atomic
def withdraw(*, by: Actor, amendment: str, at: datetime) -> Amendment:
    """Whoever proposed it takes it back, as long as it was not answered."""
    row = _settled(amendment, "withdraw", by=by, at=at)
    turn(done=[Done("amendment_reply", row.id, at, "moot")])
    record([_deed("amendment.withdrawn", row, by=by, at=at)])
    return row


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """Nobody answered in time: silence declines, and the contract stands as it is."""
    rows = queries.to_lapse([duty.subject for duty in duties])
    for row in rows:
        row.state, row.settled_at = AMENDMENT.move(row.state, "lapse", by=CLOCK).to, at
        row.save(update_fields=["state", "settled_at"])
    turn(done=[Done("amendment_reply", duty.subject, at, "missed") for duty in duties])
    record([_deed("amendment.lapsed", r, by=clock_of(r.marketplace), at=at) for r in rows])


def _settled(amendment: str, act: str, *, by: Actor, at: datetime) -> Amendment:
    row = queries.locked(amendment, by=by)
    verb = "amendment.withdraw" if act == "withdraw" else "amendment.answer"
    side = allow(by, verb, marketplace=row.marketplace, other=row.other, proposer=row.proposed_by)
    row.state, row.settled_at = AMENDMENT.move(row.state, act, by=side).to, at
    row.save(update_fields=["state", "settled_at"])
    return row


def _take_effect(row: Amendment, *, at: datetime) -> None:
    """What the order's own columns say from now on, and what is owed."""
    order, change = row.order, row.change
    done, owed = [Done("amendment_reply", row.id, at)], []
    if "end" in change:
        paid = order.state == "bound"
        order.state = ORDER.move(order.state, "end", by="both").to
        done.append(Done("dispatch" if paid else "payment", order.id, at, "moot"))
        owed += unwinding([order], at)
    if "deliver_by" in change:
        order.deliver_by = date.fromisoformat(change["deliver_by"])
    if "ship_by" in change:
        order.ship_by = datetime.fromisoformat(change["ship_by"])
        if order.state == "bound":
            turn(done=[Done("dispatch", order.id, at, "moot")])
            cites = str(facts.agreed(order, ends=False).cites)
            owed.append(_owes("dispatch", order, at, order.ship_by, cites))
    order.save(update_fields=["state", "ship_by", "deliver_by"])
    turn(done=done, owed=owed)


def _owes(kind: str, order: Order, at: datetime, due_at: datetime, cites: str) -> Owed:
    return Owed(kind, order.id, order.merchant, order.buyer, order.marketplace, at, due_at, cites)


def _refuse_too_late(order: Order) -> None:
    if order.state == ORDER.start:
        return
    if order.state != "bound" or queries.dispatch_of(order) is None:
        raise Refusal(
            "amendment_too_late",
            "商品已经发出，或者合同已经结束，不能再这样变更；收到后可以退货或者投诉。",
            "The goods have left or the contract is over; it cannot be changed this way any more. Once "
            "you have the goods you can return them or complain.",
        )


def _refuse_unreal(order: Order, change: Change, reason: str, at: datetime) -> None:
    if not change.content or (change.end and len(change.content) > 1):
        raise Refusal(
            "amendment_unclear",
            "请写明改什么：新的发货或者送达日期、其他约定，或者只提议解除合同；约定不明的，推定为未变更。",
            "Say what shall change: a new day, something in words, or only that the contract ends. What "
            "is not clear changes nothing.",
            cites=facts.agreed(order, ends=False).cites,
        )
    if not 0 < len(reason.strip()) <= WORDS_MOST or len(change.words) > WORDS_MOST:
        raise Refusal(
            "amendment_reason_missing",
            f"请向对方说明理由，并写清约定，各不超过{WORDS_MOST}字。",
            f"Tell the other side why, and what; at most {WORDS_MOST} characters each.",
        )
    _refuse_past(change.content, order, at)


def _refuse_past(change: Mapping[str, Any], order: Order, at: datetime) -> None:
    """Days that lie ahead, and goods that are shipped before they arrive."""
    named = change.get("ship_by"), change.get("deliver_by")
    ship_by = datetime.fromisoformat(named[0]) if named[0] else order.ship_by
    deliver_by = date.fromisoformat(named[1]) if named[1] else order.deliver_by
    last = facts.end_of(order, deliver_by)
    if (named[0] and ship_by <= at) or (named[1] and last <= at) or (any(named) and ship_by > last):
        raise Refusal(
            "amendment_days_wrong",
            "日期不对：新的日期须在将来，发货不能晚于送达。",
            "The days are wrong: they must lie ahead, and goods are shipped before they arrive.",
        )


def _deed(
    act: str, row: Amendment, *, by: Actor, at: datetime, why: Sequence[Mapping[str, Any]] = ()
) -> Deed:
    return Deed(
        act, row.id, by=by.party, marketplace=row.marketplace, at=at, about=row.order_id, why=why,
        data={"digest": row.digest, "previous": row.previous},
    )  # fmt: skip
