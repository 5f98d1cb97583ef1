"""Rows in, a file out: what the books say about a case, gathered for its way out."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from gongdao.kernel.money import Money
from gongdao.kernel.words import Words
from gongdao.law import book
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.evidence import tree
from gongdao.stages.admission import queries as admission
from gongdao.stages.disputes import facts, queries, reasoning
from gongdao.stages.disputes.claims import KINDS
from gongdao.stages.disputes.models import Dispute
from gongdao.stages.disputes.referrals.dossiers import File, Goods, Record
from gongdao.stages.escrow import queries as holds
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.models import Order

WORTH_SHOWING = {
    "payment.captured": (
        Words("付款记录", "Record of the payment"),
        Words("已付款", "that it was paid"),
    ),
    "parcel.signed_for": (
        Words("签收记录", "Record of the delivery"),
        Words("签收时间", "when the goods arrived"),
    ),
    "order.refused": (
        Words("商家拒绝发货的记录", "Record of the refusal to ship"),
        Words("商家不履行", "that the merchant does not perform"),
    ),
    "order.not_shipped": (
        Words("逾期未发货的记录", "Record that nothing was shipped in time"),
        Words("商家逾期", "that the merchant is late"),
    ),
    "dispute.filed": (
        Words("投诉记录", "Record of the complaint"),
        Words("主张权利的时间", "when the claim was made"),
    ),
    "dispute.answered": (
        Words("商家答复的记录", "Record of the merchant's answer"),
        Words("商家的态度", "what the merchant says"),
    ),
}
"""Which deeds of the evidence go into a list of evidence, as what, and for what."""


def file_of(row: Dispute) -> File:
    """Everything the records say about a case. Without a ruling, what would follow from the buyer's facts."""
    order = row.order
    zone = book.pack(order.law).zone
    decisions = queries.decisions(row.id)
    if decisions:
        findings, ruled = decisions[-1].findings, decisions[-1].orders
    else:
        alleged = dict.fromkeys(KINDS[row.kind].facts, True)
        findings, ruled = [], reasoning.draft(facts.case_of(row), alleged).orders
    shop = admission.shops([order.merchant]).get(order.merchant)
    left = holds.refundable(order, order.total)
    return File(
        case=row.id,
        order=order.id,
        kind=row.kind,
        wish=row.wish,
        story=row.story,
        answer=row.answer,
        concluded=_day(order.concluded_at, zone),
        goods=[
            Goods(
                Words(line.version.title_zh, line.version.title_en), line.quantity,
                Money(order.currency, line.amount_minor),
            )
            for line in orders.lines(order)
        ],
        total=order.total,
        repaid=order.total - left,
        shop=Words(shop.shop_zh, shop.shop_en) if shop else Words("（平台未能提供）", "(not known)"),
        credit_code=shop.credit_code if shop else "",
        findings=findings,
        orders=[each for each in ruled if each["amount_minor"]],
        records=_records(row, order, zone),
        agreement=row.state == "settled",
    )  # fmt: skip


def _records(row: Dispute, order: Order, zone: ZoneInfo) -> list[Record]:
    contract = Record(
        Words("电子合同（下单时的商品、价格、条款）", "The contract: goods, price and terms as ordered"),
        _day(order.concluded_at, zone), order.contract_digest,
        Words("合同成立及其内容", "that there is a contract, and what it says"),
    )  # fmt: skip
    found = [contract]
    for deed in evidence.about(order.id):
        if deed.act in WORTH_SHOWING:
            name, proves = WORTH_SHOWING[deed.act]
            found.append(Record(name, _day(deed.at, zone), digest(deed.body), proves))
    for each in queries.exhibits(row.id):
        if each.audience != "both":
            continue
        fact = KINDS[row.kind].facts[each.fact]
        mine = each.by == order.buyer
        name = Words(
            f"{'消费者' if mine else '商家'}证据：{each.words[:60]}",
            f"Exhibit of the {'consumer' if mine else 'merchant'}: {each.words[:60]}",
        )
        found.append(Record(name, _day(each.at, zone), each.sha256, fact))
    for decision in queries.decisions(row.id):
        name = Words(
            f"平台第{decision.number}号裁决（协议）", f"Platform decision no. {decision.number}"
        )
        proves = Words("平台认定的事实和结果", "what the platform found and ordered")
        found.append(Record(name, _day(decision.at, zone), decision.digest, proves))
    return found


def digest(body: str) -> str:
    """The hash of a record of evidence, as its bundle proves it."""
    return tree.leaf_hash(body.encode()).hex()


def _day(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d")
