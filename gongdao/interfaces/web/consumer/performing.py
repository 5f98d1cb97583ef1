"""What an order page shows of services, digital content and pre-orders, and of what came off the price."""

from __future__ import annotations

from typing import Any

from gongdao.stages.delivery import queries as delivery
from gongdao.stages.delivery.states import HANDOVER, PERFORMANCE
from gongdao.stages.escrow import earnest
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.invoicing import queries as invoices
from gongdao.stages.orders.promotions import queries as promotions
from gongdao.stages.orders.states import CREDIT_NOTE


def of_order(order: Any, request: Any) -> dict[str, Any]:
    """What there is besides parcels. `licence` is in it only for the one answer that opened it."""
    return {
        "way": orders.way(order),
        "reductions": promotions.of_order(order.id),
        "performances": [
            (row, PERFORMANCE.names[row.state]) for row in delivery.performances(order.id)
        ],
        "handovers": [(row, HANDOVER.names[row.state]) for row in delivery.handovers(order.id)],
        "licence": getattr(request, "licence", None),
        "give_up": earnest.returned(order, breach_by="consumer") if order.earnest else None,
        "credit_notes": [
            (row, CREDIT_NOTE.names[row.state]) for row in invoices.credit_notes(order.id)
        ],
    }
