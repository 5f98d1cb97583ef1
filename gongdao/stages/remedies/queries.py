"""Every read of awards and recoveries, and of what a debtor has with us."""

from __future__ import annotations

from collections.abc import Iterable

from gongdao.kernel.money import Money
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.chart import account
from gongdao.stages.escrow import queries as holds
from gongdao.stages.orders.models import Order
from gongdao.stages.remedies.models import Award, Recovery


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
