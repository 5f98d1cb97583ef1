"""Money moves only as balanced entries, once, and holds never fall below zero; the database sees to it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongdao.kernel.money import Money, cny
from gongdao.kernel.refusal import Refusal
from gongdao.registers.ledger import actions, escrow, queries
from gongdao.registers.ledger.book import Entry, credit, debit

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, tzinfo=UTC)
CASE = escrow.Case("mkt_test", "ord_test", AT)
REFUSED = (InternalError, IntegrityError, ProgrammingError)


def post(entries):
    """Post within a transaction of its own, as an action does: a refusal ends it."""
    with transaction.atomic():
        return actions.post(entries)


def held() -> int:
    return queries.balance("mkt_test", "hold:ord_test", currency="CNY").minor


def capture(amount="225.00", payment="pay_1"):
    return escrow.capture(CASE, cny(amount), payment=payment, gateway="fake")


def test_an_unbalanced_entry_cannot_be_built():
    with pytest.raises(AssertionError, match="does not balance"):
        Entry("k", "m", "w", "s", AT, (debit("bank", cny("1")), credit("fund", cny("2"))))


def test_the_same_key_posts_once_and_with_other_amounts_is_refused():
    assert post([capture()]) == 1
    assert post([capture()]) == 0
    with pytest.raises(Refusal) as refused:
        post([capture("1.00")])
    assert refused.value.code == "entry_key_reused"
    assert held() == 22500


def test_more_than_is_held_cannot_be_refunded_and_nothing_moves():
    post([capture()])
    over = escrow.refund(CASE, cny("225.01"), under="ret_1", gateway="fake")
    with pytest.raises(Refusal) as refused:
        post([over])
    assert refused.value.code == "not_enough_money"
    assert held() == 22500
    assert queries.faults("mkt_test") == []


@pytest.mark.parametrize("statement", [
    "UPDATE ledger_line SET amount = amount + 1",
    "DELETE FROM ledger_line",
    "UPDATE ledger_entry SET why = 'x'",
    "TRUNCATE ledger_entry CASCADE",
])  # fmt: skip
def test_the_book_is_never_changed_not_even_by_its_owner(statement):
    post([capture()])
    with pytest.raises(REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


def test_a_line_added_by_hand_breaks_the_balance_and_is_refused():
    post([capture()])
    with pytest.raises(REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_line (entry_id, place, marketplace, account, currency, amount) "
            "SELECT entry_id, 9, marketplace, 'fund', currency, 5 FROM ledger_line LIMIT 1"
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_an_account_that_is_not_in_the_chart_is_refused_by_the_database():
    with pytest.raises(REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_entry (marketplace, key, why, subject, at, cites, digest) "
            "VALUES ('m', 'k', 'w', 's', now(), '', '') RETURNING id"
        )
        entry = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO ledger_line (entry_id, place, marketplace, account, currency, amount) "
            "VALUES (%s, 0, 'm', 'pocket', 'CNY', 1)", [entry],
        )  # fmt: skip


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["capture", "refund", "release"]), st.integers(1, 500), st.integers(0, 4)
    ),
    max_size=12,
)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_money_is_conserved_and_holds_stay_above_zero(steps):
    with transaction.atomic():
        expected, seen = 0, set()
        for kind, minor, number in steps:
            amount = Money("CNY", minor)
            try:
                if kind == "capture":
                    post([escrow.capture(CASE, amount, payment=f"p{number}", gateway="fake")])
                    expected += 0 if ("c", number) in seen else minor
                    seen.add(("c", number))
                else:
                    post([escrow.refund(CASE, amount, under=f"{kind}{number}", gateway="fake")])
                    expected -= 0 if (kind, number) in seen else minor
                    seen.add((kind, number))
            except Refusal as refusal:
                assert refusal.code in {"entry_key_reused", "not_enough_money"}
            assert held() == expected >= 0
        assert queries.faults("mkt_test") == []
        assert not any(queries.trial_balance("mkt_test").values())
        transaction.set_rollback(True)


def test_sources_are_used_in_their_order():
    parts, missing = escrow.cover(
        cny("10"), {"hold:o": cny("4"), "payable:m": -cny("3"), "deposit:m": cny("5")}
    )
    assert (parts, missing) == ({"hold:o": 400, "deposit:m": 500}, cny("1"))
