"""A machine is a table of moves. It knows no clock and no database.

Everything a process is stands in the table: who may move, what silence leads to, what is owed then,
who is told, and what becomes of the money. A table that changes gets a new version; the old one
stays beside it, so that an open case goes on under the rules it began under.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from gongdao.kernel.moves import act_called, side_called
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words

CLOCK = "clock"

MONEY: dict[str, Words] = {
    "freeze": Words("冻结托管款", "the hold is frozen"),
    "refund": Words("退款给买家", "refund to the buyer"),
    "release": Words("放款给商家", "released to the merchant"),
    "resume": Words("解冻，时钟继续", "the hold is free again"),
    "keep": Words("款项不动", "no money moves"),
}
"""What a move may do with money. `keep` says that somebody thought of it and nothing moves."""


class Move(NamedTuple):
    """One row of the table: who may do what in which state, where it leads, and what is then owed.

    A sixth column says what the move does with money.
    """

    state: str
    act: str
    by: str
    to: str
    owed: str | None
    money: str | None = None


Row = tuple[str, str, str, str, str | None] | tuple[str, str, str, str, str | None, str | None]


@dataclass(frozen=True)
class Machine:
    """The life of one kind of thing. `names` says each state in both languages.

    It begins in `start`, or in one of `or_in` where what is known at its birth decides. `tells` are
    the sides that hear of every move somebody else makes. `earlier` are the versions that open cases
    may still be under, newest first.
    """

    name: str
    start: str
    ends: frozenset[str]
    moves: tuple[Move, ...]
    names: dict[str, Words]
    version: int = 1
    tells: tuple[str, ...] = ()
    earlier: tuple[Machine, ...] = ()
    or_in: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        name: str,
        *,
        start: str,
        ends: Iterable[str],
        names: dict[str, Words],
        moves: Iterable[Row],
        version: int = 1,
        tells: Iterable[str] = (),
        earlier: Sequence[Machine] = (),
        or_in: Iterable[str] = (),
    ) -> Machine:
        """Build a machine from its table; a state without a name does not load."""
        machine = cls(
            name, start, frozenset(ends), tuple(Move(*m) for m in moves), names,
            version, tuple(tells), tuple(earlier), frozenset(or_in),
        )  # fmt: skip
        assert machine.states == set(names), machine.states ^ set(names)
        numbers = [one.version for one in machine.every_version]
        assert numbers == sorted(set(numbers), reverse=True), numbers
        return machine

    def under(self, version: int) -> Machine:
        """The table that a case of this version goes on under.

        Where that version was removed, the next newer one succeeds it: a case is never without rules.
        """
        return min(
            (one for one in self.every_version if one.version >= version),
            key=lambda one: one.version,
            default=self,
        )

    def told(self, move: Move) -> tuple[str, ...]:
        """Who hears of a move: every side but the one that made it."""
        return tuple(side for side in self.tells if side != move.by)

    def on_silence(self, state: str) -> Move | None:
        """What the clock does with a case that is left alone in this state."""
        return next((m for m in self.moves if m.state == state and m.by == CLOCK), None)

    def stands_late(self, move: Move) -> bool:
        """Whether a move may come after the deadline: it leads where silence leads, or is open from there too."""
        silence = self.on_silence(move.state)
        if silence is None or silence.to == move.to:
            return True
        return any(
            (m.state, m.act, m.by, m.to) == (silence.to, move.act, move.by, move.to)
            for m in self.moves
        )

    @property
    def every_version(self) -> tuple[Machine, ...]:
        """This table and the earlier ones, newest first."""
        return (self, *self.earlier)

    @property
    def known_states(self) -> set[str]:
        """The states of every version: what a row of any age may say."""
        return set().union(*(one.states for one in self.every_version))

    def move(self, state: str, act: str, *, by: str) -> Move:
        """The one row that allows this act, or a refusal that lists what is allowed."""
        for move in self.moves:
            if (move.state, move.act, move.by) == (state, act, by):
                return move
        here = [m for m in self.moves if m.state == state]
        said = [(act_called(self.name, m.act), side_called(m.by)) for m in here]
        zh = "、".join(f"{act.zh}（{side.zh}）" for act, side in said)
        en = ", ".join(f"{act.en} ({side.en})" for act, side in said)
        raise Refusal(
            "move_not_allowed",
            f"当前状态“{self.names[state].zh}”下不能这样做；可以的操作：{zh or '无'}。",
            f"This is {self.names[state].en} now, which allows: {en or 'nothing'}.",
        )

    def allows(self, state: str, *, by: str) -> tuple[str, ...]:
        """What this actor may do now: the `allowed_actions` of the API."""
        return tuple(m.act for m in self.moves if m.state == state and m.by == by)

    @property
    def starts(self) -> set[str]:
        """Every state in which such a thing may begin."""
        return {self.start, *self.or_in}

    @property
    def states(self) -> set[str]:
        """Every state that can be reached or left."""
        return self.starts | {m.to for m in self.moves} | {m.state for m in self.moves}

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
