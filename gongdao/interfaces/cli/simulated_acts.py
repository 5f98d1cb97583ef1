"""What each move of a table is in a simulated year: the action behind it, with what people would say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from random import Random
from typing import Any

from gongdao.interfaces.cli.simulated_town import Town
from gongdao.stages.aftersales import actions as returning
from gongdao.stages.aftersales.inspections import actions as looking
from gongdao.stages.aftersales.repairs import actions as mending
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.disputes import queries as cases
from gongdao.stages.disputes.claims import FILED, KINDS
from gongdao.stages.disputes.returned import actions as taking
from gongdao.stages.orders import queries as orders
from gongdao.stages.remedies import actions as remedies

Act = Callable[[Town, Any, str, datetime, Random], "str | None"]
PHOTO = "ab" * 32


def perform(town: Town, ref: str, at: datetime) -> None:
    """The merchant does what was ruled, if anything was and it can."""
    row = cases.see(ref, by=town.people["platform"])
    remedies.perform(by=town.actor(row.order.merchant, "merchant"), dispute=ref, at=at)


SIDES = ("buyer", "seller", "arbiter", "senior", "platform")
"""Whose moves are played; a neutral or a juror is first asked for, and nobody asks here."""


def _actor(town: Town, row: Any, side: str) -> Any:
    if side == "buyer":
        return town.actor(row.order.buyer, "consumer")
    if side == "seller":
        return town.actor(row.order.merchant, "merchant")
    return town.people[side]


def _begin_return(town: Town, order: Any, at: datetime, chance: Random) -> str:
    (line,) = orders.lines(order)
    count = chance.randint(1, line.quantity)
    return returning.ask_return(
        by=town.actor(order.buyer, "consumer"), order=order.id, at=at,
        pieces=[returning.Sending(line.id, count)],
    ).id  # fmt: skip


def _begin_repair(town: Town, order: Any, at: datetime, chance: Random) -> str:
    (line,) = orders.lines(order)
    wish = chance.choice(("repair", "repair", "replace", "refund"))
    return mending.ask(
        by=town.actor(order.buyer, "consumer"), order=order.id, line=line.id, fault="不工作",
        piece=chance.randint(1, line.quantity), wish=wish, at=at,
    ).id  # fmt: skip


def _begin_dispute(town: Town, order: Any, at: datetime, chance: Random) -> str:
    kind = chance.choice(sorted(FILED))
    wish = chance.choice(("refund", "refund_and_damages"))
    complaint = disputes.Complaint(kind, wish, "请处理。")
    return disputes.file(
        by=town.actor(order.buyer, "consumer"), order=order.id, complaint=complaint, at=at
    ).id


def _return(verb: Callable[..., Any]) -> Act:
    def act(town: Town, row: Any, side: str, at: datetime, _: Random) -> None:
        verb(by=_actor(town, row, side), ret=row.id, at=at)

    return act


def _contest(town: Town, row: Any, side: str, at: datetime, chance: Random) -> None:
    by = _actor(town, row, side)
    ground = "not_arrived"
    if row.state == "received":
        ground = chance.choice(("not_intact", "other_goods"))
        look = looking.Look(frozenset({"not_whole"}), "缺配件", (PHOTO,))
        looking.inspect(by=by, ret=row.id, look=look, at=at)
    offer = row.refund.share(1, 2) if chance.random() < 0.5 else None
    objection = looking.Objection(ground, "有问题", offer)
    looking.contest(by=by, ret=row.id, objection=objection, at=at)


def _find(town: Town, row: Any, side: str, at: datetime, chance: Random) -> None:
    fact = "not_whole" if row.ground == "not_intact" else row.ground
    found = {fact: chance.choice((True, False, None))}
    looking.find(by=_actor(town, row, side), ret=row.id, found=found, words="看过证据。", at=at)


def _take_to_case(town: Town, row: Any, side: str, at: datetime, _: Random) -> str:
    return taking.file(by=_actor(town, row, side), ret=row.id, story="商品是完好的。", at=at).id


def _repair(verb: Callable[..., Any], **said: str) -> Act:
    def act(town: Town, row: Any, side: str, at: datetime, _: Random) -> str:
        return str(verb(by=_actor(town, row, side), repair=row.id, at=at, **said).id)

    return act


def _answer(town: Town, row: Any, side: str, at: datetime, chance: Random) -> None:
    disputes.answer(
        by=_actor(town, row, side), dispute=row.id, words="我们的答复。",
        admits=chance.random() < 0.3, at=at,
    )  # fmt: skip


def _settle(town: Town, row: Any, side: str, at: datetime, chance: Random) -> None:
    """One side offers, the other takes it at once."""
    other = "seller" if side == "buyer" else "buyer"
    amount = row.order.goods.share(chance.randint(1, 9), 10)
    offer = disputes.offer(by=_actor(town, row, other), dispute=row.id, amount=amount, at=at)
    disputes.settle(by=_actor(town, row, side), dispute=row.id, offer=offer.id, at=at)


def _decide(town: Town, row: Any, side: str, at: datetime, chance: Random) -> None:
    found = {fact: chance.choice((True, False, None)) for fact in KINDS[row.kind].facts}
    disputes.decide(
        by=_actor(town, row, side), dispute=row.id, ruling=disputes.Ruling(found), at=at
    )


def _appeal(town: Town, row: Any, side: str, at: datetime, _: Random) -> None:
    disputes.appeal(by=_actor(town, row, side), dispute=row.id, reason="不服。", at=at)


def _withdraw(town: Town, row: Any, side: str, at: datetime, _: Random) -> None:
    disputes.withdraw(by=_actor(town, row, side), dispute=row.id, at=at)


BEGIN: Mapping[str, Callable[[Town, Any, datetime, Random], str]] = {
    "return": _begin_return,
    "repair": _begin_repair,
    "dispute": _begin_dispute,
}

ACTS: Mapping[tuple[str, str], Act] = {
    ("return", "agree"): _return(returning.agree),
    ("return", "withdraw"): _return(returning.withdraw),
    ("return", "send_back"): _return(returning.send_back),
    ("return", "take_back"): _return(returning.take_back),
    ("return", "refund"): _return(returning.refund),
    ("return", "accept"): _return(looking.accept),
    ("return", "contest"): _contest,
    ("return", "dispute"): _take_to_case,
    ("return", "find_due"): _find,
    ("return", "find_unfit"): _find,
    ("repair", "accept"): _repair(mending.accept),
    ("repair", "refuse"): _repair(mending.refuse, words="使用不当"),
    ("repair", "withdraw"): _repair(mending.withdraw),
    ("repair", "hand_in"): _repair(mending.hand_in),
    ("repair", "wait_for_parts"): _repair(mending.wait_for_parts, parts="主板"),
    ("repair", "hand_back"): _repair(mending.hand_back, work="修好"),
    ("repair", "give_up"): _repair(mending.give_up, words="修不了"),
    ("repair", "confirm"): _repair(mending.confirm),
    ("repair", "fail_again"): _repair(mending.fail_again, fault="又坏了"),
    ("repair", "replace"): _repair(mending.replace),
    ("repair", "refund"): _repair(mending.refund),
    ("dispute", "answer"): _answer,
    ("dispute", "settle"): _settle,
    ("dispute", "withdraw"): _withdraw,
    ("dispute", "decide"): _decide,
    ("dispute", "appeal"): _appeal,
}
"""A move that is not here is nobody's in the simulation: the clock makes it."""
