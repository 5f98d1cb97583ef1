"""Telling gateways what to do, and taking in what they answer, what they call back and what their files say.

A try has three steps, of which only the outer two touch the database: `claim` takes rows on lease, the
gateway is spoken to, `answered` writes down what it said. A program that dies in between leaves a lease
that runs out; the next try uses the same key, so that no gateway moves the money twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import mint
from gongdao.law.topics import settling
from gongdao.registers.batches import add, store
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.escrow import facts
from gongdao.stages.escrow.charges import actions as charges
from gongdao.stages.escrow.gateways.port import Answer, DailyFile, Notice, Outcome, Told
from gongdao.stages.escrow.instruction import GIVES, Instruction
from gongdao.stages.escrow.instructions import letters, queries
from gongdao.stages.escrow.models import Break
from gongdao.stages.escrow.queueing import owed
from gongdao.stages.escrow.states import ASTRAY, BREAK, INSTRUCTION, OPEN

WAITS = tuple(timedelta(seconds=s) for s in (30, 120, 600, 1_800, 7_200, 21_600))
"""How long to wait after a try that nobody answered; after more tries, as long as after the last."""

LOOKS = tuple(timedelta(seconds=s) for s in (60, 600, 3_600, 21_600, 86_400))
"""How long to wait before a gateway that is at it is asked again."""

LEASE = timedelta(minutes=5)
"""As long nobody else takes what one worker has in hand; no gateway is waited for so long."""

AWAITED = {"queued": "gateway_sending", "sent": "gateway_answer"}
CHARGED = {"confirmed": True, "failed": False}
"""What a charge comes to; one that was given up may still be heard of."""

ACTS = {"sent": "take", "confirmed": "confirm", "failed": "fail"}


@dataclass(frozen=True, slots=True)
class Task:
    """One try: what to tell which gateway; or, from the second try on, what to ask about first.

    Gateways forget after a day or so which keys they were told; what they did they never forget.
    """

    gateway: str
    told: Told
    asks: bool


@transaction.atomic
def claim(
    *, by: Actor, at: datetime, gateways: Iterable[str] | None = None, most: int = 200
) -> list[Task]:
    """Take what is due on lease. Nobody else tries it until the lease is over."""
    allow(by, "instruction.send", marketplace=by.marketplace)
    rows = queries.due(by.marketplace, at=at, gateways=gateways, most=most)
    for row in rows:
        row.tries, row.next_at = min(row.tries + 1, 10_000), at + LEASE
    store(rows, "tries", "next_at")
    told = queries.told(rows)
    record([_deed("instruction.tried_again", r, by=by.party, at=at) for r in rows if r.tries > 2])
    return [Task(row.gateway, told[row.id], row.tries > 1) for row in rows]


@transaction.atomic
def answered(*, by: Actor, answers: Mapping[str, Answer | None], at: datetime) -> list[Instruction]:
    """Write down what gateways said; where one said nothing, when it is tried again."""
    allow(by, "instruction.send", marketplace=by.marketplace)
    rows = queries.locked(answers)
    news = {row.id: answer for row in rows if (answer := answers[row.id])}
    for row in rows:
        waits, n = (LOOKS if row.id in news else WAITS), max(0, row.tries - 1)
        row.next_at = at + waits[min(n, len(waits) - 1)] if row.state in OPEN else None
        row.answer = row.answer if row.id in news else "no_answer"
    store(rows, "next_at", "answer")
    changed = _apply([r for r in rows if r.id in news], news, dict.fromkeys(news, at))
    record([_deed(f"instruction.{r.state}", r, by=r.gateway, at=at) for r in changed])
    return rows


@transaction.atomic
def hear(*, by: Actor, outcomes: Sequence[Outcome]) -> list[Instruction]:
    """A gateway calls back about what it was told. Twice, late or out of order changes nothing."""
    allow(by, "instruction.hear", marketplace=by.marketplace)
    said = {outcome.key: outcome for outcome in outcomes}
    rows = [
        row
        for row in queries.locked(said)
        if row.marketplace == by.marketplace and row.gateway == by.party
    ]
    answers = {key: outcome.answer for key, outcome in said.items()}
    changed = _apply(rows, answers, {key: outcome.at for key, outcome in said.items()})
    record([_deed(f"instruction.{r.state}", r, by=by.party, at=said[r.id].at) for r in changed])
    return rows


@transaction.atomic
def settled(*, by: Actor, file: DailyFile, at: datetime) -> None:
    """A daily file has what we told the gateway: it is done, on the file's day. Another amount is a break."""
    allow(by, "gateway_file.take_in", marketplace=by.marketplace)
    lines = {line.reference: line.amount for line in file.lines if line.kind == "refund"}
    rows = [
        row
        for row in queries.locked(lines)
        if (row.marketplace, row.gateway, -row.amount)
        == (by.marketplace, file.gateway, lines[row.id])
    ]
    done = {row.id: Answer("confirmed", row.reference, row.answer) for row in rows}
    changed = _apply(rows, done, dict.fromkeys(done, at), day=file.day)
    twice = [_break("carried_out_twice", r, at) for r in rows if r.state == "by_hand"]
    _open(twice, at)
    record([_deed(f"instruction.{r.state}", r, by=file.gateway, at=at) for r in changed])


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """The gateway was not reached in time, or never said what became of it: somebody looks into it."""
    rows = [r for r in queries.locked(d.subject for d in duties) if r.state in OPEN]
    _end(rows, "lapse", by=CLOCK, at=at)
    turn(done=[Done(d.kind, d.subject, at, "missed") for d in duties])
    record(
        [_deed("instruction.given_up", r, by=clock_of(r.marketplace).party, at=at) for r in rows]
    )


