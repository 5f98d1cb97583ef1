"""Processes are data: what the check finds wrong with a table, and that no table of ours is wrong."""

from __future__ import annotations

import pytest

from gongdao.interfaces import processes
from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.process_check import findings
from gongdao.kernel.words import Words

GOOD = (
    ("asked", "agree", "seller", "done", None, "refund"),
    ("asked", "lapse", CLOCK, "done", None, "refund"),
)
POWERS = {"loan.agree": ("seller",), "loan.report": ("buyer", "seller")}


def loan(*moves, ends=("done",), tells=("buyer",), version=1, earlier=(), or_in=()):
    states = {"asked"} | {m[0] for m in moves} | {m[3] for m in moves}
    return Machine.of(
        "loan", start="asked", ends=ends, names={s: Words(s, s) for s in states}, moves=moves,
        tells=tells, version=version, earlier=earlier, or_in=or_in,
    )  # fmt: skip


def codes(machine, **changed):
    said = {"powers": POWERS, "duties": {"reply"}} | changed
    return [(one.code, one.place) for one in findings(machine, **said)]


def test_a_whole_table_has_nothing_wrong():
    assert codes(loan(*GOOD)) == []


@pytest.mark.parametrize(
    ("moves", "found"),
    [
        ((*GOOD, ("lost", "lapse", CLOCK, "done", None, "keep")), ("state_unreachable", "lost")),
        ((*GOOD, ("asked", "agree", "seller", "pit", None)), ("state_dead", "pit")),
        ((GOOD[0],), ("wait_without_clock", "asked")),
        (
            (*GOOD, ("asked", "lapse", CLOCK, "b", None), ("b", "lapse", CLOCK, "asked", None)),
            ("goes_round", "asked"),
        ),
        ((*GOOD, GOOD[0]), ("move_twice", "asked/agree/seller")),
        (
            (GOOD[1], ("asked", "agree", "seller", "done", None)),
            ("money_unsettled", "asked/agree/seller"),
        ),
        (
            (GOOD[1], ("asked", "agree", "seller", "done", None, "freeze")),
            ("money_unsettled", "asked/agree/seller"),
        ),
        (
            (GOOD[1], ("asked", "agree", "seller", "done", None, "vanish")),
            ("money_unknown", "asked/agree/seller"),
        ),
        ((*GOOD, ("asked", "agree", "buyer", "done", None, "keep")), ("nobody_may", "asked/agree/buyer")),
        ((*GOOD, ("asked", "report", "ghost", "done", None, "keep")), ("nobody_may", "asked/report/ghost")),
        ((*GOOD, ("asked", "vanish", "buyer", "done", None, "keep")), ("move_unnamed", "asked/vanish/buyer")),
        (
            (*GOOD, ("asked", "report", "buyer", "done", "never", "keep")),
            ("duty_without_clock", "asked/report/buyer"),
        ),
    ],
)  # fmt: skip
def test_each_fault_is_found_where_it_is(moves, found):
    assert found in codes(loan(*moves))


def test_a_table_may_begin_in_more_than_one_state():
    late = ("lost", "lapse", CLOCK, "done", None, "keep")
    assert codes(loan(*GOOD, late, or_in={"lost"})) == []


def test_an_end_that_still_owes_something_hands_the_money_to_that_duty():
    assert codes(loan(*GOOD, ("asked", "report", "buyer", "done", "reply"))) == []


def test_a_side_that_is_nobody_cannot_be_told():
    assert codes(loan(*GOOD, tells=("ghost",))) == [("nobody_is_told", "ghost")]


def test_an_act_may_stand_on_a_power_of_another_name():
    moves = (*GOOD, ("asked", "demand", "seller", "done", None, "keep"))
    powers = POWERS | {"loan.demand": ("buyer",)}

    assert codes(loan(*moves), powers=powers) == [("nobody_may", "asked/demand/seller")]
    assert codes(loan(*moves), powers=powers, verbs={"loan.demand": "loan.report"}) == []


def test_an_earlier_version_is_checked_like_the_newest():
    old = loan(GOOD[0])
    assert codes(loan(*GOOD, version=2, earlier=[old])) == [("wait_without_clock", "asked")]


def test_everybody_but_the_mover_is_told():
    machine = loan(*GOOD, tells=("buyer", "seller"))
    assert machine.told(machine.moves[0]) == ("buyer",)
    assert machine.told(machine.moves[1]) == ("buyer", "seller")
    assert machine.on_silence("asked") == machine.moves[1]
    assert machine.on_silence("done") is None


def test_an_open_case_keeps_its_rules_and_a_removed_version_is_succeeded_by_the_next():
    one, three = loan(*GOOD), loan(*GOOD, version=3)
    five = loan(*GOOD, version=5, earlier=[three, one])

    assert [five.under(v).version for v in (1, 2, 3, 4, 5)] == [1, 3, 3, 5, 5]
    assert five.under(9) is five


def test_versions_are_numbered_newest_first():
    with pytest.raises(AssertionError):
        loan(*GOOD, version=1, earlier=[loan(*GOOD, version=2)])


def test_no_process_of_ours_has_anything_wrong():
    assert [f"{f.process} v{f.version} {f.place}: {f.code}" for f in processes.check()] == []


def test_every_states_module_is_found():
    assert {"application", "order", "payment", "hold", "parcel", "return", "dispute"} <= {
        machine.name for machine in processes.every()
    }
