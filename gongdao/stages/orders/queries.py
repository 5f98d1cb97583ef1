"""Every read of orders. Whoever has no business with an order learns nothing of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NoReturn

from django.db.models import QuerySet, Sum

from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.parties.powers import Actor, allow, may
from gongdao.stages.listings.kinds import KINDS, PARCEL, WAYS
from gongdao.stages.orders.models import Line
from gongdao.stages.orders.models import Order as Order  # rows are named where they are read


def see(order: str, *, by: Actor) -> Order:
    """An order that the actor may see."""
    return _seen(Order.objects.filter(pk=expect("ord", order)), by=by)


def in_place_of_buyer(order: str) -> Actor:
    """Whoever holds the signed link of an order stands in its buyer's place, for that order only."""
    row = Order.objects.filter(pk=expect("ord", order)).first() or unknown()
    return Actor(row.buyer, row.marketplace, frozenset({"consumer"}))


def of_a_side(order: str, *, by: Actor) -> Order:
    """An order for one of its two sides: only they get copies of their contract."""
    row = see(order, by=by)
    allow(by, "contract.copy", marketplace=row.marketplace, buyer=row.buyer, seller=row.merchant)
    return row


def locked(order: str, *, by: Actor) -> Order:
    """The same, locked until the end of the transaction: one change at a time."""
    return _seen(Order.objects.select_for_update().filter(pk=expect("ord", order)), by=by)


def locked_many(orders: Iterable[str]) -> list[Order]:
    """Orders by reference, locked in one order so that batches never deadlock; for the clock."""
    rows = Order.objects.select_for_update().filter(pk__in=set(orders))
    return list(rows.order_by("pk"))


def read_many(orders: Iterable[str]) -> list[Order]:
    """Orders by reference as they stand now, oldest first; for commands that an operator types."""
    return list(Order.objects.filter(pk__in=set(orders)).order_by("concluded_at", "id"))


def lines(order: Order) -> list[Line]:
    """What was bought, with the versions that the buyer saw."""
    return list(Line.objects.filter(order=order).select_related("version").order_by("id"))


def lines_of(orders: Iterable[str]) -> dict[str, list[Line]]:
    """The lines of many orders in one read."""
    found: dict[str, list[Line]] = {}
    for line in Line.objects.filter(order__in=set(orders)).select_related("version").order_by("id"):
        found.setdefault(line.order_id, []).append(line)
    return found


def lines_of_kind(orders: Iterable[str], kind: str) -> dict[str, list[Line]]:
    """The lines of many orders that are of one kind of goods, with the versions."""
    found: dict[str, list[Line]] = {}
    rows = Line.objects.filter(order__in=set(orders), version__kind=kind)
    for line in rows.select_related("version").order_by("id"):
        found.setdefault(line.order_id, []).append(line)
    return found


def page(*, by: Actor, after: str = "", most: int = 20) -> list[Order]:
    """The actor's own orders, newest first, from a cursor on; the platform's staff see all."""
    rows = Order.objects.filter(marketplace=by.marketplace)
    if "merchant" in by.roles:
        rows = rows.filter(merchant=by.party)
    elif not by.roles & {"platform", "arbiter", "senior", "officer"}:
        rows = rows.filter(buyer=by.party)
    if after:
        rows = rows.filter(id__lt=after)
    return list(rows.order_by("-id")[:most])


def by_external(marketplace: str, externals: Iterable[str]) -> dict[str, Order]:
    """Orders by the shop's own numbers."""
    rows = Order.objects.filter(marketplace=marketplace, external_id__in=set(externals))
    return {row.external_id: row for row in rows if row.external_id}


def count(marketplace: str) -> int:
    """How many orders there are."""
    return Order.objects.filter(marketplace=marketplace).count()


def turnover(merchants: Iterable[str], *, since: datetime, until: datetime) -> dict[str, int]:
    """What merchants sold in a time, in minor units; orders that came to nothing do not count."""
    rows = Order.objects.filter(
        merchant__in=set(merchants), concluded_at__gte=since, concluded_at__lte=until, state="bound"
    )
    sums = rows.values("merchant").annotate(sold=Sum("goods_minor"))
    return {row["merchant"]: int(row["sold"]) for row in sums}


def known(orders: Iterable[str]) -> set[str]:
    """Which of these references are orders that are there."""
    return set(Order.objects.filter(pk__in=set(orders)).values_list("id", flat=True))


def marketplace_of(order: str) -> str:
    """Where an order was placed; for commands that an operator types."""
    row = Order.objects.filter(pk=expect("ord", order)).first() or unknown()
    return row.marketplace


def rest_is_owed(order: str) -> bool:
    """Whether the first part of a pre-order is paid and the rest is awaited."""
    return any(duty.kind == "final_payment" for duty in duties.open_about(order))


def way(order: Order) -> str:
    """How an order is performed; all its lines in one way."""
    return KINDS[order.contract["lines"][0].get("kind", "goods")].way


def way_of(lines: Sequence[Line]) -> str:
    """How the order of these lines is performed."""
    return KINDS[lines[0].version.kind].way if lines else PARCEL


def refuse_other_way(order: Order, wanted: str) -> None:
    """A service is not shipped and goods are not downloaded."""
    if way(order) != wanted:
        named = WAYS[way(order)]
        raise Refusal(
            "performed_otherwise",
            f"这个订单的履行方式是{named.zh}。",
            f"This order is performed by {named.en}.",
        )


def unknown() -> NoReturn:
    """The same answer for an order that is not there and for one that is not yours."""
    raise Refusal(
        "order_unknown",
        "没有这个订单，或您无权查看。",
        "There is no such order, or it is not yours to see.",
    )


def _seen(rows: QuerySet[Order], *, by: Actor) -> Order:
    row = rows.filter(marketplace=by.marketplace).first()
    if row is None:
        unknown()
    if not may(by, "order.see", marketplace=row.marketplace, buyer=row.buyer, seller=row.merchant):
        unknown()
    return row
