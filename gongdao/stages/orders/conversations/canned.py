"""Answers that are asked for every day: in both languages, each with its article, offered by keyword.

A canned answer is a draft for a person to send; it holds no figures, since the page of the order
works them out from the law for the one order it is about.
"""

from __future__ import annotations

from dataclasses import dataclass

from gongdao.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Canned:
    """One answer, the article it rests on, and the words in a question that call for it."""

    name: str
    says: Words
    cites: str
    keywords: tuple[str, ...]


ANSWERS: tuple[Canned, ...] = (
    Canned(
        "return_without_reason",
        Words(
            "您可以无理由退货，期限和例外写在订单页“可以要求什么”一栏；在该页点“退货”即可，不需要说明原因。",
            "You may return the goods without a reason; the last day and any exception stand on the "
            "order's page. Press “Return” there; no reason is needed.",
        ),
        "CPL art. 25.1",
        ("退货", "无理由", "不想要", "退掉", "return", "send back", "change my mind"),
    ),
    Canned(
        "faulty_goods",
        Words(
            "商品不符合质量要求的，您可以退货，或者要求更换、修理，必要的运输费用由商家承担。请在订单页选择并附上照片。",
            "Goods that are not as they should be may be returned, replaced or repaired, and the "
            "merchant bears the necessary freight. Choose on the order's page and add photographs.",
        ),
        "CPL art. 24.1",
        ("质量", "坏", "破损", "不能用", "故障", "维修", "broken", "faulty", "defect", "damaged", "repair"),
    ),
    Canned(
        "where_is_it",
        Words(
            "发货和送达的最迟时间、包裹现在到了哪里，都在订单页；商品交付之前的损毁、灭失由商家负责。",
            "By when the goods are shipped and delivered, and where the parcel is now, stands on the "
            "order's page. Until delivery the risk of loss is the merchant's.",
        ),
        "ECL art. 20",
        ("快递", "物流", "发货", "没收到", "到哪", "parcel", "delivery", "shipped", "where is", "arrive"),
    ),
    Canned(
        "invoice",
        Words(
            "您索要发票，商家就必须开具，电子发票同样有效。请在订单页点“索要发票”。",
            "Ask for an invoice and the merchant must give one; an electronic one counts alike. "
            "Press “Ask for an invoice” on the order's page.",
        ),
        "CPL art. 22",
        ("发票", "开票", "收据", "invoice", "receipt"),
    ),
)  # fmt: skip


def offered(question: str) -> list[Canned]:
    """The answers that fit a question, the one with most of its words in it first."""
    asked = question.casefold()
    hits = [(sum(word in asked for word in each.keywords), each) for each in ANSWERS]
    fitting = sorted((pair for pair in hits if pair[0]), key=lambda pair: -pair[0])
    return [each for _, each in fitting]
