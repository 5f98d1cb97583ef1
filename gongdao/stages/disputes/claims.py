"""What a buyer can complain of, and which facts then have to be found.

A fact is named as the law names it. `alleged` is what the buyer says; `by_record` facts are read
from our own books and need no proof.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words

STORY_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of complaint: its name, and the one or two facts it turns on."""

    name: Words
    facts: Mapping[str, Words]


KINDS: Mapping[str, Kind] = {
    "refusal_to_ship": Kind(
        Words("商家拒绝发货", "the merchant refuses to ship"),
        {"refused": Words("商家表明不履行", "the merchant says or shows that it will not perform")},
    ),
    "counterfeit": Kind(
        Words("假冒商品", "counterfeit goods"),
        {"counterfeit": Words("商品系假冒", "the goods are counterfeit")},
    ),
    "not_as_described": Kind(
        Words("与描述不符或有瑕疵", "not as described, or defective"),
        {"defective": Words("商品不符合质量要求或描述", "the goods do not conform")},
    ),
    "not_received": Kind(
        Words("没有收到商品", "goods not received"),
        {"lost": Words("商品未交付消费者", "the goods never reached the buyer")},
    ),
    "return_contested": Kind(
        Words("退回商品的状况有争议", "the state of what came back"),
        {"fit": Words("退回的商品符合退货条件", "what came back was fit to be returned")},
    ),
}

FILED = tuple(kind for kind in KINDS if kind != "return_contested")
"""What a buyer complains of by itself; a contested return is taken to a dispute from the return."""

WISHES: Mapping[str, Words] = {
    "performance": Words("继续履行", "performance"),
    "refund": Words("解除合同、退款", "rescission and refund"),
    "refund_and_damages": Words("退款并赔偿", "refund and damages"),
}
"""What the buyer wants. The law decides what the buyer gets."""


def refuse_storyless(story: str) -> None:
    """A case begins with what the buyer says."""
    if not story.strip() or len(story) > STORY_MOST:
        raise Refusal(
            "story_missing",
            f"请用1至{STORY_MOST}字说明情况。",
            f"Say what happened, in 1 to {STORY_MOST} characters.",
        )
