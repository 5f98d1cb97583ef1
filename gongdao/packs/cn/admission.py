"""Who may sell on a platform: permits by kind of goods, what is verified, shown and reported."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongdao.law import Source, answers, days_after, given, when
from gongdao.law.topics.admission import (
    contact_shown,
    identity_verified,
    permit_needed,
    source_proved,
    trader_shows,
    traders_reported_by,
)
from gongdao.packs.cn.food import DRUG_LAW, FSL, ONLINE_FOOD
from gongdao.packs.cn.sources import CPL, ECL, PRODUCT_QUALITY, TRADING

COSMETICS = Source(
    "Cosmetics Measures", "化妆品生产经营监督管理办法",
    "Measures on the Production and Sale of Cosmetics", date(2022, 1, 1), 66,
    file="化妆品生产经营监督管理办法-2021",
)  # fmt: skip


@answers(permit_needed, ECL.article(12), since="2019-01-01")
def what_the_law_permits(trade: Any) -> Any:
    """依法需要行政许可的，应当依法取得：医疗器械、出版物、危险化学品、增值电信业务。

    What needs a permit by law is sold with that permit only: medical devices, publications,
    dangerous chemicals, telecommunication services.
    """
    return (
        when(trade.category == "medical_devices")
        .then("medical_device")
        .otherwise(
            when(trade.category == "publications")
            .then("publications")
            .otherwise(
                when(trade.category == "dangerous_goods")
                .then("dangerous_goods")
                .otherwise(
                    when(trade.category == "online_services").then("telecom").otherwise("none")
                )
            )
        )
    )


@what_the_law_permits.but(FSL.article(35, 1))
def food(trade: Any) -> Any:
    """从事食品销售，应当取得食品经营许可。

    Whoever sells food has a food permit.
    """
    return given(trade.category == "food", "food_business")


@what_the_law_permits.but(FSL.article(35, 1), since="2021-04-29")
def prepacked_food(trade: Any) -> Any:
    """仅销售预包装食品的，不需要许可，但应当备案。

    Whoever sells prepacked food only needs no permit, but files with the authority.
    """
    return given(trade.category == "prepacked_food", "food_filing")


@what_the_law_permits.but(DRUG_LAW.article(51, 1), since="2019-12-01")
def drugs(trade: Any) -> Any:
    """无药品经营许可证的，不得经营药品。

    Drugs are sold with a drug permit only.
    """
    return given(trade.category == "drugs", "drug_business")


@what_the_law_permits.but(COSMETICS.article(39), since="2022-01-01")
def cosmetics(trade: Any) -> Any:
    """化妆品经营者应当查验特殊化妆品注册证或者普通化妆品备案信息。

    Whoever sells cosmetics checks their registration or filing.
    """
    return given(trade.category == "cosmetics", "cosmetics")


@answers(source_proved, PRODUCT_QUALITY.article(33), since="2018-12-29")
def goods_in_are_checked(_: Any) -> Any:
    """销售者应当验明产品合格证明和其他标识，说得清货从哪里来。

    A seller checks what comes in, and can say where its goods come from.
    """
    return True


@answers(identity_verified, ECL.article(27, 1), TRADING.article(24, 1), since="2019-01-01")
def verified_and_filed(_: Any) -> Any:
    """平台应当要求商家提交身份、地址、联系方式、行政许可等真实信息，核验、登记，建立档案。

    A platform has its traders give true identity, address, contact and permits, verifies them and
    keeps a file.
    """
    return True


@verified_and_filed.but(ONLINE_FOOD.article(11, 2), since="2016-10-01")
def growers_too(trader: Any) -> Any:
    """网上销售食用农产品的个人，登记身份证号码、住址和联系方式。

    Individuals who sell farm produce are entered with number, home and contact.
    """
    return given(trader.form == "unregistered", True)


@answers(trader_shows, TRADING.article(12, 2, 1), since="2021-05-01")
def enterprises_show(_: Any) -> Any:
    """企业公示统一社会信用代码、名称、类型、法定代表人、住所、注册资本等。

    An enterprise shows code, name, form, legal representative, domicile and capital.
    """
    return "enterprise"


@enterprises_show.but(TRADING.article(12, 2, 2))
def individual_businesses_show(trader: Any) -> Any:
    """个体工商户公示统一社会信用代码、名称、经营者姓名、经营场所等。

    An individual business shows code, name, its owner's name and place of business.
    """
    return given(trader.form == "individual_business", "individual_business")


@enterprises_show.but(TRADING.article(12, 2, 3))
def cooperatives_show(trader: Any) -> Any:
    """农民专业合作社公示统一社会信用代码、名称、法定代表人、住所等。

    A farmers' cooperative shows code, name, legal representative and domicile.
    """
    return given(trader.form == "cooperative", "cooperative")


@enterprises_show.but(TRADING.article(12, 3))
def small_sellers_declare(trader: Any) -> Any:
    """不需要登记的，公示自我声明、实际经营地址和联系方式。

    Whoever need not register shows a declaration, the actual place of business and a contact.
    """
    return given(trader.form == "unregistered", "declaration")


@answers(contact_shown, CPL.article(28), since="2014-03-15")
def where_and_how(_: Any) -> Any:
    """网络经营者应当向消费者提供经营地址和联系方式。

    Whoever sells at a distance tells consumers its address and how to reach it.
    """
    return True


@answers(traders_reported_by, TRADING.article(25, 2), since="2021-05-01")
def january_and_july(reporting: Any) -> Any:
    """平台每年一月和七月报送商家身份信息。

    A platform reports its traders in January and in July of each year.
    """
    return days_after(reporting.month_begins_on, 30)


RULES = (
    what_the_law_permits,
    goods_in_are_checked,
    verified_and_filed,
    enterprises_show,
    where_and_how,
    january_and_july,
)
