"""What is kept, shown, verified and reported, and until when."""

from __future__ import annotations

from dataclasses import dataclass

from gongdao.kernel.words import Words
from gongdao.law.asks import day
from gongdao.law.facts import Day, Facts, Text, Truth, fact
from gongdao.law.rule import Question

KINDS = (
    "trade", "merchant_identity", "live_video", "live_trade", "ad_files", "ad_clients",
    "prize_files", "rule_versions", "consultation", "data_assessment", "data_sharing", "logs",
    "recall", "payments",
)  # fmt: skip


@dataclass(frozen=True)
class Record(Facts):
    """A record that the law has somebody keep."""

    record: Text = fact("哪一种记录？", "Which record?", proves="record", unit=", ".join(KINDS))
    starts_on: Day = fact(
        "保存期从哪天起算（交易完成、退出平台、直播结束、服务终了等）？",
        "From which day is it kept: completion, exit, end of the show, end of service and so on?",
        proves="record",
    )


@dataclass(frozen=True)
class Change(Facts):
    """Particulars of a trader that changed, or are due to be looked at again."""

    changed_on: Day = fact("哪天变更？", "On which day did they change?", proves="record")
    reported_on: Day = fact(
        "平台哪天收到报送？", "When did the platform get the report?", proves="record"
    )
    verified_on: Day = fact("上次核验是哪天？", "When were they last verified?", proves="record")


@dataclass(frozen=True)
class Shown(Facts):
    """What a shop shows of itself and of its goods."""

    licence_or_exemption: Truth = fact(
        "首页持续公示执照、许可或者无须登记的声明吗？",
        "Does the home page always show licence, permits or the exemption?",
        proves="merchant",
    )
    true_name: Truth = fact("标明真实名称和标记吗？", "Is the true name shown?", proves="merchant")
    actual_supplier: Truth = fact(
        "由别人实际提供的，给出其名称、地址、联系方式了吗（自己提供填是）？",
        "If another supplies, are name, address and contact given; yes if nobody else does?",
        proves="merchant",
    )
    key_information: Truth = fact(
        "地址、联系、数量、质量、价款、期限、安全、售后、责任都告知了吗？",
        "Are address, contact, quantity, quality, price, term, safety, service and liability told?",
        proves="merchant",
    )
    invoice_if_asked: Truth = fact(
        "消费者索要时开具发票或者电子发票吗（没有索要填是）？",
        "Is an invoice, on paper or electronic, given when asked; yes if not asked?",
        proves="merchant",
    )
    returned_goods_marked: Truth = fact(
        "不能恢复原状的退货再售时标明了吗（没有填是）？",
        "Are returned goods that cannot be restored marked; yes if there are none?",
        proves="merchant",
    )
    unreturnable_marked: Truth = fact(
        "不适用无理由退货的商品显著标注了吗（没有填是）？",
        "Are goods without a right to return marked; yes if there are none?",
        proves="merchant",
    )


keep_until = day(
    "keep_until", Record, "至少保存到哪天", "until when it is kept at least", "platform"
)
own_change_shown_by = day(
    "own_change_shown_by", Change, "变更最迟哪天更新公示", "by when a change is shown", "merchant"
)
change_reported_by = day(
    "change_reported_by", Change, "变更最迟哪天报送平台", "by when a change is reported", "merchant"
)
change_verified_by = day(
    "change_verified_by",
    Change,
    "平台最迟哪天核验更新",
    "by when the platform verifies it",
    "platform",
)
verify_again_by = day(
    "verify_again_by",
    Change,
    "最迟哪天重新核验",
    "by when particulars are verified again",
    "platform",
)
shop_window_lawful: Question[bool] = Question(
    "shop_window_lawful", Shown, False,
    Words("店铺公示是否合法", "whether what the shop shows is lawful"), owed_by="merchant",
)  # fmt: skip
