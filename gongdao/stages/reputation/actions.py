"""Reviews, and the merchant's answer to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.batches import add
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.orders import queries as orders
from gongdao.stages.reputation import queries
from gongdao.stages.reputation.models import Review

WORDS_MOST = 5_000


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a buyer thinks of an order, from one to five."""

    by: Actor
    at: datetime
    order: str
    score: int
    words: str = ""


@transaction.atomic
def review(*, opinions: Sequence[Opinion]) -> list[Review]:
    """Write reviews. Only the buyer of a paid order can, once; nobody writes one for them."""
    bought = {row.id: row for row in orders.locked_many(o.order for o in opinions)}
    for item, opinion in enumerate(opinions):
        order = bought.get(opinion.order) or orders.unknown()
        allow(opinion.by, "review.write", marketplace=order.marketplace, buyer=order.buyer)
        if not 1 <= opinion.score <= 5 or len(opinion.words) > WORDS_MOST:
            raise Refusal(
                "review_unreal",
                f"评分为1至5分，评价不超过{WORDS_MOST}字。",
                f"A score is 1 to 5, the words at most {WORDS_MOST} characters.",
                item=item,
            )
        if order.state not in ("bound", "rescinded"):
            raise Refusal(
                "review_too_early",
                "付款之后才能评价。",
                "Only a paid order can be reviewed.",
                item=item,
            )
    rows = [
        Review(
            id=mint("rev", at=o.at, salt=o.order),
            marketplace=o.by.marketplace,
            order_id=o.order,
            merchant=bought[o.order].merchant,
            score=o.score,
            words=o.words,
            at=o.at,
        )
        for o in opinions
    ]
    try:
        add(rows)
    except IntegrityError as known:
        raise Refusal(
            "review_written", "这个订单已经评价过。", "This order was reviewed already."
        ) from known
    record([_deed("review.written", row, by=bought[row.order_id].buyer, at=row.at) for row in rows])
    return rows


@transaction.atomic
def reply(*, by: Actor, order: str, words: str, at: datetime) -> Review:
    """The merchant answers a review; it cannot remove it."""
    row = queries.of_merchant(order, by=by)
    allow(by, "review.reply", marketplace=row.marketplace, seller=row.merchant)
    row.reply, row.replied_at = words[:WORDS_MOST], at
    row.save(update_fields=["reply", "replied_at"])
    record([_deed("review.replied", row, by=by.party, at=at)])
    return row


def _deed(act: str, row: Review, *, by: str, at: datetime) -> Deed:
    return Deed(
        act, row.id, by=by, marketplace=row.marketplace, at=at,
        about=row.order_id, data={"score": row.score},
    )  # fmt: skip
