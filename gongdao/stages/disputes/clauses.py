"""Which clauses of a shop's terms matter in a case: those in the way of what is claimed, found or ordered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gongdao.stages.disputes.claims import KINDS
from gongdao.stages.disputes.heads import HEADS
from gongdao.stages.disputes.models import Dispute
from gongdao.stages.rulebook.terms import queries as terms

CLAIMED: Mapping[str, frozenset[str]] = {
    "performance": frozenset({"perform", "loss"}),
    "refund": frozenset({"refund"}),
    "refund_and_damages": frozenset({"refund", "price_multiple", "loss"}),
}
"""The heads that each wish of a buyer claims."""

ANYTHING = frozenset(HEADS) | {fact for kind in KINDS.values() for fact in kind.facts}
PLATFORM = "platform"
NOTHING: frozenset[str] = frozenset()

TOUCHES: Mapping[str, frozenset[str]] = {
    # a clause of this kind         stands in the way of these heads, or speaks of these facts
    "bars_complaints": ANYTHING,
    "signing_is_acceptance": frozenset({"defective", "counterfeit", "lost"}),
    "platform_blames_merchant": frozenset({PLATFORM}),
    "prepaid_no_refund": frozenset({"refund"}),
    "return_right_excluded": frozenset({"refund"}),
    "excludes_remedies": frozenset({"refund", "replace", "repair"}),
    "excludes_liability": frozenset({"loss", "price_multiple"}),
    "excuses_gross_negligence": frozenset({"loss"}),
    "no_contract_after_payment": frozenset({"refused", "perform"}),
    "burdens_consumer": frozenset({"refund", "lost"}),
    # What no complaint about an order turns on: it is void all the same, and the shop's page says so.
    "final_interpretation": NOTHING,
    "prepaid_no_transfer": NOTHING,
    "prepaid_no_replacement": NOTHING,
    "prepaid_changed_at_will": NOTHING,
    "excuses_injury": NOTHING,
    "penalty_too_high": NOTHING,
    "costly_disputes": NOTHING,
    "forces_dealing": NOTHING,
}


def set_aside(
    row: Dispute,
    *,
    orders: Iterable[Mapping[str, Any]] = (),
    liable: Sequence[Mapping[str, Any]] = (),
) -> list[dict[str, Any]]:
    """The void clauses of the shop that touch this case, as reasons: which is not considered, and why."""
    turns_on = CLAIMED[row.wish] | KINDS[row.kind].facts.keys() | {each["head"] for each in orders}
    if any(each["as"] != "merchant" for each in liable):
        turns_on |= {PLATFORM}
    kinds = {kind for kind, touched in TOUCHES.items() if touched & turns_on}
    return terms.set_aside(row.order.merchant, on=row.order.concluded_at, kinds=kinds)
