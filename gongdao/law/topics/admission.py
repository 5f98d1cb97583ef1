"""Who may sell on a platform: what a trader proves and shows, and what the platform reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongdao.law.asks import day, money, named, yes_or_no
from gongdao.law.facts import Day, Facts, Text, Truth, fact
from gongdao.law.rule import Question

CATEGORIES = (
    "food", "prepacked_food", "farm_produce", "drugs", "medical_devices", "cosmetics",
    "publications", "dangerous_goods", "online_services", "other",
)  # fmt: skip
FORMS = ("enterprise", "individual_business", "cooperative", "unregistered")


@dataclass(frozen=True)
class Trade(Facts):
    """One line of goods that somebody wants to sell."""

    category: Text = fact(
        "卖哪一类？", "What kind of goods?", proves="merchant", unit=", ".join(CATEGORIES)
    )
    branded: Truth = fact(
        "卖的是别人品牌的商品吗？", "Are they goods of somebody else's brand?", proves="merchant"
    )


@dataclass(frozen=True)
class Trader(Facts):
    """Somebody who trades on a platform, by the form in which it is registered."""

    form: Text = fact(
        "以什么形式登记？",
        "In which form is it registered?",
        proves="record",
        unit=", ".join(FORMS),
    )


@dataclass(frozen=True)
class Reporting(Facts):
    """A platform reports on its traders."""

    month_begins_on: Day = fact(
        "报送月份（一月或者七月）从哪天开始？",
        "On which day does the month of the report, January or July, begin?",
        proves="record",
    )


@dataclass(frozen=True)
class Admission(Facts):
    """A step in the admission of a merchant."""

    began_on: Day = fact("这一步从哪天开始？", "On which day did this step begin?", proves="record")


@dataclass(frozen=True)
class Expiring(Facts):
    """Something that ends on a day: a permit, a licence, the time between two verifications."""

    ends_on: Day = fact("哪天到期？", "On which day does it end?", proves="record")


permit_needed = named("permit_needed", Trade, "须取得哪一种许可或者备案", "which permit is needed")
source_proved = yes_or_no(
    "source_proved", Trade, "是否须提供进货来源", "whether the source of the goods is proved"
)
brand_proved = yes_or_no(
    "brand_proved", Trade, "是否须提供品牌授权", "whether the brand's authorisation is proved"
)
deposit_required = money(
    "deposit_required", Trade, "应缴保证金多少", "how much deposit is lodged", "merchant"
)
identity_verified = yes_or_no(
    "identity_verified", Trader, "平台是否须核验身份", "whether the platform verifies who it is"
)
trader_shows = named(
    "trader_shows", Trader, "应当公示哪些主体信息", "what a trader shows of itself", "declaration"
)
contact_shown = yes_or_no(
    "contact_shown", Trader, "是否须公示地址和联系方式", "whether address and contact are shown"
)
traders_reported_by = day(
    "traders_reported_by", Reporting, "平台最迟哪天报送商家身份信息",
    "by when the platform reports its traders", "platform",
)  # fmt: skip


def _step(name: str, zh: str, en: str, who: str) -> Question[date | None]:
    return day(name, Admission, zh, en, who)


review_application_by = _step(
    "review_application_by",
    "最迟哪天审完入驻申请",
    "by when an application is reviewed",
    "platform",
)
supply_missing_by = _step(
    "supply_missing_by", "最迟哪天补齐材料", "by when missing papers are supplied", "merchant"
)
confirm_waiver_by = _step(
    "confirm_waiver_by", "最迟哪天复核豁免", "by when a waiver is confirmed", "platform"
)
appeal_refusal_by = _step(
    "appeal_refusal_by", "最迟哪天对不予入驻申诉", "by when a refusal is appealed", "merchant"
)
decide_refusal_by = _step(
    "decide_refusal_by", "最迟哪天决定申诉", "by when the appeal is decided", "platform"
)
put_right_by = _step(
    "put_right_by",
    "被暂停的商家最迟哪天改正",
    "by when a suspended merchant puts it right",
    "merchant",
)
register_by = _step(
    "register_by",
    "超过小额标准的个人最迟哪天登记",
    "by when a seller no longer small registers",
    "merchant",
)
watched_on = _step(
    "watched_on",
    "下次监测小额卖家在哪天",
    "when a small seller's turnover is looked at next",
    "platform",
)
reminded_on = day(
    "reminded_on", Expiring, "哪天提醒即将到期", "when the merchant is reminded", "platform"
)
