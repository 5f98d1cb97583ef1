"""How long a merchant takes to refund, counted from its duties; and the policy the law gives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from gongdao.kernel.refusal import Refusal
from gongdao.law import Answer, ask, book
from gongdao.law import questions as q
from gongdao.law.facts import Freight, Returned
from gongdao.registers.duties import queries as duties
from gongdao.registers.parties import queries as parties
from gongdao.stages.admission import queries as admission
from gongdao.stages.escrow.facts import plain_sale

REFUNDS = ("refund", "make_good", "performance")
"""The duties that give a buyer money back."""

WEEK = 7

COUNTRY = {"cn": "CN", "eu": "EU"}


@dataclass(frozen=True, slots=True)
class Figures:
    """How a merchant's refunds went: how many, how many in time, how long the middle one took."""

    ended: int
    in_time: int
    open: int
    overdue: int
    median: timedelta | None
    slowest_tenth: timedelta | None

    @property
    def percent_in_time(self) -> int | None:
        """Rounded down, so that a hundred means all of them."""
        return 100 * self.in_time // self.ended if self.ended else None


def figures(merchant: str, *, at: datetime, kinds: Sequence[str] = REFUNDS) -> Figures:
    """The public figures of one merchant, over all its refunds."""
    _refuse_no_shop(merchant)
    times = duties.times(merchant, kinds)
    still = [d for d in duties.open_of(merchant, most=1_000) if d.kind in kinds]
    return Figures(
        ended=times.ended,
        in_time=times.met,
        open=len(still),
        overdue=sum(d.due_at <= at for d in still),
        median=times.median,
        slowest_tenth=times.slowest_tenth,
    )


def policy(merchant: str, *, on: date, address: str) -> dict[str, Any]:
    """The return and refund policy as schema.org says it, out of the law of the day.

    It is what the law gives to a plain sale; goods that the law excepts say so on their own page.
    """
    shop = _refuse_no_shop(merchant)
    law = parties.by_id(shop.marketplace).law
    week = [on + timedelta(days=n) for n in range(WEEK)]
    windows = [ask(q.last_day_to_return, plain_sale(on, day), under=law, on=on) for day in week]
    refunds = [
        ask(q.last_day_to_refund, Returned(goods_back_on=day), under=law, on=on) for day in week
    ]
    freight = ask(
        q.freight_paid_by, Freight(without_reason=True, merchant_promised=False), under=law, on=on
    )
    fees = "ReturnFeesCustomerResponsibility" if freight.value == "consumer" else "FreeReturn"
    return {
        "@context": "https://schema.org",
        "@type": "MerchantReturnPolicy",
        "@id": address,
        "name": shop.shop_zh,
        "applicableCountry": COUNTRY.get(law, law.upper()),
        "returnPolicyCategory": "https://schema.org/MerchantReturnFiniteReturnWindow",
        "merchantReturnDays": _least(windows, week),
        "returnMethod": "https://schema.org/ReturnByMail",
        "returnFees": f"https://schema.org/{fees}",
        "customerRemorseReturnFees": f"https://schema.org/{fees}",
        "itemDefectReturnFees": "https://schema.org/FreeReturn",
        "refundType": "https://schema.org/FullRefund",
        "additionalProperty": [
            _property("daysToRefund", _least(refunds, week), str(refunds[0].cites)),
            _property("legalBasisOfReturn", windows[0].sentence.en, str(windows[0].cites)),
        ],
    }


def _least(answers: Sequence[Answer[Any]], since: Sequence[date]) -> int:
    """How many days it is at least: a last day that falls on a day of rest gives more."""
    days = [(answer.value - day).days for answer, day in zip(answers, since, strict=True)]
    return int(min(days))


def law_day(merchant: str, *, at: datetime) -> date:
    """Which day it is where the merchant's law applies."""
    shop = _refuse_no_shop(merchant)
    return book.pack(parties.by_id(shop.marketplace).law).day_of(at)


def _property(name: str, value: object, cites: str) -> dict[str, object]:
    return {"@type": "PropertyValue", "name": name, "value": value, "description": cites}


def _refuse_no_shop(merchant: str) -> Any:
    shop = admission.shops([merchant]).get(merchant)
    if shop is None:
        raise Refusal("merchant_unknown", "没有这个商家。", "There is no such merchant.")
    return shop
