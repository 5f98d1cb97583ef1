"""What can be wrong with how a price is shown, what is said of it, and by which question the law is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.law import Pack, Question, book
from gongdao.law.facts import Facts
from gongdao.law.topics.market import Pricing, price_unlawful
from gongdao.law.topics.subscriptions import AddOn, add_on_lawful
from gongdao.law.topics.union_market import (
    Measured,
    Practice,
    practice_unfair,
    prior_price,
    unit_price_missing,
)
from gongdao.law.topics.union_sales import Checkout, not_owed


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong, and exactly where: a field of the listing or of a promotion, and the words in it."""

    code: str
    field: str
    start: int
    end: int
    quote: str
    article: Words
    why: Words
    repair: Words

    def as_data(self) -> dict[str, Any]:
        """The finding as files and callers get it."""
        plain = {name: getattr(self, name) for name in ("code", "field", "start", "end", "quote")}
        spoken = {name: getattr(self, name) for name in ("article", "why", "repair")}
        return plain | {name: {"zh": w.zh, "en": w.en} for name, w in spoken.items()}


@dataclass(frozen=True)
class Kind:
    """A kind of fault: what is said of it and how it is mended."""

    said: Words
    repair: Words


FAULTS: Mapping[str, Kind] = {
    "fictitious_price": Kind(
        Words("划线价{was}从未标过，也从未成交过。", "{was} is shown as before, and was never asked nor paid."),
        Words("去掉划线价，或者改为真实成交过的价格。", "Take it away, or show a price that was really paid."),
    ),
    "never_sold": Kind(
        Words("划线价{was}标过，但从未按这个价格成交。", "{was} is shown as before; it was asked, but nobody ever paid it."),
        Words("改为前七日最低成交价，或者去掉划线价。", "Show the lowest price really paid before, or none."),
    ),
    "countdown_restarted": Kind(
        Words(
            "上一次限时活动称{ended}截止，随后又以不更低的价格重新开始。",
            "The last offer was said to end on {ended}; then it begins again at no lower a price.",
        ),
        Words("到期恢复价格；要继续优惠，就不写截止时间。", "Let the price go up as announced, or name no end."),
    ),
    "countdown_unfounded": Kind(
        Words("写明限时“{quote}”，却没有写截止时间的活动。", '"{quote}" speaks of limited time, and no promotion with an end is running.'),
        Words("先登记有起止时间的促销，或者删去这些字。", "Announce a promotion with its end first, or strike these words."),
    ),
    "terms_unstated": Kind(
        Words("只对{audience}有效，却没有写明条件。", "It is for {audience} only, and the conditions are not stated."),
        Words("写明谁能享受、需要什么条件。", "State who gets it and on what conditions."),
    ),
    "false_free_delivery": Kind(
        Words("写“{quote}”，结算时仍收运费{freight}。", 'It says "{quote}", and {freight} is charged for delivery.'),
        Words("把运费改为零，或者删去包邮的字样。", "Set the delivery charge to zero, or strike the words."),
    ),
    "hidden_charge": Kind(
        Words("标价之外还要收钱：“{quote}”。", 'Something is charged beside the price: "{quote}".'),
        Words("把费用计入价格或者运费一栏，不另外收取。", "Put it into the price or the delivery charge, and charge nothing else."),
    ),
    "charged_above": Kind(
        Words("标示运费{shown}，实际收了{charged}。", "Delivery was shown at {shown}, and {charged} was charged."),
        Words("按标示收取，多收的退还。", "Charge what is shown, and give back what was charged beyond it."),
    ),
    "promise_broken": Kind(
        Words("活动期间应为{now}，实际标价{asked}。", "While the promotion runs the price is {now}, and {asked} is asked."),
        Words("恢复活动价，按活动价退差。", "Return to the announced price, and give back the difference."),
    ),
    "ticked_in_advance": Kind(
        Words("“{quote}”：替买家作了选择。", '"{quote}": a choice is made for the buyer.'),
        Words("由买家自己勾选。", "Let the buyer tick it."),
    ),
    "unit_missing": Kind(
        Words("没有标明计价单位或者单位价格。", "The unit it is priced by, or the unit price, is missing."),
        Words("补上计价单位；按量销售的，标出每单位的价格。", "State the unit; of goods sold by measure, the price of a unit."),
    ),
    "gift_value_false": Kind(
        Words("赠品标价{value}，而它当前售价{asked}。", "The gift is said to be worth {value}; it sells at {asked} now."),
        Words("标示赠品当前的售价，或者不标价值。", "Show what it sells at now, or no value."),
    ),
}  # fmt: skip


