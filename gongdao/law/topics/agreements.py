"""What may follow once a contract stands: both sides change it or end it, the buyer asks for an invoice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongdao.kernel.words import Words
from gongdao.law.asks import yes_or_no
from gongdao.law.facts import Facts, Step, Truth, fact
from gongdao.law.rule import Question


@dataclass(frozen=True)
class Agreement(Facts):
    """An agreement about a contract that was concluded before."""

    both_agreed: Truth = fact("双方协商一致了吗？", "Did both sides agree?", proves="record")
    definite: Truth = fact(
        "约定的内容明确吗？", "Is what they agreed on definite?", proves="record"
    )


@dataclass(frozen=True)
class Asking(Facts):
    """A buyer who asks for an invoice."""

    asked: Truth = fact("索要发票了吗？", "Was an invoice asked for?", proves="record")


contract_changed = yes_or_no(
    "contract_changed", Agreement, "合同是否变更", "whether the contract was changed"
)
contract_ended = yes_or_no(
    "contract_ended", Agreement, "合同是否协商解除", "whether the contract was ended by agreement"
)
answer_amendment_by: Question[date] = Question(
    "answer_amendment_by", Step, None,
    Words("答复变更提议期限", "time to answer a proposed change"),
)  # fmt: skip
invoice_owed = yes_or_no(
    "invoice_owed", Asking, "是否应当开具发票", "whether an invoice must be given"
)
invoice_by: Question[date] = Question(
    "invoice_by", Step, None, Words("开具发票期限", "time to give an invoice")
)
