"""Every read of returns."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Sum

from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.powers import Actor, may
from gongdao.stages.aftersales.models import OPEN, Extra, Inspection, Piece, Return
from gongdao.stages.aftersales.states import RETURN


def locked(ret: str, *, by: Actor) -> Return:
    """A return that the actor may see, locked until the end of the transaction."""
    rows = Return.objects.select_for_update(of=("self",)).select_related("order")
    return _seen(rows.filter(pk=expect("ret", ret), marketplace=by.marketplace).first(), by)


def see(ret: str, *, by: Actor) -> Return:
    """A return that the actor may see."""
    rows = Return.objects.select_related("order")
    return _seen(rows.filter(pk=expect("ret", ret), marketplace=by.marketplace).first(), by)


def locked_many(returns: Iterable[str]) -> list[Return]:
    """Returns by reference, locked in one order; for the clock."""
    rows = Return.objects.select_for_update(of=("self",)).select_related("order")
    return list(rows.filter(pk__in=set(returns)).order_by("pk"))


def of_order(order: str) -> list[Return]:
    """The returns of an order, oldest first."""
    rows = Return.objects.filter(order=order).select_related("order")
    return list(rows.prefetch_related("pieces__line__version").order_by("asked_at"))


def refuse_open(order: str) -> None:
    """One open return of an order at a time."""
    if Return.objects.filter(order=order, state__in=OPEN).exists():
        raise Refusal(
            "return_open",
            "这个订单有进行中的退货，请先完成或撤回。",
            "A return of this order is under way; finish or withdraw it first.",
        )


def gone_back(order: str, *states: str) -> dict[int, int]:
    """How many pieces of each line are in returns that ended so."""
    pieces = Piece.objects.filter(ret__order=order, ret__state__in=states)
    return dict(pieces.values_list("line").annotate(count=Sum("quantity")))


def refunded_before(order: str) -> int:
    """What earlier returns of an order were worth, deductions that were agreed on included."""
    rows = Return.objects.filter(order=order, state="refunded")
    found = rows.aggregate(paid=Sum("refund_minor"), less=Sum("deducted_minor"))
    return (found["paid"] or 0) + (found["less"] or 0)


def extras(order: str) -> list[Extra]:
    """What came with an order besides its lines."""
    rows = Extra.objects.filter(order=order).select_related("kept_in")
    return list(rows.order_by("id"))


def inspections(ret: str) -> list[Inspection]:
    """How the goods of a return were found, first to last."""
    return list(Inspection.objects.filter(ret=ret).order_by("id"))


def contested(marketplace: str, *, most: int = 100) -> list[Return]:
    """Returns whose merchants say that something is wrong, longest waiting first."""
    rows = Return.objects.filter(marketplace=marketplace, state="contested")
    return list(rows.select_related("order").order_by("id")[:most])


def refuse_unfinished(order: str) -> None:
    """A return under way is finished or withdrawn before somebody complains about the same order."""
    if Return.objects.filter(order=order, state__in=OPEN).exists():
        raise Refusal(
            "return_open",
            "这个订单有进行中的退货，请先完成或撤回退货。",
            "A return of this order is under way; finish or withdraw it first.",
        )


def counts(marketplace: str) -> dict[str, int]:
    """How many returns stand in each state."""
    found = dict.fromkeys(sorted(RETURN.known_states), 0)
    for state in Return.objects.filter(marketplace=marketplace).values_list("state", flat=True):
        found[state] += 1
    return found


def _seen(row: Return | None, by: Actor) -> Return:
    if row is None or not may(
        by, "return.see", marketplace=row.marketplace,
        buyer=row.order.buyer, seller=row.order.merchant,
    ):  # fmt: skip
        raise Refusal(
            "return_unknown",
            "没有这个退货申请，或您无权查看。",
            "There is no such return, or it is not yours to see.",
        )
    return row
