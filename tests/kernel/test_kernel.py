"""Words everyone shares."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.money import MOST, Money, cny, parse
from gongdao.kernel.ref import expect, kind_of, mint
from gongdao.kernel.refusal import Refusal, item
from gongdao.kernel.words import Words

AT = datetime(2026, 3, 1, tzinfo=UTC)


@given(st.integers(0, 10**12), st.lists(st.integers(0, 1000), min_size=1, max_size=9))
def test_a_split_sums_to_the_whole_and_differs_by_at_most_one(amount, weights):
    if not sum(weights):
        return
    parts = Money("CNY", amount).split(weights)

    assert sum(p.minor for p in parts) == amount
    exact = [amount * w / sum(weights) for w in weights]
    assert all(abs(p.minor - e) < 1.001 for p, e in zip(parts, exact, strict=True))


@pytest.mark.parametrize(
    ("minor", "share", "result"),
    [(5, (1, 2), 3), (-5, (1, 2), -3), (100, (1, 3), 33), (1, (1, 3), 0)],
)
def test_half_a_unit_rounds_away_from_zero(minor, share, result):
    assert Money("CNY", minor).share(*share).minor == result


@pytest.mark.parametrize(
    ("text", "minor"), [("225", 22500), ("225.5", 22550), ("0.01", 1), (" 7 ", 700)]
)
def test_money_is_read_as_people_write_it(text, minor):
    assert parse(text, currency="CNY").minor == minor


@pytest.mark.parametrize(
    "text", ["", "-1", "1.234", "1,000", "１２", "NaN", "1e9", "9" * 40, "1.", "."]
)
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(Refusal) as refused:
        parse(text, currency="CNY")
    assert refused.value.code == "amount_unreadable"


def test_unknown_currencies_and_too_much_are_refused():
    with pytest.raises(Refusal) as refused:
        parse("1", currency="XXX")
    assert refused.value.code == "currency_unknown"
    with pytest.raises(Refusal):
        parse(str(MOST), currency="CNY")


def test_money_shows_its_sign_and_digits():
    assert [str(m) for m in (cny("225"), -cny("0.05"), Money("JPY", 7))] == [
        "CNY 225.00", "CNY -0.05", "JPY 7",
    ]  # fmt: skip


def test_references_sort_by_time_and_find_themselves_again():
    one, same = mint("ord", at=AT, salt="a"), mint("ord", at=AT, salt="a")
    later = mint("ord", at=datetime(2026, 3, 2, tzinfo=UTC), salt="a")

    assert one == same
    assert one < later
    assert kind_of(one) == "ord"
    assert expect("ord", one) == one


def test_what_is_minted_at_one_moment_sorts_in_its_order():
    refs = [mint("msg", at=AT) for _ in range(1000)]
    assert refs == sorted(refs)
    assert len(set(refs)) == len(refs)


@pytest.mark.parametrize(
    "text", ["", "ord_", "ord_!!", "lst_" + "0" * 26, "ord_" + "0" * 25, "ord_" + "I" * 26]
)
def test_what_is_no_reference_is_unknown(text):
    with pytest.raises(Refusal) as refused:
        expect("ord", text)
    assert refused.value.code == "order_unknown"


NAMES = {"a": Words("甲", "a"), "b": Words("乙", "b"), "c": Words("丙", "c")}


def test_a_machine_knows_states_that_rot_and_paths_that_go_round():
    rots = Machine.of(
        "m", start="a", ends={"c"}, names=NAMES,
        moves=[("a", "go", "x", "b", None), ("b", "go", "x", "c", None), ("a", "lapse", CLOCK, "c", None)],
    )  # fmt: skip
    round_ = Machine.of(
        "m", start="a", ends={"c"}, names=NAMES,
        moves=[("a", "lapse", CLOCK, "b", None), ("b", "lapse", CLOCK, "a", None), ("b", "go", "x", "c", None)],
    )  # fmt: skip

    assert rots.stuck == {"b"}
    assert round_.goes_round
    with pytest.raises(Refusal, match=r"allows: go \(x\), time is up \(clock\)"):
        rots.move("a", "jump", by="x")


def test_a_refusal_in_a_batch_names_its_item():
    with pytest.raises(Refusal) as refused, item(3):
        raise Refusal("no", "不行", "No")
    assert refused.value.item == 3
