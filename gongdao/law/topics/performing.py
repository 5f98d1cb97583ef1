"""Services and digital content: when they count as received, and whether they can be given back."""

from __future__ import annotations

from dataclasses import dataclass

from gongdao.law.asks import day
from gongdao.law.facts import Count, Day, Facts, Step, fact


@dataclass(frozen=True)
class Served(Facts):
    """A service bought at a distance that was done."""

    done_on: Day = fact("服务哪天完成？", "On which day was the service done?", proves="record")
    promised_days: Count = fact(
        "商家承诺完成后几天内可以无理由退？",
        "Within how many days may it be given back without a reason, by promise?",
        unit="days",
    )


last_day_to_give_back = day(
    "last_day_to_give_back", Served, "服务无理由退的最后一天",
    "the last day to give a service back without a reason", "merchant",
)  # fmt: skip
accept_by = day(
    "accept_by", Step, "最迟哪天答复服务是否完成", "by when it is answered whether a service was done",
    "consumer",
)  # fmt: skip
open_by = day(
    "open_by",
    Step,
    "数字内容最迟哪天视为收到",
    "by when digital content counts as received",
    "consumer",
)
red_invoice_by = day(
    "red_invoice_by", Step, "退款后最迟哪天开具红字发票",
    "by when a credit note follows a refund", "merchant",
)  # fmt: skip
