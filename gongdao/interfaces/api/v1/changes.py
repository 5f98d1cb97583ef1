"""Particulars of a merchant that change: reported, verified, shown (S01)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.conf import settings
from ninja import Router, Schema, Status
from pydantic import Field

from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import In, WordsOut, words
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.admission.changes import actions
from gongdao.stages.admission.states import CHANGE

router = Router(tags=["applications"])

Line = Annotated[str, Field(max_length=200)]
PLAIN = ("shop_zh", "shop_en", "form", "credit_code", "company", "capital", "exemption")


class ChangeIn(In):
    """What is different from a day on. Only what is named changes."""

    changed_on: date
    shop_zh: str | None = Field(None, max_length=80)
    shop_en: str | None = Field(None, max_length=80)
    form: str | None = Field(None, max_length=20)
    credit_code: str | None = Field(None, max_length=40)
    company: str | None = Field(None, max_length=200)
    capital: str | None = Field(None, max_length=80)
    exemption: str | None = Field(None, max_length=20)
    person: dict[Annotated[str, Field(max_length=20)], Line] = Field({}, max_length=6)


class ChangeDecisionIn(In):
    """Accept or reject a change; a rejection has a reason."""

    act: Literal["accept", "reject"]
    reason: str = Field("", max_length=400)


class ChangeOut(Schema):
    """A change of particulars: what of it is public, and the names of the rest."""

    id: str
    public: dict[str, Any]
    fields: list[str]
    changed_on: date
    late: bool
    state: str
    state_words: WordsOut
    reason: str


@router.post(
    "/applications/{application}/changes", response={201: ChangeOut}, summary="Report a change"
)
def report_change(request: Asked, application: str, said: ChangeIn) -> Status[ChangeOut]:
    """Within three working days of it. Nothing shows before somebody has verified it."""
    public = {name: value for name in PLAIN if (value := getattr(said, name)) is not None}
    made = actions.report(
        by=request.actor, application=application, at=request.now, master=_master(),
        changed=actions.Changed(said.changed_on, public, said.person),
    )  # fmt: skip
    return Status(201, shown(made))


@router.post("/changes/{change}/decision", response=ChangeOut, summary="Decide a change")
def decide_change(request: Asked, change: str, said: ChangeDecisionIn) -> ChangeOut:
    """Accepted, it is made and shown."""
    made = actions.decide(
        by=request.actor, change=change, act=said.act, reason=said.reason, at=request.now,
        master=_master(),
    )  # fmt: skip
    return shown(made)


def shown(row: Any) -> ChangeOut:
    """A change as we show it."""
    return ChangeOut(
        id=row.id, public=row.said, fields=row.fields, changed_on=row.changed_on, late=row.late,
        state=row.state, state_words=words(CHANGE.names[row.state]), reason=row.reason,
    )  # fmt: skip


def _master() -> MasterKey:
    return MasterKey(settings.GONGDAO_VAULT_KEY)
