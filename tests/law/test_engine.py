"""The engine: tracing, three values, conflicts, and four readings that agree."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from gongdao.kernel.refusal import Refusal
from gongdao.law import (
    UNKNOWN,
    Conflict,
    Source,
    Untraceable,
    answer,
    answers,
    ask,
    book,
    given,
    largest,
    when,
)
from gongdao.law import questions as q
from gongdao.law.columns import decide_columns
from gongdao.law.facts import Claim, Goods, Sale, shape
from gongdao.law.interview import asked, next_fact
from gongdao.law.proof import Contested, find
from gongdao.project.law import open_book

open_book(["cn", "eu", "platform"])
CN = book.pack("cn")
DAY = date(2026, 3, 1)
TOY = Source("Toy", "玩具法", "Toy Law", date(2000, 1, 1), 9)


def rule(body):
    return answers(q.is_fraud, TOY.article(1), since="2000-01-01")(body)


def test_python_and_is_refused_with_the_word_to_use():
    with pytest.raises(Untraceable, match="`&`"):

        @rule
        def wrong(claim):
            """错。

            Wrong.
            """
            return claim.counterfeit and claim.fabricated


def test_a_rule_says_itself_in_both_languages_or_does_not_load():
    with pytest.raises(AssertionError, match="Chinese"):

        @rule
        def mute(claim):
            """Only one language."""
            return claim.counterfeit


def test_a_fact_that_does_not_exist_is_a_mistake_at_load():
    with pytest.raises(AttributeError, match="no fact 'colour'"):

        @rule
        def blind(claim):
            """瞎。

            Blind.
            """
            return claim.colour


def test_two_exceptions_that_disagree_stop_and_are_both_named():
    @answers(q.compensation_for_fraud, TOY.article(1), since="2000-01-01")
    def base(claim):
        """基。

        Base.
        """
        return claim.price

    @base.but(TOY.article(2))
    def double(claim):
        """二。

        Two.
        """
        return given(claim.counterfeit, claim.price * 2)

    @base.but(TOY.article(3))
    def triple(claim):
        """三。

        Three.
        """
        return given(claim.fabricated, claim.price * 3)

    def value(**facts):
        return answer(base, Claim(price=5, **facts), CN.calendar, on=DAY, currency="CNY").value

    assert value(counterfeit=False, fabricated=False) == 5
    assert value(counterfeit=True, fabricated=False) == 10
    with pytest.raises(Conflict, match="double and triple"):
        value(counterfeit=True, fabricated=True)


def test_an_exception_whose_answer_is_still_open_is_no_conflict_and_says_what_it_needs():
    @answers(q.compensation_for_fraud, TOY.article(1), since="2000-01-01")
    def base(claim):
        """基。

        Base.
        """
        return claim.price

    @base.but(TOY.article(2))
    def fixed(claim):
        """定。

        Fixed.
        """
        return given(claim.counterfeit, 700)

    @base.but(TOY.article(3))
    def multiple(claim):
        """倍。

        Multiple.
        """
        return given(claim.fabricated, largest(claim.promised_multiple * 100, 0))

    def said(**facts):
        return answer(base, Claim(**facts), CN.calendar, on=DAY, currency="CNY")

    both = said(counterfeit=True, fabricated=True)
    assert (both.value, both.unknown) == (UNKNOWN, ("promised_multiple",))
    assert said(counterfeit=True, fabricated=True, promised_multiple=7).value == 700
    assert said(counterfeit=True, fabricated=False).unknown == ()
    frame = pl.DataFrame(
        {
            "on": [DAY] * 3, "price": [5] * 3, "counterfeit": [True] * 3,
            "fabricated": [True, True, False], "promised_multiple": [None, 7, None],
        },
        schema_overrides={"promised_multiple": pl.Int64},
    )  # fmt: skip
    out = decide_columns(base, frame.lazy(), CN.calendar, on="on").collect()
    assert out["value"].to_list() == [None, 700, 700]
    assert out["known"].to_list() == [False, True, True]
    assert not out["conflict"].any()


def test_a_working_is_shown_where_an_open_fact_does_not_matter():
    @answers(q.compensation_for_fraud, TOY.article(1), since="2000-01-01")
    def base(claim):
        """基。

        Base.
        """
        return largest(when(claim.counterfeit).then(claim.price).otherwise(claim.price), 3)

    said = answer(base, Claim(price=500), CN.calendar, on=DAY, currency="CNY")
    assert said.deciding.figures == "max(CNY 5.00, CNY 0.03) = CNY 5.00"


def test_a_day_without_a_rule_and_a_year_without_a_calendar_are_refused():
    with pytest.raises(Refusal) as silent:
        ask(q.contract_concluded, q.contract_concluded.about(), under="cn", on=date(2018, 12, 31))
    with pytest.raises(Refusal) as unknown:
        ask(q.last_day_to_return, ordinary(signed_for_on=date(2040, 12, 28)), under="cn", on=DAY)
    with pytest.raises(Refusal) as nowhere:
        ask(q.last_day_to_return, ordinary(), under="mars", on=DAY)
    codes = [r.value.code for r in (silent, unknown, nowhere)]
    assert codes == ["law_silent", "calendar_unknown", "law_unknown"]


def test_a_day_in_a_year_without_an_announcement_is_counted_and_says_that_it_can_move():
    soon = ask(q.last_day_to_return, ordinary(signed_for_on=date(2027, 4, 28)), under="cn", on=DAY)
    assert soon.value == date(
        2027, 5, 5
    )  # the 1st and 2nd of May are a weekend, made up on the 3rd and 4th
    assert "2027年的调休尚未公布" in soon.deciding.figures
    known = ask(
        q.last_day_to_return, ordinary(signed_for_on=date(2026, 12, 21)), under="cn", on=DAY
    )
    assert known.deciding.figures == ""
    eve = ask(q.last_day_to_return, ordinary(signed_for_on=date(2027, 1, 29)), under="cn", on=DAY)
    assert eve.value == date(2027, 2, 11)  # New Year's Eve to the 10th, with the weekend made up


def ordinary(**changed) -> Sale:
    goods = Goods(**dict.fromkeys(("made_to_order", "perishable", "digital", "periodical"), False))
    goods = Goods(**{**vars(goods), "unfit_for_return": False, "durable": False})
    told = {
        "goods": goods, "concluded_on": DAY, "signed_for_on": date(2026, 3, 3), "by_consumer": True,
        "at_distance": True, "unfit_confirmed": False, "promised_days": 0, "abusive": False,
    }  # fmt: skip
    return Sale(**{**told, **changed})


def test_the_interview_asks_only_what_can_still_change_the_answer():
    nothing = Sale(goods=Goods(), concluded_on=DAY)
    assert next_fact(q.last_day_to_return, nothing, under="cn", on=DAY)
    settled = ordinary(by_consumer=False, signed_for_on=UNKNOWN)
    assert next_fact(q.last_day_to_return, settled, under="cn", on=DAY) is None
    assert asked(Sale, "goods.made_to_order").zh.endswith("？")


def test_an_open_fact_falls_against_whoever_must_prove_it():
    theirs = find(
        Contested("defective", True, True), alleged=True, evidence=UNKNOWN, under="cn", on=DAY
    )
    ours = find(
        Contested("defective", False, True), alleged=True, evidence=UNKNOWN, under="cn", on=DAY
    )

    assert (theirs.found, theirs.proved_by, str(theirs.burden.cites)) == (
        True,
        "merchant",
        "CPL art. 23.3",
    )
    assert (ours.found, ours.proved_by, ours.for_want_of_proof) == (False, "consumer", True)


TRUTH = st.sampled_from([True, False, UNKNOWN])
DAYS = st.dates(date(2025, 1, 1), date(2026, 10, 1))
SALES = st.builds(
    Sale,
    goods=st.builds(Goods, TRUTH, TRUTH, TRUTH, TRUTH, TRUTH, TRUTH),
    concluded_on=st.dates(date(2024, 1, 1), date(2026, 10, 1)),
    signed_for_on=DAYS | st.just(UNKNOWN),
    by_consumer=TRUTH,
    at_distance=TRUTH,
    unfit_confirmed=TRUTH,
    promised_days=st.sampled_from([0, 5, 7, 15, 30, UNKNOWN]),
    abusive=TRUTH,
)


def one(sale):
    return ask(q.last_day_to_return, sale, under="cn", on=sale.concluded_on)


@settings(max_examples=60, deadline=None)
@drawn(st.lists(SALES, min_size=1, max_size=40))
def test_columns_and_single_cases_agree_on_every_row(sales):
    names = shape(Sale)
    rows = {
        name: [None if (v := sale.get(name)) is UNKNOWN else v for sale in sales] for name in names
    }
    types = {"bool": pl.Boolean, "date": pl.Date, "int": pl.Int64}
    frame = pl.DataFrame(rows, schema={n: types[kind] for n, (kind, _) in names.items()})
    (rule,) = [r for r in CN.rules if r.question is q.last_day_to_return]

    out = decide_columns(rule, frame.lazy(), CN.calendar, on="concluded_on").collect()

    assert not out["conflict"].any()
    singles = [one(sale) for sale in sales]
    assert out["known"].to_list() == [a.is_known for a in singles]
    assert out["value"].to_list() == [a.value if a.is_known else None for a in singles]


@settings(max_examples=150, deadline=None)
@drawn(SALES, SALES)
def test_more_facts_never_turn_a_decided_right_into_another(sale, more):
    before = one(sale)
    filled = {
        name: getattr(more if getattr(sale, name) is UNKNOWN else sale, name)
        for name in ("signed_for_on", "by_consumer", "at_distance", "unfit_confirmed", "abusive")
    }
    after = one(Sale(sale.goods, sale.concluded_on, promised_days=sale.promised_days, **filled))

    if before.is_known:
        assert after.value == before.value


@settings(max_examples=150, deadline=None)
@drawn(SALES, st.integers(0, 60))
def test_a_promise_never_worsens_the_consumers_position(sale, days):
    told = dict(vars(sale), promised_days=0)
    without, promised = one(Sale(**told)), one(Sale(**{**told, "promised_days": days}))

    if without.is_known and promised.is_known and without.value is not None:
        assert promised.value is not None
        assert promised.value >= without.value
