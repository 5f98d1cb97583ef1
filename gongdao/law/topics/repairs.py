"""The steps of a return's inspection and of a repair, and what follows from repairs in vain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongdao.kernel.words import Words
from gongdao.law.asks import named
from gongdao.law.facts import Count, Facts, Step, Truth, fact
from gongdao.law.rule import Question


@dataclass(frozen=True)
class RepairsSoFar(Facts):
    """How the repairs of one thing went, as far as that gives another remedy."""

    vain_repairs: Count = fact(
        "同一件商品修了几次仍不能正常使用？", "After how many repairs does it still not work?",
        unit="repairs",
    )  # fmt: skip
    repair_time_over: Truth = fact(
        "修理期限届满仍未修好吗？", "Is the time to repair over, and the thing not repaired?",
        proves="record",
    )  # fmt: skip
    purpose_defeated: Truth = fact(
        "致使不能实现购买目的吗？", "Does the defect defeat the purpose of buying?"
    )


after_vain_repairs: Question[str] = named(
    "after_vain_repairs", RepairsSoFar, "修不好之后可以要求什么", "what repairs in vain give",
    default="repair",
)  # fmt: skip


def _period(name: str, zh: str, en: str) -> Question[date]:
    return Question(name, Step, None, Words(zh, en))


condition_ruled_by = _period(
    "condition_ruled_by", "退货争议认定期限", "time to rule on the state of goods that went back"
)
repair_reply_by = _period("repair_reply_by", "答复报修期限", "time to answer a request to repair")
hand_in_by = _period("hand_in_by", "送修期限", "time to hand the thing in")
repaired_by = _period("repaired_by", "修理期限", "time to repair")
parts_there_by = _period("parts_there_by", "等待配件期限", "time to wait for parts")
repair_tried_by = _period("repair_tried_by", "试用修好商品的期限", "time to try what was repaired")
replaced_by = _period("replaced_by", "更换期限", "time to replace")
