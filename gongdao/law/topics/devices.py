"""The three guarantees of computers, home audio and video, and fixed telephones; spare units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongdao.kernel.words import Words
from gongdao.law.facts import Count, Day, Facts, Text, Truth, fact
from gongdao.law.rule import Question


@dataclass(frozen=True)
class DeviceFault(Facts):
    """A computer, a piece of audio or video, or a fixed telephone that is out of order."""

    device: Text = fact(
        "是电脑、家用视听商品还是固定电话？",
        "Is it a computer, home audio or video, or a fixed telephone?",
        proves="record", unit="computer, audio_video, fixed_phone",
    )  # fmt: skip
    sold_on: Day = fact(
        "发货票是哪天开具的？", "On which day was the invoice issued?", proves="record"
    )
    asked_on: Day = fact(
        "哪天提出要求？", "On which day was the remedy asked for?", proves="record"
    )
    voucher_months: Count = fact(
        "三包凭证写明整机三包有效期几个月？",
        "How many months does the voucher guarantee the whole unit?",
        proves="merchant", unit="months",
    )  # fmt: skip
    days_installing: Count = fact(
        "首次安装调试占用多少日？", "How many days did the first installation take?", unit="days"
    )
    days_in_repair: Count = fact(
        "修理占用和待零配件共多少日（从期限中扣除）？",
        "How many days were spent in repair and waiting, which extend the guarantee?",
        unit="days",
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
    same_model_there: Truth = fact(
        "商家有同型号（或者不低于原性能的同品牌）商品可换吗？",
        "Has the seller the same model, or a better one of the same brand, to give?",
        proves="merchant",
    )
    misused: Truth = fact(
        "是否因使用不当、非承担三包者拆动、涂改凭证、盗版软件、病毒或者不可抗力？",
        "Is it due to misuse, tampering, an altered voucher, pirated software, a virus or force majeure?",
        proves="merchant",
    )


@dataclass(frozen=True)
class SoftwareFault(Facts):
    """Software, sold with a computer or by itself, that does not work."""

    under_guarantee: Truth = fact("还在三包有效期内吗？", "Is it still under guarantee?")
    listed_fault: Truth = fact(
        "是《性能故障表》所列的故障吗？", "Is the fault one of the listed performance faults?"
    )
    exchanges_in_vain: Count = fact(
        "更换过几次仍不能正常使用？", "How often was it exchanged in vain?", unit="exchanges"
    )
    misused: Truth = fact(
        "是否因使用不当、盗版软件、病毒或者不可抗力？",
        "Is it due to misuse, pirated software, a virus or force majeure?",
        proves="merchant",
    )


@dataclass(frozen=True)
class InRepair(Facts):
    """Something guaranteed that is away for repair."""

    repaired: Text = fact(
        "送修的是手机、固定电话还是家用汽车？",
        "What is in repair: a phone, a fixed telephone or a family car?",
        proves="record", unit="phone, fixed_phone, car",
    )  # fmt: skip
    handed_in_on: Day = fact("哪天送修？", "On which day was it handed in?", proves="record")
    under_guarantee: Truth = fact("还在三包有效期内吗？", "Is it still under guarantee?")
    otherwise_agreed: Truth = fact(
        "另有约定吗（仅汽车可以）？", "Was something else agreed (cars only)?", proves="merchant"
    )


device_guarantee_until: Question[date] = Question(
    "device_guarantee_until", DeviceFault, None,
    Words("整机三包到哪天", "until when the whole unit is guaranteed"), owed_by="merchant",
)  # fmt: skip
device_remedy: Question[str] = Question(
    "device_remedy", DeviceFault, "none",
    Words("电脑、视听、固定电话三包：消费者可以要求什么",
          "what the buyer of a computer, audio or video, or fixed telephone may ask for at most"),
    owed_by="merchant",
)  # fmt: skip
software_remedy: Question[str] = Question(
    "software_remedy", SoftwareFault, "none",
    Words("软件三包：消费者可以要求什么", "what the buyer of software may ask for at most"),
    owed_by="merchant",
)  # fmt: skip
spare_unit_from: Question[date] = Question(
    "spare_unit_from", InRepair, None,
    Words("从哪天起应当提供备用机（车）", "from which day a spare unit is owed"), owed_by="merchant",
)  # fmt: skip
