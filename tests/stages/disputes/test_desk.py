"""Desks are read page by page: every case and every duty once, in its order, whatever is added meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.disputes import queries

pytestmark = pytest.mark.django_db

WAITING = ("answering", "talking")


def file(world, order):
    world.now += timedelta(minutes=1)
    said = disputes.Complaint("not_as_described", "refund", "请处理。")
    return disputes.file(by=world["consumer"], order=order.id, complaint=said, at=world.now)


@pytest.fixture
def cases(world):
    """Five cases, filed one after the other; the second and the fourth are answered."""
    orders = [world.delivered_order(), *(world.delivered_again(f"SF20{n}") for n in range(4))]
    filed = [file(world, order) for order in orders]
    for case in (filed[1], filed[3]):
        disputes.answer(
            by=world["merchant"], dispute=case.id, words="可以商量", admits=False, at=world.now
        )
    return filed


def pages(read, *, size):
    """Everything there is, page by page, as a client reads it."""
    found, after = [], ""
    while page := read(after, size):
        found.append(page)
        after = page[-1]
    return found


@pytest.mark.parametrize("size", [1, 2, 3, 5, 50])
def test_every_case_stands_on_one_page_in_the_order_of_filing(world, cases, size):
    def read(after, most):
        rows = queries.desk(by=world["arbiter"], states=WAITING, after=after, most=most)
        return [row.id for row in rows]

    found = pages(read, size=size)

    assert [case for page in found for case in page] == [case.id for case in cases]
    assert all(len(page) == size for page in found[:-1])


def test_a_page_is_of_the_states_asked_for(world, cases):
    talking = queries.desk(by=world["arbiter"], states=["talking"], most=1)
    following = queries.desk(by=world["arbiter"], states=["talking"], after=talking[0].id)

    assert [row.id for row in (*talking, *following)] == [cases[1].id, cases[3].id]
    assert queries.desk(by=world["arbiter"], states=[]) == []


@pytest.mark.parametrize("after", ["nonsense", "ord_" + "0" * 26, "dsp_"])
def test_a_cursor_that_is_none_is_refused(world, after):
    with pytest.raises(Refusal):
        queries.desk(by=world["arbiter"], states=WAITING, after=after)


def test_what_ended_last_comes_first(world, cases):
    for case in (cases[0], cases[2]):
        disputes.withdraw(by=world["consumer"], dispute=case.id, at=world.now)

    over = queries.latest_over(by=world["arbiter"])

    assert [row.id for row in over] == [cases[2].id, cases[0].id]
    assert [row.id for row in queries.latest_over(by=world["arbiter"], most=1)] == [cases[2].id]


@pytest.mark.parametrize("size", [1, 2, 50])
def test_every_duty_stands_on_one_page_the_most_urgent_first(world, cases, size):
    merchant = world["merchant"].party

    def read(after, most):
        return [row.id for row in duties.open_of(merchant, after=after or 0, most=most)]

    found = [one for page in pages(read, size=size) for one in page]

    assert found == [row.id for row in duties.open_of(merchant)]
    assert sorted(set(found)) == sorted(found)
    assert len(found) >= 3


def test_a_duty_met_between_two_pages_does_not_hide_the_next(world, cases):
    merchant = world["merchant"].party
    first, second = duties.open_of(merchant, most=2)
    disputes.answer(
        by=world["merchant"], dispute=second.subject, words="好", admits=True, at=world.now
    )

    following = duties.open_of(merchant, after=second.id)

    assert first.id not in {row.id for row in following}
    assert len(following) == len(duties.open_of(merchant)) - 1


def test_duties_of_named_matters_only(world, cases):
    named = [cases[0].id, cases[1].id]

    assert {row.subject for row in duties.open_for(named)} == set(named)
    assert duties.open_for([]) == []
