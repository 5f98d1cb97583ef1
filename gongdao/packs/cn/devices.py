"""The three guarantees of computers (2002), home audio and video (2002) and fixed telephones (2001)."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongdao.law import Source, answers, days_after, given, months_after, period, when
from gongdao.law.topics.devices import (
    device_guarantee_until,
    device_remedy,
    software_remedy,
    spare_unit_from,
)
from gongdao.packs.cn.warranty import CARS, PHONES

COMPUTERS = Source(
    "Computer Guarantee", "微型计算机商品修理更换退货责任规定",
    "Provisions on the Guarantees of Computers", date(2002, 9, 1), 35, file="微型计算机三包规定",
)  # fmt: skip
AUDIO_VIDEO = Source(
    "Audio-Video Guarantee", "家用视听商品修理更换退货责任规定",
    "Provisions on the Guarantees of Home Audio and Video", date(2002, 9, 1), 31,
    file="家用视听商品三包规定",
)  # fmt: skip
FIXED_PHONES = Source(
    "Fixed Phone Guarantee", "固定电话机商品修理更换退货责任规定",
    "Provisions on the Guarantees of Fixed Telephones", date(2001, 11, 15), 31,
    file="固定电话机三包规定",
)  # fmt: skip


def _day(fault: Any, count: int) -> Any:
    """So many days after the sale; the first installation of audio and video does not count."""
    installing = when(fault.device == "audio_video").then(fault.days_installing).otherwise(0)
    return days_after(days_after(fault.sold_on, count), installing)


def _plain_end(fault: Any) -> Any:
    return days_after(months_after(fault.sold_on, fault.voucher_months), fault.days_in_repair)


def _guaranteed(fault: Any) -> Any:
    """Days of rest are looked up only where they matter: those of next year may not be known yet."""
    return (fault.asked_on <= _plain_end(fault)) | (fault.asked_on <= _end(fault))


def _end(fault: Any) -> Any:
    months = months_after(fault.sold_on, fault.voucher_months)
    return period(months, days=fault.days_in_repair)


def _later(fault: Any) -> Any:
    """Beyond the first fifteen days, within the guarantee."""
    late = fault.asked_on > _day(fault, 15)
    return ~fault.misused & late & _guaranteed(fault)


def _exchange(fault: Any) -> Any:
    """An exchange, or the money back where there is nothing to exchange it for."""
    return when(fault.same_model_there).then("replace").otherwise("return")


@answers(
    device_guarantee_until,
    COMPUTERS.article(8), AUDIO_VIDEO.article(9), FIXED_PHONES.article(8),
    since="2002-09-01",
)  # fmt: skip
def as_the_voucher_says(fault: Any) -> Any:
    """整机三包有效期以三包凭证为准，自开具发货票之日起算，扣除修理占用和待零配件的时间；末日为休假日的顺延。

    The unit is guaranteed for the period of its voucher from the invoice; days in repair or waiting for
    parts are added, and a last day of rest moves on.
    """
    return _end(fault)


@answers(
    device_remedy,
    COMPUTERS.article(10, 1), AUDIO_VIDEO.article(11, 1), FIXED_PHONES.article(10),
    since="2002-09-01",
)  # fmt: skip
def device_repair(fault: Any) -> Any:
    """整机三包有效期内出现质量问题的，免费修理。

    Within the guarantee a unit that is out of order is repaired free of charge.
    """
    return when(_guaranteed(fault)).then("repair").otherwise("none")


@device_repair.but(COMPUTERS.article(11))
def device_within_seven_days(fault: Any) -> Any:
    """自售出之日起七日内出现所列性能故障的，可以选择退货、换货或者修理；视听商品扣除首次安装调试的时间。

    Within seven days of the sale, the first installation of audio and video not counted, a listed fault
    lets the buyer choose return, replacement or repair.
    """
    early = fault.asked_on <= _day(fault, 7)
    return given(fault.listed_fault & ~fault.misused & early, "return")


@device_repair.but(COMPUTERS.article(12))
def device_eighth_to_fifteenth_day(fault: Any) -> Any:
    """第八日至第十五日内出现所列性能故障的，可以选择换货或者修理。

    From the eighth to the fifteenth day a listed fault lets the buyer choose replacement or repair.
    """
    then = (fault.asked_on > _day(fault, 7)) & (fault.asked_on <= _day(fault, 15))
    return given(fault.listed_fault & ~fault.misused & then, "replace")


@device_repair.but(COMPUTERS.article(13))
def device_two_failed_repairs(fault: Any) -> Any:
    """经两次修理仍不能正常使用的，免费换货；无货可换的，免费退货。

    After two repairs in vain the unit is replaced, or taken back where there is nothing to replace it with.
    """
    vain = fault.listed_fault & (fault.failed_repairs >= 2)
    return given(_later(fault) & vain, _exchange(fault))


@device_repair.but(COMPUTERS.article(24))
def device_waits_for_parts(fault: Any) -> Any:
    """因缺零配件，自送修之日起超过六十日未修好的，免费换货。

    A unit that waits for parts for more than sixty days is replaced.
    """
    vain = fault.listed_fault & (fault.failed_repairs >= 2)
    return given(_later(fault) & ~vain & (fault.days_waiting_for_parts > 60), "replace")


@device_repair.but(COMPUTERS.article(23))
def device_slow_repairer(fault: Any) -> Any:
    """因修理者自身原因，修理超过三十日的，免费换货。

    A unit that the repairer itself has not finished after thirty days is replaced.
    """
    vain = fault.listed_fault & (fault.failed_repairs >= 2)
    return given(_later(fault) & ~vain & (fault.days_late_by_repairer > 30), "replace")


@device_repair.unless(COMPUTERS.article(28))
def misused_device(fault: Any) -> Any:
    """使用不当、非承担三包者拆动、涂改凭证、盗版软件、病毒或者不可抗力造成的，不实行三包。

    What comes of misuse, tampering, an altered voucher, pirated software, a virus or force majeure is
    not guaranteed.
    """
    return fault.misused


@answers(software_remedy, COMPUTERS.article(18), since="2002-09-01")
def software_exchanged(fault: Any) -> Any:
    """软件出现所列故障的，免费更换；更换后仍不能正常使用的，免费退货。

    Software with a listed fault is exchanged; if it still does not work it is taken back.
    """
    return when(fault.exchanges_in_vain >= 1).then("return").otherwise("replace")


@software_exchanged.unless(COMPUTERS.article(18))
def no_listed_fault(fault: Any) -> Any:
    """超过三包有效期，或者不是所列故障的，不适用。

    Beyond the guarantee, or without a listed fault, it does not apply.
    """
    return ~fault.under_guarantee | ~fault.listed_fault


@software_exchanged.unless(COMPUTERS.article(28))
def misused_software(fault: Any) -> Any:
    """使用不当、盗版软件、病毒或者不可抗力造成的，不实行三包。

    What comes of misuse, pirated software, a virus or force majeure is not guaranteed.
    """
    return fault.misused


@answers(
    spare_unit_from,
    PHONES.article(15), FIXED_PHONES.article(20), CARS.article(21),
    since="2022-01-01",
)  # fmt: skip
def spare_unit(repair: Any) -> Any:
    """三包有效期内送修，手机七日、固定电话三日、汽车五日内不能修好的，自次日起免费提供备用机（车），汽车也可以补偿交通费用。

    Under guarantee, a phone not repaired within seven days, a fixed telephone within three, a car within
    five: from the next day a spare one is provided free, or for a car its transport costs.
    """
    days = when(repair.repaired == "car").then(6).otherwise(8)
    days = when(repair.repaired == "fixed_phone").then(4).otherwise(days)
    return days_after(repair.handed_in_on, days)


@spare_unit.unless(PHONES.article(15))
def not_under_guarantee(repair: Any) -> Any:
    """不在三包有效期内的，没有备用机。

    Outside the guarantee there is no spare unit.
    """
    return ~repair.under_guarantee


@spare_unit.unless(CARS.article(21))
def agreed_for_the_car(repair: Any) -> Any:
    """汽车另有约定的，按照约定。

    For a car, what was otherwise agreed prevails.
    """
    return (repair.repaired == "car") & repair.otherwise_agreed


RULES = (as_the_voucher_says, device_repair, software_exchanged, spare_unit)