@transaction.atomic
def settle_by_hand(*, by: Actor, instruction: str, at: datetime) -> None:
    """The finance desk paid the buyer by bank transfer, since the gateway did not."""
    allow(by, "break.resolve", marketplace=by.marketplace)
    rows = queries.locked([instruction])
    _end(rows, "settle", by="platform", at=at)
    record([_deed("instruction.by_hand", r, by=by.party, at=at) for r in rows])


def _apply(
    rows: Sequence[Instruction],
    answers: Mapping[str, Answer],
    at: Mapping[str, datetime],
    *,
    day: date | None = None,
) -> list[Instruction]:
    """Move each row as its gateway says; what says nothing new moves nothing. Returns those that moved."""
    changed: dict[str, list[Instruction]] = {}
    for row in rows:
        answer = answers[row.id]
        open_, late = row.state in OPEN, row.state in ASTRAY and answer.state == "confirmed"
        if not (open_ or late):
            continue
        row.reference, row.answer = answer.reference[:80] or row.reference, answer.words[:120]
        if answer.state == row.state:
            store([row], "reference", "answer")
        else:
            changed.setdefault(answer.state, []).append(row)
    for state, moved in changed.items():
        for moment in sorted({at[row.id] for row in moved}):
            same = [row for row in moved if at[row.id] == moment]
            _end(same, ACTS[state], by="gateway", at=moment, day=day)
    return [row for moved in changed.values() for row in moved]


def _end(
    rows: Sequence[Instruction], act: str, *, by: str, at: datetime, day: date | None = None
) -> None:
    """One move of several instructions: duties, breaks, and what the buyer is told."""
    done, waiting = [], []
    for row in rows:
        move = INSTRUCTION.move(row.state, act, by=by)
        row.state = move.to
        done += [Done(AWAITED[move.state], row.id, at)] if move.state in AWAITED else []
        if move.to == "sent":
            row.sent_at = at
            waiting.append(owed("gateway_answer", row, at))
            continue
        row.next_at, row.ended_at = None, at
        if move.to == "confirmed":
            row.sent_at = row.sent_at or at
            row.settled_on = day or facts.day_there(row.marketplace, at)
    store(
        rows, "state", "sent_at", "next_at", "ended_at", "settled_on", "reference", "answer"
    )  # fmt: skip
    turn(done=done, owed=waiting)
    money = [row for row in rows if row.kind in GIVES]
    _open([_break("not_carried_out", r, at) for r in money if r.state in ASTRAY], at)
    letters.tell(money, at=at)
    for row in rows:
        if row.kind == "charge" and row.state in CHARGED:
            _charged(row, at)


def _charged(row: Instruction, at: datetime) -> None:
    """What became of a charge is heard as if the gateway had called; its call may come as well, or first."""
    by = Actor(row.gateway, row.marketplace, frozenset({"gateway"}))
    captured, event = CHARGED[row.state], row.id
    charges.receive(
        by=by, heard=Notice(event, row.payment, captured, row.amount, at, row.reference)
    )


def _break(kind: str, row: Instruction, at: datetime) -> Break:
    """Our book says that it went out, and it did not; or it went out twice, and our book says once."""
    twice = kind == "carried_out_twice"
    ours, theirs = (0, -row.amount_minor) if twice else (-row.amount_minor, 0)
    return Break(
        id=mint("brk", at=at, salt=f"{row.id}/{kind}"), marketplace=row.marketplace, kind=kind,
        gateway=row.gateway, day=facts.day_there(row.marketplace, at),
        reference=f"{row.id}/twice" if twice else row.id, currency=row.currency, ours_minor=ours,
        theirs_minor=theirs, state=BREAK.start, opened_at=at,
    )  # fmt: skip


def _open(breaks: Sequence[Break], at: datetime) -> None:
    add(breaks, once=True)
    for row in breaks:
        due = facts.of_platform(settling.explain_break_by, row.marketplace, at)
        market = row.marketplace
        turn(
            owed=[
                Owed(
                    "break_explanation",
                    row.id,
                    market,
                    market,
                    market,
                    at,
                    due.value,
                    str(due.cites),
                )
            ]
        )


def _deed(act: str, row: Instruction, *, by: str, at: datetime) -> Deed:
    about = row.subject if row.kind in GIVES else None
    data = {"amount": str(row.amount), "gateway": row.gateway, "kind": row.kind}
    return Deed(act, row.id, by=by, marketplace=row.marketplace, at=at, about=about, data=data)
