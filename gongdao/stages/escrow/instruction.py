"""Instructions to gateways, and what gateways call the payments that came through them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongdao.kernel.money import Money
from gongdao.registers import columns
from gongdao.stages.escrow.states import INSTRUCTION

KINDS = ("refund", "payout", "cancel", "announce", "charge")
"""Give a payment back; pay a buyer more than came in; call off a payment that was never made;

under a mandate: say that a charge is coming; charge.
"""

GIVES = ("refund", "payout")
"""Of these our book says that the money went out."""


HANDOVERS = ("url", "qr", "secret", "wait")


class Instruction(models.Model):
    """One thing that a gateway is told to do. Its own reference is what the gateway is given as the key.

    `key` names the movement of money it carries out, so that nothing is told twice, whatever request
    caused it; the reference stays the same at every try, so that no gateway does it twice.
    """

    id = columns.own_ref()
    marketplace = columns.ref()
    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=130)
    entry = models.CharField(max_length=120)
    gateway = models.CharField(max_length=20)
    payment = models.CharField(max_length=64)
    subject = columns.ref()
    payee = columns.ref()
    currency = columns.currency()
    amount_minor = columns.minor()
    paid_minor = columns.minor()
    state = columns.state(INSTRUCTION)
    made_at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    reference = models.CharField(max_length=80, blank=True)
    answer = models.CharField(max_length=120, blank=True)
    sent_at = models.DateTimeField(null=True)
    settled_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "escrow"
        constraints: ClassVar = [
            columns.known_states(INSTRUCTION),
            models.UniqueConstraint("marketplace", "key", name="instruction_once"),
            models.CheckConstraint(
                name="instruction_kind_known", condition=models.Q(kind__in=KINDS)
            ),
            models.CheckConstraint(
                name="instruction_real",
                condition=models.Q(amount_minor__gt=0, tries__gte=0)
                & (~models.Q(kind="refund") | models.Q(amount_minor__lte=models.F("paid_minor"))),
            ),
            models.CheckConstraint(
                name="instruction_over_is_not_due",
                condition=models.Q(ended_at=None) | models.Q(next_at=None),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                "marketplace", "next_at", name="instruction_due",
                condition=models.Q(next_at__isnull=False),
            ),
            models.Index("subject", "id", name="instruction_by_subject"),
            models.Index("payment", name="instruction_by_payment"),
            models.Index("marketplace", "entry", name="instruction_by_entry"),
            models.Index("marketplace", "gateway", "settled_on", name="instruction_by_day"),
            models.Index(
                fields=["marketplace", "-id"], name="instruction_not_done",
                condition=~models.Q(state="confirmed"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.id

    @property
    def amount(self) -> Money:
        """What is moved."""
        return Money(self.currency, self.amount_minor)

    @property
    def paid(self) -> Money:
        """What the payment once brought in; some gateways want to hear it again."""
        return Money(self.currency, self.paid_minor)


class Handover(models.Model):
    """What a buyer's browser needs to go on at the gateway, for as long as it is good."""

    ours = models.CharField(primary_key=True, max_length=64)
    marketplace = columns.ref()
    gateway = models.CharField(max_length=20)
    kind = models.CharField(max_length=8)
    target = models.TextField(blank=True)
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        app_label = "escrow"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="handover_kind_known", condition=models.Q(kind__in=HANDOVERS)
            )
        ]

    def __str__(self) -> str:
        return self.ours


class Alias(models.Model):
    """What a gateway calls a payment of ours, where it insists on its own name."""

    ours = models.CharField(primary_key=True, max_length=64)
    marketplace = columns.ref()
    theirs = models.CharField(max_length=80)

    class Meta:
        app_label = "escrow"

    def __str__(self) -> str:
        return f"{self.ours} {self.theirs}"
