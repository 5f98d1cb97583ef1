"""The three guarantees of phones (2001) and of family cars (2021): which remedy, and until when."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from gongdao.law import (
    Source,
    answers,
    days_after,
    given,
    months_after,
    period,
    smallest,
    when,
    working_days,
)
from gongdao.law.topics.warranty import (
    car_done_by,
    car_remedy,
    car_reply_by,
    car_use_fee,
    months_by_law,
    phone_guarantee_until,
    phone_remedy,
)

PHONES = Source(
    "Phone Guarantee", "移动电话机商品修理更换退货责任规定", "Provisions on the Guarantees of Phones",
    date(2001, 11, 15), 31, file="移动电话机三包规定",
)  # fmt: skip
CARS = Source(
    "Car Guarantee", "家用汽车产品修理更换退货责任规定", "Provisions on the Guarantees of Family Cars",
    date(2022, 1, 1), 42, file="家用汽车产品三包规定(2021)",
)  # fmt: skip


def _phone_ends(fault: Any) -> Any:
    """A last day of rest moves to the day after the rest (article 8)."""
    return period(months_after(fault.sold_on, 12), days=fault.days_in_repair)


def _phone_guaranteed(fault: Any) -> Any:
    """Days of rest are looked up only where they matter: those of next year may not be known yet."""
    plain = days_after(months_after(fault.sold_on, 12), fault.days_in_repair)
    return (fault.asked_on <= plain) | (fault.asked_on <= _phone_ends(fault))


def _later(fault: Any) -> Any:
    """Beyond the first fifteen days, within the guarantee."""
    return (
        ~fault.misused & (fault.asked_on > days_after(fault.sold_on, 15)) & _phone_guaranteed(fault)
    )


def _guaranteed(fault: Any) -> Any:
    two_years = fault.asked_on <= months_after(fault.delivered_on, 24)
    return two_years & (fault.kilometres <= 50_000)


@answers(phone_guarantee_until, PHONES.article(8), since="2001-11-15")
def one_year(fault: Any) -> Any:
    """手机主机三包有效期一年，自开票之日起算，扣除修理占用和待零配件的时间。

    A phone is guaranteed for a year from its invoice; days in repair or waiting for parts are added.
    """
    return _phone_ends(fault)


@answers(months_by_law, PHONES.article(8), since="2001-11-15")
def twelve_for_phones(guaranteed: Any) -> Any:
    """手机主机三包有效期一年；其他商品由各自的规定或者约定确定。

    A phone is guaranteed for twelve months; for other things their own rules or promises say.
    """
    return when(guaranteed.thing == "phone").then(12).otherwise(0)


@answers(phone_remedy, PHONES.article(10), since="2001-11-15")
def phone_repair(fault: Any) -> Any:
    """三包有效期内，手机主机出现质量问题的，免费修理。

    Within the guarantee a phone that is out of order is repaired free of charge.
    """
    return when(_phone_guaranteed(fault)).then("repair").otherwise("none")


@phone_repair.but(PHONES.article(11))
def within_seven_days(fault: Any) -> Any:
    """自售出之日起七日内出现所列性能故障的，可以选择退货、换货或者修理。

    Within seven days of the sale a listed fault lets the buyer choose return, replacement or repair.
    """
    return given(
        fault.listed_fault & ~fault.misused & (fault.asked_on <= days_after(fault.sold_on, 7)),
        "return",
    )


@phone_repair.but(PHONES.article(12))
def eighth_to_fifteenth_day(fault: Any) -> Any:
    """第八日至第十五日内出现所列性能故障的，可以选择换货或者修理。

    From the eighth to the fifteenth day a listed fault lets the buyer choose replacement or repair.
    """
    return given(
        fault.listed_fault
        & ~fault.misused
        & (fault.asked_on > days_after(fault.sold_on, 7))
        & (fault.asked_on <= days_after(fault.sold_on, 15)),
        "replace",
    )


@phone_repair.but(PHONES.article(13))
def two_failed_repairs(fault: Any) -> Any:
    """三包有效期内经两次修理仍不能正常使用的，免费换货。

    After two repairs in vain within the guarantee the phone is replaced.
    """
    return given(_later(fault) & fault.listed_fault & (fault.failed_repairs >= 2), "replace")


@phone_repair.but(PHONES.article(16))
def waits_for_parts(fault: Any) -> Any:
    """因缺零配件，自送修之日起超过六十日未修好的，免费换货。

    A phone that waits for parts for more than sixty days is replaced.
    """
    return given(_later(fault) & (fault.days_waiting_for_parts > 60), "replace")


@phone_repair.but(PHONES.article(17))
def slow_repairer(fault: Any) -> Any:
    """因修理者自身原因，超过三十日未修好的，免费换货。

    A phone that the repairer itself has not finished after thirty days is replaced.
    """
    return given(_later(fault) & (fault.days_late_by_repairer > 30), "replace")


@phone_repair.unless(PHONES.article(24))
def misused_phone(fault: Any) -> Any:
    """使用不当、自行拆修、私改凭证的，不实行三包。

    A phone that was misused or taken apart, or whose voucher was altered, is not guaranteed.
    """
    return fault.misused


@answers(car_remedy, CARS.article(18, 1), since="2022-01-01")
def car_repair(fault: Any) -> Any:
    """包修期不低于三年或者六万公里，以先到者为准；期内免费修理。

    A car is repaired free of charge for three years or 60,000 km at least, whichever comes first.
    """
    covered = fault.asked_on <= months_after(fault.delivered_on, 36)
    return when(covered & (fault.kilometres <= 60_000)).then("repair").otherwise("none")


@car_repair.but(CARS.article(22))
def car_within_seven_days(fault: Any) -> Any:
    """七日内需要更换发动机等总成或其主要零部件的，可以换车或者退货。

    If within seven days an engine, gearbox, battery or motor must be replaced, the buyer may return the
    car.
    """
    early = fault.asked_on <= days_after(fault.delivered_on, 7)
    return given(~fault.modified_or_misused & fault.main_part_to_replace & early, "return")


@car_repair.but(CARS.article(23))
def car_within_sixty_days(fault: Any) -> Any:
    """六十日或者三千公里内转向、制动失效，车身开裂，燃油泄漏，动力电池起火的，可以换车或者退货。

    If within sixty days or 3,000 km steering or brakes fail, the body cracks, fuel leaks or the battery
    burns, the buyer may return the car.
    """
    early = (fault.asked_on <= days_after(fault.delivered_on, 60)) & (fault.kilometres <= 3_000)
    return given(~fault.modified_or_misused & fault.grave_failure & early, "return")


@car_repair.but(CARS.article(24, 1))
def lemon(fault: Any) -> Any:
    """三包期内严重安全故障两次未修好、总成或同一主要零部件换过两次、累计修理超过三十日或者同一问题修理超过四次的，可以换车或者退货。

    Within the guarantee a car may be returned after two vain repairs of a grave safety fault, two vain
    replacements, more than thirty days of repair, or more than four repairs of the same fault.
    """
    worn_out = (
        (fault.safety_repairs >= 2)
        | (fault.same_part_replacements >= 2)
        | (fault.repair_days > 30)
        | (fault.same_fault_repairs > 4)
    )
    return given(~fault.modified_or_misused & _guaranteed(fault) & worn_out, "return")


@car_repair.unless(CARS.article(32, 1))
def own_fault(fault: Any) -> Any:
    """擅自改装、使用不当造成的，或者已书面告知的瑕疵，不承担三包责任。

    Modification, misuse, and flaws disclosed in writing are not covered.
    """
    return fault.modified_or_misused


@answers(car_use_fee, CARS.article(27, 1), since="2022-01-01")
def use_fee(fault: Any) -> Any:
    """按第二十四条换退的，使用补偿费＝车价款×公里数÷1000×系数，系数不高于千分之五。

    For a return under article 24 the fee is price × km / 1000 × the coefficient, five per mille at most.
    """
    thousandths = fault.price * smallest(fault.per_mille, 5) * fault.kilometres
    fee = thousandths.share(Fraction(1, 1_000_000))
    return when(fault.owes_use_fee).then(fee).otherwise(0)


@answers(car_reply_by, CARS.article(28, 1), since="2022-01-01")
def ten_working_days(fault: Any) -> Any:
    """销售者应当在收到退换要求之日起十个工作日内答复。

    The seller answers within ten working days.
    """
    return working_days(fault.asked_on, 10)


@answers(car_done_by, CARS.article(28, 2), since="2022-01-01")
def twenty_working_days(fault: Any) -> Any:
    """符合条件的，应当在提出要求之日起二十个工作日内完成更换或者退货。

    Where the conditions are met the car is replaced or taken back within twenty working days.
    """
    return working_days(fault.asked_on, 20)


RULES = (
    one_year,
    twelve_for_phones,
    phone_repair,
    car_repair,
    use_fee,
    ten_working_days,
    twenty_working_days,
)
