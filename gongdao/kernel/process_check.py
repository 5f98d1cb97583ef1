"""What is wrong with the table of a process, found without running it.

A pure function over tables: dead states, waits without a clock, paths that go round, ends that
leave money where it was by oversight, notices nobody would make, moves nobody may make.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from gongdao.kernel.machine import CLOCK, MONEY, Machine, Move
from gongdao.kernel.moves import ACTS, SIDES
from gongdao.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and where: a process, its version, a state or a move."""

    code: str
    process: str
    version: int
    place: str
    words: Words


def findings(
    machine: Machine,
    *,
    powers: Mapping[str, Collection[str]],
    duties: Collection[str],
    verbs: Mapping[str, str] | None = None,
) -> list[Finding]:
    """Everything wrong with a process, its earlier versions included.

    `powers` says who may do what (`return.agree`: seller), `duties` which deadlines a clock acts
    on, `verbs` which power stands behind an act of another name (`parcel.sign_for`: `parcel.scan`).
    """
    found = []
    for table in machine.every_version:
        found += [*_shape(table), *_money(table), *_duties(table, duties), *_names(table)]
        found += _people(table, powers, verbs or {})
    return found


def _shape(table: Machine) -> Iterator[Finding]:
    reached = set(table.starts)
    for _ in table.states:
        reached |= {m.to for m in table.moves if m.state in reached}
    for state in sorted(table.states - reached):
        yield _found(
            "state_unreachable", table, state, "没有一步通向这个状态", "no move leads to this state"
        )
    left = {m.state for m in table.moves}
    for state in sorted(table.states - table.ends - left):
        yield _found(
            "state_dead", table, state, "进得去出不来，又不是终点",
            "this state is no end, and nothing leaves it",
        )  # fmt: skip
    for state in sorted((table.stuck & left) - table.ends):
        yield _found(
            "wait_without_clock", table, state, "等待没有时钟，可能永远等下去",
            "no clock leaves this state; a case could wait for ever",
        )  # fmt: skip
    if table.goes_round:
        yield _found(
            "goes_round", table, table.start, "流程会绕圈", "a path returns to where it was"
        )
    twice = {(m.state, m.act, m.by) for m in table.moves if _like(table, m) > 1}
    for state, act, by in sorted(twice):
        yield _found(
            "move_twice",
            table,
            f"{state}/{act}/{by}",
            "同一步写了两次",
            "the same move stands twice",
        )


def _money(table: Machine) -> Iterator[Finding]:
    """A process that touches money says for each of its ends what became of it."""
    for m in table.moves:
        if m.money is not None and m.money not in MONEY:
            yield _found(
                "money_unknown", table, _place(m), "不认识的款项处理", "unknown order about money"
            )
    if not any(m.money for m in table.moves):
        return
    for m in table.moves:
        if m.to in table.ends and m.money in (None, "freeze") and m.owed is None:
            yield _found(
                "money_unsettled", table, _place(m), "到了终点却没有说款项归谁",
                "the case ends here, and nothing says where the money goes",
            )  # fmt: skip


def _duties(table: Machine, duties: Collection[str]) -> Iterator[Finding]:
    for m in table.moves:
        if m.owed is not None and m.owed not in duties:
            yield _found(
                "duty_without_clock", table, _place(m), "这项义务到期没有时钟处理",
                "no clock acts when this duty falls due",
            )  # fmt: skip


def _names(table: Machine) -> Iterator[Finding]:
    for m in table.moves:
        if not {m.act, f"{table.name}.{m.act}"} & set(ACTS) or m.by not in SIDES:
            yield _found(
                "move_unnamed", table, _place(m), "这一步没有中英文名称",
                "this move has no words in both languages",
            )  # fmt: skip


TOGETHER: Mapping[str, str] = {"both": "other"}
"""What both sides do together is done when the other side agrees: one proposes, and that is no move yet."""


def _people(
    table: Machine, powers: Mapping[str, Collection[str]], verbs: Mapping[str, str]
) -> Iterator[Finding]:
    somebody = {who for held in powers.values() for who in held}
    for m in table.moves:
        if m.by == CLOCK:
            continue
        verb = f"{table.name}.{m.act}"
        verb = verbs.get(f"{verb}.{m.by}") or verbs.get(verb) or verb
        may = powers.get(verb, somebody)
        if TOGETHER.get(m.by, m.by) not in may:
            yield _found(
                "nobody_may",
                table,
                _place(m),
                "没有人有权走这一步",
                "nobody has the power to do this",
            )
    for side in table.tells:
        if side not in somebody:
            yield _found(
                "nobody_is_told", table, side, "没有这样的人可通知", "there is no such side"
            )


def _like(table: Machine, move: Move) -> int:
    return sum((m.state, m.act, m.by) == (move.state, move.act, move.by) for m in table.moves)


def _place(m: Move) -> str:
    return f"{m.state}/{m.act}/{m.by}"


def _found(code: str, table: Machine, place: str, zh: str, en: str) -> Finding:
    return Finding(code, table.name, table.version, place, Words(zh, en))
