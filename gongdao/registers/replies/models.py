"""Kept replies, one for each write that succeeded."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongdao.registers import columns

KEY_LENGTH = 80


class Reply(models.Model):
    """What a caller got for a key. `fingerprint` digests what was asked; another is another request."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    caller = columns.ref()
    key = models.CharField(max_length=KEY_LENGTH)
    fingerprint = models.BinaryField(max_length=32)
    status = models.SmallIntegerField()
    body = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("caller", "key", name="reply_once"),
            models.CheckConstraint(
                name="reply_only_of_success", condition=models.Q(status__gte=200, status__lt=300)
            ),
        ]
        indexes: ClassVar = [models.Index("at", name="reply_by_age")]

    def __str__(self) -> str:
        return f"{self.caller} {self.key}"
