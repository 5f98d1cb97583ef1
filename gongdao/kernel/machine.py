"""A machine is a table of moves. It knows no clock and no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words

CLOCK = "clock"


class Move(NamedTuple):
    """One row of the table: who may do what in which state, where it leads, and what is then owed."""

    state: str
    act: str
    by: str
    to: str
    owed: str | None


@dataclass(frozen=True)
class Machine:
    """The life of one kind of thing. `names` says each state in both languages."""

    name: str
    start: str
    ends: frozenset[str]
    moves: tuple[Move, ...]
    names: dict[str, Words]

    @classmethod
    def of(
        cls,
        name: str,
        *,
        start: str,
        ends: Iterable[str],
        names: dict[str, Words],
        moves: Iterable[tuple[str, str, str, str, str | None]],
    ) -> Machine:
        """Build a machine from its table; a state without a name does not load."""
        machine = cls(name, start, frozenset(ends), tuple(Move(*m) for m in moves), names)
        assert machine.states == set(names), machine.states ^ set(names)
        return machine

    def move(self, state: str, act: str, *, by: str) -> Move:
        """The one row that allows this act, or a refusal that lists what is allowed."""
        for move in self.moves:
            if (move.state, move.act, move.by) == (state, act, by):
                return move
        allowed = ", ".join(f"{m.act} ({m.by})" for m in self.moves if m.state == state)
        raise Refusal(
            "move_not_allowed",
            f"当前状态“{self.names[state].zh}”下不能这样做；可以的操作：{allowed or '无'}。",
            f"This {self.name} is {self.names[state].en}, which allows: {allowed or 'nothing'}.",
        )

    def allows(self, state: str, *, by: str) -> tuple[str, ...]:
        """What this actor may do now: the `allowed_actions` of the API."""
        return tuple(m.act for m in self.moves if m.state == state and m.by == by)

    @property
    def states(self) -> set[str]:
        """Every state that can be reached or left."""
        return {self.start} | {m.to for m in self.moves} | {m.state for m in self.moves}

    @property
    def stuck(self) -> set[str]:
        """States that no clock leaves: a case there could wait for ever."""
        return self.states - self.ends - {m.state for m in self.moves if m.by == CLOCK}

    @property
    def goes_round(self) -> bool:
        """Whether some path returns to where it was, so that a case might never end."""
        graph = {s: {m.to for m in self.moves if m.state == s} for s in self.states}
        try:
            TopologicalSorter(graph).prepare()
        except CycleError:
            return True
        return False
