"""Import tax that is in the price of goods from abroad: collected with it, returned with it, else owed to the customs.

Tax on a sale at home is the merchant's own affair, and stays in what the merchant gets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from gongdao.kernel.money import Money, parse, total
from gongdao.registers.ledger import escrow as entries
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.book import Entry
from gongdao.registers.ledger.chart import account
from gongdao.stages.escrow import queries
from gongdao.stages.escrow.fees import FEE_PERCENT, Moved
from gongdao.stages.escrow.models import Hold
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.models import Line, Order

FACT = "import_tax"


def levied(full: Sequence[Hold]) -> list[Entry]:
    """What is collected of orders that are paid now, one entry for each that has any."""
    abroad = [hold for hold in full if _from_abroad(hold.order)]
    if not abroad:
        return []
    lines = orders.lines_of_kind([hold.order_id for hold in abroad], "cross_border")
    made = []
    for hold in abroad:
        price = hold.order.total
        most = price - price.share(FEE_PERCENT, 100)
        tax = min(_sum(hold.order, lines.get(hold.order_id, ())), most)
        if tax:
            case = entries.Case(hold.marketplace, hold.order_id, hold.since)
            made.append(entries.levy(case, tax))
    return made


def of_line(order: Order, line: Line, quantity: int | None = None) -> Money:
    """The tax in the price of so many pieces of a line; of all of them, unless it is said."""
    stated = line.version.attributes.get(FACT)
    if not stated or line.version.kind != "cross_border" or line.gift_for_id:
        return Money(order.currency, 0)
    pieces = line.quantity if quantity is None else quantity
    return Money(order.currency, parse(stated, currency=order.currency).minor * pieces)


def within(order: Order, pieces: Mapping[int, int]) -> Money | None:
    """The tax of pieces, by line; none where the order bears no such tax at all."""
    lines = {line.id: line for line in orders.lines(order)}
    if not _sum(order, lines.values()):
        return None
    parts = (of_line(order, lines[line], quantity) for line, quantity in pieces.items())
    return total(parts, currency=order.currency)


def inside(holds: Sequence[Hold]) -> dict[str, Money]:
    """How much tax is inside what is held now for each order."""
    found = {h.order_id: Money(h.order.currency, 0) for h in holds}
    abroad = [hold for hold in holds if _from_abroad(hold.order)]
    for market, currency in {(h.marketplace, h.order.currency) for h in abroad}:
        names = {
            account("levied", h.order_id): h.order_id
            for h in abroad
            if (h.marketplace, h.order.currency) == (market, currency)
        }
        stands = ledger.balances(market, names, currency=currency)
        found |= {names[name]: amount for name, amount in stands.items()}
    return found


def given_back(
    order: Order, moved: Moved, *, under: str, at: datetime, tax: Money | None
) -> list[Entry]:
    """The tax that goes back for what was refunded. `moved` is what the book says after the refund."""
    due = entries.levy_due_back(moved, price=order.total, within=tax)
    if due.minor <= 0:
        return []
    parts = queries.cover(order, due, kind="levied")
    case = entries.Case(order.marketplace, order.id, at)
    return [entries.levy_back(case, parts, currency=order.currency, under=under)]


def _from_abroad(order: Order) -> bool:
    """Whether the contract says so; most do not, and then the book need not be asked."""
    return any(line.get("kind") == "cross_border" for line in order.contract["lines"])


def _sum(order: Order, lines: Iterable[Line]) -> Money:
    return total((of_line(order, line) for line in lines), currency=order.currency)
