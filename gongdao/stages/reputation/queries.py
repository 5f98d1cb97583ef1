"""Every read of reviews."""

from __future__ import annotations

from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.powers import Actor
from gongdao.stages.reputation.models import Review


def of_merchant(order: str, *, by: Actor) -> Review:
    """The review of an order of the merchant's own, locked."""
    rows = Review.objects.select_for_update().filter(marketplace=by.marketplace, merchant=by.party)
    row = rows.filter(order=expect("ord", order)).first()
    if row is None:
        raise Refusal(
            "review_unknown", "这个订单还没有评价。", "There is no review of this order of yours."
        )
    return row


def of_order(order: str) -> Review | None:
    """The review of an order, if its buyer wrote one."""
    return Review.objects.filter(order=order).first()


def of_buyer(party: str) -> list[Review]:
    """What somebody wrote about their purchases, oldest first."""
    return list(Review.objects.filter(order__buyer=party).order_by("at", "id"))


def scores(marketplace: str) -> dict[int, int]:
    """How many reviews gave each score."""
    found = dict.fromkeys(range(1, 6), 0)
    for score in Review.objects.filter(marketplace=marketplace).values_list("score", flat=True):
        found[score] += 1
    return found
