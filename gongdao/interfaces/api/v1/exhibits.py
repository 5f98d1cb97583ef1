"""Files of exhibits: sending one, looking at it, and asking for it again (S36)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, BinaryIO, cast

from django.conf import settings
from django.http.response import HttpResponseBase
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from gongdao.interfaces import ranges
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import In, WordsOut, moment, words
from gongdao.registers.vault.cipher import MasterKey
from gongdao.registers.vault.files import Opened
from gongdao.stages.disputes import queries as cases
from gongdao.stages.disputes.exhibits import actions, queries
from gongdao.stages.disputes.states import DEFICIENCY

router = Router(tags=["disputes"])
A_FILE = {
    "responses": {
        200: {
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}}
                for kind in ("image/jpeg", "image/png", "application/pdf", "video/mp4")
            }
        }
    }
}
"""An answer that is a picture or a document."""

Why = Annotated[str, Field(max_length=200, description="Why the original is needed.")]


class ShownIn(In):
    """What a file is for or against, what it shows, and whom it is for."""

    fact: str = Field(max_length=20)
    words: str = Field(max_length=10_000)
    audience: str = Field(
        "both", max_length=10, description=f"One of: {', '.join(actions.AUDIENCES)}."
    )
    instead_of: str = Field("", max_length=31, description="The exhibit that was to be sent again.")


class SendBackIn(In):
    """What cannot be read, and by when it is to be sent again."""

    words: str = Field(max_length=10_000)
    due_at: datetime


class DeficiencyOut(Schema):
    """What is wanting in an exhibit, and by when it is sent again."""

    exhibit: str
    words: str
    state: str
    state_words: WordsOut
    due_at: datetime


class ExhibitFileOut(Schema):
    """An exhibit. `sha256` is of the file as it came, `shown_sha256` of the copy without metadata."""

    id: str
    by: str
    fact: str
    words: str
    audience: str
    sha256: str
    media: str | None
    size: int | None
    shown_sha256: str | None
    at: datetime
    deficiency: DeficiencyOut | None


@router.get(
    "/disputes/{dispute}/exhibit-files",
    response=list[ExhibitFileOut],
    summary="What was shown in a case",
)
def index(request: Asked, dispute: str) -> list[ExhibitFileOut]:
    """Oldest first; what is for the platform only, the other side does not see."""
    row = cases.see(dispute, by=request.actor)
    found = queries.visible(row, by=request.actor)
    wanting = queries.deficiencies(found)
    return [_shown(each, wanting.get(each.id)) for each in found]


@router.post(
    "/disputes/{dispute}/exhibit-files", response={201: ExhibitFileOut}, summary="Show a file"
)
def show(
    request: Asked, dispute: str, said: Form[ShownIn], file: File[UploadedFile]
) -> Status[ExhibitFileOut]:
    """A photograph or a PDF up to 10 MB, or a video (MP4, MOV, WebM) up to 500 MB, as multipart/form-data. The original is kept sealed."""
    content = cast("BinaryIO", file)
    shown = actions.Shown(said.fact, said.words, content, said.audience, said.instead_of)
    made = actions.show(
        by=request.actor, dispute=dispute, said=shown, at=request.now, master=_master()
    )
    return Status(201, _shown(made, None))


@router.get("/exhibits/{exhibit}/file", summary="The copy that is shown", openapi_extra=A_FILE)
def look(request: Asked, exhibit: str) -> HttpResponseBase:
    """The file without metadata, or a range of it. That you looked is kept as evidence."""
    return _file(
        request,
        actions.look(by=request.actor, exhibit=exhibit, at=request.now, master=_master()),
    )


@router.get("/exhibits/{exhibit}/original", summary="The file as it came", openapi_extra=A_FILE)
def original(request: Asked, exhibit: str, reason: Why = "") -> HttpResponseBase:
    """With all that the camera wrote into it: for whoever sent it and whoever decides, for a reason."""
    return _file(
        request,
        actions.look_at_original(
            by=request.actor, exhibit=exhibit, reason=reason, at=request.now, master=_master()
        ),
    )


@router.post(
    "/exhibits/{exhibit}/send-back", response={201: DeficiencyOut}, summary="Ask for it again"
)
def send_back(request: Asked, exhibit: str, said: SendBackIn) -> Status[DeficiencyOut]:
    """An arbiter cannot read an exhibit: it is to be sent again, by a moment within the case's deadline."""
    made = actions.send_back(
        by=request.actor, exhibit=exhibit, words=said.words, due_at=said.due_at, at=request.now
    )
    return Status(201, _deficiency(made))


def _shown(row: Any, wanting: Any) -> ExhibitFileOut:
    file = getattr(row, "file", None)
    return ExhibitFileOut(
        id=row.id, by=row.by, fact=row.fact, words=row.words, audience=row.audience,
        sha256=row.sha256, media=file and file.media, size=file and file.size,
        shown_sha256=file and file.shown_sha256, at=moment(row.at),
        deficiency=_deficiency(wanting) if wanting else None,
    )  # fmt: skip


def _deficiency(row: Any) -> DeficiencyOut:
    return DeficiencyOut(
        exhibit=row.exhibit_id, words=row.words, state=row.state,
        state_words=words(DEFICIENCY.names[row.state]), due_at=moment(row.due_at),
    )  # fmt: skip


def _file(request: Asked, seen: Opened) -> HttpResponseBase:
    return ranges.answer(
        request,
        seen.read,
        size=seen.size,
        media=seen.media,
        headers={
            "Content-Disposition": "attachment",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


def _master() -> MasterKey:
    return MasterKey(settings.GONGDAO_VAULT_KEY)
