"""What was said about a thing: to people in both languages, to programs as signed webhooks."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from gongdao.registers import columns

METHODS = ("inbox", "post", "in_person")
"""How a document reaches a party."""


class Service(models.Model):
    """A document that was served on a party: how, when, when it counts as served, when it was opened."""

    id = columns.own_ref()
    marketplace = columns.ref()
    about = columns.ref()
    document = columns.ref()
    to = columns.ref()
    method = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)
    served_at = models.DateTimeField()
    deemed_on = models.DateField()
    cites = models.CharField(max_length=120)
    received_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("document", "to", name="service_once"),
            models.CheckConstraint(
                name="service_method_known", condition=models.Q(method__in=METHODS)
            ),
        ]
        indexes: ClassVar = [models.Index("about", "served_at", name="service_by_about")]

    def __str__(self) -> str:
        return self.id


class Message(models.Model):
    """One message. Only its audience sees it; it is never edited."""

    id = columns.own_ref()
    marketplace = columns.ref()
    about = columns.ref()
    by = columns.ref()
    audience = ArrayField(columns.ref())
    zh = models.TextField()
    en = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index("about", "at", name="message_by_about")]

    def __str__(self) -> str:
        return self.id


class Endpoint(models.Model):
    """Where a party wants to hear of events about itself, as a signed webhook. Its secret is derived, not kept."""

    id = columns.own_ref()
    marketplace = columns.ref()
    party = columns.ref()
    url = models.CharField(max_length=400)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                "marketplace", "party", name="endpoint_open", condition=models.Q(ended_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.id


class Delivery(models.Model):
    """One event on its way to one endpoint: tried until it is taken, or given up after the last try."""

    id = columns.own_ref()
    marketplace = columns.ref()
    endpoint = models.ForeignKey(Endpoint, on_delete=models.PROTECT, related_name="deliveries")
    event = models.CharField(max_length=40)
    body = models.TextField()
    at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="delivery_done_is_not_due",
                condition=models.Q(done_at=None) | models.Q(next_at=None),
            )
        ]
        indexes: ClassVar = [
            models.Index("next_at", name="delivery_due", condition=models.Q(next_at__isnull=False)),
            models.Index(fields=["endpoint", "-id"], name="delivery_by_endpoint"),
        ]

    def __str__(self) -> str:
        return self.id
