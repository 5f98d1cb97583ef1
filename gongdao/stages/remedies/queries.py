"""Every read of awards and recoveries, and of what a debtor has with us."""

from __future__ import annotations

from collections.abc import Iterable

from gongdao.kernel.money import Money
from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.chart import account
from gongdao.registers.parties.powers import Actor, may
from gongdao.stages.disputes.heads import HEADS
from gongdao.stages.escrow import queries as holds
from gongdao.stages.orders.models import Order
from gongdao.stages.remedies.models import Apology, Award, Measure, Recovery, Rectification
from gongdao.stages.remedies.states import RECTIFICATION


def sources(order: Order, *, fund: bool) -> dict[str, Money]:
    """Where money for the buyer comes from, in this order: hold, payable, deposit, and the fund if it may."""
    own = holds.sources(order)
    if not fund:
        return own
    name = account("fund")
    return own | {name: ledger.balance(order.marketplace, name, currency=order.currency)}


def debtor_has(row: Recovery) -> dict[str, Money]:
    """What the platform holds for a debtor: payable, then deposit."""
    names = (account("payable", row.debtor), account("deposit", row.debtor))
    return ledger.balances(row.marketplace, names, currency=row.currency)


def locked(recoveries: Iterable[str]) -> list[Recovery]:
    """Recoveries by reference, locked in one order; for the clock."""
    rows = Recovery.objects.select_for_update(of=("self",)).select_related("award__order")
    return list(rows.filter(pk__in=set(recoveries)).order_by("pk"))


def still_kept(dispute: str) -> bool:
    """Whether something that was ordered is still open and keeps the money of a case in escrow."""
    keeping = [head for head, said in HEADS.items() if said.keeps]
    return Measure.objects.filter(dispute=dispute, state="owed", head__in=keeping).exists()


def measures_of(dispute: str) -> list[Measure]:
    """What was ordered beside money in a case, first to last."""
    return list(Measure.objects.filter(dispute=dispute).order_by("since", "id"))


def measure(ref: str, *, by: Actor) -> Measure:
    """A measure of a case that the actor may see, locked."""
    rows = Measure.objects.select_for_update(of=("self",)).select_related("dispute__order")
    row = rows.filter(pk=expect("mea", ref), marketplace=by.marketplace).first()
    order = row.dispute.order if row else None
    if (
        row is None
        or order is None
        or not may(
            by, "measure.see", marketplace=row.marketplace, buyer=order.buyer, seller=order.merchant
        )
    ):
        expect("mea", "")
        raise AssertionError(ref)
    return row


def locked_measures(refs: Iterable[str]) -> list[Measure]:
    """Measures by reference, locked in one order; for the clock."""
    rows = Measure.objects.select_for_update(of=("self",)).select_related("dispute__order")
    return list(rows.filter(pk__in=set(refs)).order_by("pk"))


def apologies(marketplace: str, *, most: int = 50) -> list[Apology]:
    """Apologies that everybody can read, newest first."""
    rows = Apology.objects.filter(marketplace=marketplace).select_related("measure")
    return list(rows.order_by("-at")[:most])


def recovery(ref: str, *, by: Actor) -> Recovery:
    """A recovery that the actor may see, locked."""
    rows = Recovery.objects.select_for_update(of=("self",)).select_related("award__order")
    row = rows.filter(pk=expect("rec", ref), marketplace=by.marketplace).first()
    if row is None or not may(by, "recovery.see", marketplace=row.marketplace, debtor=row.debtor):
        expect("rec", "")
        raise AssertionError(ref)
    return row


def recoveries(*, by: Actor) -> list[Recovery]:
    """What the actor owes the fund; for the platform, what everybody owes it."""
    rows = Recovery.objects.filter(marketplace=by.marketplace).select_related("award__order")
    if not may(by, "recovery.see", marketplace=by.marketplace):
        rows = rows.filter(debtor=by.party)
    return list(rows.order_by("-since", "id"))


def rectification(ref: str, *, by: Actor) -> Rectification:
    """A rectification that the actor may see, locked."""
    rows = Rectification.objects.select_for_update()
    row = rows.filter(pk=expect("rct", ref), marketplace=by.marketplace).first()
    if row is None or not may(
        by, "rectification.see", marketplace=row.marketplace, seller=row.merchant
    ):
        expect("rct", "")
        raise AssertionError(ref)
    return row


def rectifications(*, by: Actor) -> list[Rectification]:
    """What the actor has to put right; for the platform, what everybody has."""
    rows = Rectification.objects.filter(marketplace=by.marketplace)
    if not may(by, "rectification.see", marketplace=by.marketplace):
        rows = rows.filter(merchant=by.party)
    return list(rows.order_by("-since", "id"))


def locked_rectifications(refs: Iterable[str]) -> list[Rectification]:
    """Rectifications by reference, locked in one order; for the clock."""
    rows = Rectification.objects.select_for_update().filter(pk__in=set(refs))
    return list(rows.order_by("pk"))


def open_rectification(listing: str, cause: str) -> bool:
    """Whether a listing is being put right for this cause already."""
    rows = Rectification.objects.filter(listing=listing, cause=cause)
    return rows.exclude(state__in=RECTIFICATION.ends).exists()


def of_order(order: str) -> list[Award]:
    """What the buyer of an order got, first to last."""
    return list(Award.objects.filter(order=order).order_by("at", "id"))


def totals(marketplace: str) -> dict[tuple[str, str], tuple[int, Money]]:
    """How often and how much was awarded under each head, by (head, article)."""
    found: dict[tuple[str, str], tuple[int, Money]] = {}
    for award in Award.objects.filter(marketplace=marketplace).order_by("head", "cites"):
        key = (award.head, award.cites)
        times, amount = found.get(key, (0, Money(award.currency, 0)))
        found[key] = (times + 1, amount + award.amount)
    return found


def refuse_not_owed(kind: str, subject: str) -> None:
    """Only what is owed can be performed."""
    if not any(duty.kind == kind for duty in duties.open_about(subject)):
        raise Refusal(
            "nothing_owed",
            "目前没有这项待履行的义务。",
            "Nothing of this kind is owed now.",
        )
