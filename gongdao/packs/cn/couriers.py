"""Couriers and the post: what a lost or damaged parcel is worth, and who answers for it."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, given, largest, period, smallest, when
from gongdao.law.topics.carriage import courier_answered_by, courier_pays, courier_reply_by
from gongdao.packs.cn.sources import CC, COURIERS, POSTAL_LAW


def _registered(parcel: Any) -> Any:
    return parcel.service.is_in("registered_mail", "registered_letter")


def _limited(parcel: Any) -> Any:
    return ~parcel.gross_fault & parcel.cap_shown


def _insured_share(parcel: Any) -> Any:
    return parcel.insured_sum.in_ratio(parcel.market_value, parcel.whole_value)


@answers(courier_pays, COURIERS.article(28, 1), CC.article(833), since="2021-01-01")
def uninsured_at_market_value(parcel: Any) -> Any:
    """未保价的快件，依民事法律赔偿：按到达地市场价格；邮政三倍资费的限额不适用于快递。

    An uninsured parcel is paid by civil law at market value; the post's cap of three fees is not for
    couriers.
    """
    return parcel.market_value


@uninsured_at_market_value.but(COURIERS.article(28, 1))
def insured(parcel: Any) -> Any:
    """保价的快件，按约定的保价规则赔偿；没有另外约定的，全损按保价额，部分损失按比例。

    An insured parcel is paid by the rules agreed on declared values; without others the whole of it, or
    in proportion for a part.
    """
    return given(
        (parcel.service == "courier") & parcel.insured & ~parcel.carriers_excuse,
        _insured_share(parcel),
    )


@uninsured_at_market_value.but(POSTAL_LAW.article(47, 1, 2))
def three_fees(parcel: Any) -> Any:
    """未保价的普遍服务给据邮件，按实际损失赔偿，最高为资费的三倍；挂号信件就是三倍。

    Uninsured registered mail of the universal service: the real loss, up to three times the fee; a
    registered letter is paid at just three fees.
    """
    owed = when(parcel.service == "registered_letter").then(parcel.fee * 3)
    return given(
        _registered(parcel) & ~parcel.insured & _limited(parcel) & ~parcel.carriers_excuse,
        owed.otherwise(smallest(parcel.market_value, parcel.fee * 3)),
    )


@uninsured_at_market_value.but(POSTAL_LAW.article(47, 3))
def cap_forfeited(parcel: Any) -> Any:
    """邮政企业故意、重大过失，或者没有显著载明限额的，不得援用限额，按实际损失赔偿。

    After intent or gross negligence, or where the cap was not shown, the post cannot plead its limits
    and pays the real loss.
    """
    return given(
        _registered(parcel) & ~_limited(parcel) & ~parcel.carriers_excuse,
        largest(
            parcel.market_value, when(parcel.insured).then(_insured_share(parcel)).otherwise(0)
        ),
    )


@uninsured_at_market_value.but(POSTAL_LAW.article(47, 1, 1))
def insured_mail(parcel: Any) -> Any:
    """保价的给据邮件，按保价额或者其与全部价值的比例赔偿。

    Insured registered mail: the declared value, or its proportion.
    """
    return given(
        _registered(parcel) & parcel.insured & _limited(parcel) & ~parcel.carriers_excuse,
        _insured_share(parcel),
    )


@uninsured_at_market_value.but(POSTAL_LAW.article(46))
def ordinary_mail(parcel: Any) -> Any:
    """平常邮件不赔偿，故意或者重大过失的除外。

    Ordinary mail is not paid for, unless lost by intent or gross negligence.
    """
    return given(
        (parcel.service == "ordinary_mail") & ~parcel.carriers_excuse,
        when(parcel.gross_fault).then(parcel.market_value).otherwise(0),
    )


@uninsured_at_market_value.unless(CC.article(832))
def carriers_excuse(parcel: Any) -> Any:
    """承运人证明是不可抗力、货物自身性质或者寄件人、收件人过错的，不承担责任。

    Nothing is owed for force majeure, the nature of the goods or the others' fault, if proved.
    """
    return parcel.carriers_excuse & (parcel.service == "courier")


@uninsured_at_market_value.unless(POSTAL_LAW.article(48))
def posts_excuse(parcel: Any) -> Any:
    """因不可抗力（保价邮件除外）、物品自身性质或者寄件人、收件人过错的，邮政不承担赔偿责任。

    The post owes nothing for force majeure, save for insured mail, for the nature of the goods, or for
    the others' fault.
    """
    return parcel.carriers_excuse & (parcel.service != "courier")


@answers(courier_reply_by, COURIERS.article(29), since="2018-05-01")
def seven_days(complaint: Any) -> Any:
    """快递企业自接到投诉之日起七日内处理并告知。

    A courier deals with a complaint and answers within seven days.
    """
    return period(complaint.courier_told_on, days=7)


@answers(courier_answered_by, COURIERS.article(20, 3), since="2018-05-01")
def brand_or_franchisee(complaint: Any) -> Any:
    """共用商标、字号的，可以向品牌企业或者实际提供服务的企业要求赔偿。

    Under a shared brand either its owner or whoever really carried may be asked.
    """
    return when(complaint.shares_a_brand).then("brand_or_actual").otherwise("courier")


RULES = (
    uninsured_at_market_value,
    seven_days,
    brand_or_franchisee,
)
