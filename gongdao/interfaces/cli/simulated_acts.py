"""Returns, repairs and questions of a simulated year: each move of their tables as the action behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from gongdao.interfaces.cli.simulated_play import Act, Beside, Play
from gongdao.interfaces.cli.simulated_town import Town
from gongdao.stages.aftersales import actions as returning
from gongdao.stages.aftersales.inspections import actions as looking
from gongdao.stages.aftersales.repairs import actions as mending
from gongdao.stages.disputes.returned import actions as taking
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.conversations import actions as talking

PHOTO = "ab" * 32


def begin_return(town: Town, order: Any, at: datetime, chance: Random) -> None:
    """A buyer sends some or all pieces back without a reason."""
    (line,) = orders.lines(order)
    count = chance.randint(1, line.quantity)
    returning.ask_return(
        by=town.actor(order.buyer, "consumer"), order=order.id, at=at,
        pieces=[returning.Sending(line.id, count)],
    )  # fmt: skip


def begin_repair(town: Town, order: Any, at: datetime, chance: Random) -> None:
    """A buyer says that a piece is out of order."""
    (line,) = orders.lines(order)
    wish = chance.choice(("repair", "repair", "replace", "refund"))
    mending.ask(
        by=town.actor(order.buyer, "consumer"), order=order.id, line=line.id, fault="不工作",
        piece=chance.randint(1, line.quantity), wish=wish, at=at,
    )  # fmt: skip


def begin_enquiry(town: Town, order: Any, at: datetime, _: Random) -> None:
    """A buyer asks the merchant about an order."""
    topic = talking.Topic(order.id)
    talking.say(by=town.actor(order.buyer, "consumer"), topic=topic, text="什么时候能到？", at=at)


def _return(verb: Callable[..., Any]) -> Act:
    return lambda play: verb(by=play.by, ret=play.row.id, at=play.at)


def _agree(play: Play) -> None:
    fetched = play.at.date() + timedelta(days=2) if play.maybe(0.3) else None
    returning.agree(
        by=play.by, ret=play.row.id, at=play.at, pays_freight=play.maybe(0.3), pick_up_on=fetched
    )


def _inspect(play: Play) -> None:
    faults = frozenset({"not_whole"}) if play.maybe(0.5) else frozenset()
    look = looking.Look(faults, "缺配件" if faults else "完好", (PHOTO,), 500, 480)
    looking.inspect(by=play.by, ret=play.row.id, look=look, at=play.at)


def _contest(play: Play) -> None:
    row, ground = play.row, "not_arrived"
    if row.state == "received":
        ground = play.one(("not_intact", "other_goods"))
        look = looking.Look(frozenset({"not_whole"}), "缺配件", (PHOTO,))
        looking.inspect(by=play.by, ret=row.id, look=look, at=play.at)
    offer = row.refund.share(1, 2) if play.maybe(0.5) else None
    objection = looking.Objection(ground, "有问题", offer)
    looking.contest(by=play.by, ret=row.id, objection=objection, at=play.at)


def _find(verdicts: tuple[bool | None, ...]) -> Act:
    def act(play: Play) -> None:
        ground = play.row.ground
        fact = "not_whole" if ground == "not_intact" else ground
        found = {fact: play.one(verdicts)}
        looking.find(by=play.by, ret=play.row.id, found=found, words="看过证据。", at=play.at)

    return act


def _take_to_case(play: Play) -> None:
    taking.file(by=play.by, ret=play.row.id, story="商品是完好的。", at=play.at)


def _repair(verb: Callable[..., Any], **said: str) -> Act:
    return lambda play: verb(by=play.by, repair=play.row.id, at=play.at, **said)


def _topic(play: Play) -> talking.Topic:
    about, order = play.row.conversation.about, play.order.id
    return talking.Topic(order, "" if about == order else about)


def _say(play: Play) -> None:
    talking.say(by=play.by, topic=_topic(play), text="请看订单页。", at=play.at)


def _take_enquiry(play: Play) -> None:
    talking.take(by=play.by, enquiry=play.row.id, at=play.at)


RETURNS: Mapping[str, Act] = {
    "agree": _agree,
    "withdraw": _return(returning.withdraw),
    "send_back": _return(returning.send_back),
    "take_back": _return(returning.take_back),
    "refund": _return(returning.refund),
    "accept": _return(looking.accept),
    "contest": _contest,
    "dispute": _take_to_case,
    "find_due": _find((False, None)),
    "find_unfit": _find((True,)),
}
BESIDE_RETURNS: Mapping[str, Beside] = {"inspect": Beside(("seller",), ("received",), _inspect)}

REPAIRS: Mapping[str, Act] = {
    "accept": _repair(mending.accept),
    "refuse": _repair(mending.refuse, words="使用不当"),
    "withdraw": _repair(mending.withdraw),
    "hand_in": _repair(mending.hand_in),
    "wait_for_parts": _repair(mending.wait_for_parts, parts="主板"),
    "hand_back": _repair(mending.hand_back, work="修好"),
    "give_up": _repair(mending.give_up, words="修不了"),
    "confirm": _repair(mending.confirm),
    "fail_again": _repair(mending.fail_again, fault="又坏了"),
    "replace": _repair(mending.replace),
    "refund": _repair(mending.refund),
}
BESIDE_REPAIRS: Mapping[str, Beside] = {
    "lend": Beside(("seller",), ("in_repair", "waiting"), _repair(mending.lend, spare="备用机")),
}

ENQUIRIES: Mapping[str, Act] = {
    "answer": _say,
    "hand_over": lambda play: talking.hand_over(by=play.by, topic=_topic(play), at=play.at),
    "withdraw": lambda play: talking.withdraw(by=play.by, topic=_topic(play), at=play.at),
}
BESIDE_ENQUIRIES: Mapping[str, Beside] = {
    "say": Beside(("buyer",), ("asked", "handed_over"), _say),
    "take": Beside(("platform",), ("handed_over", "overdue"), _take_enquiry),
}
