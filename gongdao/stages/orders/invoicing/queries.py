"""Every read of invoices; whoever sees the order sees that one was asked for."""

from __future__ import annotations

from collections.abc import Iterable

from gongdao.kernel.refusal import Refusal
from gongdao.stages.orders.models import Invoice


def of_order(order: str) -> Invoice | None:
    """The invoice of an order, if one was asked for."""
    return Invoice.objects.select_related("order").filter(order=order).first()


def asked_for(order: str) -> Invoice:
    """The same, locked; refused where nobody asked."""
    row = Invoice.objects.select_for_update().filter(order=order).first()
    if row is None:
        raise Refusal(
            "invoice_not_asked",
            "买家还没有索要发票。",
            "The buyer has not asked for an invoice.",
        )
    return row


def to_lapse(orders: Iterable[str]) -> list[Invoice]:
    """Those that were not issued yet, locked; for the clock."""
    rows = Invoice.objects.select_for_update(of=("self",)).select_related("order")
    return list(rows.filter(order__in=set(orders), state="asked").order_by("pk"))
