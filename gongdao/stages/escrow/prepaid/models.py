"""What merchants offer against payment in advance, what was paid, and every use of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongdao.kernel.money import Money
from gongdao.registers import columns
from gongdao.stages.escrow.prepaid.states import PREPAYMENT

CAUSES = ("consumer", "operator", "neither")


class PrepaidOffer(models.Model):
    """So much paid in advance buys so much credit, with days to think it over."""

    id = columns.own_ref()
    marketplace = columns.ref()
    merchant = columns.ref()
    law = models.CharField(max_length=8)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    currency = columns.currency()
    price_minor = columns.minor()
    bonus_minor = columns.minor()
    days_to_withdraw = models.IntegerField()
    open = models.BooleanField(default=True)
    since = models.DateTimeField()

    class Meta:
        app_label = "escrow"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="prepaid_offer_real",
                condition=models.Q(price_minor__gt=0, bonus_minor__gte=0, days_to_withdraw__gte=0),
            )
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def price(self) -> Money:
        """What is paid in advance."""
        return Money(self.currency, self.price_minor)


class Prepayment(models.Model):
    """A balance: what was paid and given on top. How much of the money is still held stands in the ledger."""

    id = columns.own_ref()
    marketplace = columns.ref()
    offer = models.ForeignKey(PrepaidOffer, on_delete=models.PROTECT, related_name="prepayments")
    consumer = columns.ref()
    merchant = columns.ref()
    gateway = models.CharField(max_length=20)
    currency = columns.currency()
    paid_minor = columns.minor()
    bonus_minor = columns.minor()
    used_minor = columns.minor(default=0)
    returned_minor = columns.minor(default=0)
    had_before = models.BooleanField()
    state = columns.state(PREPAYMENT)
    asked_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=8, null=True)

    class Meta:
        app_label = "escrow"
        constraints: ClassVar = [
            columns.known_states(PREPAYMENT),
            models.CheckConstraint(
                name="prepayment_within_its_balance",
                condition=models.Q(
                    paid_minor__gt=0, bonus_minor__gte=0, used_minor__gte=0,
                    used_minor__lte=models.F("paid_minor") + models.F("bonus_minor"),
                    returned_minor__gte=0, returned_minor__lte=models.F("paid_minor"),
                ),
            ),
            models.CheckConstraint(
                name="prepayment_cause_known",
                condition=models.Q(cause=None) | models.Q(cause__in=CAUSES),
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["consumer", "-id"], name="prepayment_of_consumer"),
            models.Index(fields=["merchant", "-id"], name="prepayment_of_merchant"),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def paid(self) -> Money:
        """What the consumer paid."""
        return Money(self.currency, self.paid_minor)

    @property
    def left_minor(self) -> int:
        """What can still be used, what was given on top included."""
        return self.paid_minor + self.bonus_minor - self.used_minor


class PrepaidUse(models.Model):
    """Something had out of a balance: what was drawn, and what it would have cost without the discount."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    prepayment = models.ForeignKey(Prepayment, on_delete=models.PROTECT, related_name="uses")
    key = models.CharField(max_length=80)
    words = models.CharField(max_length=200)
    drawn_minor = columns.minor()
    list_minor = columns.minor()
    at = models.DateTimeField()

    class Meta:
        app_label = "escrow"
        constraints: ClassVar = [
            models.UniqueConstraint("prepayment", "key", name="prepaid_use_once"),
            models.CheckConstraint(
                name="prepaid_use_real",
                condition=models.Q(drawn_minor__gt=0, list_minor__gte=models.F("drawn_minor")),
            ),
        ]

    def __str__(self) -> str:
        return self.words