def _act(act: str) -> tuple[Question[Any], Facts]:
    facts = Pricing(
        price_act=act, no_intent_proven=False, cheaper_in_fact=False, only_rounding=False,
        reasonable_cause=False,
    )  # fmt: skip
    return price_unlawful, facts


def _practice(practice: str) -> tuple[Question[Any], Facts]:
    return practice_unfair, Practice(practice=practice)


_TICKED = AddOn(add_on_pointed_out=True, default=True, carried_over=False, add_on_price=1)
_UNMEASURED = Measured(sold_by_measure=True, unit_price_shown=False, unit_price_is_the_price=False)


def _checkout(*, told: bool) -> tuple[Question[Any], Facts]:
    facts = Checkout(
        button_says_pay=True, costs_told=told, untold_costs=1, preticked_extras=1,
        unordered=False, has_withdrawal_function=True, right_exists=True,
    )  # fmt: skip
    return not_owed, facts


CHINA: Mapping[str, tuple[Question[Any], Facts]] = {
    "fictitious_price": _act("false_discount"),
    "never_sold": _act("basis_unfounded"),
    "countdown_restarted": _act("misleading_words"),
    "countdown_unfounded": _act("terms_unstated"),
    "terms_unstated": _act("terms_unstated"),
    "false_free_delivery": _act("misleading_words"),
    "hidden_charge": _act("above_marked"),
    "charged_above": _act("above_marked"),
    "promise_broken": _act("promise_refused"),
    "ticked_in_advance": (add_on_lawful, _TICKED),
    "unit_missing": _act("unit_unstated"),
    "gift_value_false": _act("gift_value_false"),
}
UNION: Mapping[str, tuple[Question[Any], Facts]] = {
    "countdown_restarted": _practice("false_time_limit"),
    "countdown_unfounded": _practice("false_time_limit"),
    "terms_unstated": _practice("conditions_untold"),
    "false_free_delivery": _practice("misleading_price"),
    "hidden_charge": _checkout(told=False),
    "charged_above": _checkout(told=False),
    "promise_broken": _practice("misleading_price"),
    "ticked_in_advance": _checkout(told=True),
    "unit_missing": (unit_price_missing, _UNMEASURED),
    "gift_value_false": _practice("misleading_price"),
}


def in_union(pack: Pack) -> bool:
    """Whether prices here are compared with the lowest that was asked, not with what was paid."""
    return any(rule.question is prior_price for rule in pack.rules)


def wrong(
    code: str, field: str, quote: str = "", *, under: str, on: date, start: int = 0, **words: object
) -> list[Wrong]:
    """The finding, if the law of the day holds the thing unlawful; nothing, if it is silent on it."""
    asked = (UNION if in_union(book.pack(under)) else CHINA).get(code)
    if asked is None:
        return []
    question, facts = asked
    try:
        answer = book.ask(question, facts, under=under, on=on)
    except Refusal:  # the law of that day has no rule for it
        return []
    lawful = not answer.value if question is not add_on_lawful else bool(answer.value)
    if lawful:
        return []
    kind, told = FAULTS[code], {"quote": quote, **words}
    cites = answer.cites
    return [
        Wrong(
            code, field, start, start + len(quote), quote[:200],
            Words(cites.in_chinese, str(cites)), _filled(kind.said, told), _filled(kind.repair, told),
        )
    ]  # fmt: skip


def _filled(words: Words, told: Mapping[str, Any]) -> Words:
    """Both sentences, each with the words of its own language."""
    zh = {name: each.zh if isinstance(each, Words) else each for name, each in told.items()}
    en = {name: each.en if isinstance(each, Words) else each for name, each in told.items()}
    return Words(words.zh.format(**zh), words.en.format(**en))
