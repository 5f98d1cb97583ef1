"""Noting how a price was shown, when the order is placed and not afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn

from django.db import IntegrityError, transaction

from gongdao.kernel.money import MOST
from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.dealing import queries
from gongdao.stages.orders.dealing.classes import (
    CHANNELS,
    DEVICES,
    EXCUSES,
    MEMBERSHIPS,
    PROVINCES,
)
from gongdao.stages.orders.dealing.models import Shown
from gongdao.stages.orders.models import Line, Order

SOON = timedelta(hours=24)
"""A shop's front end may queue what it reports, but nobody tidies up last month's prices."""


@dataclass(frozen=True, slots=True)
class Note:
    """What the front end showed for one line of an order: the price of a piece, and to which classes."""

    order: str
    listing: str
    price_minor: int
    channel: str
    place: str = ""
    device: str = ""
    membership: str = ""
    excuse: str = ""
    disclosed: bool = False


@transaction.atomic
def note(*, by: Actor, notes: Sequence[Note], at: datetime) -> list[Shown]:
    """Note how prices were shown. A batch is the native shape; a bad one undoes the batch and is named."""
    allow(by, "deal.note", marketplace=by.marketplace)
    found = queries.orders_of({note.order for note in notes}, marketplace=by.marketplace)
    lines = orders.lines_of(found)
    before = queries.first_orders({order.buyer for order in found.values()}, by.marketplace)
    rows = []
    for item, said in enumerate(notes):
        order = found.get(said.order) or _unknown(item)
        line = _line(lines.get(order.id, []), said, item)
        _refuse_unreal(said, order, at, item)
        rows.append(_row(said, order, line, is_first=before[order.buyer] == order.id))
    try:
        made = Shown.objects.bulk_create(rows)
    except IntegrityError as known:
        raise Refusal(
            "deal_noted",
            "其中有订单已经记录过，不能改写。",
            "One of these is noted already and cannot be written over.",
        ) from known
    record([_deed(row, by=by, at=at) for row in made])
    return made


def _row(said: Note, order: Order, line: Line, *, is_first: bool) -> Shown:
    return Shown(
        marketplace=order.marketplace, order=order.id, listing=said.listing,
        currency=order.currency, price_minor=said.price_minor,
        charged_minor=line.amount_minor // line.quantity, channel=said.channel, place=said.place,
        device=said.device, membership=said.membership,
        history="new" if is_first else "returning", excuse=said.excuse,
        disclosed=said.disclosed, at=order.concluded_at,
    )  # fmt: skip


def _line(lines: Sequence[Line], said: Note, item: int) -> Line:
    for line in lines:
        if line.version.listing_id == said.listing:
            return line
    return _unknown(item)


def _refuse_unreal(said: Note, order: Order, at: datetime, item: int) -> None:
    fits = (
        said.channel in CHANNELS
        and said.device in DEVICES
        and said.membership in MEMBERSHIPS
        and said.excuse in EXCUSES
        and said.place in ("", *PROVINCES)
        and 0 < said.price_minor <= MOST
    )
    if not fits:
        raise Refusal(
            "deal_unreal",
            f"记录有误：渠道可选{'、'.join(CHANNELS)}，设备可选{'、'.join(filter(None, DEVICES))}，"
            "地区为两位省级代码，价格须大于零。",
            f"The note cannot stand: channels are {', '.join(CHANNELS)}, devices "
            f"{', '.join(filter(None, DEVICES))}, a place is a province's two digits, prices are above zero.",
            item=item,
        )
    if not order.concluded_at <= at <= order.concluded_at + SOON:
        raise Refusal(
            "deal_too_late",
            "下单二十四小时之后不能再补记当时展示的价格。",
            "What was shown is noted within twenty-four hours of the order, not later.",
            item=item,
        )


def _unknown(item: int) -> NoReturn:
    raise Refusal(
        "order_unknown",
        "没有这个订单，或订单里没有这个商品。",
        "There is no such order, or these goods are not in it.",
        item=item,
    )


def _deed(row: Shown, *, by: Actor, at: datetime) -> Deed:
    data = {
        "listing": row.listing, "price_minor": row.price_minor, "channel": row.channel,
        "place": row.place, "device": row.device, "membership": row.membership,
        "history": row.history, "excuse": row.excuse, "disclosed": row.disclosed,
    }  # fmt: skip
    return Deed(
        "order.shown", row.order, by=by.party, marketplace=row.marketplace, at=at, data=data
    )
