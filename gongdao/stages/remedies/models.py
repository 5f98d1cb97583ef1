"""Awards and recoveries, measures that were ordered, apologies shown to all, and rectifications."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongdao.kernel.money import Money
from gongdao.registers import columns
from gongdao.stages.disputes.heads import MEASURES
from gongdao.stages.disputes.models import Dispute
from gongdao.stages.orders.models import Order
from gongdao.stages.remedies.states import MEASURE, RECOVERY, RECTIFICATION

HEADS = ("refund", "price_multiple", "loss", "settlement", "earnest")


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
    objection = models.TextField(default="")
    reply = models.TextField(default="")
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


class Measure(models.Model):
    """Something other than money that a ruling or a settlement ordered, until it is done or enforced."""

    id = columns.own_ref()
    marketplace = columns.ref()
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="measures")
    head = models.CharField(max_length=24)
    words = models.TextField()
    cites = models.CharField(max_length=120)
    state = columns.state(MEASURE)
    done_with = models.TextField(default="")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(MEASURE),
            models.UniqueConstraint("dispute", "head", name="measure_once"),
            models.CheckConstraint(
                name="measure_head_known", condition=models.Q(head__in=sorted(MEASURES))
            ),
        ]

    def __str__(self) -> str:
        return self.id


class Apology(models.Model):
    """An apology that everybody can read: the merchant's own, or the ruling in its place."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    measure = models.OneToOneField(Measure, on_delete=models.PROTECT, related_name="apology")
    merchant = columns.ref()
    words = models.TextField()
    own = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["marketplace", "-at"], name="apologies_shown")]

    def __str__(self) -> str:
        return self.words[:40]


class Rectification(models.Model):
    """One listing led to the same finding again and again: its merchant puts the cause right."""

    id = columns.own_ref()
    marketplace = columns.ref()
    listing = columns.ref()
    merchant = columns.ref()
    cause = models.CharField(max_length=20)
    cases = models.JSONField()
    state = columns.state(RECTIFICATION)
    cites = models.CharField(max_length=120)
    plan = models.TextField(default="")
    since = models.DateTimeField()
    reported_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(RECTIFICATION),
            models.UniqueConstraint(
                "listing",
                "cause",
                name="rectification_open_once",
                condition=~models.Q(state__in=sorted(RECTIFICATION.ends)),
            ),
        ]

    def __str__(self) -> str:
        return self.id
