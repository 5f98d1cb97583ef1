"""A simulated year: random parties use their rights, or stay silent, through the very actions of a click.

Nobody follows a script. Whoever may move looks at the table of the process, picks one of their moves
by chance, or lets the time pass; what is left alone is the clock's. The same seed plays the same year.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from heapq import heappop, heappush
from math import ceil
from random import Random
from typing import Any

from django.db import connection, transaction

from gongdao.interfaces import clock
from gongdao.interfaces.cli import simulated_acts as acts
from gongdao.interfaces.cli.simulated_town import Town
from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.ledger import queries as ledger
from gongdao.stages.aftersales import queries as returns
from gongdao.stages.aftersales.repairs import queries as repairs
from gongdao.stages.aftersales.states import REPAIR, RETURN
from gongdao.stages.disputes import queries as disputes
from gongdao.stages.disputes.states import DISPUTE
from gongdao.stages.escrow import queries as holds

BEGINS = datetime(2025, 1, 1, tzinfo=UTC)
DAYS = 365
SETTLED_BY = datetime(2026, 12, 31, tzinfo=UTC)
"""The clock runs on until then; by that day every duty must have had its end."""

SLOW = 240
"""For so many days after the last order people may still act; then only the clock does."""

ORDERS = 1.5
"""How many orders there are for each case that is wanted: some buyers are content, some come too late."""

SILENT = 0.25
"""How often somebody whose turn it is lets it pass for good."""

TABLES: Mapping[str, Callable[[Any], Machine]] = {
    "return": lambda row: RETURN.under(row.process),
    "repair": lambda row: REPAIR.under(row.process),
    "dispute": lambda _: DISPUTE,
}
SEES: Mapping[str, Callable[..., Any]] = {
    "return": returns.see,
    "repair": repairs.see,
    "dispute": disputes.see,
}


@dataclass(order=True)
class Turn:
    """At a moment somebody may do something about a case: begin it, or go on with it."""

    at: datetime
    number: int
    order: Any = field(compare=False)
    kind: str = field(compare=False, default="")
    ref: str = field(compare=False, default="")


@dataclass
class Year:
    """One simulated year in a marketplace of its own."""

    town: Town
    chance: Random
    cases: int
    turns: list[Turn] = field(default_factory=list)
    begun: list[tuple[str, str]] = field(default_factory=list)
    placed: list[Any] = field(default_factory=list)
    moves: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    counted: int = 0
    told: Callable[[int, int], None] = lambda _day, _cases: None
    """Is told after each day which it was, and how many cases have begun."""

    @classmethod
    def of(cls, *, cases: int, seed: int, slug: str) -> Year:
        """Open the marketplace and people it."""
        chance = Random(seed)  # noqa: S311 - a simulation needs repeatable chance, no secrecy
        return cls(Town.built(slug, at=BEGINS - timedelta(days=1)), chance, cases)

    def run(self) -> list[str]:
        """Play day after day, then let the clock finish. Returns everything that is not as it must be."""
        wanted = ceil(self.cases * ORDERS)
        per_day = [wanted * (day + 1) // DAYS - wanted * day // DAYS for day in range(DAYS)]
        _plan_once()
        for day in range(DAYS + SLOW):
            self._play(BEGINS + timedelta(days=day), per_day[day] if day < DAYS else 0)
            self.told(day, len(self.begun))
        clock.live_until(marketplace=self.town.market, to=SETTLED_BY)
        return self.faults()

    @transaction.atomic
    def _play(self, morning: datetime, count: int) -> None:
        """One day: what fell due before it, the trade, and everybody's turns in order of time."""
        clock.live_until(marketplace=self.town.market, to=morning)
        for order in self.town.trade(count, at=morning, chance=self.chance):
            self.placed.append(order)
            delay = timedelta(days=self.chance.choice((1, 2, 3, 5, 6, 9, 20, 60)))
            self._later(order, morning + delay)
        while self.turns and self.turns[0].at < morning + timedelta(days=1):
            self._take(heappop(self.turns))

    def faults(self) -> list[str]:
        """No duty open, no case stuck, no money left where it was held, and a book that balances."""
        market = self.town.market
        found = [f"{n} duties of kind {kind} are open" for kind, n in duties.open_counts(market)]
        found += [
            f"{kind} {state}: stuck" for kind, state in self.ends() if state not in _ends(kind)
        ]
        held = dict(ledger.by_kind(market)).get("hold")
        found += [f"{held} is still held"] if held else []
        found += [f"{c}: out by {n}" for c, n in ledger.trial_balance(market).items() if n]
        return found + ledger.faults(market)

    def ends(self) -> list[tuple[str, str]]:
        """How each case ended, in the order they began."""
        staff = self.town.people["platform"]
        return [(kind, SEES[kind](ref, by=staff).state) for kind, ref in self.begun]

    def digest(self) -> str:
        """SHA-256 over how every case and every order ended; the same seed gives the same."""
        hashed = sha256()
        for kind, state in self.ends():
            hashed.update(f"{kind} {state}\n".encode())
        found = holds.holds_of(order.id for order in self.placed)
        for order in self.placed:
            gone = ledger.refunded(self.town.market, order.id, currency=order.currency)
            hold = found.get(order.id)
            hashed.update(f"{hold.state if hold else '-'} {gone}\n".encode())
        for row in duties.outcomes(self.town.market):
            hashed.update(f"{row}\n".encode())
        return hashed.hexdigest()

    def _take(self, turn: Turn) -> None:
        try:
            if turn.kind:
                self._go_on(turn)
            else:
                self._begin(turn)
        except Refusal as no:
            self.refused[no.code] += 1

    def _begin(self, turn: Turn) -> None:
        """Few buyers are content; the others use one of their rights, until there are cases enough."""
        kind = self.chance.choices(("", "return", "repair", "dispute"), (4, 38, 32, 26))[0]
        if not kind or len(self.begun) >= self.cases:
            return
        ref = acts.BEGIN[kind](self.town, turn.order, turn.at, self.chance)
        self._opened(kind, ref, turn)

    def _go_on(self, turn: Turn) -> None:
        """Whoever may move picks one of the moves there are, by chance, or stays silent."""
        row = SEES[turn.kind](turn.ref, by=self.town.people["platform"])
        table = TABLES[turn.kind](row)
        if row.state in table.ends:
            self._finish(turn)
            return
        open_moves = [
            move for move in table.moves
            if move.state == row.state and move.by != CLOCK
            and (turn.kind, move.act) in acts.ACTS and move.by in acts.SIDES
        ]  # fmt: skip
        if open_moves and self.chance.random() > SILENT:
            move = self.chance.choice(open_moves)
            act = acts.ACTS[turn.kind, move.act]
            try:
                follows = act(self.town, row, move.by, turn.at, self.chance)
                self.moves[f"{turn.kind}.{move.act}"] += 1
                if follows and follows != turn.ref:
                    self._opened("dispute" if move.act == "dispute" else turn.kind, follows, turn)
            except Refusal as no:
                self.refused[no.code] += 1
        self._later(turn.order, turn.at + self._pause(), turn.kind, turn.ref)

    def _finish(self, turn: Turn) -> None:
        """A dispute that is over may leave a ruling to perform; some merchants do, the clock the rest."""
        if turn.kind == "dispute" and self.chance.random() < 0.5:
            acts.perform(self.town, turn.ref, turn.at)
            self.moves["dispute.perform"] += 1

    def _opened(self, kind: str, ref: str, turn: Turn) -> None:
        self.begun.append((kind, ref))
        self.moves[f"{kind}.begin"] += 1
        self._later(turn.order, turn.at + self._pause(), kind, ref)

    def _pause(self) -> timedelta:
        return timedelta(hours=self.chance.choice((2, 7, 20, 30, 60, 100, 200, 500)))

    def _later(self, order: Any, at: datetime, kind: str = "", ref: str = "") -> None:
        """Every turn has a second of its own, so that nothing hangs on the order of equal moments."""
        self.counted += 1
        moment = at + timedelta(milliseconds=self.chance.randrange(3_600_000))
        heappush(self.turns, Turn(moment, self.counted, order, kind, ref))


def _plan_once() -> None:
    """Statements that come again are planned once: a year is a few hundred of them, a million times."""
    connection.ensure_connection()
    connection.connection.prepare_threshold = 3


def _ends(kind: str) -> frozenset[str]:
    return {"return": RETURN, "repair": REPAIR, "dispute": DISPUTE}[kind].ends
