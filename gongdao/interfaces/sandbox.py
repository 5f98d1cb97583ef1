"""In a sandbox the other side can be made to act, or to stay silent: a client is tested without a second person.

What is forced goes through the very actions of a click, as the party whose move it is, with what such
a party would say. Nothing here works in a live marketplace.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongdao.interfaces import clock
from gongdao.kernel.machine import Machine
from gongdao.kernel.ref import kind_of
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.powers import Actor
from gongdao.stages.aftersales import actions as returning
from gongdao.stages.aftersales import queries as returns
from gongdao.stages.aftersales.inspections import actions as looking
from gongdao.stages.aftersales.repairs import actions as mending
from gongdao.stages.aftersales.repairs import queries as repairs
from gongdao.stages.aftersales.states import REPAIR, RETURN
from gongdao.stages.delivery import actions as delivery
from gongdao.stages.delivery import queries as parcels
from gongdao.stages.delivery.states import PARCEL
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.disputes import queries as cases
from gongdao.stages.disputes.claims import KINDS
from gongdao.stages.disputes.states import DISPUTE
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow.gateways.port import Notice
from gongdao.stages.orders import queries as orders

SILENCE = "silence"
WORDS = "（沙盒代为操作）played by the sandbox"


@dataclass(frozen=True, slots=True)
class Play:
    """Somebody who is made to act, on what, when, and what there is to find for an arbiter."""

    by: Actor
    row: Any
    at: datetime
    found: Mapping[str, bool | None]


@dataclass(frozen=True, slots=True)
class Played:
    """What was done, as whom."""

    act: str
    side: str


Do = Callable[[Play], Any]


def _pay(play: Play) -> None:
    """The buyer pays by the fake gateway, which has the money at once."""
    buyer = _party(play.row.buyer)
    paying = escrow.Paying(buyer, play.at, play.row.id, "alipay")
    (made,) = escrow.start(payings=[paying], gateway="fake")
    notice = Notice(f"sandbox/{made.id}", made.id, True, made.amount, play.at)
    escrow.receive(by=play.by, notices=[notice])


def _ship(play: Play) -> None:
    carrier = parties.courier(play.row.marketplace)
    waybill = f"SBX{secrets.token_hex(6).upper()}"
    delivery.ship(shippings=[delivery.Shipping(play.by, play.at, play.row.id, carrier, waybill)])


def _deliver(play: Play) -> None:
    on_way = [each for each in parcels.of_order(play.row.id) if each.state not in PARCEL.ends]
    if not on_way:
        raise Refusal(
            "nothing_on_its_way", "没有在途的包裹。", "No parcel of this order is on its way."
        )
    delivery.scan(
        seen=[
            delivery.Seen(_party(each.carrier), play.at, each.waybill, "signed_for", "sandbox")
            for each in on_way
        ]
    )


def _refuse(play: Play) -> None:
    delivery.refuse_to_ship(by=play.by, order=play.row.id, reason=WORDS, at=play.at)


def _return(verb: Callable[..., Any]) -> Do:
    return lambda play: verb(by=play.by, ret=play.row.id, at=play.at)


def _contest(play: Play) -> None:
    objection = looking.Objection("not_arrived", WORDS)
    looking.contest(by=play.by, ret=play.row.id, objection=objection, at=play.at)


def _repair(verb: Callable[..., Any], **said: str) -> Do:
    return lambda play: verb(by=play.by, repair=play.row.id, at=play.at, **said)


def _answer(play: Play, *, admits: bool) -> None:
    disputes.answer(by=play.by, dispute=play.row.id, words=WORDS, admits=admits, at=play.at)


def _offer(play: Play) -> None:
    disputes.offer(by=play.by, dispute=play.row.id, amount=play.row.order.goods, at=play.at)


def _decide(play: Play) -> None:
    """Each fact as it was asked for; what was not said stays open, and the burden of proof decides."""
    facts = KINDS[play.row.kind].facts
    found = {fact: play.found.get(fact) for fact in facts}
    disputes.decide(by=play.by, dispute=play.row.id, ruling=disputes.Ruling(found), at=play.at)


def _appeal(play: Play) -> None:
    disputes.appeal(by=play.by, dispute=play.row.id, reason=WORDS, at=play.at)


# fmt: off
ACTS: Mapping[tuple[str, str], tuple[str, Do]] = {
    # what          act           as whom     what it does
    ("ord", "pay"):              ("gateway",  _pay),
    ("ord", "ship"):             ("seller",   _ship),
    ("ord", "refuse"):           ("seller",   _refuse),
    ("ord", "deliver"):          ("courier",  _deliver),
    ("ret", "agree"):            ("seller",   _return(returning.agree)),
    ("ret", "send_back"):        ("buyer",    _return(returning.send_back)),
    ("ret", "withdraw"):         ("buyer",    _return(returning.withdraw)),
    ("ret", "take_back"):        ("seller",   _return(returning.take_back)),
    ("ret", "refund"):           ("seller",   _return(returning.refund)),
    ("ret", "contest"):          ("seller",   _contest),
    ("rep", "accept"):           ("seller",   _repair(mending.accept)),
    ("rep", "refuse"):           ("seller",   _repair(mending.refuse, words=WORDS)),
    ("rep", "hand_in"):          ("buyer",    _repair(mending.hand_in)),
    ("rep", "wait_for_parts"):   ("seller",   _repair(mending.wait_for_parts, parts=WORDS)),
    ("rep", "hand_back"):        ("seller",   _repair(mending.hand_back, work=WORDS)),
    ("rep", "confirm"):          ("buyer",    _repair(mending.confirm)),
    ("rep", "fail_again"):       ("buyer",    _repair(mending.fail_again, fault=WORDS)),
    ("rep", "give_up"):          ("seller",   _repair(mending.give_up, words=WORDS)),
    ("dsp", "answer"):           ("seller",   lambda play: _answer(play, admits=False)),
    ("dsp", "admit"):            ("seller",   lambda play: _answer(play, admits=True)),
    ("dsp", "offer"):            ("seller",   _offer),
    ("dsp", "withdraw"):         ("buyer",    lambda play: disputes.withdraw(by=play.by, dispute=play.row.id, at=play.at)),
    ("dsp", "decide"):           ("arbiter",  _decide),
    ("dsp", "review"):           ("senior",   _decide),
    ("dsp", "appeal_as_buyer"):  ("buyer",    _appeal),
    ("dsp", "appeal_as_seller"): ("seller",   _appeal),
}
# fmt: on
"""What can be forced, as whom. `silence` is beside them: the clock runs to the next deadline."""

MACHINE_ACTS = {
    "admit": "answer",
    "offer": "settle",
    "review": "decide",
    "appeal_as_buyer": "appeal",
    "appeal_as_seller": "appeal",
}
"""Acts that are another move of the table than they are called."""


def possible(ref: str, *, by: Actor) -> list[Played]:
    """What the others could be made to do with a thing now; an action may still refuse one."""
    _refuse_live(by)
    row = _row(ref, by=by)
    mine = _standing(row, by)
    machine = _machine(ref, row)
    found = [
        Played(act, side)
        for (kind, act), (side, _) in ACTS.items()
        if kind == kind_of(ref) and side != mine
        and (machine is None or MACHINE_ACTS.get(act, act) in machine.allows(row.state, by=side))
    ]  # fmt: skip
    return found + ([Played(SILENCE, "clock")] if duties.open_about(_order(row).id) else [])


def force(
    ref: str, act: str, *, by: Actor, at: datetime, found: Mapping[str, bool | None] | None = None
) -> Played:
    """Make the other side act, or let its time run out."""
    _refuse_live(by)
    row = _row(ref, by=by)
    if act == SILENCE:
        return _let_lapse(row, by)
    side, do = ACTS.get((kind_of(ref), act), ("", None))
    if do is None:
        known = ", ".join(each for kind, each in ACTS if kind == kind_of(ref))
        raise Refusal(
            "act_unknown",
            f"沙盒不能代为“{act[:20]}”；可以：{known}、{SILENCE}。",
            f'The sandbox cannot force "{act[:20]}" here; it can: {known}, {SILENCE}.',
        )
    if side == _standing(row, by):
        raise Refusal(
            "act_is_yours",
            "这一步该由您自己做，请直接调用相应接口。",
            "This move is your own; call its endpoint.",
        )
    do(Play(_actor(row, side), row, at, found or {}))
    return Played(act, side)


def _let_lapse(row: Any, by: Actor) -> Played:
    owed = duties.open_about(_order(row).id)
    if not owed:
        raise Refusal(
            "nothing_is_owed", "没有未到的期限。", "Nothing is owed about this; no deadline runs."
        )
    clock.advance(by=parties.somebody(by.marketplace, "platform"), to=owed[0].due_at)
    return Played(SILENCE, "clock")


def _refuse_live(by: Actor) -> None:
    if parties.by_id(by.marketplace).mode != "sandbox":
        raise Refusal(
            "sandbox_only",
            "只有沙盒平台可以代对方操作。",
            "Only in a sandbox can the other side be made to act.",
        )


def _row(ref: str, *, by: Actor) -> Any:
    """The thing, for who may see it."""
    see = {"ret": returns.see, "rep": repairs.see, "dsp": cases.see}.get(kind_of(ref), orders.see)
    return see(ref, by=by)


def _machine(ref: str, row: Any) -> Machine | None:
    """The table that says what is possible; an order's parcels and payments have their own."""
    table = {"ret": RETURN, "rep": REPAIR, "dsp": DISPUTE}.get(kind_of(ref))
    return table.under(getattr(row, "process", table.version)) if table else None


def _order(row: Any) -> Any:
    return getattr(row, "order", row)


def _standing(row: Any, by: Actor) -> str:
    order = _order(row)
    return {order.buyer: "buyer", order.merchant: "seller"}.get(by.party, "")


def _actor(row: Any, side: str) -> Actor:
    order = _order(row)
    if side in ("buyer", "seller"):
        return _party(order.buyer if side == "buyer" else order.merchant)
    return parties.somebody(order.marketplace, side)


def _party(ref: str) -> Actor:
    party = parties.party(ref)
    assert party is not None, ref
    return parties.actor(party)
