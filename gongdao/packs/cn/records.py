"""Records, and what traders show and platforms verify."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gongdao.law import Citation, answers, given, months_after, working_days
from gongdao.law.topics.records import (
    change_reported_by,
    change_verified_by,
    keep_until,
    own_change_shown_by,
    shop_window_lawful,
    verify_again_by,
)
from gongdao.packs.cn.sources import (
    CPL,
    CPL_RULES,
    CYBERSECURITY,
    ECL,
    LIVE,
    NET_ADS,
    NET_DATA,
    PIPL,
    PLATFORM_RULES,
    PROMOTIONS,
    RECALLS,
    SEVEN_DAYS,
    TRADING,
)

THREE_YEARS = 36


@answers(keep_until, ECL.article(31), since="2019-01-01")
def three_years_of_trade(record: Any) -> Any:
    """平台的商品、服务和交易信息，自交易完成之日起保存不少于三年。

    A platform keeps what was offered and traded for three years from completion.
    """
    return months_after(record.starts_on, THREE_YEARS)


def kept(cites: Citation, kind: str, months: int, since: str) -> Callable[[Any], Any]:
    """The function below names a record and is kept for so many months."""

    def attach(body: Any) -> Any:
        def other(record: Any) -> Any:
            return given(record.record == kind, months_after(record.starts_on, months))

        other.__name__, other.__doc__ = body.__name__, body.__doc__
        three_years_of_trade.but(cites, since=since)(other)
        return body

    return attach


@kept(TRADING.article(31), "merchant_identity", THREE_YEARS, "2021-05-01")
def merchant_identity() -> None:
    """商家身份信息自其退出平台之日起保存三年。

    A merchant's identity is kept for three years from its exit.
    """


@kept(TRADING.article(20, 2), "live_video", THREE_YEARS, "2021-05-01")
def live_video() -> None:
    """交易直播视频自直播结束之日起保存三年。

    Videos of live sales are kept for three years from their end.
    """


@kept(LIVE.article(16), "live_trade", THREE_YEARS, "2026-02-01")
def live_trade() -> None:
    """直播交易信息（回放、互动、页面快照、客服等）自交易完成之日起保存三年。

    Trade records of live sales, with replay, chat and page snapshots, are kept for three years.
    """


@kept(NET_ADS.article(13, 4), "ad_files", THREE_YEARS, "2023-05-01")
def ad_files() -> None:
    """自行发布广告的档案自发布终了之日起保存三年。

    Files of own advertising are kept for three years from its end.
    """


@kept(NET_ADS.article(16, 1, 1), "ad_clients", THREE_YEARS, "2023-05-01")
def ad_clients() -> None:
    """平台上发布广告的用户身份信息自服务终了之日起保存三年。

    The identity of those who advertise on a platform is kept for three years from the end of service.
    """


@kept(PROMOTIONS.article(19), "prize_files", 24, "2020-12-01")
def prize_files() -> None:
    """有奖销售档案保存二年。

    Files of prize sales are kept for two years.
    """


@kept(TRADING.article(28), "rule_versions", THREE_YEARS, "2021-05-01")
def rule_versions() -> None:
    """规则修改后，生效前三年的全部历史版本都要保存并可下载。

    All versions of the three years before a change are kept and can be downloaded.
    """


@kept(PLATFORM_RULES.article(11), "consultation", THREE_YEARS, "2026-02-01")
def consultation() -> None:
    """规则征求意见的资料自结束之日起保存三年。

    What a consultation on rules brought in is kept for three years from its end.
    """


@kept(PIPL.article(56, 2), "data_assessment", THREE_YEARS, "2021-11-01")
def data_assessment() -> None:
    """个人信息保护影响评估报告和处理记录保存三年。

    Impact assessments and records of processing are kept for three years.
    """


@kept(NET_DATA.article(12, 1), "data_sharing", THREE_YEARS, "2025-01-01")
def data_sharing() -> None:
    """提供、委托处理个人信息的记录保存三年。

    Records of sharing personal data are kept for three years.
    """


@kept(CYBERSECURITY.article(23, 1, 3), "logs", 6, "2026-01-01")
def logs() -> None:
    """网络日志留存六个月。

    Network logs are kept for six months.
    """


@kept(RECALLS.article(21, 2), "recall", 60, "2020-01-01")
def recalls() -> None:
    """召回记录保存五年。

    Records of a recall are kept for five years.
    """


@kept(ECL.article(53, 3), "payments", THREE_YEARS, "2019-01-01")
def payments() -> None:
    """支付机构向用户免费提供最近三年的交易记录。

    Payment providers give users the last three years of records free of charge.
    """


@answers(own_change_shown_by, TRADING.article(12, 4), since="2021-05-01")
def ten_working_days(change: Any) -> Any:
    """公示的信息变更的，十个工作日内更新。

    What is shown is updated within ten working days of a change.
    """
    return working_days(change.changed_on, 10)


@answers(change_reported_by, TRADING.article(26), since="2021-05-01")
def three_working_days(change: Any) -> Any:
    """商家信息变更的，三个工作日内报送平台。

    A merchant reports a change to the platform within three working days.
    """
    return working_days(change.changed_on, 3)


@answers(change_verified_by, TRADING.article(26), since="2021-05-01")
def seven_working_days(change: Any) -> Any:
    """平台收到变更后七个工作日内核验并更新公示。

    The platform verifies and shows it within seven working days.
    """
    return working_days(change.reported_on, 7)


@answers(verify_again_by, TRADING.article(24, 1), LIVE.article(8, 1), since="2021-05-01")
def every_six_months(change: Any) -> Any:
    """平台对商家和直播间运营者的信息，至少每六个月核验更新一次。

    Merchants and room operators are verified again every six months at least.
    """
    # "At least every six months" is how often, not a period that a day of rest would lengthen.
    return months_after(change.verified_on, 6)


@answers(shop_window_lawful, ECL.article(15, 1), since="2019-01-01")
def shows_its_licence(shown: Any) -> Any:
    """首页持续公示执照、许可或者无须登记的情形。

    The home page always shows licence and permits, or why none is needed.
    """
    return shown.licence_or_exemption


@shows_its_licence.unless(CPL_RULES.article(13, 2), since="2024-07-01")
def hides_who_it_is(shown: Any) -> Any:
    """不标明真实名称，或者不给出实际提供者名称、地址、联系方式的，违法。

    It is unlawful not to show the true name, or to hide who really supplies.
    """
    return ~shown.true_name | ~shown.actual_supplier


@shows_its_licence.unless(CPL.article(28))
def information_missing(shown: Any) -> Any:
    """网络经营者未提供地址、联系方式、数量质量、价款、期限、安全、售后、责任等信息的，违法。

    It is unlawful to sell at a distance without the key information.
    """
    return ~shown.key_information


@shows_its_licence.unless(CPL.article(22))
def no_invoice(shown: Any) -> Any:
    """消费者索要发票等凭证的，必须出具；电子发票同样有效。

    An invoice must be given when asked for; an electronic one counts alike.
    """
    return ~shown.invoice_if_asked


@shows_its_licence.unless(SEVEN_DAYS.article(25, 2))
def returned_goods_as_new(shown: Any) -> Any:
    """不能完全恢复初始状态的退货再次销售的，应当显著标明。

    Returned goods that cannot be fully restored are marked when sold again.
    """
    return ~shown.returned_goods_marked


@shows_its_licence.unless(SEVEN_DAYS.article(20, 1))
def exceptions_unmarked(shown: Any) -> Any:
    """不适用无理由退货的商品应当明确标注。

    Goods without a right to return are marked clearly.
    """
    return ~shown.unreturnable_marked


RULES = (
    three_years_of_trade,
    ten_working_days,
    three_working_days,
    seven_working_days,
    every_six_months,
    shows_its_licence,
)
