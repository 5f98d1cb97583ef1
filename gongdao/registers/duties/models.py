"""One table for every deadline there is."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongdao.registers import columns
from gongdao.registers.duties.kinds import KINDS

OUTCOMES = ("met", "missed", "moot")
"""Done in time; not done in time; no longer owed, because something else happened first."""


class Duty(models.Model):
    """Somebody owes somebody something by a moment, under an article. Open until it has an outcome."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    kind = models.CharField(max_length=20)
    subject = columns.ref()
    about = columns.ref()
    owed_by = columns.ref()
    owed_to = columns.ref()
    owed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    cites = models.CharField(max_length=120)
    outcome = models.CharField(max_length=8, null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="duty_kind_known", condition=models.Q(kind__in=sorted(KINDS))
            ),
            models.CheckConstraint(
                name="duty_settled_with_outcome",
                condition=models.Q(outcome=None, settled_at=None)
                | models.Q(outcome__in=OUTCOMES, settled_at__isnull=False),
            ),
            models.UniqueConstraint(
                "subject", "kind", name="duty_open_once", condition=models.Q(outcome=None)
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                "marketplace", "due_at", name="duty_due", condition=models.Q(outcome=None)
            ),
            models.Index(
                "owed_by", "due_at", name="duty_of_party", condition=models.Q(outcome=None)
            ),
            models.Index("about", "id", name="duty_by_about"),
            models.Index("owed_by", "kind", name="duty_by_debtor"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
