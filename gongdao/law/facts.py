"""What the law needs to know, in the law's own words. Frozen; no rows, no database.

Every fact carries its question in both languages, its unit and who proves it, so that the same
declaration serves the rules, the adviser, the arbiter and the documented JSON form. A fact that
nobody has told is UNKNOWN.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, get_type_hints

from gongdao.kernel.words import Words
from gongdao.law.expr import UNKNOWN, Expr, Unknown

Truth = bool | Unknown
Day = date | Unknown
Count = int | Unknown
Minor = int | Unknown
"""An amount in minor units of the currency of the case."""
Text = str | Unknown

TYPES = {"Truth": "bool", "Day": "date", "Count": "int", "Minor": "money", "Text": "text"}


def fact(zh: str, en: str, *, proves: str = "consumer", unit: str = "") -> Any:
    """One fact: what one would ask to learn it, who has to prove it, and its unit."""
    return field(default=UNKNOWN, metadata={"ask": Words(zh, en), "proves": proves, "unit": unit})


class Facts:
    """A record of facts. Subclasses are frozen dataclasses."""

    def get(self, path: str) -> Any:
        """The fact at a dotted path: `goods.made_to_order`."""
        value: Any = self
        for name in path.split("."):
            value = getattr(value, name)
        return value


def shape(kind: type[Facts]) -> dict[str, tuple[str, Any]]:
    """Every fact of a record by dotted path, nested ones included: its type and its metadata."""
    if kind in _SHAPES:
        return _SHAPES[kind]
    found: dict[str, tuple[str, Any]] = {}
    names = {f.name: f for f in fields(kind)}  # type: ignore[arg-type]
    hints = kind.__annotations__
    nested = get_type_hints(kind)
    for name, declared in names.items():
        inner = nested[name]
        if isinstance(inner, type) and issubclass(inner, Facts):
            found |= {f"{name}.{path}": what for path, what in shape(inner).items()}
        else:
            found[name] = (TYPES[hints[name]], declared.metadata)
    _SHAPES[kind] = found
    return found


_SHAPES: dict[type[Facts], dict[str, tuple[str, Any]]] = {}
"""Worked out once for each kind of record."""


class Symbol:
    """Stands for a record while a rule is traced: its attributes are nodes of the tree."""

    def __init__(self, kind: type[Facts], prefix: str = "") -> None:
        self._kind, self._prefix = kind, prefix

    def __getattr__(self, name: str) -> Any:
        inner = get_type_hints(self._kind).get(name)
        if isinstance(inner, type) and issubclass(inner, Facts):
            return Symbol(inner, f"{self._prefix}{name}.")
        known = shape(self._kind)
        if name not in known:
            raise AttributeError(f"{self._kind.__name__} has no fact {name!r}")
        return Expr("field", self._prefix + name, type_=known[name][0])


@dataclass(frozen=True)
class Goods(Facts):
    """What the goods are, as far as it changes rights."""

    made_to_order: Truth = fact(
        "商品是按您的要求定作的吗？", "Were the goods made to your order?", proves="merchant"
    )
    perishable: Truth = fact(
        "商品是鲜活易腐的吗？", "Are the goods fresh or perishable?", proves="merchant"
    )
    digital: Truth = fact(
        "商品是在线下载的，或者您已拆封的音像制品、软件吗？",
        "Were they downloaded, or recordings or software you unsealed?",
        proves="merchant",
    )
    periodical: Truth = fact(
        "商品是报纸或期刊吗？", "Are they newspapers or periodicals?", proves="merchant"
    )
    unfit_for_return: Truth = fact(
        "商品拆封、激活后易影响安全或大幅贬值，或是已明示的临期、瑕疵商品吗？",
        "Are they unsafe once opened, worth much less once used, or sold as near expiry or flawed?",
        proves="merchant",
    )
    durable: Truth = fact("商品是耐用商品（如家电、电脑、汽车）吗？", "Are they durable goods?")


@dataclass(frozen=True)
class Ordering(Facts):
    """How an order came about."""

    submitted: Truth = fact("订单提交成功了吗？", "Was the order submitted successfully?")
    meets_offer: Truth = fact(
        "商品信息足够明确、可以直接下单吗？", "Was the listing definite enough to order from?"
    )
    otherwise_agreed: Truth = fact(
        "双方另有有效约定吗？", "Did both sides validly agree otherwise?", proves="merchant"
    )


@dataclass(frozen=True)
class Sale(Facts):
    """A sale at a distance, as the right to return looks at it."""

    goods: Goods
    concluded_on: Day = fact(
        "合同哪天成立？", "On which day was the contract concluded?", proves="record"
    )
    signed_for_on: Day = fact(
        "哪天签收商品？", "On which day were the goods signed for?", proves="record"
    )
    by_consumer: Truth = fact("是为生活消费购买的吗？", "Was it bought for living needs?")
    at_distance: Truth = fact(
        "是从经营者（不是偶尔转让闲置物品的个人）处通过网络、电视、电话或邮购买的吗？",
        "Was it bought at a distance, from a trader and not a private person?",
        proves="record",
    )
    unfit_confirmed: Truth = fact(
        "您是否针对这次购买单独确认过“不适用七日无理由退货”？",
        "Did you confirm, for this very purchase, that it cannot be returned?",
        proves="merchant",
    )
    promised_days: Count = fact(
        "商家承诺的无理由退货天数？",
        "How many days to return did the merchant promise?",
        unit="days",
    )
    abusive: Truth = fact(
        "是否违背诚信、滥用无理由退货？", "Is the right used against good faith?", proves="merchant"
    )


@dataclass(frozen=True)
class Returned(Facts):
    """Goods that went back."""

    goods_back_on: Day = fact(
        "商家哪天收到退回的商品？", "On which day were the goods back?", proves="record"
    )


@dataclass(frozen=True)
class Condition(Facts):
    """The state of goods that go back."""

    kind: Text = fact(
        "商品属于哪一类？", "What kind of goods?", unit="general, sealed, electronic, wearable"
    )
    whole: Truth = fact(
        "品质、功能、配件、商标标识是否齐全？",
        "Are quality, function, parts and labels complete?",
        proves="merchant",
    )
    seal_broken: Truth = fact(
        "必要的一次性密封包装是否被损坏？",
        "Is the necessary one-time seal broken?",
        proves="merchant",
    )
    altered: Truth = fact(
        "是否擅自维修、改动或有不可恢复的使用痕迹？",
        "Was it altered, or does it bear traces that stay?",
        proves="merchant",
    )
    tag_removed: Truth = fact(
        "商标标识是否被摘剪，或商品受污受损？",
        "Was the tag removed, or the thing soiled?",
        proves="merchant",
    )


@dataclass(frozen=True)
class PartReturn(Facts):
    """A part of an order goes back: the amounts as they were at the purchase."""

    paid: Minor = fact("这个订单商品实付多少？", "What was paid for the goods?", proves="record")
    kept_at_list_price: Minor = fact(
        "留下的商品按购买时各自价格共多少？",
        "What do the goods that stay cost at their prices then?",
        proves="record",
    )
    freight_paid: Minor = fact("发货运费实付多少？", "What was paid for delivery?", proves="record")
    everything_returns: Truth = fact("是否全部退回？", "Does everything go back?", proves="record")
    freight_waived: Minor = fact(
        "因满额免除的运费是多少？", "What freight was waived for the threshold?", proves="record"
    )
    threshold_lost: Truth = fact(
        "退货后是否不再满足免运费条件？", "Is the free-delivery threshold lost?", proves="record"
    )
    gift_price_unreturned: Minor = fact(
        "未退回的赠品事先标明的价格？", "The marked price of gifts that are kept?", proves="record"
    )


@dataclass(frozen=True)
class Freight(Facts):
    """Who pays for the way back."""

    without_reason: Truth = fact(
        "是无理由退货吗？", "Is it a return without a reason?", proves="record"
    )
    merchant_promised: Truth = fact(
        "商家是否承诺承担退货运费？", "Did the merchant promise to pay it?"
    )


@dataclass(frozen=True)
class Breach(Facts):
    """A merchant that does not perform."""

    paid: Minor = fact("已付多少？", "How much was paid?", proves="record")
    losses: Minor = fact("另外的合理损失是多少？", "What other reasonable losses are there?")
    contract_concluded: Truth = fact("合同成立了吗？", "Was a contract concluded?", proves="record")
    refused: Truth = fact("商家是否表明不发货？", "Did the merchant say or show it will not ship?")
    impossible: Truth = fact(
        "是否在法律上或事实上不能履行？",
        "Is performance impossible in law or fact?",
        proves="merchant",
    )
    force_majeure: Truth = fact(
        "是否因不可抗力（迟延以后才发生的不算）？",
        "Was it force majeure, and not only after the merchant was late?",
        proves="merchant",
    )
    unfit_to_enforce: Truth = fact(
        "是否不适于强制履行，或者履行费用过高？",
        "Is it unfit to be enforced, or far too costly to perform?",
        proves="merchant",
    )
    asked_too_late: Truth = fact(
        "是否过了合理期限才要求履行？",
        "Was performance only asked for after a reasonable time had passed?",
        proves="merchant",
    )
    wants_performance: Truth = fact("您要求继续履行吗？", "Do you want performance?")


@dataclass(frozen=True)
class Claim(Facts):
    """A claim for damages for fraud, about the goods concerned."""

    price: Minor = fact("涉案商品价款多少？", "What did the goods concerned cost?", proves="record")
    counterfeit: Truth = fact("商品是假冒的吗？", "Are the goods counterfeit?")
    false_statement: Truth = fact(
        "商家是否作了虚假或引人误解的宣传，或者隐瞒了应当告知的重要情况？",
        "Did the merchant make false or misleading statements, or hide what it had to tell?",
    )
    unwitting: Truth = fact(
        "商家能否证明自己并非欺骗、误导？",
        "Can the merchant prove that it did not deceive?",
        proves="merchant",
    )
    harmless_label_flaw: Truth = fact(
        "是否只是不影响质量、不会误导的标签瑕疵？",
        "Is it only a label flaw that misleads nobody?",
        proves="merchant",
    )
    fabricated: Truth = fact(
        "消费者是否掉包、造假？", "Did the consumer swap or fabricate?", proves="merchant"
    )
    promised_multiple: Count = fact(
        "商家承诺假一赔几？", "What multiple did the merchant promise?", unit="times the price"
    )
    by_consumer: Truth = fact("是为生活消费购买的吗？", "Was it bought for living needs?")
    by_operator: Truth = fact(
        "卖家是经营者，而不是偶尔转让闲置物品的个人吗？",
        "Is the seller a trader, not a private person who now and then sells own things?",
    )


@dataclass(frozen=True)
class Defect(Facts):
    """Goods that do not conform."""

    signed_for_on: Day = fact(
        "哪天签收商品？", "On which day were they signed for?", proves="record"
    )
    defective: Truth = fact("商品不符合质量要求吗？", "Do the goods fail to conform?")
    known_before: Truth = fact(
        "购买前已知该瑕疵吗？", "Was the flaw known before the purchase?", proves="merchant"
    )


@dataclass(frozen=True)
class Carriage(Facts):
    """Goods on their way."""

    signed_for: Truth = fact("已经签收了吗？", "Were the goods signed for?", proves="merchant")
    consumer_chose_carrier: Truth = fact(
        "是您自己另选的快递吗？", "Did you choose the carrier yourself?", proves="merchant"
    )


@dataclass(frozen=True)
class Contested(Facts):
    """A fact the parties disagree on, as the burden of proof looks at it."""

    matter: Text = fact(
        "争议的是什么事实？",
        "Which fact is contested?",
        unit="defective, counterfeit, refused, lost, notice, unwitting, confirmed, term_notice, "
        "food_safe, data_fault, payment_authorised, buyer_knew, fit",
    )
    durable: Truth = fact("商品是耐用商品吗？", "Are the goods durable?", proves="record")
    found_within_six_months: Truth = fact(
        "瑕疵是在收货后六个月内发现的吗？", "Was the flaw found within six months?", proves="record"
    )


@dataclass(frozen=True)
class Step(Facts):
    """A moment from which a period of the platform's own rules runs."""

    began_on: Day = fact("期限从哪天起算？", "From which day does the period run?", proves="record")
    not_before: Day = fact("最早到哪天？", "Not before which day?", proves="record")


def filled(kind: type[Facts], told: Mapping[str, Any]) -> Facts:
    """A record from facts by dotted path; what nobody told stays unknown."""
    nested = _hints(kind)
    made: dict[str, Any] = {}
    for declared in fields(kind):  # type: ignore[arg-type]
        name, inner = declared.name, nested[declared.name]
        if isinstance(inner, type) and issubclass(inner, Facts):
            start = f"{name}."
            under = {p.removeprefix(start): v for p, v in told.items() if p.startswith(start)}
            made[name] = filled(inner, under)
        elif name in told:
            made[name] = told[name]
    return kind(**made)


def _hints(kind: type[Facts]) -> dict[str, Any]:
    if kind not in _HINTS:
        _HINTS[kind] = get_type_hints(kind)
    return _HINTS[kind]


_HINTS: dict[type[Facts], dict[str, Any]] = {}
"""Worked out once for each kind of record."""
