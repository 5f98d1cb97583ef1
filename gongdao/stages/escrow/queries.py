"""Every read of payments and holds. The amounts come from the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from gongdao.kernel.money import Money
from gongdao.registers.ledger import escrow as entries
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.chart import account
from gongdao.registers.parties.powers import Actor
from gongdao.stages.escrow.models import Chargeback, Deferral, Freeze, Hold, Payment, Standing
from gongdao.stages.escrow.states import CHARGEBACK
from gongdao.stages.orders.models import Order
from gongdao.stages.orders.promotions.models import PointEntry


@dataclass(frozen=True, slots=True)
class Left:
    """What of a price was paid and has not gone back, and how much of it a buyer's bank has in dispute."""

    price: Money
    disputed: Money

    def refundable(self, amount: Money) -> Money:
        """The amount, but no more than what is left: two causes never refund it twice.

        What the bank has taken back already is not left, as long as that is not decided.
        """
        left = self.price.minor - self.disputed.minor
        return Money(self.price.currency, max(0, min(amount.minor, left)))

    def waits(self, amount: Money) -> Money:
        """How much of a refund cannot be paid now only because the bank has the money in dispute."""
        return min(amount, self.price) - self.refundable(amount)


def locked_payments(payments: Iterable[str], *, by: Actor) -> list[Payment]:
    """These payments of the marketplace with their orders, locked in one order."""
    rows = Payment.objects.select_for_update().select_related("order")
    return list(
        rows.filter(marketplace=by.marketplace, pk__in=set(payments)).order_by("order_id", "pk")
    )


def locked_holds(orders: Iterable[str]) -> list[Hold]:
    """The holds of these orders, locked in one order.

    Each knows whether a case freezes it, and how much of its release the merchant's terms keep in reserve.
    """
    rows = _holds().select_for_update(of=("self",)).filter(pk__in=set(orders))
    return list(rows.order_by("pk"))


def hold_of(order: str, *, lock: bool = False) -> Hold | None:
    """The hold of one order, if anything was ever paid."""
    rows = _holds().filter(pk=order)
    return (rows.select_for_update(of=("self",)) if lock else rows).first()


def holds_of(orders: Iterable[str]) -> dict[str, Hold]:
    """The holds of many orders in one read."""
    return {hold.order_id: hold for hold in _holds().filter(pk__in=set(orders))}


def held(holds: Sequence[Hold]) -> dict[str, Money]:
    """What is held now for each order, from the ledger."""
    found: dict[str, Money] = {}
    for market, currency in {(h.marketplace, h.order.currency) for h in holds}:
        mine = [
            h.order_id for h in holds if (h.marketplace, h.order.currency) == (market, currency)
        ]
        names = {account("hold", ref): ref for ref in mine}
        stands = ledger.balances(market, names, currency=currency)
        found |= {names[name]: amount for name, amount in stands.items()}
    return found


def cover(order: Order, due: Money, *, kind: str) -> dict[str, int]:
    """Where an amount that goes back is taken from: this order's account of a kind, then what the merchant has."""
    held = account(kind, order.id)
    stands = ledger.balance(order.marketplace, held, currency=order.currency)
    parts, missing = entries.cover(due, {held: stands})
    if missing:
        parts[account("payable", order.merchant)] = missing.minor
    return parts


def sources(order: Order) -> dict[str, Money]:
    """Where a refund of this order may come from, in this order: hold, payable, reserve, deposit."""
    names = (
        account("hold", order.id),
        account("payable", order.merchant),
        account("reserve", order.merchant),
        account("deposit", order.merchant),
    )
    return ledger.balances(order.marketplace, names, currency=order.currency)


def refundable(order: Order, amount: Money) -> Money:
    """The amount, but no more than what of the price may still go back now."""
    return left_of(order, hold_of(order.id)).refundable(amount)


def left_of(order: Order, hold: Hold | None) -> Left:
    """What may still go back of an order."""
    open_ = Chargeback.objects.filter(payment__order=order.id).exclude(state__in=CHARGEBACK.ends)
    taken = open_.aggregate(sum=Sum("amount_minor"))["sum"] or 0
    return Left(_price_left(order, hold), Money(order.currency, taken))


def deferred(order: str) -> list[Deferral]:
    """The refunds of an order that wait for what becomes of a chargeback, locked."""
    rows = Deferral.objects.select_for_update().filter(order=order, ended_at=None)
    return list(rows.order_by("id"))


def _price_left(order: Order, hold: Hold | None) -> Money:
    """What of the price was paid and has not gone back yet. Nobody else knows what was paid outside."""
    known = hold is not None and hold.state != "external"
    paid = min(order.total.minor, hold.captured_minor) if hold and known else order.total.minor
    gone = ledger.refunded(order.marketplace, order.id, currency=order.currency)
    return Money(order.currency, max(0, paid - gone.minor))


def to_be_rewarded(marketplace: str, *, since: datetime, most: int) -> list[tuple[Order, Money]]:
    """The orders whose money went to the merchant since then and that earned no points, with what was paid.

    Their holds are locked, so that no refund comes between; what somebody else holds waits for next time.
    """
    rows = Hold.objects.select_for_update(of=("self",), skip_locked=True).filter(
        marketplace=marketplace, state="released", settled_at__gte=since
    )
    earned = PointEntry.objects.filter(order=OuterRef("pk"), why="earned")
    found = rows.select_related("order").filter(~Exists(earned)).order_by("settled_at", "pk")
    return [(hold.order, _price_left(hold.order, hold)) for hold in found[:most]]


def due_now(order: Order) -> Money:
    """What is to be paid next: the price, or of a pre-order its first part, and then the rest."""
    if order.earnest is None:
        return order.total
    hold = Hold.objects.filter(order=order.id).first()
    return order.total - Money(order.currency, hold.captured_minor) if hold else order.earnest


def reserved_percent(merchants: Iterable[str]) -> dict[str, int]:
    """How much of each release is kept in reserve, for the merchants of whom anything is."""
    rows = Standing.objects.filter(merchant__in=set(merchants), reserve_percent__gt=0)
    return dict(rows.values_list("merchant", "reserve_percent"))


def payments_of(order: str) -> list[Payment]:
    """Every try to pay an order, oldest first."""
    return list(Payment.objects.filter(order=order).order_by("id"))


def asked_payments(orders: Iterable[str]) -> list[Payment]:
    """The payments of these orders of which no gateway has said anything yet, locked, with their orders."""
    rows = Payment.objects.select_for_update(of=("self",)).select_related("order")
    return list(rows.filter(order__in=set(orders), state="asked").order_by("order_id", "pk"))


def payment(ref: str) -> Payment | None:
    """One payment with its order."""
    return Payment.objects.select_related("order").filter(pk=ref).first()


def _holds() -> QuerySet[Hold]:
    open_case = Freeze.objects.filter(hold=OuterRef("pk"), lifted_at=None)
    terms = Standing.objects.filter(merchant=OuterRef("order__merchant"))
    return Hold.objects.select_related("order").annotate(
        open_freezes=Exists(open_case),
        kept_percent=Coalesce(Subquery(terms.values("reserve_percent")[:1]), 0),
    )
