"""What was said about a thing, in both languages when the product speaks, as written when people do."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from gongdao.registers import columns


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
