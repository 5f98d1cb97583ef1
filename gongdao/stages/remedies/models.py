"""Awards: money that was owed to a buyer and moved; and recoveries of what was paid first."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongdao.kernel.money import Money
from gongdao.registers import columns
from gongdao.stages.orders.models import Order
from gongdao.stages.remedies.states import RECOVERY

HEADS = ("refund", "price_multiple", "loss", "settlement")


class Award(models.Model):
    """A sum a buyer got under one head, for one cause, and from which accounts it came."""

    id = columns.own_ref()
    marketplace = columns.ref()
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="awards")
    cause = columns.ref()
    head = models.CharField(max_length=16)
    payee = columns.ref()
    debtor = columns.ref()
    currency = columns.currency()
    amount_minor = columns.minor()
    unpaid_minor = columns.minor()
    sources = models.JSONField()
    cites = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("cause", "head", name="award_once_per_cause"),
            models.CheckConstraint(
                name="award_amounts_real",
                condition=models.Q(amount_minor__gt=0, unpaid_minor__gte=0)
                & models.Q(unpaid_minor__lte=models.F("amount_minor")),
            ),
            models.CheckConstraint(name="award_head_known", condition=models.Q(head__in=HEADS)),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def amount(self) -> Money:
        """What was awarded."""
        return Money(self.currency, self.amount_minor)


class Recovery(models.Model):
    """What the fund paid first and somebody else owes."""

    id = columns.own_ref()
    marketplace = columns.ref()
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="recoveries")
    debtor = columns.ref()
    currency = columns.currency()
    amount_minor = columns.minor()
    state = columns.state(RECOVERY)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(RECOVERY),
            models.UniqueConstraint("award", "debtor", name="recovery_once"),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def amount(self) -> Money:
        """What is to come back."""
        return Money(self.currency, self.amount_minor)
