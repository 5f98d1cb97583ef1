"""What can be reported, about whom, and what a marketplace can do when it is true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongdao.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of violation. What is urgent is taken up sooner."""

    name: Words
    urgent: bool = False


KINDS: Mapping[str, Kind] = {
    "counterfeit": Kind(Words("假冒商品", "counterfeit goods")),
    "false_advertising": Kind(Words("虚假宣传", "false advertising")),
    "price_fraud": Kind(Words("价格欺诈", "price fraud")),
    "unsafe_goods": Kind(Words("商品危及人身安全", "unsafe goods"), urgent=True),
    "unlicensed": Kind(Words("无证经营", "selling without a licence")),
    "brushing": Kind(Words("刷单、虚假评价", "brushing or fake reviews")),
    "data_leak": Kind(Words("泄露个人信息", "personal data leaked")),
    "forced_choice": Kind(Words("强制“二选一”或者强制搭售", "forced exclusivity or tying")),
    "retaliation": Kind(Words("打击报复举报人", "retaliation against who reported"), urgent=True),
    "other": Kind(Words("其他违法行为", "another violation")),
}

TARGETS: Mapping[str, Words] = {
    "merchant": Words("商家", "a merchant"),
    "listing": Words("商品", "a listing"),
    "room": Words("直播间", "a live room"),
    "platform": Words("平台本身", "the platform itself"),
}
"""Whom a report can be about. What is about the platform itself its own staff never get to see."""

EFFECTS: Mapping[str, Words] = {
    "take_down": Words("下架该商品", "take the listing down"),
    "suspend": Words("暂停该商家销售", "suspend the merchant"),
}
"""What follows when a report is true, each by the action of the stage whose matter it is."""

FIELDS: Mapping[str, Words] = {
    "name": Words("姓名", "name"),
    "phone": Words("电话", "telephone"),
    "bank_account": Words("收款账户", "account to be paid to"),
}
"""What is sealed about somebody who reports."""
