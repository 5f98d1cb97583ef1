"""Which pieces of an order are in which parcel, what is left to send, and what a parcel is worth."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import Exists, OuterRef, Sum

from gongdao.kernel.money import Money
from gongdao.kernel.refusal import Refusal
from gongdao.registers.ledger import queries as ledger
from gongdao.stages.delivery.models import Content, Handover, Parcel, Performance
from gongdao.stages.delivery.states import PARCEL
from gongdao.stages.orders.models import Line, Order

GONE = ("lost", "returned")
"""What is in these parcels was not delivered, and may be sent again."""


def rows(parcels: Sequence[Parcel], named: Sequence[Mapping[int, int] | None]) -> list[Content]:
    """What is in each parcel, as it is kept; a parcel that names nothing has no rows."""
    return [
        Content(marketplace=parcel.marketplace, parcel=parcel, line_id=line, quantity=quantity)
        for parcel, pieces in zip(parcels, named, strict=True)
        if pieces is not None
        for line, quantity in _readable(parcel.order, pieces).items()
    ]


def refuse_too_much(parcels: Sequence[Parcel]) -> None:
    """No more is sent than was bought, and no value declared beyond what is in a parcel.

    Of parcels that name their pieces or declare a value; any other holds what was ordered.
    """
    for parcel in parcels:
        packed, wanted = _packed(parcel.order_id), _wanted(parcel.order_id)
        if any(quantity > wanted[line] for line, quantity in packed.items()):
            raise Refusal(
                "contents_exceed_order",
                "包裹里的商品超过了订单中尚未发出的件数。",
                "The parcel holds more than is left to send of this order.",
            )
        if parcel.declared_minor and parcel.declared_minor > (worth := value(parcel)).minor:
            raise Refusal(
                "declared_above_value",
                f"保价额不得超过包裹内商品的价值 {worth}。",
                f"The declared value may not exceed what the contents are worth: {worth}.",
            )


def unsent(orders: Collection[str]) -> set[str]:
    """The orders of which some pieces are in no parcel yet. A parcel that names none holds all."""
    open_ones = set(orders) - _whole(orders)
    return {order for order in open_ones if any(left(order).values())}


def awaiting(orders: Collection[str]) -> set[str]:
    """The orders that wait for a parcel on its way, or for pieces that are in none yet."""
    packed = Content.objects.filter(parcel=OuterRef("pk"))
    rows = Parcel.objects.filter(order__in=set(orders)).annotate(named=Exists(packed))
    standing = list(rows.values_list("order_id", "state", "named")) if orders else []
    moving = {order for order, state, _ in standing if state not in PARCEL.ends}
    whole = {order for order, state, named in standing if state not in GONE and not named}
    in_parts = set(orders) - moving - whole
    return moving | {order for order in in_parts if any(left(order).values())}


def left(order: str) -> dict[int, int]:
    """How many pieces of each line are in no parcel that is on its way or has arrived."""
    packed, whole = _packed(order), _whole([order])
    return {
        line: 0 if whole else quantity - packed.get(line, 0)
        for line, quantity in _wanted(order).items()
    }


def value(parcel: Parcel) -> Money:
    """The price of what is in a parcel."""
    lines = {line.id: line for line in Line.objects.filter(order=parcel.order_id)}
    held = list(Content.objects.filter(parcel=parcel).values_list("line_id", "quantity"))
    if not held:
        return parcel.order.goods
    worth = sum(_share(lines[line], quantity).minor for line, quantity in held)
    return Money(parcel.order.currency, worth)


def undelivered(order: Order) -> Money:
    """The price of what never reached the buyer, with its share of the freight.

    Where a parcel arrived that names no pieces, everything did. A service counts by its acts that
    were confirmed, digital content by what was opened or counts as received.
    """
    arrived = Parcel.objects.filter(order=order, state="delivered")
    there = [*without_parcel(order.id).items()]
    if not arrived.exists() and not there:
        return order.total
    named = Content.objects.filter(parcel__in=arrived)
    if arrived.exclude(pk__in=named.values("parcel")).exists():
        return Money(order.currency, 0)
    lines = {line.id: line for line in Line.objects.filter(order=order)}
    there += named.values_list("line_id").annotate(n=Sum("quantity"))
    delivered = sum(_share(lines[line], quantity).minor for line, quantity in there)
    listed = sum(line.amount_minor for line in lines.values())
    missing = max(order.goods_minor - delivered * order.goods_minor // listed, 0)
    return Money(order.currency, missing) + order.freight.share(missing, order.goods_minor)


def without_parcel(order: str) -> dict[int, int]:
    """How many pieces of each line were received without a parcel: acts confirmed, content received."""
    done = Performance.objects.filter(order=order, state="accepted")
    had = Handover.objects.filter(order=order).exclude(received_at=None)
    return {
        **dict(done.values_list("line_id").annotate(n=Sum("acts")).order_by()),
        **dict(had.values_list("line_id").annotate(n=Sum("pieces")).order_by()),
    }


def awaited(order: Order) -> bool:
    """Whether the buyer still awaits pieces: some are unsent or gone, and their price is not paid back."""
    if not unsent({order.id}):
        return False
    back = ledger.refunded(order.marketplace, order.id, currency=order.currency)
    return back < undelivered(order)


def of_parcels(parcels: Iterable[Parcel]) -> dict[str, list[Content]]:
    """What is in each of these parcels, in one read."""
    found: dict[str, list[Content]] = {}
    rows = Content.objects.filter(parcel__in=[p.id for p in parcels])
    for row in rows.select_related("line__version").order_by("id"):
        found.setdefault(row.parcel_id, []).append(row)
    return found


def _share(line: Line, quantity: int) -> Money:
    return Money(line.order.currency, line.amount_minor).share(quantity, line.quantity)


def _whole(orders: Iterable[str]) -> set[str]:
    """The orders of which a parcel on its way, or there, names no pieces and so holds everything."""
    packed = Content.objects.filter(parcel=OuterRef("pk"))
    alive = Parcel.objects.filter(order__in=set(orders)).exclude(state__in=GONE)
    return set(alive.filter(~Exists(packed)).values_list("order_id", flat=True))


def _packed(order: str) -> dict[int, int]:
    rows = Content.objects.filter(parcel__order=order).exclude(parcel__state__in=GONE)
    return dict(rows.values_list("line_id").annotate(n=Sum("quantity")).order_by())


def _readable(order: Order, pieces: Mapping[int, int]) -> Mapping[int, int]:
    wanted = _wanted(order.id)
    if not pieces or any(n < 1 or line not in wanted for line, n in pieces.items()):
        raise Refusal(
            "contents_wrong",
            "请写明包裹里是这个订单的哪些商品、各几件（至少一件）。",
            "Say which lines of this order are in the parcel, and how many pieces of each; at least one.",
        )
    return pieces


def _wanted(order: str) -> dict[int, int]:
    return dict(Line.objects.filter(order=order).values_list("id", "quantity"))
