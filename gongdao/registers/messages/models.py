"""What was said about a thing, in both languages when the product speaks, as written when people do."""

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
