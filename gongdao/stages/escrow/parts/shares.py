"""The exact share of lines, pieces and freight in what an order cost; every unit of money belongs to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongdao.kernel.money import Money, total
from gongdao.kernel.refusal import Refusal
from gongdao.stages.orders.models import Line, Order


@dataclass(frozen=True, slots=True)
class Part:
    """So many pieces of one line of an order."""

    line: int
    quantity: int


def freight_of(order: Order, lines: Sequence[Line]) -> dict[int, Money]:
    """What each line bears of the freight, in proportion to its price; the shares sum to the whole."""
    parts = order.freight.split([line.amount_minor for line in lines])
    return {line.id: part for line, part in zip(lines, parts, strict=True)}


def price_of(order: Order, lines: Sequence[Line]) -> dict[int, Money]:
    """What was paid for each line: what came off the whole is shared in proportion to their prices."""
    parts = order.goods.split([line.amount_minor for line in lines])
    return {line.id: part for line, part in zip(lines, parts, strict=True)}


def of_line(order: Order, lines: Sequence[Line], line: int) -> Money:
    """What was paid for a line, with its share of the freight."""
    if line not in {each.id for each in lines}:
        _unknown()
    return price_of(order, lines)[line] + freight_of(order, lines)[line]


def of_parts(order: Order, lines: Sequence[Line], parts: Sequence[Part]) -> Money:
    """What pieces cost without freight. Three thirds of a line are the line, to the last unit."""
    found = {line.id: line for line in lines}
    if len({part.line for part in parts}) != len(parts) or not parts:
        _unknown()
    paid = price_of(order, lines)
    return total((_pieces(paid, found, part) for part in parts), currency=order.currency)


def _pieces(paid: dict[int, Money], lines: dict[int, Line], part: Part) -> Money:
    line = lines.get(part.line) or _unknown()
    if not 0 < part.quantity <= line.quantity:
        _unknown()
    each = paid[line.id].split([1] * line.quantity)
    return total(each[: part.quantity], currency=each[0].currency)


def _unknown() -> Line:
    raise Refusal(
        "pieces_wrong",
        "退款明细有误：每行只写一次，数量须为1至购买数量。",
        "The pieces are wrong: name each line once, with 1 to as many as were bought.",
    )
