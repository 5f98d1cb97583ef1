"""A part of an order goes back: what stays, what it still has off, and which gifts are due with it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gongdao.stages.aftersales.models import Extra
from gongdao.stages.orders.models import Line
from gongdao.stages.orders.promotions.models import Reduction
from gongdao.stages.orders.promotions.pricing import share_kept


def kept_at_list(bought: Sequence[Line], back: Mapping[int, int]) -> int:
    """What the pieces that stay cost one by one."""
    return sum(
        line.amount_minor - line.amount_minor * back.get(line.id, 0) // line.quantity
        for line in bought
    )


def as_reductions(extras: Sequence[Extra]) -> list[Reduction]:
    """Discounts that a merchant named for an order of its own making, read as what they are."""
    return [
        Reduction(
            kind="coupon",
            source=f"extra {extra.id}",
            off_minor=extra.worth_minor,
            platform_minor=0,
            threshold_minor=extra.threshold_minor,
        )
        for extra in extras
        if extra.kind == "discount"
    ]


def standing(
    reductions: Sequence[Reduction], bought: Sequence[Line], back: Mapping[int, int]
) -> dict[str, int]:
    """What of each reduction still holds for the goods that stay, by its source.

    A threshold looks at the sum after bundles, as it did when the order was placed.
    """
    listed = sum(line.amount_minor for line in bought)
    stays = kept_at_list(bought, back)
    kept: dict[str, int] = {}
    for line in bought:
        listing = line.version.listing_id
        kept[listing] = kept.get(listing, 0) + line.quantity - back.get(line.id, 0)
    found: dict[str, int] = {}
    for each in sorted(reductions, key=lambda r: r.kind != "bundle"):
        found[each.source] = share_kept(each, kept, listed, stays)
        if each.kind == "bundle":
            listed, stays = listed - each.off_minor, stays - found[each.source]
    return found


def platform_part(
    reductions: Sequence[Reduction], bought: Sequence[Line], back: Mapping[int, int]
) -> int:
    """What the platform still pays of coupons for the goods that stay, in minor units."""
    stands = standing(reductions, bought, back)
    return sum(
        each.platform_minor * stands[each.source] // each.off_minor
        for each in reductions
        if each.platform_minor
    )


def points_used(
    reductions: Sequence[Reduction], bought: Sequence[Line], back: Mapping[int, int]
) -> int | None:
    """How many of its points an order still uses for the goods that stay; none, where it used none."""
    stands = standing(reductions, bought, back)
    return next(
        (
            each.parts["points"] * stands[each.source] // each.off_minor
            for each in reductions
            if each.kind == "points"
        ),
        None,
    )


def gifts_owed(bought: Sequence[Line], back: Mapping[int, int]) -> int:
    """The stated value of gifts that stay although what they came with goes back.

    Of three pieces with a gift each, one that goes back takes one gift with it.
    """
    owed = 0
    for gift in bought:
        if gift.gift_for_id is None or not gift.stated_minor:
            continue
        main = [each for each in bought if _is_main(each, gift)]
        gone = sum(back.get(each.id, 0) for each in main)
        due = gift.quantity * gone // sum(each.quantity for each in main)
        missing = max(0, due - back.get(gift.id, 0))
        owed += gift.stated_minor * missing // gift.quantity
    return owed


def _is_main(line: Line, gift: Line) -> bool:
    return line.gift_for_id is None and line.version_id == gift.gift_for_id
