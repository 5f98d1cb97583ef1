"""What a buyer is told before submitting an order, in plain words and with articles: for pages, API and paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongdao.kernel.money import Money, total
from gongdao.kernel.words import Words
from gongdao.law import Answer, book
from gongdao.stages.aftersales import facts as returning
from gongdao.stages.delivery import facts as delivering
from gongdao.stages.escrow import earnest
from gongdao.stages.escrow import facts as escrow
from gongdao.stages.listings.kinds import KINDS, stated
from gongdao.stages.listings.traits import CONFIRMABLE, TRAITS
from gongdao.stages.orders import facts as ordering
from gongdao.stages.orders import preorders
from gongdao.stages.orders.drafts import Draft, Purchase, drafts


@dataclass(frozen=True, slots=True)
class Term:
    """One key term: what it is about, what the law says, and where."""

    name: Words
    sentence: Words
    cites: str
    article: str


@dataclass(frozen=True, slots=True)
class Goods:
    """One line as offered. `goes_back` says whether, and until when if delivered on the last promised day.

    Where the buyer's own word can take the right to return away, `if_confirmed` says so; without it
    the right stays (7-Day Measures art. 20.2).
    """

    line: Any
    kind: Words
    stated: list[tuple[Words, Words]]
    told: tuple[Words, ...]
    traits: list[Words]
    goes_back: Answer[date | None]
    if_confirmed: Answer[date | None] | None

    @property
    def amount(self) -> Money:
        """The price of the line."""
        return Money(self.line.order.currency, self.line.amount_minor)

    @property
    def worth(self) -> Money | None:
        """What a gift is said to be worth; nothing for what is bought."""
        stated = self.line.stated_minor
        return None if stated is None else Money(self.line.order.currency, stated)


@dataclass(frozen=True, slots=True)
class Offer:
    """What one merchant offers; submitted, it is one order. `seen` names exactly these terms.

    `reductions` is the working of the price: what comes off, by which coupon or bundle, at whose expense.
    """

    order: Any
    listed: Money
    reductions: list[Any]
    goods: list[Goods]
    terms: list[Term]
    law: Words
    seen: str


def offers(market: Any, purchases: Sequence[Purchase]) -> list[Offer]:
    """The offers that these purchases would accept, with everything a buyer must know first."""
    return [_offer(draft) for draft in drafts(market, purchases)]


def to_pay(found: Sequence[Offer]) -> list[Money]:
    """The whole sum, one for each currency."""
    currencies = sorted({offer.order.currency for offer in found})
    return [
        total((o.order.total for o in found if o.order.currency == code), currency=code)
        for code in currencies
    ]


def key_terms(order: Any) -> list[Term]:
    """Conclusion, payment, transport and release of the money: what binds both sides."""
    release = escrow.release_due(order, ordering.last_moment_of(order.deliver_by, order))
    return [
        *_of_earnest(order),
        _term(Words("合同何时成立", "When the contract binds"), ordering.contract_concluded(order)),
        _term(Words("付款期限", "Time to pay"), ordering.payment_due(order).answer),
        _term(Words("运输风险", "Risk of transport"), delivering.risk(order)),
        _term(Words("货款何时给商家", "When the merchant is paid"), release.answer),
        _term(
            Words("商家不发货", "If the merchant does not ship"), delivering.after_refusal(order)
        ),
        _term(Words("退货运费", "Freight of a return"), returning.freight_paid_by(order)),
    ]


def _offer(draft: Draft) -> Offer:
    order = draft.order
    title = book.pack(order.law).title
    goods = [_goods(order, line) for line in draft.lines]
    listed = total((each.amount for each in goods), currency=order.currency)
    return Offer(order, listed, draft.reductions, goods, key_terms(order), title, draft.seen)


def _of_earnest(order: Any) -> list[Term]:
    """What binds of a first payment, and what becomes of it if either side does not go on."""
    if order.earnest_minor is None:
        return []
    lost = earnest.returned(order, breach_by="consumer")
    twice = earnest.returned(order, breach_by="merchant")
    return [
        _term(Words("其中多少是定金", "How much of it is earnest money"), preorders.binding(order)),
        _term(Words("您不付尾款", "If you do not pay the rest"), lost),
        _term(Words("商家不交货", "If the merchant does not deliver"), twice),
    ]


def _goods(order: Any, line: Any) -> Goods:
    traits = set(line.version.traits)
    line.no_return_confirmed = False
    goes_back = _goes_back(order, line)
    if_confirmed = None
    if traits & CONFIRMABLE and goes_back.value is not None:
        line.no_return_confirmed = True
        if_confirmed = _goes_back(order, line)
        line.no_return_confirmed = False
    kind, attributes = line.version.kind, line.version.attributes
    return Goods(
        line,
        KINDS[kind].words,
        stated(kind, attributes),
        KINDS[kind].told,
        [TRAITS[trait] for trait in line.version.traits],
        goes_back,
        if_confirmed,
    )


def _goes_back(order: Any, line: Any) -> Answer[date | None]:
    """As if the goods came at the end of the last promised day."""
    last_moment = ordering.last_moment_of(order.deliver_by, order)
    return returning.last_day_to_return(order, line, last_moment)


def _term(name: Words, answer: Answer[Any]) -> Term:
    return Term(name, answer.sentence, str(answer.cites), answer.cites.in_chinese)
