"""Kinds of things sold: how each is performed, which traits it brings, what must be said of it beforehand.

One table decides. Nothing else in the house asks what kind a thing is; it asks for the way it is
performed, for the facts that must be stated, or for what a buyer is told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gongdao.kernel.money import parse
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words

PARCEL, ACTS, HANDOVER = "parcel", "acts", "handover"
"""Sent by a carrier; done in acts that the buyer confirms; handed over as a key or a link."""

WAYS: Mapping[str, Words] = {
    PARCEL: Words("寄送", "sending a parcel"),
    ACTS: Words("提供服务并由买家确认", "doing the service, which the buyer confirms"),
    HANDOVER: Words("在线交付密钥或链接", "handing over a key or a link"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that must be stated of a kind: its name, and its shape: a pattern, or one of `choices`."""

    words: Words
    shape: str = r"[^\x00-\x1f]{1,300}"
    choices: Mapping[str, Words] | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """`told` is what a buyer reads before submitting, and again in the contract."""

    words: Words
    way: str = PARCEL
    traits: frozenset[str] = frozenset()
    needs: tuple[str, ...] = ()
    told: tuple[Words, ...] = ()


FACTS: Mapping[str, Fact] = {
    "made_in_days": Fact(Words("制作天数", "days to make it"), r"[1-9][0-9]{0,2}"),
    "condition": Fact(
        Words("成色", "condition"),
        choices={
            "like_new": Words("几乎全新", "like new"), "good": Words("轻微使用痕迹", "light traces of use"),
            "fair": Words("明显使用痕迹", "plain traces of use"), "for_parts": Words("功能不全", "not all of it works"),
        },
    ),
    "defects": Fact(Words("已知瑕疵", "known defects")),
    "ships_from": Fact(Words("发货国家或地区", "shipped from"), r"[A-Z]{2}"),
    "import_tax": Fact(Words("价格中包含的进口税（每件）", "import tax in the price, a piece"), r"[0-9]{1,9}(\.[0-9]{1,2})?"),
    "served_at": Fact(Words("服务地点", "where it is done")),
    "runs_on": Fact(Words("运行环境", "what it runs on")),
    "earnest": Fact(Words("先付金额（每件）", "paid first, a piece"), r"[0-9]{1,9}(\.[0-9]{1,2})?"),
    "earnest_kind": Fact(
        Words("先付款的性质", "what is paid first is"),
        choices={
            "earnest": Words("定金：买家违约不退，商家违约双倍返还", "earnest money: lost by a buyer who defaults, doubled by a merchant who does"),
            "down_payment": Words("订金（预付款）：不成交就退", "a down payment: given back if nothing comes of it"),
        },
    ),
    "final_payment_by": Fact(Words("尾款最晚付款日", "the rest is paid by"), r"\d{4}-\d{2}-\d{2}"),
    "delivers_by": Fact(Words("承诺送达日", "delivered by"), r"\d{4}-\d{2}-\d{2}"),
}  # fmt: skip

KINDS: Mapping[str, Kind] = {
    "goods": Kind(Words("现货商品", "goods in stock")),
    "made_to_order": Kind(
        Words("定作商品", "made to order"),
        traits=frozenset({"made_to_order"}),
        needs=("made_in_days",),
        told=(
            Words("按您的要求制作，不适用无理由退货；质量问题照样可以退换、赔偿。",
                  "Made as you ask, so it cannot go back without a reason; for defects all rights stand."),
        ),
    ),
    "second_hand": Kind(
        Words("二手商品", "second-hand"),
        traits=frozenset({"second_hand"}),
        needs=("condition", "defects"),
        told=(
            Words("成色和已知瑕疵以此处写明的为准，并写入合同；没有写明的瑕疵，您可以投诉。",
                  "Condition and known defects are those stated here and stand in the contract; of any other you can complain."),
        ),
    ),
    "cross_border": Kind(
        Words("跨境商品", "cross-border"),
        traits=frozenset({"cross_border"}),
        needs=("ships_from", "import_tax"),
        told=(
            Words("自境外发货，可能没有中文标签，可以在本页查看中文说明。",
                  "Shipped from abroad; it may bear no Chinese label, its particulars in Chinese stand on the page."),
            Words("商品按原产地标准生产，可能与我国标准不同；仅限个人自用，不得再次销售。",
                  "It is made to the standards of its origin, which may differ; for your own use only, not for resale."),
            Words("您是进口商品的纳税义务人；价格中已包含进口税，由商家代缴，退货时随价款一并退还。",
                  "You are liable for the import tax; it is in the price, the merchant pays it for you, and it comes back with the price."),
        ),
    ),
    "service": Kind(
        Words("服务", "service"), way=ACTS,
        needs=("served_at",),
        told=(
            Words("商家完成后您来确认；逾期不答复视为已完成。没有完成的可以在期限内提出。",
                  "You confirm what was done; silence counts as done. Object in time to what was not."),
        ),
    ),
    "digital": Kind(
        Words("数字内容", "digital content"), way=HANDOVER,
        traits=frozenset({"digital"}),
        needs=("runs_on",),
        told=(
            Words("密钥或链接加密保管，只给您看。打开之前可以退；确认并打开之后，不再适用无理由退货。",
                  "The key or link is kept sealed for you alone. Unopened it can go back; once you confirm and open it, it cannot without a reason."),
        ),
    ),
    "preorder": Kind(
        Words("预售商品", "pre-order"),
        needs=("earnest", "earnest_kind", "final_payment_by", "delivers_by"),
        told=(
            Words("先付一部分，尾款在写明的日期之前付清；商家须在承诺日之前送达。",
                  "A part is paid first and the rest by the day stated; the merchant delivers by the promised day."),
        ),
    ),
}  # fmt: skip


def refuse_unstated(kind: str, stated: Mapping[str, str], *, currency: str) -> None:
    """Whatever a kind needs is stated, and readable; else nothing of it is kept."""
    if kind not in KINDS:
        raise Refusal(
            "kind_unknown",
            f"不认识的商品种类，可用：{'、'.join(KINDS)}。",
            f"Unknown kind; known are {', '.join(KINDS)}.",
        )
    for name in KINDS[kind].needs:
        fact, text = FACTS[name], stated.get(name, "")
        if not (text in fact.choices if fact.choices else re.fullmatch(fact.shape, text)):
            raise Refusal(
                "kind_fact_missing",
                f"“{KINDS[kind].words.zh}”须写明“{fact.words.zh}”。",
                f'Of "{KINDS[kind].words.en}" it must be stated: {fact.words.en}.',
            )
        if name in ("earnest", "import_tax"):
            parse(text, currency=currency)
        if name in ("final_payment_by", "delivers_by"):
            _day(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(
            "day_unreadable",
            f"日期“{text[:20]}”无法识别，请写成 2026-03-10 的样子。",
            f'The day "{text[:20]}" cannot be read; write it like 2026-03-10.',
        ) from None


def stated(kind: str, attributes: Mapping[str, str]) -> list[tuple[Words, Words]]:
    """What is stated of a kind of thing, each fact with its value in words."""
    found = []
    for name in KINDS[kind].needs:
        fact, text = FACTS[name], attributes.get(name, "")
        value = fact.choices[text] if fact.choices and text in fact.choices else Words(text, text)
        found.append((fact.words, value))
    return found
