"""The chart of accounts: what each kind of account means. An account is `kind:owner`, or the kind alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongdao.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Kind:
    """`credit` accounts are what we owe, `debit` accounts what we have or are owed.

    A `floored` account never falls below zero; the database refuses the entry.
    A `kept` account has its balance kept in a row; others, written by everyone at once, are summed.
    """

    side: str
    floored: bool
    kept: bool
    name: Words


CHART: Mapping[str, Kind] = {
    "clearing": Kind("debit", False, False, Words("支付机构待清算", "gateway clearing")),
    "bank": Kind("debit", False, False, Words("监管账户银行存款", "supervised bank account")),
    "hold": Kind("credit", True, True, Words("订单托管款", "held for an order")),
    "payable": Kind("credit", False, True, Words("应付商家款", "payable to a merchant")),
    "deposit": Kind("credit", True, True, Words("商家保证金", "deposit of a merchant")),
    "fund": Kind("credit", True, True, Words("消费者保障基金", "consumer protection fund")),
    "fees": Kind("credit", False, False, Words("平台服务费收入", "platform fees")),
    "claims": Kind("debit", True, True, Words("追偿债权", "claim for recovery")),
    "recoveries": Kind("credit", True, True, Words("待追回的垫付款", "advances to be recovered")),
    "buyer": Kind("credit", True, True, Words("应退买家款", "owed to a buyer")),
    "reserve": Kind("credit", True, True, Words("商家风险准备金", "reserve of a merchant")),
    "transit": Kind("credit", True, True, Words("在途付款", "payouts in transit")),
    "disputed": Kind("debit", True, True, Words("拒付争议款", "charged back, in dispute")),
    "tax": Kind("credit", False, False, Words("代收税款", "tax collected")),
    "levied": Kind(
        "debit",
        True,
        True,
        Words("托管款中所含的进口税", "import tax inside what is held for an order"),
    ),
    "charges": Kind("debit", False, False, Words("支付机构手续费", "charges of gateways")),
    "promotions": Kind(
        "debit", False, False, Words("平台承担的优惠", "coupons and points borne by the platform")
    ),
    "suspense": Kind("credit", False, True, Words("待查款项", "suspense")),
    "exchange": Kind("credit", False, True, Words("外币兑换", "exchange")),
    "outside": Kind("debit", False, False, Words("平台外收付（备查）", "paid outside, memorandum")),
    "courier": Kind("debit", True, True, Words("应收快递赔款", "claim against a carrier")),
    "awaited": Kind(
        "credit", True, True, Words("商家待收的快递赔款", "carrier's money a merchant awaits")
    ),
}


def account(kind: str, owner: str | None = None) -> str:
    """The name of an account: `hold:ord_…`, `fund`."""
    assert kind in CHART, kind
    return f"{kind}:{owner}" if owner else kind


def kind_of(name: str) -> str:
    """`hold` of `hold:ord_…`."""
    return name.partition(":")[0]
