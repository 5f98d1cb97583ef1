"""Who may sell (S01)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Router, Schema, Status
from pydantic import Field

from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import In, WordsOut, moment, moment_or_none, words
from gongdao.kernel.refusal import Refusal
from gongdao.stages.admission import actions, queries
from gongdao.stages.admission.states import APPLICATION

router = Router(tags=["applications"])


class ApplicationIn(In):
    """Trade name and registration, as the licence has them."""

    shop_zh: str = Field(min_length=1, max_length=80)
    shop_en: str = Field(min_length=1, max_length=80)
    credit_code: str = Field(
        max_length=40, description="Unified social credit code, GB 32100: 18 characters."
    )


class DecisionIn(In):
    """Admit, refuse or suspend; always with a reason."""

    act: Literal["admit", "refuse", "suspend"]
    reason: str = Field(min_length=1, max_length=400)


class ApplicationOut(Schema):
    """An application to sell. Trade name and registration are public by law."""

    id: str
    applicant: str
    shop: WordsOut
    credit_code: str
    state: str
    state_words: WordsOut
    filed_at: datetime
    decided_at: datetime | None
    reason: str


@router.post("/applications", response={201: ApplicationOut}, summary="Apply to sell")
def file(request: Asked, wish: ApplicationIn) -> Status[ApplicationOut]:
    """File an application. A wrong check digit, or a code another shop uses, is refused."""
    asked = actions.Wish(by=request.actor, at=request.now, **wish.model_dump())
    (row,) = actions.file(wishes=[asked])
    return Status(201, shown(row))


@router.get("/applications", response=list[ApplicationOut], summary="What waits for review")
def waiting(request: Asked) -> list[ApplicationOut]:
    """What the platform has to review, oldest first."""
    return [shown(row) for row in queries.waiting(by=request.actor)]


@router.get("/applications/mine", response=ApplicationOut, summary="Read my application")
def mine(request: Asked) -> ApplicationOut:
    """The caller's own application."""
    row = queries.shops([request.actor.party]).get(request.actor.party)
    if row is None:
        raise Refusal(
            "application_unknown", "您还没有提交入驻申请。", "You have not applied to sell yet."
        )
    return shown(row)


@router.post(
    "/applications/{application}/decision", response=ApplicationOut, summary="Decide an application"
)
def decide(request: Asked, application: str, said: DecisionIn) -> ApplicationOut:
    """Admit, refuse or suspend, with a reason. Nobody sells before this."""
    actions.decide(
        by=request.actor,
        applications=[application],
        act=said.act,
        reason=said.reason,
        at=request.now,
    )
    (row,) = queries.for_decision([application], by=request.actor)
    return shown(row)


def shown(row: Any) -> ApplicationOut:
    """An application as we show it."""
    return ApplicationOut(
        id=row.id,
        applicant=row.applicant,
        shop=WordsOut(zh=row.shop_zh, en=row.shop_en),
        credit_code=row.credit_code,
        state=row.state,
        state_words=words(APPLICATION.names[row.state]),
        filed_at=moment(row.filed_at),
        decided_at=moment_or_none(row.decided_at),
        reason=row.reason,
    )
