"""What a ruling may order beside money, and the time to have an agreement confirmed by a court."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, given, period
from gongdao.law.topics.rulings import arbitration_answered_by, confirmed_by, may_be_ordered
from gongdao.packs.cn.sources import ARBITRATION, CC, CC_GENERAL, CPL, ECL, PEOPLES_MEDIATION


@answers(may_be_ordered, CPL.article(24, 1), since="2014-03-15")
def replace_and_repair(remedy: Any) -> Any:
    """商品不符合质量要求的，消费者可以要求更换、修理。

    For goods that do not conform, replacement or repair may be ordered.
    """
    return remedy.remedy.is_in("replace", "repair") & remedy.not_conforming


@replace_and_repair.but(CPL.article(50))
def apology(remedy: Any) -> Any:
    """侵害人格尊严、人身自由或者个人信息的，应当赔礼道歉。

    An apology is owed where dignity, freedom or personal information was infringed.
    """
    return given((remedy.remedy == "apologise") & remedy.dignity_harmed, True)


@replace_and_repair.but(CPL.article(20, 1))
def true_information(remedy: Any) -> Any:
    """商品信息应当真实、全面；虚假或者引人误解的，应当更正。

    Information must be true and complete; what deceives is corrected.
    """
    return given((remedy.remedy == "correct_advertisement") & remedy.deceived, True)


@replace_and_repair.but(ECL.article(38, 1), since="2019-01-01")
def necessary_measures(remedy: Any) -> Any:
    """平台知道侵害消费者的，应当采取必要措施，包括下架。

    A platform that knows of an infringement takes the necessary measures: the listing goes.
    """
    return given((remedy.remedy == "take_down") & remedy.deceived, True)


@replace_and_repair.but(CC_GENERAL.article(179, 1, 7), since="2021-01-01")
def until_performed(remedy: Any) -> Any:
    """认定违约的，货款可以留在托管中，直到履行完毕。

    Where a breach was found, the money may stay in escrow until there is performance.
    """
    return given((remedy.remedy == "hold") & remedy.breach_found, True)


@replace_and_repair.but(CC.article(626), since="2021-01-01")
def price_is_due(remedy: Any) -> Any:
    """没有认定违约的，价款应当支付给商家。

    Where no breach was found, the price is due to the merchant.
    """
    return given((remedy.remedy == "release") & ~remedy.breach_found, True)


@replace_and_repair.but(ECL.article(58, 2), since="2019-01-01")
def agreed_penalty(remedy: Any) -> Any:
    """保证金的使用按照约定；约定了违约金的，可以从保证金中扣收。

    A deposit is used as agreed; an agreed penalty may be taken from it.
    """
    return given((remedy.remedy == "fine") & remedy.breach_found & remedy.deposit_agreed, True)


@answers(confirmed_by, PEOPLES_MEDIATION.article(33, 1), since="2011-01-01")
def thirty_days(step: Any) -> Any:
    """调解协议生效之日起三十日内，双方可以共同申请司法确认。

    Both sides may ask a court to confirm a mediated agreement within thirty days.
    """
    return period(step.began_on, days=30)


@answers(arbitration_answered_by, ARBITRATION.article(35), since="2026-03-01")
def five_days(step: Any) -> Any:
    """仲裁机构自收到申请书之日起五日内受理，或者书面说明不予受理的理由。

    A tribunal accepts an application within five days, or refuses it in writing with reasons.
    """
    return period(step.began_on, days=5)


RULES = (replace_and_repair, thirty_days, five_days)
