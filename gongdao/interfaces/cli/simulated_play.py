"""One act in a simulated year: who acts, on what, when, by which chance; and what a process is to the simulation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from django.conf import settings

from gongdao.interfaces.cli.simulated_town import Town
from gongdao.kernel.machine import CLOCK, Machine, Move
from gongdao.registers.parties.powers import Actor
from gongdao.registers.vault.cipher import MasterKey

SLOWLY = (2, 7, 20, 30, 60, 100, 200, 500)
QUICKLY = (1, 2, 5, 9, 20, 40)
"""How many hours pass until somebody next looks at a case."""


@dataclass(frozen=True, slots=True)
class Play:
    """Somebody may act on a case now: one side of it, by chance."""

    town: Town
    row: Any
    order: Any
    side: str
    at: datetime
    chance: Random

    @property
    def by(self) -> Actor:
        """Who this side is in this case."""
        if self.side == "buyer":
            return self.town.actor(self.order.buyer, "consumer")
        if self.side in ("seller", "debtor"):
            return self.seller
        if self.side == "reporter":
            report = getattr(self.row, "report_id", self.row.id)
            return Actor(report, self.town.market, frozenset())
        return self.town.people[self.side]

    @property
    def seller(self) -> Actor:
        """The merchant of the case."""
        return self.town.actor(merchant_of(self.row, self.order), "merchant")

    @property
    def buyer(self) -> Actor:
        """The buyer of the case."""
        return self.town.actor(self.order.buyer, "consumer")

    def maybe(self, often: float) -> bool:
        """True so often."""
        return self.chance.random() < often

    def one(self, choices: Iterable[Any]) -> Any:
        """One of several, by chance, in an order that is always the same."""
        return self.chance.choice(list(choices))


Act = Callable[[Play], object]


@dataclass(frozen=True, slots=True)
class Beside:
    """Something that can be done in a case in some states, and takes no step of its table."""

    sides: tuple[str, ...]
    states: tuple[str, ...]
    act: Act


@dataclass(frozen=True, slots=True)
class Process:
    """One kind of case: its table, how a case of it is read, and what each move is as an action.

    A move that stands in no `acts` is nobody's in the simulation: the clock makes it, or a ruling.
    """

    table: Machine
    read: Callable[[Town, str], Any]
    order: Callable[[Any], Any]
    acts: Mapping[str, Act]
    beside: Mapping[str, Beside] = field(default_factory=dict)
    pace: Sequence[int] = SLOWLY

    def under(self, row: Any) -> Machine:
        """The table that this case goes on under."""
        return self.table.under(getattr(row, "process", self.table.version))


def merchant_of(row: Any, order: Any) -> str:
    """Whose case it is on the selling side, where there may be no order."""
    return str(order.merchant if order is not None else getattr(row, "debtor", "") or row.merchant)


def master() -> MasterKey:
    """The key of the vault of this installation."""
    return MasterKey(settings.GONGDAO_VAULT_KEY)


def steps(table: Machine, old: str, new: str, *, side: str, act: str) -> list[Move]:
    """The moves that led from one state to another: what a side did, if it did, and then the clock's alone.

    Where these do not lead there, something done in another case did: the shortest way of anybody.
    """
    alone = [move for move in table.moves if move.by == CLOCK]
    for move in table.moves:
        if (move.state, move.by, move.act) == (old, side, act):
            after = _shortest(alone, move.to, new)
            if after or move.to == new:
                return [move, *after]
    return _shortest(alone, old, new) or _shortest(table.moves, old, new)


def _shortest(moves: Sequence[Move], old: str, new: str) -> list[Move]:
    ways: dict[str, list[Move]] = {old: []}
    edge = [old]
    while edge and new not in ways:
        here = edge.pop(0)
        for move in moves:
            if move.state == here and move.to not in ways:
                ways[move.to] = [*ways[here], move]
                edge.append(move.to)
    return ways.get(new, [])
