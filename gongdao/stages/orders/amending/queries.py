"""Every read of amendments; whoever sees the order sees them."""

from __future__ import annotations

from gongdao.kernel.ref import expect
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.queries import Duty
from gongdao.registers.parties.powers import Actor
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.models import Amendment, Order


def of_order(order: str) -> list[Amendment]:
    """Everything that was ever proposed about a contract, first to last."""
    rows = Amendment.objects.select_related("order").filter(order=order)
    return list(rows.order_by("number"))


def agreed(order: str) -> list[Amendment]:
    """What both sides agreed to, first to last: the contract as amended."""
    return [row for row in of_order(order) if row.state == "accepted"]


def see(amendment: str, *, by: Actor) -> Amendment:
    """An amendment to an order that the actor may see."""
    row = Amendment.objects.filter(pk=expect("amd", amendment)).first()
    if row is None:
        expect("amd", "")
    assert row
    orders.see(row.order_id, by=by)
    return row


def locked(amendment: str, *, by: Actor) -> Amendment:
    """An amendment to an order that the actor may see; the order is locked, so one change at a time."""
    order = orders.locked(see(amendment, by=by).order_id, by=by)
    row = Amendment.objects.get(pk=amendment)  # again: it may have been answered while we waited
    row.order = order
    return row


def to_lapse(amendments: list[str]) -> list[Amendment]:
    """Those that nobody answered yet, locked; for the clock."""
    rows = Amendment.objects.select_for_update(of=("self",)).select_related("order")
    return list(rows.filter(pk__in=amendments, state="proposed").order_by("pk"))


def dispatch_of(order: Order) -> Duty | None:
    """The duty to ship, while it is open: nothing was shipped yet."""
    return next((d for d in duties.open_about(order.id) if d.kind == "dispatch"), None)
