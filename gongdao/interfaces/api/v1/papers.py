"""Papers of an application, item by item, and the waivers that two people agree on (S01)."""

from __future__ import annotations

import base64
import binascii
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from ninja import Router, Schema, Status
from pydantic import Field

from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import (
    In,
    MoneyOut,
    WordsOut,
    moment,
    moment_or_none,
    money,
    words,
)
from gongdao.kernel.refusal import Refusal
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.admission.papers import actions
from gongdao.stages.admission.states import PAPER, WAIVER

router = Router(tags=["papers"])

Why = Annotated[str, Field(max_length=200, description="Why the file is needed.")]


class PaperIn(In):
    """A file for one item of the checklist, and what stands on it."""

    item: str = Field(max_length=80, examples=["licence", "permit/food_business"])
    number: str = Field("", max_length=80)
    issuer: str = Field("", max_length=120)
    expires_on: date | None = Field(None, description="The last day on which it holds.")
    content_base64: str = Field(description="PDF, JPEG, PNG or WebP, up to 10 MB.")


class PaperDecisionIn(In):
    """Accept, reject, or ask for it again; the last two with a reason."""

    act: Literal["accept", "reject", "ask_again"]
    reason: str = Field("", max_length=400)


class WaiverIn(In):
    """Why an item is not needed here."""

    item: str = Field(max_length=80)
    reason: str = Field(min_length=1, max_length=400)


class WaiverDecisionIn(In):
    """A second person confirms or denies."""

    act: Literal["confirm", "deny"]


class PaperOut(Schema):
    """A paper as it is kept: its digest is evidence, its content is sealed."""

    id: str
    item: str
    number: str
    issuer: str
    expires_on: date | None
    media: str
    sha256: str
    state: str
    state_words: WordsOut
    reason: str
    supplied_at: datetime
    decided_at: datetime | None


class WaiverOut(Schema):
    """A waiver, and the two people it takes."""

    id: str
    item: str
    reason: str
    state: str
    state_words: WordsOut
    proposed_by: str
    decided_by: str


class ItemOut(Schema):
    """One item of the checklist: what it is, why it is asked for, and how it stands."""

    item: str
    name: WordsOut
    why: WordsOut
    cites: str
    status: str
    status_words: WordsOut
    settled: bool
    reason: str
    amount: MoneyOut | None
    paper: PaperOut | None
    waiver: WaiverOut | None


class FileOut(Schema):
    """A kept file in clear."""

    media: str
    content_base64: str


@router.post(
    "/applications/{application}/papers", response={201: PaperOut}, summary="Supply a paper"
)
def supply(request: Asked, application: str, said: PaperIn) -> Status[PaperOut]:
    """The file is known by its content; what is locked, active, broken or disguised is refused."""
    try:
        content = base64.b64decode(said.content_base64, validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise Refusal(
            "content_wrong", "content_base64 不是有效的 Base64。", "content_base64 is not Base64."
        ) from wrong
    paper = actions.Supplied(said.item, content, said.number, said.issuer, said.expires_on)
    made = actions.supply(
        by=request.actor, application=application, paper=paper, at=request.now, master=_master()
    )
    return Status(201, shown(made))


@router.post("/papers/{paper}/decision", response=PaperOut, summary="Decide about a paper")
def decide(request: Asked, paper: str, said: PaperDecisionIn) -> PaperOut:
    """Accept it, reject it, or ask for it again."""
    given: dict[str, Any] = {"by": request.actor, "paper": paper, "at": request.now}
    if said.act == "accept":
        return shown(actions.accept(**given))
    if said.act == "reject":
        return shown(actions.reject(reason=said.reason, **given))
    return shown(actions.ask_again(reason=said.reason, **given))


@router.get("/papers/{paper}/file", response=FileOut, summary="Open the file of a paper")
def open_file(request: Asked, paper: str, reason: Why = "") -> FileOut:
    """In clear, for a reason. Who looked, and why, becomes evidence."""
    media, content = actions.open_file(
        by=request.actor, paper=paper, reason=reason, at=request.now, master=_master()
    )
    return FileOut(media=media, content_base64=base64.b64encode(content).decode())


@router.post(
    "/applications/{application}/waivers", response={201: WaiverOut}, summary="Propose a waiver"
)
def propose(request: Asked, application: str, said: WaiverIn) -> Status[WaiverOut]:
    """One of the staff proposes; it counts once another confirms."""
    made = actions.propose_waiver(
        by=request.actor, application=application, item=said.item, reason=said.reason,
        at=request.now,
    )  # fmt: skip
    return Status(201, waived(made))


@router.post("/waivers/{waiver}/decision", response=WaiverOut, summary="Decide about a waiver")
def decide_waiver(request: Asked, waiver: str, said: WaiverDecisionIn) -> WaiverOut:
    """By somebody else than who proposed it."""
    return waived(
        actions.decide_waiver(by=request.actor, waiver=waiver, act=said.act, at=request.now)
    )


def line(row: Any) -> ItemOut:
    """An item of the checklist as we show it."""
    asked = row.requirement
    return ItemOut(
        item=row.item, name=words(asked.name), why=words(asked.why), cites=asked.cites,
        status=row.status, status_words=words(row.status_words), settled=row.settled,
        reason=row.reason, amount=money(asked.amount) if asked.amount else None,
        paper=shown(row.paper) if row.paper else None,
        waiver=waived(row.waiver) if row.waiver else None,
    )  # fmt: skip


def shown(row: Any) -> PaperOut:
    """A paper as we show it."""
    return PaperOut(
        id=row.id, item=row.item, number=row.number, issuer=row.issuer, expires_on=row.expires_on,
        media=row.media, sha256=row.digest, state=row.state,
        state_words=words(PAPER.names[row.state]), reason=row.reason,
        supplied_at=moment(row.supplied_at), decided_at=moment_or_none(row.decided_at),
    )  # fmt: skip


def waived(row: Any) -> WaiverOut:
    """A waiver as we show it."""
    return WaiverOut(
        id=row.id, item=row.item, reason=row.reason, state=row.state,
        state_words=words(WAIVER.names[row.state]), proposed_by=row.proposed_by,
        decided_by=row.decided_by,
    )  # fmt: skip


def _master() -> MasterKey:
    return MasterKey(settings.GONGDAO_VAULT_KEY)
