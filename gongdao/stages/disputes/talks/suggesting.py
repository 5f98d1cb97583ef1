"""A suggested settlement, pure: what the law's draft ruling would give, and how sure that is.

The anchor is the draft on the present record. Between it and the outcome if the contested facts were
proved lies what the sides can still win or lose; the suggestion says both, and why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gongdao.kernel.money import Money
from gongdao.kernel.words import Words
from gongdao.stages.disputes.claims import KINDS
from gongdao.stages.disputes.facts import Case
from gongdao.stages.disputes.reasoning import draft


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to offer: an amount, the range it lies in, why, and the article the anchor rests on."""

    kind: str
    amount: Money
    least: Money
    most: Money
    why: Words
    cites: str


def suggest(case: Case) -> Suggestion:
    """The sum of the draft ruling, if it is for the buyer; else an apology, with what proof would change."""
    anchor = draft(case, {})
    names = dict.fromkeys(KINDS[case.kind].facts, True)
    proved = _sum(draft(case, names).orders, case)
    failed = _sum(draft(case, dict.fromkeys(names, False)).orders, case)
    now = _sum(anchor.orders, case)
    cites = anchor.orders[0]["cites"] if anchor.orders else anchor.findings[0]["cites"]
    if now:
        why = Words(
            f"依现有记录，裁决会支持消费者 {now}；按这个数和解，双方都省去等待。",
            f"On the record now a ruling would give the buyer {now}; settling at that saves both the wait.",
        )
        return Suggestion("part_refund", now, failed, proved, why, cites)
    finding = anchor.findings[0]
    prover = {"consumer": Words("消费者", "the consumer")}.get(
        finding["must_prove"], Words("商家", "the merchant")
    )
    why = Words(
        f"依现有记录，“{finding['name_zh']}”应由{prover.zh}证明而尚未证明；若能证明，裁决会是 {proved}。",
        f"On the record now {prover.en} has yet to prove that {finding['name_en']}; with proof a ruling "
        f"would give {proved}.",
    )
    return Suggestion("apology", now, failed, proved, why, cites)


def _sum(orders: list[dict[str, Any]], case: Case) -> Money:
    return Money(case.total.currency, sum(order["amount_minor"] for order in orders))
