"""Whether what is known of a parcel can carry the ground of a claim, and how large a loss can be."""

from __future__ import annotations

from gongdao.kernel.money import Money
from gongdao.kernel.refusal import Refusal
from gongdao.stages.delivery import facts
from gongdao.stages.delivery.kinds import GROUNDS
from gongdao.stages.delivery.models import Parcel, Scan


def refuse_ungrounded(parcel: Parcel, ground: str) -> None:
    """A claim stands on what the scans and the clock say, not on the merchant's word alone."""
    if ground not in GROUNDS:
        raise Refusal(
            "ground_unknown",
            f"不认识的索赔理由，可用：{'、'.join(GROUNDS)}。",
            f"Unknown ground; known are {', '.join(GROUNDS)}.",
        )
    if not _carried(parcel, ground):
        raise Refusal(
            "ground_not_there",
            f"这个包裹目前的记录不支持以“{GROUNDS[ground].zh}”索赔。",
            f"What is known of this parcel so far does not carry a claim for one that is {GROUNDS[ground].en}.",
        )


def within(loss: Money, whole: Money) -> Money:
    """A loss above zero and no larger than the parcel was worth."""
    if loss.currency != whole.currency or not 0 < loss.minor <= whole.minor:
        raise Refusal(
            "loss_above_value",
            f"损失须大于零且不超过包裹内商品的价值 {whole}。",
            f"The loss must be above zero and at most what the contents are worth: {whole}.",
        )
    return loss


def _carried(parcel: Parcel, ground: str) -> bool:
    over = parcel.state in ("delivered", "returned")
    late = (parcel.ended_at or parcel.shipped_at) >= facts.delivery_due(parcel.order).value
    return {
        "lost": parcel.state == "lost",
        "damaged": over or Scan.objects.filter(parcel=parcel, kind="damaged").exists(),
        "short": over,
        "delayed": (over and late) or parcel.state == "overdue",
        "misdelivered": over or parcel.state in ("left", "overdue", "lost"),
    }[ground]
