"""Plans, mandates, consents, notices, charges. The database holds a charge to what was agreed and announced."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongdao.kernel.money import Money
from gongdao.registers import columns
from gongdao.stages.escrow.mandates.states import CHARGE, MANDATE, PLAN

LIVE = ("pending", "trial", "active")


class Plan(models.Model):
    """What is sold again and again, at what price. Terms never change: new ones are a new plan of the line."""

    id = columns.own_ref()
    marketplace = columns.ref()
    merchant = columns.ref()
    law = models.CharField(max_length=8)
    line = columns.ref()
    number = models.IntegerField()
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    currency = columns.currency()
    price_minor = columns.minor()
    every_months = models.IntegerField()
    trial_days = models.IntegerField()
    state = columns.state(PLAN)
    since = models.DateTimeField()

    class Meta:
        app_label = "escrow"
        constraints: ClassVar = [
            columns.known_states(PLAN),
            columns.known_currency("plan"),
            models.UniqueConstraint("line", "number", name="plan_numbered_once"),
            models.UniqueConstraint(
                "line", name="plan_offered_once", condition=models.Q(state="offered")
            ),
            models.CheckConstraint(
                name="plan_terms_real",
                condition=models.Q(
                    price_minor__gt=0, every_months__gte=1, every_months__lte=36,
                    trial_days__gte=0, trial_days__lte=365,
                ),
            ),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["merchant", "-id"], name="plan_of_merchant")]

    def __str__(self) -> str:
        return self.id

    @property
    def price(self) -> Money:
        """What a term costs."""
        return Money(self.currency, self.price_minor)


class Mandate(models.Model):
    """A consumer lets a merchant charge, term after term, until one of them stops it."""

    id = columns.own_ref()
    marketplace = columns.ref()
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="mandates")
    line = columns.ref()
    consumer = columns.ref()
    merchant = columns.ref()
    gateway = models.CharField(max_length=20)
    method = models.CharField(max_length=20)
    state = columns.state(MANDATE)
    anchor_on = models.DateField()
    next_on = models.DateField()
    begun_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "escrow"
        constraints: ClassVar = [
            columns.known_states(MANDATE),
            models.UniqueConstraint(
                "consumer", "line", name="mandate_live_once",
                condition=models.Q(state__in=LIVE),
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["consumer", "-id"], name="mandate_of_consumer"),
            models.Index(fields=["merchant", "-id"], name="mandate_of_merchant"),
        ]

    def __str__(self) -> str:
        return self.id


class Consent(models.Model):
    """What the consumer was shown and expressly agreed to: the words, their digest, the price."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="consents")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    price_minor = columns.minor()
    shown = models.JSONField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        app_label = "escrow"
        constraints: ClassVar = [
            models.UniqueConstraint("mandate", "plan", name="consent_once"),
            models.UniqueConstraint(
                fields=["id", "mandate", "price_minor"], name="consent_to_a_price"
            ),
            models.CheckConstraint(
                name="consent_has_digest", condition=models.Q(digest__regex="^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self) -> str:
        return self.digest[:12]


class Notice(models.Model):
    """The consumer was told: so much is charged on this day, unless you stop it."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=12)
    for_on = models.DateField()
    amount_minor = columns.minor()
    told_on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        app_label = "escrow"
        constraints: ClassVar = [
            models.UniqueConstraint("mandate", "for_on", name="notice_once"),
            models.UniqueConstraint(
                fields=["id", "mandate", "for_on", "amount_minor", "told_on"],
                name="notice_of_a_charge",
            ),
            models.CheckConstraint(
                name="notice_before_its_day",
                condition=models.Q(kind="consent", told_on=models.F("for_on"))
                | models.Q(kind__in=["renewal", "trial_end", "price_rise"], told_on__lt=models.F("for_on")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.for_on}"


class Charge(models.Model):
    """One term's price. Without a consent to that price and a notice of that sum there is no such row."""

    id = columns.own_ref()
    marketplace = columns.ref()
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="charges")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")
    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="+")
    for_on = models.DateField()
    until_on = models.DateField()
    told_on = models.DateField()
    currency = columns.currency()
    amount_minor = columns.minor()
    agreed_minor = columns.minor()
    refunded_minor = columns.minor(default=0)
    state = columns.state(CHARGE)
    asked_at = models.DateTimeField()
    captured_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "escrow"
        constraints: ClassVar = [
            columns.known_states(CHARGE),
            models.UniqueConstraint("mandate", "for_on", name="charge_once_per_term"),
            models.CheckConstraint(
                name="charge_within_consent",
                condition=models.Q(amount_minor__gt=0, amount_minor__lte=models.F("agreed_minor")),
            ),
            models.CheckConstraint(
                name="charge_refund_within",
                condition=models.Q(
                    refunded_minor__gte=0, refunded_minor__lte=models.F("amount_minor")
                ),
            ),
            models.CheckConstraint(
                name="charge_term_real", condition=models.Q(until_on__gt=models.F("for_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def amount(self) -> Money:
        """What is charged."""
        return Money(self.currency, self.amount_minor)
