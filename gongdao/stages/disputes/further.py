"""What a ruling orders beside the sums, and who answers beside the merchant: both asked of the law."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongdao.kernel.money import Money
from gongdao.kernel.refusal import Refusal
from gongdao.law import Answer, ask
from gongdao.law.topics import platforms, rulings
from gongdao.stages.disputes.facts import Case, Standing
from gongdao.stages.disputes.heads import FURTHER, HEADS

WORDS_MOST = 2_000
OF_THE_PLATFORM = ("platform_knew", "took_measures", "checked_or_protected", "looked_like_own")
"""What an arbiter may find about the platform itself."""


@dataclass(frozen=True, slots=True)
class Further:
    """One thing an arbiter adds: what, in which words, and how much where it is a penalty."""

    head: str
    words: str = ""
    amount: Money | None = None


def orders(
    case: Case,
    asked: Sequence[Further],
    *,
    true: set[str],
    standing: Standing,
    dignity_harmed: bool,
) -> list[dict[str, Any]]:
    """The further orders as plain data, or the refusal of the first that the law does not allow."""
    return [_order(case, one, true, standing, dignity_harmed) for one in asked]


def liable(
    case: Case, standing: Standing, found: Mapping[str, bool], *, anything: bool
) -> list[dict[str, Any]]:
    """Who answers, in order: the merchant first, then the platform where the law says so, and why."""
    if not anything:
        return []
    parties = [{"party": standing.merchant, "as": "merchant", "cites": "", "article": ""}]
    answer = ask(
        platforms.platform_liable,
        platforms.Platform(
            gave_identity=standing.identity_known,
            platform_knew=found.get("platform_knew", False),
            took_measures=found.get("took_measures", True),
            life_and_health=standing.life_and_health,
            checked_or_protected=found.get("checked_or_protected", True),
            own_sales=False,
            looked_like_own=found.get("looked_like_own", False),
            promised_to_pay_first=True,
        ),
        under=case.law,
        on=case.on,
    )
    if answer.value != "none":
        parties.append({"party": standing.marketplace, "as": answer.value, **_why(answer)})
    return parties


def _order(
    case: Case, one: Further, true: set[str], standing: Standing, dignity_harmed: bool
) -> dict[str, Any]:
    if one.head not in FURTHER or len(one.words) > WORDS_MOST:
        raise Refusal(
            "order_head_wrong",
            f"不能命令“{one.head[:20]}”；可以的有：{'、'.join(FURTHER)}，说明不超过{WORDS_MOST}字。",
            f'"{one.head[:20]}" cannot be ordered; these can: {", ".join(FURTHER)}, in at most '
            f"{WORDS_MOST} characters.",
        )
    answer = ask(
        rulings.may_be_ordered,
        rulings.Remedy(
            remedy=one.head,
            not_conforming=bool(true & {"defective", "counterfeit"}),
            deceived="counterfeit" in true,
            dignity_harmed=dignity_harmed,
            breach_found=bool(true),
            deposit_agreed=standing.deposit,
        ),
        under=case.law,
        on=case.on,
    )
    if not answer.value:
        name = HEADS[one.head].name
        raise Refusal(
            "order_not_open",
            f"依本案认定的事实，法律不支持“{name.zh}”。请先认定相应的事实，或者去掉这一项。",
            f'On the facts found the law does not allow "{name.en}". Find the facts it needs, or leave it out.',
            cites=answer.cites,
        )
    amount = _penalty(case, one) if one.head == "fine" else 0
    figures = str(Money(case.total.currency, amount)) if amount else ""
    return {
        "head": one.head, "amount_minor": amount, **_why(answer), "figures": figures,
        "words": one.words,
    }  # fmt: skip


def _penalty(case: Case, one: Further) -> int:
    most = ask(
        rulings.penalty_at_most,
        rulings.Penalty(order_price=case.price.minor),
        under=case.law,
        on=case.on,
    )
    wanted = one.amount
    same = wanted is not None and wanted.currency == case.price.currency
    if wanted is None or not same or not 0 < wanted.minor <= most.value:
        raise Refusal(
            "penalty_wrong",
            f"违约金须大于零，不超过 {Money(case.price.currency, most.value)}。",
            f"A penalty is above zero and at most {Money(case.price.currency, most.value)}.",
            cites=most.cites,
        )
    return wanted.minor


def _why(answer: Answer[Any]) -> dict[str, str]:
    return {
        "cites": str(answer.cites),
        "article": answer.cites.in_chinese,
        "zh": answer.sentence.zh,
        "en": answer.sentence.en,
    }
