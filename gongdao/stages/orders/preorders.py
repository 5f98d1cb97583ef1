"""What is agreed of a pre-order: what is paid first, whether it is earnest money, and when the rest is due."""

from __future__ import annotations

from datetime import date

from gongdao.kernel.money import parse
from gongdao.kernel.refusal import Refusal
from gongdao.law import Answer, ask
from gongdao.law.topics.prepaid import Earnest, earnest_binding
from gongdao.stages.listings.models import Version
from gongdao.stages.orders import facts
from gongdao.stages.orders.models import Order


def agree(order: Order, version: Version, pieces: int, *, item: int) -> None:
    """Write into an order what its listing says of a pre-order; refused where it cannot be kept."""
    said = version.attributes
    first = parse(said["earnest"], currency=order.currency) * pieces
    order.earnest_minor = first.minor
    order.earnest_binds = said["earnest_kind"] == "earnest"
    order.rest_by = date.fromisoformat(said["final_payment_by"])
    if not 0 < first.minor < order.goods_minor:
        raise Refusal(
            "earnest_exceeds_price",
            "先付的金额须大于零且低于商品价款。",
            "What is paid first must be above nothing and below the price.",
            item=item,
        )
    if not facts.concluded_on(order) <= order.rest_by <= order.deliver_by:
        raise Refusal(
            "preorder_over",
            "预售的尾款日已过，或者晚于承诺送达日，不能再下单。",
            "The day for the rest has passed, or is after the promised day; it cannot be ordered any more.",
            item=item,
        )


def earnest(order: Order, *, breach_by: str) -> Earnest:
    """What was paid first, as the rules on earnest money look at it."""
    return Earnest(
        paid=order.earnest_minor or 0,
        contract_price=order.goods_minor,
        agreed_as_earnest=order.earnest_binds,
        breach_by=breach_by,
        force_majeure=False,
        share_left=100,
    )


def binding(order: Order) -> Answer[int]:
    """How much of it is earnest money: what exceeds a share of the price is not."""
    said = earnest(order, breach_by="nobody")
    return ask(earnest_binding, said, under=order.law, on=facts.concluded_on(order))
