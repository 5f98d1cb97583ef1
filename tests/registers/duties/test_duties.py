"""One table of duties, moved by one clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gongdao.interfaces import clock
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries
from gongdao.registers.duties.actions import Done, Owed, turn

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, tzinfo=UTC)
DUE = AT + timedelta(days=3)


def owe(subject="ord_1", kind="payment", due=DUE):
    turn(owed=[Owed(kind, subject, "pty_a", "pty_b", "mkt_1", AT, due, "Platform Rules art. 1")])


def outcome():
    return queries.outcomes("mkt_1")


@pytest.mark.parametrize(
    ("at", "ends"), [(DUE - timedelta(microseconds=1), "met"), (DUE, "missed")]
)
def test_the_first_moment_that_is_too_late_is_missed(at, ends):
    owe()
    turn(done=[Done("payment", "ord_1", at)])
    assert outcome() == [("payment", ends, 1)]


def test_owing_twice_owes_once_and_settling_twice_settles_once():
    owe()
    owe(due=DUE + timedelta(days=9))
    assert [d.due_at for d in queries.open_about("ord_1")] == [DUE]
    turn(done=[Done("payment", "ord_1", AT)])
    turn(done=[Done("payment", "ord_1", DUE)])
    assert outcome() == [("payment", "met", 1)]


def test_the_clock_never_goes_back_and_a_live_marketplace_has_none(world):
    with pytest.raises(Refusal) as refused:
        clock.advance(by=world["platform"], to=world.now - timedelta(seconds=1))
    assert refused.value.code == "clock_goes_forward"
    with pytest.raises(Refusal) as refused:
        clock.advance(by=world["consumer"], to=world.now + timedelta(days=1))
    assert refused.value.code == "not_allowed"


def test_one_day_at_a_time_or_all_at_once_end_alike():
    from tests.builders import World

    ends = []
    for step in (1, 40):
        world = World.make(slug=f"steps{step}")
        order = world.orders(world.offers())
        world.pays(order)
        for _ in range(40 // step):
            world.advances(days=step)
        ends.append(sorted((k, o, n) for k, o, n in queries.outcomes(world.market.id)))
    assert ends[0] == ends[1]
