"""A simulated year: random parties use their rights, or stay silent, through the very actions of a click.

Nobody follows a script. Whoever may move looks at the table of the process, picks one of their moves
by chance, or lets the time pass; what is left alone is the clock's. The same seed plays the same year.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from math import ceil
from random import Random
from typing import Any

from django.conf import settings
from django.db import connection

from gongdao.interfaces import clock
from gongdao.interfaces.cli.simulated_cases import decide_alike
from gongdao.interfaces.cli.simulated_play import Act, Play, Process, steps
from gongdao.interfaces.cli.simulated_processes import BEGIN, NOTICED, PROCESSES
from gongdao.interfaces.cli.simulated_town import Town
from gongdao.kernel.machine import CLOCK, Move
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.evidence import actions as evidence
from gongdao.registers.evidence.heads import key_of
from gongdao.stages.disputes.reception import queries as reception

BEGINS = datetime(2025, 1, 1, tzinfo=UTC)
DAYS = 365
SETTLED_BY = datetime(2028, 12, 31, tzinfo=UTC)
"""The clock runs on until then; by that day every duty must have had its end."""

SLOW = 240
"""For so many days after the last order people may still act; then only the clock does."""

ORDERS = 1.4
"""How many orders there are for each case that is wanted: some buyers are content, some come too late."""

RIGHTS = {"": 4, "return": 30, "repair": 26, "dispute": 26, "report": 7, "enquiry": 7}
"""How often a buyer is content, and which right the others use."""

COMPLAINS = 0.5
"""How often somebody complains to whom the law refused what they asked for first."""

SILENT = 0.25
"""How often somebody whose turn it is lets it pass for good."""

ASIDE = 0.4
"""How often somebody does one of the things that take no step."""

AFTERWARDS = 0.5
"""How often somebody still does something about a case that is over."""

MONTH = 30


@dataclass(order=True)
class Turn:
    """At a moment somebody may do something about a case: begin it, or go on with it."""

    at: datetime
    number: int
    kind: str = field(compare=False, default="")
    ref: str = field(compare=False, default="")
    order: Any = field(compare=False, default=None)


@dataclass
class Year:
    """One simulated year in a marketplace of its own."""

    town: Town
    chance: Random
    cases: int
    days: int = DAYS
    turns: list[Turn] = field(default_factory=list)
    stands: dict[tuple[str, str], str] = field(default_factory=dict)
    """The state in which each case was last seen, in the order in which they were noticed."""
    begun: int = 0
    placed: list[tuple[str, str]] = field(default_factory=list)
    """Every order that was paid, with its currency."""
    taken: Counter[tuple[str, Move]] = field(default_factory=Counter)
    aside: Counter[tuple[str, str]] = field(default_factory=Counter)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    unwatched: list[str] = field(default_factory=list)
    """Cases that were found waiting without a clock; there must be none."""
    counted: int = 0
    noticed: int = 0
    looks_at: datetime = BEGINS
    played: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    """What somebody did in a case since it was last read: as which side, and which act."""
    told: Callable[[int, int], None] = lambda _day, _cases: None
    """Is told after each day which it was, and how many cases have begun."""

    @classmethod
    def of(cls, *, cases: int, seed: int, slug: str, days: int = DAYS) -> Year:
        """Open the marketplace and people it. A shorter year has as many cases, closer together."""
        chance = Random(seed)  # noqa: S311 - a simulation needs repeatable chance, no secrecy
        return cls(Town.built(slug, at=BEGINS - timedelta(days=1)), chance, cases, days)

    def run(self) -> None:
        """Play day after day, then let the clock finish alone."""
        wanted, days = ceil(self.cases * ORDERS), self.days
        per_day = [wanted * (day + 1) // days - wanted * day // days for day in range(days)]
        _hurry()
        for day, count in enumerate(per_day + [0] * SLOW):
            morning = BEGINS + timedelta(days=day)
            if count == 0 and not self.turns and day > days:
                break
            self._play(morning, count)
            if day % MONTH == 0:
                self._decide_alike(morning)
                self._look_for_clocks()
            self.told(day, self.begun)
        self._clock_until(SETTLED_BY)
        self._seal(SETTLED_BY)
        for kind, ref in self.stands:
            self._look(kind, ref)

    def _play(self, morning: datetime, count: int) -> None:
        """One day: the trade, and everybody's turns in order of time, each after what fell due before it."""
        self._clock_until(morning)
        for order in self.town.trade(count, at=morning, chance=self.chance):
            self.placed.append((order.id, order.currency))
            delay = timedelta(days=self.chance.choice((1, 2, 3, 5, 6, 9, 20, 60)))
            self._later(morning + delay, order=order)
        self._seal(morning)
        while self.turns and self.turns[0].at < morning + timedelta(days=1):
            turn = heappop(self.turns)
            if turn.at >= self.looks_at:
                self._clock_until(turn.at)
            if turn.kind:
                self._go_on(turn)
            elif self.begun < self.cases:
                self._begin(turn)
        self._notice(morning + timedelta(days=1))

    def _clock_until(self, moment: datetime) -> None:
        """Act on what fell due; the clock looks again at the next deadline it knows, or after an hour."""
        clock.live_until(marketplace=self.town.market, to=moment)
        hour = moment + timedelta(hours=1)
        self.looks_at = duties.next_due(self.town.market, until=hour) or hour

    def _begin(self, turn: Turn) -> None:
        """Few buyers are content; the others use one of their rights, and some complain if that is refused."""
        kind = self.chance.choices([*RIGHTS], [*RIGHTS.values()])[0]
        if not kind:
            return
        if self._tried(kind, turn) or self.chance.random() > COMPLAINS:
            return
        self._tried("dispute", turn)

    def _tried(self, kind: str, turn: Turn) -> bool:
        try:
            BEGIN[kind](self.town, turn.order, turn.at, self.chance)
        except Refusal as no:
            self.refused[f"{kind}.begin", no.code] += 1
            return False
        self.begun += 1
        return True

    def _notice(self, now: datetime) -> None:
        """What is newly owed shows new cases; whoever is concerned looks at them from now on."""
        new = duties.newly_owed(self.town.market, NOTICED, after=self.noticed)
        for duty in new:
            self.noticed = duty.pk
            kind = NOTICED[duty.kind]
            if (kind, duty.subject) not in self.stands:
                self.stands[kind, duty.subject] = PROCESSES[kind].table.start
                self._later(now, kind, duty.subject)

    def _go_on(self, turn: Turn) -> None:
        """Whoever may move picks one of the moves there are, by chance, or stays silent."""
        process, row = PROCESSES[turn.kind], self._look(turn.kind, turn.ref)
        over = row.state in process.under(row).ends
        choices = _moves(process, row)
        beside = [
            (side, name, one.act)
            for name, one in process.beside.items()
            if row.state in one.states
            for side in one.sides
        ]
        if over and not (choices or (beside and self.chance.random() < AFTERWARDS)):
            return
        if beside and (not choices or self.chance.random() < ASIDE):
            choices = beside
        if choices and self.chance.random() > SILENT:
            self._act(turn, process, row, self.chance.choice(choices))
        pause = timedelta(hours=self.chance.choice(process.pace))
        self._later(turn.at + pause, turn.kind, turn.ref)

    def _act(self, turn: Turn, process: Process, row: Any, choice: tuple[str, str, Act]) -> None:
        side, name, act = choice
        play = Play(self.town, row, process.order(row), side, turn.at, self.chance)
        try:
            act(play)
        except Refusal as no:
            self.refused[f"{turn.kind}.{name}", no.code] += 1
            return
        if name in process.beside:
            self.aside[turn.kind, name] += 1
        self.played[turn.kind, turn.ref] = (side, name)

    def _look(self, kind: str, ref: str) -> Any:
        """Read a case anew, and count the moves that brought it from where it stood to where it stands."""
        process, before = PROCESSES[kind], self.stands[kind, ref]
        side, act = self.played.pop((kind, ref), ("", ""))
        row = process.read(self.town, ref)
        if row.state != before:
            table = process.under(row)
            for move in steps(table, before, row.state, side=side, act=act):
                self.taken[kind, move] += 1
            self.stands[kind, ref] = row.state
        return row

    def _decide_alike(self, now: datetime) -> None:
        """Complaints about one product on one ground are decided together: what is found for one is for all."""
        arbiter = self.town.people["arbiter"]
        for group in reception.groups(by=arbiter)[:3]:
            verdict = self.chance.choice(("buyer", "seller"))
            for case in group.cases:
                self._decide_one(case, verdict, now)

    def _decide_one(self, case: str, verdict: str, now: datetime) -> None:
        try:
            decide_alike(self.town, case, for_buyer=verdict == "buyer", at=now)
        except Refusal as no:
            self.refused["dispute.decide_alike", no.code] += 1
        else:
            self.aside["dispute", "decide_alike"] += 1

    def _look_for_clocks(self) -> None:
        """Every case that is not over has a duty that is open; a return in dispute has that of its case."""
        watched = duties.open_subjects(self.town.market)
        for (kind, ref), seen in list(self.stands.items()):
            ends = PROCESSES[kind].table.ends
            if seen not in ends and ref not in watched:
                state = self._look(kind, ref).state
                if state not in ends and state != "disputed":
                    self.unwatched.append(f"{kind} {state}: no clock")

    def _seal(self, at: datetime) -> None:
        key = key_of(settings.GONGDAO_EVIDENCE_KEY)
        evidence.seal(marketplace=self.town.market, at=at, key=key)

    def _later(self, at: datetime, kind: str = "", ref: str = "", order: Any = None) -> None:
        """Every turn has a moment of its own, so that nothing hangs on the order of equal moments."""
        self.counted += 1
        moment = at + timedelta(milliseconds=self.chance.randrange(3_600_000))
        heappush(self.turns, Turn(moment, self.counted, kind, ref, order))


def _moves(process: Process, row: Any) -> list[tuple[str, str, Act]]:
    """The moves of people that the table allows here."""
    return [
        (move.by, move.act, process.acts[move.act])
        for move in process.under(row).moves
        if move.state == row.state and move.by != CLOCK and move.act in process.acts
    ]


def _hurry() -> None:
    """A year is a few hundred statements, a million times: they are planned once, and no commit waits for the disk."""
    connection.ensure_connection()
    connection.connection.prepare_threshold = 3
    connection.connection.prepared_max = 4_000
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
