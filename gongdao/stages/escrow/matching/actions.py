"""A gateway's day against ours: what fits is left alone, what does not is a break with a life of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.money import Money
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.law.topics import settling
from gongdao.registers.batches import add
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.ledger.actions import post
from gongdao.registers.ledger.book import Entry, credit, debit
from gongdao.registers.ledger.chart import account
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.escrow import facts
from gongdao.stages.escrow.gateways.port import DailyFile, Settled
from gongdao.stages.escrow.instructions import actions as instructions
from gongdao.stages.escrow.matching import chargebacks, queries
from gongdao.stages.escrow.models import Break, GatewayFile
from gongdao.stages.escrow.states import BREAK

AWAITED = {"open": "break_explanation", "explained": "break_resolution"}
COUNTERS = ("charges", "fees", "tax", "suspense", "bank", "buyer", "payable")
"""Where a difference may be booked. `bank` is what was paid to a buyer by bank transfer instead; the last

two need to be told whose.
"""


@transaction.atomic
def take_in(*, by: Actor, file: DailyFile, at: datetime) -> GatewayFile:
    """Match a day. What the gateway charged and paid to our bank is booked; the rest must fit.

    The same file again changes nothing. What was missing yesterday and is there today is matched.
    """
    allow(by, "gateway_file.take_in", marketplace=by.marketplace)
    known = queries.file_of(by.marketplace, file.gateway, file.day)
    if known is not None:
        _refuse_other(known, file)
        return known
    theirs, own = _sorted(file.lines)
    chargebacks.told(by=by, file=file, at=at)
    instructions.settled(by=by, file=file, at=at)
    ours = queries.our_day(by.marketplace, file.gateway, file.day)
    elsewhere = queries.named(by.marketplace, file.gateway, theirs.keys() - ours.keys())
    booked = ours | elsewhere
    late = _later(by.marketplace, file.gateway, theirs, booked, at)
    seen = queries.seen(by.marketplace, file.gateway, theirs.keys() | booked.keys())
    opened = [
        b for b in _breaks(by.marketplace, file, booked, theirs, at) if b.reference not in seen
    ]
    post([_own(line, by.marketplace, file, at) for line in own])
    add(opened)
    row = GatewayFile(
        id=mint("gwf", at=at, salt=f"{by.marketplace}/{file.gateway}/{file.day}"),
        marketplace=by.marketplace, gateway=file.gateway, day=file.day, digest=file.digest,
        rows=len(file.lines), matched=len(file.lines) - sum(b.theirs_minor != 0 for b in opened),
        at=at,
    )  # fmt: skip
    add([row])
    turn(owed=[_owed("break_explanation", b, at) for b in opened])
    data = {"gateway": row.gateway, "day": str(row.day), "rows": row.rows, "breaks": len(opened)}
    read = Deed(
        "gateway.settled", row.id, by=by.party, marketplace=row.marketplace, at=at, data=data
    )
    deeds = [_deed(f"break.{b.state}", b, by=by, at=at) for b in (*opened, *late)]
    record([read, *deeds])
    return row


@transaction.atomic
def explain(*, by: Actor, broken: str, explanation: str, at: datetime) -> Break:
    """Say what happened. One already in suspense stays there, but can be resolved then."""
    row = queries.locked_break(broken, by=by)
    allow(by, "break.explain", marketplace=row.marketplace)
    if not explanation.strip():
        raise Refusal("reason_missing", "请填写说明。", "Say what happened.")
    row.explanation, row.explained_by = explanation.strip()[:400], by.party
    if row.state == "parked":
        row.save(update_fields=["explanation", "explained_by"])
    else:
        _go(row, "explain", by="platform", at=at)
    record([_deed("break.explained", row, by=by, at=at, explanation=row.explanation)])
    return row


@transaction.atomic
def resolve(*, by: Actor, broken: str, counter: str, owner: str, at: datetime) -> Break:
    """Book the difference where it belongs. Never by the one who explained it."""
    row = queries.locked_break(broken, by=by)
    allow(by, "break.resolve", marketplace=row.marketplace)
    _refuse_same_eyes(row, by)
    name = _counter(counter, owner)
    from_suspense = row.state == "parked"
    if counter == "bank":
        instructions.settle_by_hand(by=by, instruction=row.reference, at=at)
    _go(row, "resolve", by="platform", at=at, resolved_by=by.party)
    post(_difference(row, name, at, why="break_resolved", from_suspense=from_suspense))
    record([_deed("break.resolved", row, by=by, at=at, booked_on=name)])
    return row


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """Nobody explained or resolved it in time: the difference goes to suspense, where it is seen."""
    deeds = []
    for row in queries.locked_breaks(d.subject for d in duties):
        if row.state not in AWAITED:
            continue
        _go(row, "lapse", by=CLOCK, at=at)
        post(_difference(row, "suspense", at, why="break_parked"))
        deeds.append(_deed("break.parked", row, by=clock_of(row.marketplace), at=at))
    record(deeds)


@transaction.atomic
def found(*, marketplace: str, gateway: str, references: Sequence[str], at: datetime) -> None:
    """What was traced has turned up."""
    rows = queries.locked_by_reference(marketplace, gateway, references)
    matched = [_matched(row, at) for row in rows]
    record([_deed("break.matched", row, by=clock_of(marketplace), at=at) for row in matched])


def _sorted(lines: Sequence[Settled]) -> tuple[dict[str, Money], list[Settled]]:
    """What has to fit, summed by reference; and what only the gateway knows: its fees and payouts."""
    theirs: dict[str, Money] = {}
    for line in lines:
        if line.kind in ("payment", "refund"):
            before = theirs.get(line.reference, Money(line.amount.currency, 0))
            theirs[line.reference] = before + line.amount
    return theirs, [line for line in lines if line.kind in ("fee", "payout")]


def _own(line: Settled, marketplace: str, file: DailyFile, at: datetime) -> Entry:
    """The gateway's own movements: its charge, or what it paid to our bank."""
    other = account("charges") if line.kind == "fee" else account("bank")
    size = Money(line.amount.currency, abs(line.amount.minor))
    clearing = account("clearing", file.gateway)
    lines = (
        (debit(other, size), credit(clearing, size))
        if line.amount.minor < 0
        else (debit(clearing, size), credit(other, size))
    )
    key = f"{file.gateway}/{file.day}/{line.kind}/{line.reference}"[:120]
    return Entry(key, marketplace, f"gateway_{line.kind}", marketplace, at, lines)


