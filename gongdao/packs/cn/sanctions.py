"""Fines, as brackets: the general law first, and each special law that takes precedence under it.

Here are the laws of consumers, trade and platforms; `market_sanctions` adds those of the market.

CPL article 56 and article 50 of its regulation yield to any other law that names a penalty, so the
special laws are exceptions of the general bracket. A function under `bracket` returns the least and
the most of a fine; where the law says only "up to", the least is nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gongdao.law import Citation, answers, given, when
from gongdao.law.topics.sanctions import fine_at_least, fine_at_most
from gongdao.packs.cn.food import FSL
from gongdao.packs.cn.sources import CPL, CPL_RULES, ECL, PENALTIES, TRADING, TRADING_2021

WAN = 10_000_00
Body = Callable[[Any], tuple[Any, Any]]


@answers(fine_at_least, CPL.article(56, 1), since="2014-03-15")
def fined_at_least(offence: Any) -> Any:
    """有违法所得的，罚款不低于违法所得一倍；没有违法所得的，没有下限。

    With unlawful gains the fine is not below them; without, there is no least.
    """
    return offence.gains


@answers(fine_at_most, CPL.article(56, 1), since="2014-03-15")
def fined_at_most(offence: Any) -> Any:
    """有违法所得的，罚款不超过违法所得十倍；没有违法所得的，不超过五十万元。

    With unlawful gains the fine is up to ten times them; without, up to CNY 500,000.
    """
    return when(offence.gains > 0).then(offence.gains * 10).otherwise(50 * WAN)


def bracket(
    cites: Citation, *acts: str, since: str | None = None, until: str | None = None
) -> Callable[[Body], Body]:
    """The function below says the least and the most of the fine for these acts."""

    def attach(body: Body) -> Body:
        def least(offence: Any) -> Any:
            return given(offence.offence.is_in(*acts), body(offence)[0])

        def most(offence: Any) -> Any:
            return given(offence.offence.is_in(*acts), body(offence)[1])

        for rule, end in ((fined_at_least, least), (fined_at_most, most)):
            end.__name__, end.__doc__ = body.__name__, body.__doc__
            rule.but(cites, since=since, until=until)(end)
        return body

    return attach


def grave(offence: Any, serious: int, otherwise: int) -> Any:
    """One amount in serious cases, another in all others."""
    return when(offence.serious).then(serious * WAN).otherwise(otherwise * WAN)


@bracket(
    CPL_RULES.article(50, 1), "auto_renewal_unannounced", "promise_not_kept", "identity_not_shown",
    "live_identity_withheld", "minors_game_limits", "unfair_terms", "return_excluded",
    since="2024-07-01",
)  # fmt: skip
def regulation(offence: Any) -> tuple[Any, Any]:
    """违反条例第十条至第十四条、第十六、十七条、第十九至二十一条的，罚违法所得一至五倍；没有违法所得的，三十万元以下。

    Under the regulation: one to five times the gains; without gains up to CNY 300,000.
    """
    return offence.gains, when(offence.gains > 0).then(offence.gains * 5).otherwise(30 * WAN)


@bracket(CPL_RULES.article(50, 2), "prepaid_unwritten", since="2024-07-01")
def prepayment(offence: Any) -> tuple[Any, Any]:
    """违反预付款规定的，罚违法所得一至十倍；没有违法所得的，五十万元以下。

    Breaches on prepayment: one to ten times the gains; without gains up to CNY 500,000.
    """
    return offence.gains, when(offence.gains > 0).then(offence.gains * 10).otherwise(50 * WAN)


@bracket(PENALTIES.article(15), "unfair_terms", since="2015-03-15", until="2024-07-01")
def unfair_terms_before(offence: Any) -> tuple[Any, Any]:
    """条例施行前，使用不公平格式条款的，罚违法所得三倍以下、最高三万元；没有违法所得的，一万元以下。

    Unfair terms before the regulation: up to three times the gains and CNY 30,000; without gains up
    to CNY 10,000.
    """
    three = offence.gains * 3
    capped = when(three < 3 * WAN).then(three).otherwise(3 * WAN)
    return 0, when(offence.gains > 0).then(capped).otherwise(WAN)


@bracket(
    TRADING_2021.article(41), "auto_renewal_unannounced", since="2021-05-01", until="2024-07-01"
)
def renewal_before(_: Any) -> tuple[Any, Any]:
    """条例施行前，自动续费未提前提示的，五千元以上三万元以下。

    Renewals without notice before the regulation: CNY 5,000 to 30,000.
    """
    return WAN // 2, 3 * WAN


@bracket(TRADING.article(41, 1), "cancelling_made_hard", "unsolicited_messages", since="2025-05-01")
def hard_to_cancel(_: Any) -> tuple[Any, Any]:
    """续费难以随时取消、擅自发送商业信息的，三万元以下。

    Renewals that cannot be cancelled at any time, and messages nobody asked for: up to CNY 30,000.
    """
    return 0, 3 * WAN


@bracket(
    TRADING_2021.article(41), "cancelling_made_hard", "unsolicited_messages",
    since="2021-05-01", until="2025-05-01",
)  # fmt: skip
def hard_to_cancel_before(_: Any) -> tuple[Any, Any]:
    """修正前，续费难以取消、擅自发送商业信息的，五千元以上三万元以下。

    The same before the amendment: CNY 5,000 to 30,000.
    """
    return WAN // 2, 3 * WAN


@bracket(
    ECL.article(76, 1), "licence_not_shown", "closing_unannounced", "deregistration_obstructed",
    since="2019-01-01",
)  # fmt: skip
def publicity(offence: Any) -> tuple[Any, Any]:
    """未公示执照、停业信息，或者为注销设置不合理条件的，一万元以下；平台为二万元至十万元，情节严重的十万元至五十万元。

    Licence or closing not shown, or leaving made hard: up to CNY 10,000; for platforms 20,000 to
    100,000, and 100,000 to 500,000 in serious cases.
    """
    return (
        when(offence.by_platform).then(grave(offence, 10, 2)).otherwise(0),
        when(offence.by_platform).then(grave(offence, 50, 10)).otherwise(WAN),
    )


@bracket(ECL.article(77), "tied_by_default", "personalised_search_only", since="2019-01-01")
def choice(offence: Any) -> tuple[Any, Any]:
    """默认搭售、只给个性化搜索结果的，五万元至二十万元；情节严重的，二十万元至五十万元。

    Add-ons by default, or only personalised results: CNY 50,000 to 200,000; serious, to 500,000.
    """
    return grave(offence, 20, 5), grave(offence, 50, 20)


@bracket(ECL.article(78), "deposit_withheld", since="2019-01-01")
def deposit(offence: Any) -> tuple[Any, Any]:
    """不及时退押金、设置不合理条件的，五万元至二十万元；情节严重的，二十万元至五十万元。

    A deposit withheld: CNY 50,000 to 200,000; serious, 200,000 to 500,000.
    """
    return grave(offence, 20, 5), grave(offence, 50, 20)


@bracket(
    ECL.article(80, 1), "merchants_unverified", "merchants_not_reported", "records_not_kept",
    "unlawful_goods_not_stopped", since="2019-01-01",
)  # fmt: skip
def platform_duties(offence: Any) -> tuple[Any, Any]:
    """平台不核验、不报送、不处置、不保存，逾期不改正的，二万元至十万元；情节严重的，十万元至五十万元。

    A platform that does not verify, report, act or keep records, once overdue: CNY 20,000 to 100,000;
    serious, 100,000 to 500,000.
    """
    fined = offence.not_put_right | offence.serious
    return (
        when(fined).then(grave(offence, 10, 2)).otherwise(0),
        when(fined).then(grave(offence, 50, 10)).otherwise(0),
    )


@bracket(
    ECL.article(81, 1), "rules_not_announced", "leaving_blocked", "own_sales_unmarked",
    "reviews_deleted", since="2019-01-01",
)  # fmt: skip
def platform_rules(offence: Any) -> tuple[Any, Any]:
    """规则未按期公示、阻止退出、自营未标记、删除评价的，二万元至十万元；情节严重的，十万元至五十万元。

    Rules not announced in time, leaving blocked, own sales unmarked, reviews deleted: CNY 20,000 to
    100,000; serious, 100,000 to 500,000.
    """
    return grave(offence, 10, 2), grave(offence, 50, 10)


@bracket(ECL.article(82), "merchants_restricted", since="2019-01-01")
def restrictions(offence: Any) -> tuple[Any, Any]:
    """不合理限制商家或者收取不合理费用的，五万元至五十万元；情节严重的，五十万元至二百万元。

    Unreasonable limits or fees for merchants: CNY 50,000 to 500,000; serious, to two million.
    """
    return grave(offence, 50, 5), grave(offence, 200, 50)


@bracket(ECL.article(83), "infringement_tolerated", since="2019-01-01")
def tolerated(offence: Any) -> tuple[Any, Any]:
    """平台对侵害消费者的行为不采取必要措施的，五万元至五十万元；情节严重的，五十万元至二百万元。

    A platform that tolerates what harms consumers: CNY 50,000 to 500,000; serious, to two million.
    """
    return grave(offence, 50, 5), grave(offence, 200, 50)


@bracket(FSL.article(131, 1), "food_licence_unchecked", since="2015-10-01")
def food_platform(_: Any) -> tuple[Any, Any]:
    """食品平台不登记、不审证、不报告的，五万元至二十万元。

    A food platform that does not register, check or report: CNY 50,000 to 200,000.
    """
    return 5 * WAN, 20 * WAN


RULES = (fined_at_least, fined_at_most)
