"""Conversations and the enquiries in them. What was said itself stands in the messages register."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongdao.registers import columns
from gongdao.stages.orders.conversations.states import ENQUIRY, WAITS
from gongdao.stages.orders.models import Order


class Conversation(models.Model):
    """What is said about an order, or about one case of it: `about` is the order or the case."""

    id = columns.own_ref()
    marketplace = columns.ref()
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="conversations")
    about = columns.ref(unique=True)
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.id


class Utterance(models.Model):
    """That a message was said, in which order, and its digest. Written once; the words stand elsewhere."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="utterances"
    )
    message = columns.ref(unique=True)
    side = models.CharField(max_length=8)
    language = models.CharField(max_length=2)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.message


class Enquiry(models.Model):
    """A question of the buyer that somebody has to answer. A conversation has one open at a time."""

    id = columns.own_ref()
    marketplace = columns.ref()
    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="enquiries"
    )
    merchant = columns.ref()
    state = columns.state(ENQUIRY)
    asked_at = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True)
    handed_over_by = columns.ref(default="")
    taken_by = columns.ref(default="")
    ended_at = models.DateTimeField(null=True)
    answered_by = columns.ref(default="")

    class Meta:
        constraints: ClassVar = [
            columns.known_states(ENQUIRY),
            models.UniqueConstraint(
                "conversation", name="enquiry_open_once", condition=models.Q(state__in=WAITS)
            ),
        ]
        indexes: ClassVar = [
            models.Index("marketplace", "state", "asked_at", name="enquiry_queue"),
            models.Index("merchant", "state", "asked_at", name="enquiry_of_merchant"),
        ]

    def __str__(self) -> str:
        return self.id
