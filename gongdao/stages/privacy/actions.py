"""Asking about one's own data, being answered, having a copy, and taking consent back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.law import book
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow
from gongdao.registers.vault import actions as vault
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.disputes.panels import actions as panels
from gongdao.stages.privacy import copying, facts, queries
from gongdao.stages.privacy.kinds import BY_STAFF
from gongdao.stages.privacy.models import Request
from gongdao.stages.privacy.states import DATA_REQUEST
from gongdao.stages.privacy.telling import deed, tell

WORDS_MOST = 2_000
FIELD = "request"


@transaction.atomic
def ask(*, by: Actor, kind: str, words: str, at: datetime, master: MasterKey) -> Request:
    """Something that somebody of the platform has to look at. What is written is sealed."""
    allow(by, "data.ask", marketplace=by.marketplace, self=by.party)
    said = words.strip()
    if kind not in BY_STAFF or not 0 < len(said) <= WORDS_MOST:
        raise Refusal(
            "data_request_unreal",
            f"请选择一种请求，并用1至{WORDS_MOST}字写明要求。",
            f"Choose what you want, and say it in 1 to {WORDS_MOST} characters.",
        )
    queries.refuse_twice(by, kind)
    due = facts.answered_by(by.marketplace, at)
    law = facts.law_of(by.marketplace)
    why = facts.to_be_met(kind, law=law, on=book.pack(law).day_of(at))
    row = Request.objects.create(
        id=mint("dtr", at=at), marketplace=by.marketplace, party=by.party, kind=kind, answer="",
        asked_at=at,
    )  # fmt: skip
    vault.put(
        marketplace=row.marketplace, people=[vault.Person(row.id, {FIELD: said})], at=at,
        master=master,
    )  # fmt: skip
    turn(
        owed=[
            Owed(
                "data_request", row.id, row.marketplace, row.party, row.marketplace, at, due.value,
                str(due.cites),
            )
        ]
    )  # fmt: skip
    record([deed("asked", row, by=by.party, at=at, why=why.working, kind=kind)])
    return row


@transaction.atomic
def read(*, by: Actor, request: str, at: datetime, master: MasterKey) -> str:
    """What was written, in clear, to its author and to whoever has to answer. That it was read is evidence."""
    row = queries.see(request, by=by)
    allow(by, "data_request.read", marketplace=row.marketplace, self=row.party)
    shown = vault.reveal(
        by=by.party, subject=row.id, field=FIELD, reason=f"答复请求 to answer {row.id}", at=at,
        master=master,
    )  # fmt: skip
    record([deed("read", row, by=by.party, at=at)])
    return shown


@transaction.atomic
def answer(*, by: Actor, request: str, act: str, words: str, at: datetime) -> Request:
    """Done, or refused with the reason that the law demands."""
    row = queries.locked(request, by=by)
    allow(by, "data_request.answer", marketplace=row.marketplace)
    move = DATA_REQUEST.move(row.state, act, by="platform")
    said = words.strip()
    if not 0 < len(said) <= WORDS_MOST:
        raise Refusal(
            "data_answer_missing",
            f"请用1至{WORDS_MOST}字说明办理结果；拒绝的，须说明理由。",
            f"Say in 1 to {WORDS_MOST} characters what was done, or why it is refused.",
        )
    row.state, row.ended_at, row.answered_by, row.answer = move.to, at, by.party, said
    row.save(update_fields=["state", "ended_at", "answered_by", "answer"])
    turn(done=[Done("data_request", row.id, at)])
    tell(row, DATA_REQUEST.names[row.state], at)
    record([deed(row.state, row, by=by.party, at=at)])
    return row


@transaction.atomic
def lapse(*, duties: list[Duty], at: datetime) -> None:
    """The platform was silent too long: that is on its record, and the way to a court is open."""
    rows = [row for row in queries.locked_many(d.subject for d in duties) if row.state == "asked"]
    for row in rows:
        row.state, row.ended_at = DATA_REQUEST.move(row.state, "lapse", by=CLOCK).to, at
        tell(row, _LATE, at)
    Request.objects.bulk_update(rows, ["state", "ended_at"])
    turn(done=[Done("data_request", d.subject, at, "missed") for d in duties])
    record([deed("unanswered", row, by=CLOCK, at=at) for row in rows])


@transaction.atomic
def copy(*, by: Actor, at: datetime, master: MasterKey) -> dict[str, Any]:
    """Everything that is held about the actor, in clear, as data that another program can read."""
    allow(by, "data.ask", marketplace=by.marketplace, self=by.party)
    made = copying.make(by=by, at=at, master=master)
    parts = {name: len(part) for name, part in made.items() if isinstance(part, list)}
    record(
        [Deed("data.copied", by.party, by=by.party, marketplace=by.marketplace, at=at, data=parts)]
    )
    return made


@transaction.atomic
def withdraw_consent(*, by: Actor, at: datetime) -> None:
    """No juror any more: the one thing here that rests on consent. Sitting panels are not undone."""
    allow(by, "data.ask", marketplace=by.marketplace, self=by.party)
    panels.leave(by=by, at=at)
    law = facts.law_of(by.marketplace)
    on = book.pack(law).day_of(at)
    why = facts.to_do(facts.WITHDRAWN, must_be_kept=False, law=law, on=on)
    record(
        [
            Deed(
                "consent.withdrawn", by.party, by=by.party, marketplace=by.marketplace, at=at,
                why=why.working, data={"purpose": "juror"},
            )
        ]
    )  # fmt: skip


_LATE = Words(
    "平台逾期未答复。您可以再次提出，也可以向网信部门投诉或者依法向人民法院起诉。",
    "The platform did not answer in time. You may ask again, complain to the cyberspace authority, or sue.",
)
