"""Requests about one's own data. What somebody wrote in one is sealed in the vault under the request."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongdao.registers import columns
from gongdao.stages.privacy.kinds import KINDS
from gongdao.stages.privacy.states import DATA_REQUEST


class Request(models.Model):
    """Somebody wants something done with, or to know something of, their data."""

    id = columns.own_ref()
    marketplace = columns.ref()
    party = columns.ref()
    kind = models.CharField(max_length=8)
    state = columns.state(DATA_REQUEST)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    answered_by = columns.ref(null=True)
    answer = models.TextField()

    class Meta:
        constraints: ClassVar = [
            columns.known_states(DATA_REQUEST),
            models.CheckConstraint(
                name="data_request_kind_known", condition=models.Q(kind__in=sorted(KINDS))
            ),
            models.UniqueConstraint(
                "party",
                "kind",
                name="data_request_open_once",
                condition=models.Q(ended_at=None),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["party", "-asked_at"], name="data_request_by_party"),
            models.Index(
                "marketplace",
                "asked_at",
                name="data_request_waiting",
                condition=models.Q(state="asked"),
            ),
        ]

    def __str__(self) -> str:
        return self.id