def _later(
    marketplace: str, gateway: str, theirs: Mapping[str, Money], booked: Mapping[str, Money],
    at: datetime,
) -> list[Break]:  # fmt: skip
    """Breaks of earlier days that are closed: what was missing on one side is there now, and fits."""
    rows = queries.locked_by_reference(marketplace, gateway, theirs.keys() | booked.keys())
    return [_matched(row, at) for row in rows if _fits(row, theirs, booked)]


def _fits(row: Break, theirs: Mapping[str, Money], booked: Mapping[str, Money]) -> bool:
    none = Money(row.currency, 0)
    mine = booked.get(row.reference, Money(row.currency, row.ours_minor))
    said = Money(row.currency, row.theirs_minor) + theirs.get(row.reference, none)
    return mine == said


def _matched(row: Break, at: datetime) -> Break:
    """What was parked meanwhile comes back from suspense."""
    parked = row.state == "parked"
    _go(row, "match", by="gateway", at=at)
    post(_difference(row, "suspense", at, why="break_matched", backwards=True) if parked else [])
    return row


def _breaks(
    marketplace: str,
    file: DailyFile,
    ours: Mapping[str, Money],
    theirs: Mapping[str, Money],
    at: datetime,
) -> Iterator[Break]:
    """What does not fit."""
    for ref in sorted(ours.keys() | theirs.keys()):
        mine, said = ours.get(ref), theirs.get(ref)
        known = mine or said
        if mine == said or known is None:
            continue
        kind = "missing_there" if said is None else "amount_differs" if mine else "missing_here"
        yield Break(
            id=mint("brk", at=at, salt=f"{marketplace}/{file.gateway}/{ref}/{known.currency}"),
            marketplace=marketplace, kind=kind, gateway=file.gateway, day=file.day, reference=ref,
            currency=known.currency, ours_minor=mine.minor if mine else 0,
            theirs_minor=said.minor if said else 0, state=BREAK.start, opened_at=at,
        )  # fmt: skip


