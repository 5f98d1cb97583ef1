"""Carriers: their files and callbacks, their keys, and the labels that reach a recipient through us (S14)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field

from gongdao.interfaces import carriers
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import In, WordsOut, moment
from gongdao.interfaces.paper import labels as paper
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties import queries as parties
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.delivery import queries as parcels
from gongdao.stages.delivery.feeds import queries as feeds
from gongdao.stages.delivery.labels import actions as labels
from gongdao.stages.delivery.labels import queries as made
from gongdao.stages.delivery.labels import seal

router = Router(tags=["carriers"])
callbacks = Router(tags=["carriers"])

Reason = Annotated[str, Field(max_length=200, description="Why the data is needed.")]
Name = Annotated[str, Field(max_length=carriers.NAME_MOST, description="What the file is called.")]

RAW: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "EDIFACT IFTSTA, or one JSON object a line.",
        "content": {
            kind: {"schema": {"type": "string"}}
            for kind in ("application/EDIFACT", "application/x-ndjson", "application/octet-stream")
        },
    },
}
SIGNED: dict[str, Any] = RAW | {
    "parameters": [
        {"in": "header", "name": name, "required": True, "schema": {"type": "string"}}
        for name in ("webhook-id", "webhook-timestamp", "webhook-signature")
    ],
}
PRINTED = {
    "responses": {
        200: {
            "description": "The label on A6.",
            "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


class FaultOut(Schema):
    """A row that was not taken, and why."""

    row: int
    code: str
    words: WordsOut


class FeedOut(Schema):
    """A file or callback: how many rows became scans, were known already, or were not taken."""

    id: str
    name: str
    form: str
    sha256: str
    rows: int
    done: int
    good: int
    known: int
    refused: int
    faults: list[FaultOut] = Field(description="The first 200.")
    at: datetime


class KeyIn(In):
    """An X25519 public key of 32 bytes, in hex."""

    public: str = Field(pattern="^[0-9a-f]{64}$")


class KeyOut(Schema):
    """The key to which labels are sealed from now on."""

    id: str
    public: str
    since: datetime


class LabelOut(Schema):
    """A label: masks, the code that reaches the recipient through us, what the square says."""

    parcel: str
    code: str
    square: str
    recipient: dict[str, str]
    made_at: datetime
    expires_at: datetime


class WordsIn(In):
    """What the carrier wants the recipient to know."""

    words: str = Field(min_length=1, max_length=labels.WORDS_MOST)


class ReachedOut(Schema):
    """The recipient's telephone. Shown once, kept nowhere."""

    phone: str


class WrittenOut(Schema):
    """The message went through us."""

    code: str


@router.post("/feeds", response={201: FeedOut}, summary="Send a file of scans", openapi_extra=RAW)
def send(request: Asked, name: Name = "api") -> Status[FeedOut]:
    """Rows that fit become scans, the others are named. The same file again takes nothing twice."""
    row = carriers.take_in(
        by=request.actor, market=request.market, name=name, data=request.body, at=request.now
    )
    return Status(201, _feed(row))


@router.get("/feeds/{feed}", response=FeedOut, summary="Read what became of a file")
def read(request: Asked, feed: str) -> FeedOut:
    """How far it is, and which rows were not taken."""
    return _feed(feeds.see(feed, by=request.actor))


@callbacks.post(
    "/carriers/{carrier}/callbacks", auth=None, response=FeedOut, summary="Hear a carrier",
    openapi_extra=SIGNED,
)  # fmt: skip
def hear(request: HttpRequest, carrier: str) -> FeedOut:
    """Signed as Standard Webhooks are. The signature says who speaks, and twice does no harm."""
    party = parties.party(carrier) if carrier.isascii() and "\0" not in carrier else None
    if party is None or "courier" not in party.roles:
        raise Refusal("carrier_unknown", "没有这家快递企业。", "There is no such carrier.")
    market = parties.by_id(party.marketplace)
    now = parties.now(market, real=datetime.now(UTC))
    event = carriers.believe(party.id, dict(request.headers), request.body, now=now)
    row = carriers.take_in(
        by=parties.actor(party), market=market, name=event, data=request.body, at=now
    )
    return _feed(row)


@router.post("/carrier-keys", response={201: KeyOut}, summary="Give the key labels are sealed to")
def give_key(request: Asked, said: KeyIn) -> Status[KeyOut]:
    """The private key stays with the carrier; the key before this one ends."""
    row = labels.give_key(by=request.actor, public=bytes.fromhex(said.public), at=request.now)
    return Status(201, KeyOut(id=row.id, public=bytes(row.public).hex(), since=moment(row.since)))


@router.post("/parcels/{parcel}/label", response={201: LabelOut}, summary="Make a parcel's label")
def make(request: Asked, parcel: str) -> Status[LabelOut]:
    """Masks, a short-lived code and a sealed square. Asked again, it is the same label."""
    row = labels.make(by=request.actor, parcel=parcel, at=request.now, master=_master())
    token = bytes(row.token) if row.token else None
    return Status(
        201,
        LabelOut(
            parcel=row.parcel_id,
            code=row.code,
            square=seal.as_text(row.parcel_id, token) if token else row.parcel_id,
            recipient=parcels.recipient(row.parcel.order_id),
            made_at=moment(row.made_at),
            expires_at=moment(row.expires_at),
        ),
    )


@router.get("/parcels/{parcel}/label.pdf", summary="Print a label", openapi_extra=PRINTED)
def printed(request: Asked, parcel: str) -> HttpResponse:
    """The label that was made, on A6. No name, number or street is on it."""
    row = parcels.see(parcel, by=request.actor)
    label = made.printable(row, by=request.actor)
    pdf = paper.label(row, label, parcels.recipient(row.order_id), language=request.language)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{row.id}.label.pdf"'
    return response


@router.get(
    "/labels/{code}/reach", response=ReachedOut, summary="Reach a recipient by a label's code"
)
def reach(request: Asked, code: str, reason: Reason = "") -> ReachedOut:
    """For the carrier, while the parcel is on its way; the look becomes evidence. Nothing is kept."""
    number = labels.reach(
        by=request.actor, code=code, reason=reason, at=request.now, master=_master()
    )
    return ReachedOut(phone=number)


@router.post("/labels/{code}/messages", response={201: WrittenOut}, summary="Write to a recipient")
def write(request: Asked, code: str, said: WordsIn) -> Status[WrittenOut]:
    """Through us: the carrier learns nothing of who reads it."""
    labels.write(by=request.actor, code=code, words=said.words, at=request.now)
    return Status(201, WrittenOut(code=code))


def _master() -> MasterKey:
    return MasterKey(settings.GONGDAO_VAULT_KEY)


def _feed(row: Any) -> FeedOut:
    return FeedOut(
        id=row.id, name=row.name, form=row.form, sha256=row.sha256, rows=row.rows, done=row.done,
        good=row.good, known=row.known, refused=feeds.fault_count(row),
        faults=[
            FaultOut(row=f.row, code=f.code, words=WordsOut(zh=f.zh, en=f.en))
            for f in feeds.faults(row)
        ],
        at=moment(row.at),
    )  # fmt: skip
