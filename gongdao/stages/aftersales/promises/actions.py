"""A merchant promises months of guarantee; a buyer puts a longer guarantee on what it is for."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.aftersales.models import Extension, Promise
from gongdao.stages.aftersales.promises import queries
from gongdao.stages.listings import queries as listings
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.models import Line, Order

MONTHS_MOST = 120


@transaction.atomic
def promise(*, by: Actor, listing: str, kind: str, months: int, at: datetime) -> Promise:
    """Say for how long a listing is guaranteed (`own`), or by how much it extends another's (`extension`).

    Who bought before keeps what was promised then.
    """
    row = listings.of_seller(listing, by=by)
    allow(by, "promise.make", marketplace=row.marketplace, seller=row.merchant)
    if kind not in ("own", "extension") or not 0 <= months <= MONTHS_MOST:
        raise Refusal(
            "promise_unreal",
            f"保修承诺须为0至{MONTHS_MOST}个月。",
            f"A guarantee is promised for 0 to {MONTHS_MOST} months.",
        )
    made = Promise.objects.create(
        marketplace=row.marketplace, listing=row, kind=kind, months=months, at=at
    )
    data = {"kind": kind, "months": months}
    record(
        [
            Deed("promise.made", row.id, by=by.party, marketplace=row.marketplace, at=at, data=data)
        ]
    )  # fmt: skip
    return made


@transaction.atomic
def extend(*, by: Actor, order: str, covers: int, covered_order: str, at: datetime) -> Extension:
    """The buyer of a longer guarantee (`order`) puts it on a line of another order of the same merchant."""
    contract = orders.locked(order, by=by)
    goods = orders.see(covered_order, by=by)
    for row in (contract, goods):
        allow(by, "repair.ask", marketplace=row.marketplace, buyer=row.buyer)
    (bought, months), line = _bought(contract), _line(goods, covers)
    if contract.state != "bound" or contract.merchant != goods.merchant or goods.state != "bound":
        raise Refusal(
            "extension_unfit",
            "延保须已付款，且只能用于同一商家已付款的商品。",
            "A longer guarantee is paid, and is for paid goods of the same merchant.",
        )
    if queries.used(bought.id):
        raise Refusal(
            "extension_used",
            "这份延保已经用在一件商品上。",
            "This longer guarantee is on something already.",
        )
    made = Extension.objects.create(
        bought=bought, marketplace=contract.marketplace, covers=line, months=months, at=at
    )
    data = {"months": months, "contract": contract.id}
    record(
        [
            Deed("guarantee.extended", goods.id, by=by.party, marketplace=goods.marketplace, at=at,
                 data=data)
        ]
    )  # fmt: skip
    return made


def _bought(contract: Order) -> tuple[Line, int]:
    """The line of a contract that extends guarantees, and its months; times the pieces bought."""
    for line in orders.lines(contract):
        months = queries.months(line.version.listing_id, kind="extension", at=contract.concluded_at)
        if months:
            return line, months * line.quantity
    raise Refusal(
        "extension_unknown",
        "这个订单没有购买延保。",
        "No longer guarantee was bought with this order.",
    )


def _line(goods: Order, ref: int) -> Line:
    for line in orders.lines(goods):
        if line.id == ref:
            return line
    raise Refusal(
        "line_unknown",
        "这个订单没有这样的商品。",
        "There is no such thing in this order.",
    )
