"""Erasing by rule: what the law does not keep goes at once; the rest goes by itself when its time is over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import kind_of, mint
from gongdao.law import book
from gongdao.registers.accounts import actions as accounts
from gongdao.registers.duties import queries as owing
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import record
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.registers.vault import actions as vault
from gongdao.registers.vault import queries as vaults
from gongdao.stages.disputes.panels import actions as panels
from gongdao.stages.orders.archive import actions as archive
from gongdao.stages.orders.archive import queries as archives
from gongdao.stages.orders.models import Order
from gongdao.stages.privacy import facts, queries
from gongdao.stages.privacy.erasing import queries as closing
from gongdao.stages.privacy.models import Request
from gongdao.stages.privacy.states import DATA_REQUEST
from gongdao.stages.privacy.telling import deed, tell

OWED = "erasure"


@transaction.atomic
def erase(*, by: Actor, at: datetime) -> Request:
    """The person wants their data gone: rule by rule, order by order, with a day for what must stay."""
    allow(by, "data.ask", marketplace=by.marketplace, self=by.party)
    queries.refuse_twice(by, "erase")
    found = queries.fates(by=by, at=at, ended=facts.WITHDRAWN)
    row = _ask("erase", by, found, at=at)
    kept = sum(fate.must_stay for fate in found)
    why = found[0].answer.working if found else ()
    record([deed(row.state, row, by=by.party, at=at, why=why, kept=kept, erased=len(found) - kept)])
    return row


@transaction.atomic
def close(*, by: Actor, at: datetime) -> Request:
    """The end of an account: nobody enters it again, and what is left of its owner goes by rule."""
    allow(by, "data.ask", marketplace=by.marketplace, self=by.party)
    closing.refuse_not_closable(by)
    found = queries.fates(by=by, at=at, ended=facts.CLOSED)
    row = _ask("close", by, found, at=at)
    if not any(fate.must_stay for fate in found):
        _forget_self(row, at)
    panels.leave(by=by, at=at)
    accounts.close(by=by, at=at)
    law = facts.law_of(by.marketplace)
    why = facts.to_do(facts.CLOSED, must_be_kept=False, law=law, on=book.pack(law).day_of(at))
    kept = sum(fate.must_stay for fate in found)
    record([deed(row.state, row, by=by.party, at=at, why=why.working, kept=kept, kind="close")])
    return row


@transaction.atomic
def lapse(*, duties: list[Duty], at: datetime) -> None:
    """A day has come on which the law no longer keeps something: it goes, or it is looked at again later."""
    rows = {row.id: row for row in queries.locked_many(duty.about for duty in duties)}
    subjects = archives.by_refs(duty.subject for duty in duties)
    turn(done=[Done(OWED, duty.subject, at, "met") for duty in duties])
    found = facts.fates(subjects, ended=facts.WITHDRAWN, at=at)
    about = {duty.subject: rows[duty.about] for duty in duties}
    _forget([fate.order for fate in found if not fate.must_stay], at)
    turn(owed=[_owed(about[f.order.id], f, at) for f in found if f.must_stay])
    over = [row for row in rows.values() if not owing.open_about(row.id)]
    for row in over:
        if row.kind == "close":
            _forget_self(row, at)
        _finish(row, at)
    record([deed("met", row, by=CLOCK, at=at) for row in over])


def _ask(kind: str, by: Actor, found: Sequence[facts.Fate], *, at: datetime) -> Request:
    row = Request.objects.create(
        id=mint("dtr", at=at), marketplace=by.marketplace, party=by.party, kind=kind, answer="",
        asked_at=at, state=DATA_REQUEST.move("asked", "erase", by="self").to,
    )  # fmt: skip
    _forget([fate.order for fate in found if not fate.must_stay], at)
    kept = [fate for fate in found if fate.must_stay]
    # What an earlier request waits for goes on under this one: an order is erased once, for one request.
    turn(done=[Done(OWED, fate.order.id, at, "moot") for fate in kept])
    turn(owed=[_owed(row, fate, at) for fate in kept])
    waiting = Request.objects.select_for_update().filter(party=by.party, state="keeping")
    for one in [one for one in waiting.order_by("pk") if not owing.open_about(one.id)]:
        _finish(one, at)
    row.refresh_from_db()
    return row


def _forget(orders: Iterable[Order], at: datetime) -> None:
    for order in orders:
        archive.forget(by=clock_of(order.marketplace), order=order.id, at=at)


def _forget_self(row: Request, at: datetime) -> None:
    """What is sealed under the person and not under an order: papers shown in a case, an address, requests."""
    asked = Request.objects.filter(party=row.party).values_list("id", flat=True)
    for subject in sorted(vaults.readable([row.party, *asked])):
        vault.erase(by=CLOCK, subject=subject, at=at)


def _finish(row: Request, at: datetime) -> None:
    row.state, row.ended_at = DATA_REQUEST.move(row.state, "finish", by=CLOCK).to, at
    row.save(update_fields=["state", "ended_at"])
    tell(row, DATA_REQUEST.names[row.state], at)


def _owed(row: Request, fate: facts.Fate, at: datetime) -> Owed:
    """The platform owes the erasure from the first moment at which the law no longer keeps the record."""
    assert kind_of(fate.order.id) == "ord"
    due_at = book.pack(fate.order.law).end_of(fate.until)
    return Owed(
        OWED, fate.order.id, row.marketplace, row.party, row.marketplace, at, due_at,
        str(fate.kept.cites), about=row.id,
    )  # fmt: skip
