"""Where a party's program wants to hear of payments, refunds and payouts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from ninja import Router, Schema, Status
from pydantic import Field

from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import In, moment, moment_or_none
from gongdao.registers.messages import webhooks

router = Router(tags=["webhooks"])


class WebhookIn(In):
    """An https address with a public host name."""

    url: str = Field(max_length=webhooks.URL_MOST, examples=["https://shop.example.com/gongdao"])


class WebhookOut(Schema):
    """An endpoint that is told of events about its party."""

    id: str
    url: str
    made_at: datetime


class WebhookMadeOut(WebhookOut):
    """The same with its signing secret, in the manner of Standard Webhooks."""

    secret: str = Field(examples=["whsec_…"])


class DeliveryOut(Schema):
    """One event on its way: tried until it is taken, six times more at most."""

    id: str
    event: str
    at: datetime
    tries: int
    answer: str
    next_at: datetime | None
    done_at: datetime | None


@router.post("/webhooks", response={201: WebhookMadeOut}, summary="Register a webhook")
def register(request: Asked, said: WebhookIn) -> Status[WebhookMadeOut]:
    """Every event is signed with the secret of its endpoint (Standard Webhooks)."""
    row = webhooks.register(by=request.actor, url=said.url, at=request.now)
    secret = webhooks.secret(row.id, master=settings.GONGDAO_WEBHOOK_SECRET)
    return Status(201, WebhookMadeOut(**_shown(row).model_dump(), secret=secret))


@router.get("/webhooks", response=list[WebhookOut], summary="My webhooks")
def index(request: Asked) -> list[WebhookOut]:
    """Where the caller's program listens."""
    return [_shown(row) for row in webhooks.endpoints(by=request.actor)]


@router.post("/webhooks/{webhook}/end", response=list[WebhookOut], summary="End a webhook")
def end(request: Asked, webhook: str) -> list[WebhookOut]:
    """Nothing is sent there any more. Returns what is left."""
    webhooks.end(by=request.actor, endpoint=webhook, at=request.now)
    return index(request)


@router.get(
    "/webhooks/{webhook}/deliveries", response=list[DeliveryOut], summary="What was sent there"
)
def deliveries(request: Asked, webhook: str) -> list[DeliveryOut]:
    """The last deliveries, newest first, with how they were answered."""
    return [
        DeliveryOut(
            id=row.id, event=row.event, at=moment(row.at), tries=row.tries, answer=row.answer,
            next_at=moment_or_none(row.next_at), done_at=moment_or_none(row.done_at),
        )
        for row in webhooks.deliveries(webhook, by=request.actor)
    ]  # fmt: skip


def _shown(row: Any) -> WebhookOut:
    return WebhookOut(id=row.id, url=row.url, made_at=moment(row.made_at))
