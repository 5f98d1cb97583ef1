"""A small simulated year: nothing stuck, nothing held, and the same seed plays the same year."""

from __future__ import annotations

import pytest

from gongdao.interfaces.cli import simulated_acts as goods
from gongdao.interfaces.cli import simulated_proof as proof
from gongdao.interfaces.cli.simulated_play import steps
from gongdao.interfaces.cli.simulated_processes import NOTICED, PROCESSES
from gongdao.interfaces.cli.simulator import Year
from gongdao.interfaces.clock import ON_DUE
from gongdao.kernel.machine import CLOCK
from gongdao.registers.duties import queries as duties
from gongdao.stages.aftersales.states import RETURN
from gongdao.stages.disputes.states import DISPUTE
from gongdao.stages.orders import queries as orders

DAYS = 10
"""A short year: the same people, closer together."""


@pytest.fixture
def played(db):
    def play(number, cases, seed):
        year = Year.of(cases=cases, seed=seed, slug=f"sim-{number}", days=DAYS)
        year.run()
        return year

    return play


def test_a_year_of_random_parties_leaves_nothing_open_and_is_repeatable(played):
    years = [played(n, cases, seed) for n, (cases, seed) in enumerate([(20, 7), (20, 7), (20, 8)])]

    for year in years:
        assert {name: faults for name, (_, faults) in proof.checks(year).items() if faults} == {}
    first, second, other = map(proof.digest, years)
    assert first == second != other
    assert {"return", "repair", "dispute"} <= {kind for kind, _ in years[0].stands}
    assert years[0].begun == 20
    assert sum(years[0].taken.values()) > 20


def test_a_case_left_open_is_found(played):
    year = played(0, 3, 7)
    staff = year.town.people["platform"]
    order = next(o for o, _ in year.placed)
    row = orders.see(order, by=staff)
    at = max(d.owed_at for d in duties.all_about(order))
    goods.begin_enquiry(year.town, row, at, year.chance)
    year._notice(at)

    found = proof.checks(year)
    assert [name for name, (_, faults) in found.items() if faults] != []
    assert found["停住的案件 cases stuck"] == (1, ["1 of enquiry are asked"])


@pytest.mark.parametrize(
    ("old", "new", "side", "act", "made"),
    [
        ("asked", "agreed", "seller", "agree", ["seller"]),
        ("asked", "agreed", "", "", [CLOCK]),
        ("asked", "received", "seller", "agree", ["seller", "buyer", "seller"]),
        ("asked", "withdrawn", "", "", [CLOCK, CLOCK]),
        ("disputed", "kept", "", "", [CLOCK]),
        ("refunded", "asked", "", "", []),
    ],
)
def test_the_way_from_one_state_to_another_is_what_was_done_and_then_the_clock(
    old, new, side, act, made
):
    assert [move.by for move in steps(RETURN, old, new, side=side, act=act)] == made


def test_every_move_of_people_in_a_followed_process_is_somebodys_in_the_simulation():
    left = {
        f"{kind}.{move.act}"
        for kind, process in PROCESSES.items()
        for move in process.table.moves
        if move.by != CLOCK and move.act not in process.acts
    }
    assert left == {"repair.demand"}, "what a stronger wish or a second failure does by itself"
    assert set(NOTICED) <= set(ON_DUE)
    assert set(NOTICED.values()) == set(PROCESSES)
    assert {move.by for move in DISPUTE.moves} <= {
        "buyer", "seller", "arbiter", "neutral", "senior", "platform", CLOCK,
    }  # fmt: skip
