"""Transfers in two phases end once; currencies change at a booked rate; fees go back in proportion."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gongdao.kernel.money import Money, cny
from gongdao.kernel.refusal import Refusal
from gongdao.registers.ledger import escrow, exchange, queries
from gongdao.registers.ledger.actions import book_rate
from gongdao.registers.ledger.transfers import Transfer
from tests.registers.ledger.test_ledger import post

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, tzinfo=UTC)
CASE = escrow.Case("mkt_test", "ord_test", AT)
PAYOUT = Transfer("mkt_test", "pyo_1", "payable:m", "bank", cny("98.00"))


def stands(name):
    return queries.balance("mkt_test", name, currency="CNY").minor


@pytest.fixture
def released():
    post([escrow.capture(CASE, cny("100.00"), payment="pay_1", gateway="fake")])
    post([escrow.release(CASE, cny("100.00"), merchant="m", fee=cny("2.00"))])


@pytest.mark.parametrize(
    ("ending", "payable"), [("posted", 0), ("voided", 9800), ("expired", 9800)]
)
def test_a_transfer_is_pending_and_then_ends_in_one_of_three_ways(released, ending, payable):
    post([PAYOUT.pending(AT)])
    assert (stands("payable:m"), stands("transit:pyo_1")) == (0, 9800)

    post([getattr(PAYOUT, ending)(AT)])

    assert (stands("payable:m"), stands("transit:pyo_1")) == (payable, 0)
    assert queries.faults("mkt_test") == []


def test_a_transfer_that_was_posted_cannot_be_voided_too(released):
    post([PAYOUT.pending(AT), PAYOUT.posted(AT)])
    assert post([PAYOUT.pending(AT), PAYOUT.posted(AT)]) == 0

    with pytest.raises(Refusal) as refused:
        post([PAYOUT.voided(AT)])

    assert refused.value.code == "entry_key_reused"


def test_nothing_is_posted_that_was_not_pending(released):
    with pytest.raises(Refusal) as refused:
        post([PAYOUT.posted(AT)])
    assert refused.value.code == "not_enough_money"


@pytest.mark.parametrize(
    ("rate", "amount", "worth"),
    [
        ("7.8143", Money("EUR", 10000), Money("CNY", 78143)),
        ("0.00001", Money("EUR", 1), Money("CNY", 0)),
        ("161.5", Money("EUR", 101), Money("JPY", 163)),
    ],
)
def test_a_rate_says_what_an_amount_is_worth(rate, amount, worth):
    quote = exchange.Quote("EUR", worth.currency, exchange.scaled(rate), "ECB", AT)
    assert quote.of(amount) == worth


@pytest.mark.parametrize("text", ["", "0", "-1", "seven", "1.123456789", "NaN", "Infinity", "1e99"])
def test_a_rate_that_is_none_is_refused(text):
    with pytest.raises(Refusal) as refused:
        exchange.scaled(text)
    assert refused.value.code == "rate_unreadable"


def test_a_conversion_balances_in_each_currency(db):
    quote = exchange.Quote("EUR", "CNY", exchange.scaled("7.8"), "ECB", AT)
    book_rate(quote, marketplace="mkt_test")
    euro = Money("EUR", 5000)
    post([escrow.lodge(CASE, euro, into="payable:m", key="in")])

    booked = queries.rate("EUR", "CNY", marketplace="mkt_test", at=AT)
    post([exchange.convert(booked, euro, of="payable:m", marketplace="mkt_test", ref="fxc_1")])

    assert stands("payable:m") == 39000
    assert queries.balance("mkt_test", "payable:m", currency="EUR") == Money("EUR", 0)
    assert queries.trial_balance("mkt_test") == {"CNY": 0, "EUR": 0}


def test_without_a_booked_rate_nothing_is_converted(db):
    with pytest.raises(Refusal) as refused:
        queries.rate("USD", "CNY", marketplace="mkt_test", at=AT)
    assert refused.value.code == "rate_missing"


def test_many_small_refunds_give_back_the_fee_of_one_large_one():
    moved = {("release", "hold"): 999, ("release", "fees"): -20, ("release", "payable"): -979}
    given = 0
    for refunded in (333, 666, 999):
        moved |= {("refund_payable", "payable"): refunded, ("fee_back", "fees"): given}
        given += escrow.fee_due_back(moved, currency="CNY").minor
    assert given == 20


def test_a_statement_is_read_page_by_page_without_gap_or_repeat(db):
    post([escrow.lodge(CASE, cny(f"{n}.00"), into="fund", key=f"k{n}") for n in range(1, 8)])

    pages, after = [], ""
    while page := queries.statement("mkt_test", "fund", most=3, after=after):
        pages, after = pages + page, page[-1].cursor

    assert [line.amount.minor for line in pages] == [n * 100 for n in range(7, 0, -1)]