def _difference(
    row: Break, counter: str, at: datetime, *, why: str,
    from_suspense: bool = False, backwards: bool = False,
) -> list[Entry]:  # fmt: skip
    """Clearing becomes what the gateway says; the other side is where it belongs, or suspense."""
    gap = -row.difference if backwards else row.difference
    if not gap or (from_suspense and counter == "suspense"):
        return []
    size = Money(gap.currency, abs(gap.minor))
    here = account("suspense") if from_suspense else account("clearing", row.gateway)
    lines = (
        (debit(here, size), credit(counter, size))
        if gap.minor > 0
        else (debit(counter, size), credit(here, size))
    )
    return [Entry(f"{row.id}/{why}", row.marketplace, why, row.id, at, lines)]


def _counter(kind: str, owner: str) -> str:
    if kind not in COUNTERS or (kind in ("buyer", "payable")) != bool(owner.strip()):
        raise Refusal(
            "counter_account_unknown",
            f"请选择入账科目：{'、'.join(COUNTERS)}；buyer 和 payable 须写明是谁。",
            f"Choose where it is booked: {', '.join(COUNTERS)}; buyer and payable need a party.",
        )
    return account(kind, owner.strip() or None)


def _refuse_same_eyes(row: Break, by: Actor) -> None:
    if not row.explained_by:
        raise Refusal(
            "break_unexplained", "请先由一名工作人员说明原因。", "It must be explained first."
        )
    if row.explained_by == by.party:
        raise Refusal(
            "four_eyes_needed",
            "说明差异的人不能自己处理，请由另一名工作人员处理。",
            "Whoever explained a break cannot resolve it; a second member of staff does.",
        )


def _refuse_other(known: GatewayFile, file: DailyFile) -> None:
    if known.digest != file.digest:
        raise Refusal(
            "gateway_file_differs",
            f"{file.gateway} {file.day} 的对账文件已收到过，且内容不同。",
            f"A file of {file.gateway} for {file.day} was taken in already, with other content.",
        )


def _go(row: Break, act: str, *, by: str, at: datetime, resolved_by: str = "") -> None:
    move = BREAK.move(row.state, act, by=by)
    row.state, row.resolved_by = move.to, resolved_by
    row.ended_at = at if move.to in BREAK.ends else None
    row.save(update_fields=["state", "ended_at", "explanation", "explained_by", "resolved_by"])
    done = [Done(AWAITED[move.state], row.id, at)] if move.state in AWAITED else []
    turn(done=done, owed=[_owed(move.owed, row, at)] if move.owed else [])


def _owed(kind: str, row: Break, at: datetime) -> Owed:
    question = {
        "break_explanation": settling.explain_break_by,
        "break_resolution": settling.resolve_break_by,
    }[kind]
    due = facts.of_platform(question, row.marketplace, at)
    market = row.marketplace
    return Owed(kind, row.id, market, market, market, at, due.value, str(due.cites))


def _deed(act: str, row: Break, *, by: Actor, at: datetime, **data: str) -> Deed:
    said = {"reference": row.reference, "difference": str(row.difference), **data}
    return Deed(act, row.id, by=by.party, marketplace=row.marketplace, at=at, data=said)
