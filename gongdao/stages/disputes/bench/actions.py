"""Who decides a case: taking and leaving the seat, interests, neutrals, and slips put right."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.disputes import queries
from gongdao.stages.disputes.course import Content, decide, decided, deed, side_of
from gongdao.stages.disputes.models import Decision, Dispute, Interest, Seat

WORDS_MOST = 2_000
WAITING = {"arbiter": ("answering", "talking", "deciding"), "senior": ("review",)}
"""In which states each may take a case."""


@transaction.atomic
def take(*, by: Actor, dispute: str, at: datetime) -> Seat:
    """An arbiter takes a case: nobody else decides it, until they leave it."""
    row = queries.locked(dispute, by=by)
    role = side_of(by, row, "dispute.take")
    queries.refuse_conflict(row, arbiter=by.party, side=role)
    _refuse_untimely(row, role)
    seat = queries.seat_of(row.id) or _seat(row, by.party, role, at)
    record([deed("dispute.taken", row, by=by.party, at=at, role=role)])
    return seat


@transaction.atomic
def recuse(*, by: Actor, dispute: str, reason: str, at: datetime) -> Seat:
    """Whoever has the seat leaves it, or the platform removes them, for a reason that is kept."""
    row = queries.locked(dispute, by=by)
    role = side_of(by, row, "dispute.recuse")
    seat = queries.seat_of(row.id)
    if seat is None or (role != "platform" and seat.arbiter != by.party) or not reason.strip():
        raise Refusal(
            "seat_not_yours",
            "您不承办本案，或者没有说明回避理由。",
            "You do not have this case, or gave no reason for leaving it.",
        )
    seat.left_at, seat.reason = at, reason.strip()[:WORDS_MOST]
    seat.save(update_fields=["left_at", "reason"])
    said = {"arbiter": seat.arbiter, "reason": seat.reason}
    record([deed("dispute.recused", row, by=by.party, at=at, **said)])
    return seat


@transaction.atomic
def declare(*, by: Actor, party: str, why: str, at: datetime, arbiter: str = "") -> Interest:
    """An arbiter declares what ties them to a party, or the platform puts it down for them."""
    role = allow(by, "dispute.declare", marketplace=by.marketplace)
    whose = arbiter if role == "platform" and arbiter else by.party
    if parties.party(party) is None or not why.strip():
        raise Refusal(
            "interest_unreal",
            "请写明与哪一方、有什么利害关系。",
            "Say which party, and what ties you to it.",
        )
    row, new = Interest.objects.get_or_create(
        arbiter=whose, party=party,
        defaults={"marketplace": by.marketplace, "why": why.strip()[:400], "at": at},
    )  # fmt: skip
    said = Deed(
        "interest.declared", whose, by=by.party, marketplace=by.marketplace, at=at,
        data={"party": party, "why": row.why},
    )  # fmt: skip
    record([said] if new else [])
    return row


@transaction.atomic
def ask_neutral(*, by: Actor, dispute: str, at: datetime) -> Dispute:
    """A side wants somebody from outside the platform to decide; the platform appoints one."""
    row = queries.locked(dispute, by=by)
    side_of(by, row, "dispute.ask_neutral")
    if row.state not in WAITING["arbiter"] or queries.seat_of(row.id):
        raise Refusal(
            "neutral_untimely",
            "外部中立人员须在裁决之前、仲裁员承办之前申请。",
            "A neutral from outside is asked for before the decision, and before an arbiter took the case.",
        )
    row.neutral_asked = True
    row.save(update_fields=["neutral_asked"])
    record([deed("dispute.neutral_asked", row, by=by.party, at=at)])
    return row


@transaction.atomic
def appoint(*, by: Actor, dispute: str, neutral: str, at: datetime) -> Seat:
    """The platform gives the seat to somebody from outside, who works for neither side nor for it."""
    row = queries.locked(dispute, by=by)
    side_of(by, row, "dispute.appoint")
    person = parties.party(neutral)
    inside = {"arbiter", "senior", "platform", "officer"}
    if (
        person is None or person.marketplace != row.marketplace or set(person.roles) & inside
        or not row.neutral_asked or queries.seat_of(row.id)
    ):  # fmt: skip
        raise Refusal(
            "neutral_unfit",
            "只有当事人申请后，才能指派不在平台任职的人员；每案一席。",
            "Only after a side asked can somebody who does not work for the platform be appointed, once.",
        )
    queries.refuse_conflict(row, arbiter=neutral, side="neutral")
    seat = _seat(row, neutral, "neutral", at)
    record([deed("dispute.neutral_appointed", row, by=by.party, at=at, neutral=neutral)])
    return seat


@transaction.atomic
def correct(*, by: Actor, dispute: str, remarks: str, note: str, at: datetime) -> Decision:
    """A slip of the pen in the last decision is put right by whoever made it.

    What was found and ordered stays; the corrected paper is served again, and no deadline moves.
    """
    row = queries.locked(dispute, by=by)
    side_of(by, row, "dispute.correct")
    last = next(reversed(queries.decisions(row.id)), None)
    if last is None or last.by != by.party or not note.strip():
        raise Refusal(
            "correction_not_yours",
            "只有作出裁决的人可以更正笔误，并须说明更正了什么。",
            "Only whoever made the decision corrects a slip in it, and says what was corrected.",
        )
    said = Content(
        last.findings, last.reasons, last.orders, last.liable,
        remarks=f"{remarks.strip()[:WORDS_MOST]}\n{note.strip()[:WORDS_MOST]}".strip(),
        kind="correction",
    )  # fmt: skip
    made = decide(row, said, by=by, at=at)
    record([decided(row, made, by=by.party, at=at)])
    return made


def _seat(row: Dispute, arbiter: str, role: str, at: datetime) -> Seat:
    return Seat.objects.create(
        id=mint("set", at=at), marketplace=row.marketplace, dispute=row, arbiter=arbiter,
        role=role, taken_at=at,
    )  # fmt: skip


def _refuse_untimely(row: Dispute, role: str) -> None:
    allowed: Any = WAITING[role]
    if row.state not in allowed:
        raise Refusal(
            "case_not_waiting",
            "案件现在不等待您的裁决。",
            "This case does not wait for your decision now.",
        )
