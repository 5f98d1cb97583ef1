"""Disputes with their facts, exhibits, offers and decisions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongdao.kernel.money import Money
from gongdao.registers import columns
from gongdao.stages.disputes.claims import KINDS, WISHES
from gongdao.stages.disputes.states import DISPUTE
from gongdao.stages.orders.models import Order


class Dispute(models.Model):
    """A buyer says that something is wrong with an order, and wants something."""

    id = columns.own_ref()
    marketplace = columns.ref()
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="disputes")
    kind = models.CharField(max_length=20)
    wish = models.CharField(max_length=20)
    story = models.TextField()
    answer = models.TextField()
    admitted = models.BooleanField(null=True)
    losses_minor = columns.minor()
    state = columns.state(DISPUTE)
    filed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(DISPUTE),
            models.CheckConstraint(
                name="dispute_kind_known",
                condition=models.Q(kind__in=sorted(KINDS), wish__in=sorted(WISHES)),
            ),
            models.CheckConstraint(
                name="dispute_losses_real", condition=models.Q(losses_minor__gte=0)
            ),
            models.UniqueConstraint(
                "order",
                name="dispute_open_once",
                condition=~models.Q(state__in=sorted(DISPUTE.ends)),
            ),
        ]
        indexes: ClassVar = [models.Index("marketplace", "state", "id", name="dispute_desk")]

    def __str__(self) -> str:
        return self.id


class Exhibit(models.Model):
    """Something a party shows for or against a fact. The file is kept by its digest."""

    id = columns.own_ref()
    marketplace = columns.ref()
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="exhibits")
    by = columns.ref()
    fact = models.CharField(max_length=20)
    words = models.TextField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.id


class Offer(models.Model):
    """One side offers a sum to end the dispute; the other side may take it while it stands."""

    id = columns.own_ref()
    marketplace = columns.ref()
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="offers")
    by = columns.ref()
    side = models.CharField(max_length=8)
    currency = columns.currency()
    amount_minor = columns.minor()
    at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="offer_amount_real", condition=models.Q(amount_minor__gt=0)
            ),
            models.UniqueConstraint(
                "dispute", name="one_offer_accepted", condition=models.Q(accepted_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def amount(self) -> Money:
        """What is offered."""
        return Money(self.currency, self.amount_minor)


class Decision(models.Model):
    """A reasoned decision. `orders` is what the ledger will execute; a later decision replaces an earlier one."""

    id = columns.own_ref()
    marketplace = columns.ref()
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="decisions")
    number = models.IntegerField()
    by = columns.ref()
    findings = models.JSONField()
    reasons = models.JSONField()
    orders = models.JSONField()
    remarks = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("dispute", "number", name="decision_numbered_once")
        ]

    def __str__(self) -> str:
        return self.id
