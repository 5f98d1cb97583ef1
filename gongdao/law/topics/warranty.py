"""The three guarantees (repair, replacement, return) of phones and of family cars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongdao.kernel.words import Words
from gongdao.law.facts import Count, Day, Facts, Minor, Text, Truth, fact
from gongdao.law.rule import Question


@dataclass(frozen=True)
class PhoneFault(Facts):
    """A phone that is out of order, as its guarantee looks at it."""

    sold_on: Day = fact(
        "发货票是哪天开具的？", "On which day was the invoice issued?", proves="record"
    )
    asked_on: Day = fact(
        "哪天提出要求？", "On which day was the remedy asked for?", proves="record"
    )
    listed_fault: Truth = fact(
        "是《性能故障表》所列的故障吗？", "Is the fault one of the listed performance faults?"
    )
    failed_repairs: Count = fact(
        "修理过几次仍不能正常使用？", "After how many repairs does it still not work?", unit="repairs"
    )  # fmt: skip
    days_waiting_for_parts: Count = fact(
        "因缺零配件已送修多少日未修好？", "How many days has it waited for parts?", unit="days"
    )
    days_late_by_repairer: Count = fact(
        "因修理者原因已多少日未修好？",
        "How many days has the repairer itself not finished?",
        unit="days",
    )
    days_in_repair: Count = fact(
        "修理占用和待零配件共多少日（从期限中扣除）？",
        "How many days were spent in repair and waiting, which extend the guarantee?",
        unit="days",
    )
    misused: Truth = fact(
        "是否因使用不当、自行拆修或者私改凭证？",
        "Was it misused, taken apart, or the voucher altered?",
        proves="merchant",
    )


@dataclass(frozen=True)
class CarFault(Facts):
    """A family car that is out of order, as its guarantee looks at it."""

    delivered_on: Day = fact(
        "哪天交付（与开票日不同时以交付日为准）？",
        "On which day was the car delivered, or invoiced if that is the same?",
        proves="record",
    )
    asked_on: Day = fact(
        "哪天提出要求？", "On which day was the remedy asked for?", proves="record"
    )
    kilometres: Count = fact("行驶了多少公里？", "How many kilometres has it run?", unit="km")
    main_part_to_replace: Truth = fact(
        "需要更换发动机、变速器、动力电池、驱动电机或其主要零部件吗？",
        "Must engine, gearbox, traction battery, drive motor or a main part of them be replaced?",
    )
    grave_failure: Truth = fact(
        "是否转向或制动失效、车身开裂、燃油泄漏、动力电池起火？",
        "Did steering or brakes fail, the body crack, fuel leak or the battery burn?",
    )
    safety_repairs: Count = fact(
        "严重安全故障修理过几次仍未排除？",
        "How often was a grave safety fault repaired in vain?",
        unit="repairs",
    )
    same_part_replacements: Count = fact(
        "发动机等总成或同一主要零部件更换过几次仍不能正常使用？",
        "How often was the unit, or the same main part, replaced in vain?",
        unit="replacements",
    )
    repair_days: Count = fact(
        "累计修理多少日（不计定制零件运输时间）？",
        "How many days of repair in all, transport of parts made to order not counted?",
        unit="days",
    )
    same_fault_repairs: Count = fact(
        "同一质量问题修理过几次？", "How often was the same fault repaired?", unit="repairs"
    )
    modified_or_misused: Truth = fact(
        "是否因擅自改装、使用不当，或者已书面告知的瑕疵？",
        "Is it due to modification, misuse, or a flaw disclosed in writing?",
        proves="merchant",
    )
    price: Minor = fact("车价款多少？", "What did the car cost?", proves="record")
    owes_use_fee: Truth = fact(
        "是否因累计修理、更换（而非七日、六十日内）换退？",
        "Is it replaced or returned after repairs, and not within the first 7 or 60 days?",
        proves="record",
    )
    per_mille: Count = fact(
        "三包凭证上的使用补偿系数是千分之几？",
        "The coefficient for use on the voucher, per mille?",
        unit="per mille",
    )


@dataclass(frozen=True)
class Guaranteed(Facts):
    """What kind of thing it is, as the national guarantees sort them."""

    thing: Text = fact(
        "是哪一类商品？", "What kind of thing is it?", unit="phone, other", proves="record"
    )


months_by_law: Question[int] = Question(
    "months_by_law", Guaranteed, 0, Words("国家规定的最短保修月数", "the months that the law guarantees"),
    owed_by="merchant",
)  # fmt: skip
phone_remedy: Question[str] = Question(
    "phone_remedy", PhoneFault, "none",
    Words("手机三包：消费者可以要求什么", "what the buyer of a phone may ask for at most"),
    owed_by="merchant",
)  # fmt: skip
phone_guarantee_until: Question[date] = Question(
    "phone_guarantee_until", PhoneFault, None,
    Words("手机主机三包到哪天", "until when a phone is guaranteed"), owed_by="merchant",
)  # fmt: skip
car_remedy: Question[str] = Question(
    "car_remedy", CarFault, "none",
    Words("汽车三包：消费者可以要求什么", "what the buyer of a car may ask for at most"),
    owed_by="merchant",
)  # fmt: skip
car_use_fee: Question[int] = Question(
    "car_use_fee", CarFault, 0,
    Words("退换车的使用补偿费", "what the buyer pays for the use of the car"), owed_by="consumer",
)  # fmt: skip
car_reply_by: Question[date] = Question(
    "car_reply_by", CarFault, None,
    Words("销售者答复退换车要求的最后一天", "the last day to answer a request"),
    owed_by="merchant",
)  # fmt: skip
car_done_by: Question[date] = Question(
    "car_done_by", CarFault, None,
    Words("完成退换车的最后一天", "the last day to replace or take back the car"),
    owed_by="merchant",
)  # fmt: skip
