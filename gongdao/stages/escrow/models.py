"""Payments and holds, payouts, and what gateways and banks say. The sums stand in the ledger, not here."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongdao.kernel.money import Money
from gongdao.registers import columns
from gongdao.stages.escrow.instruction import Handover as Handover  # Django finds models here
from gongdao.stages.escrow.instruction import Instruction as Instruction  # the same
from gongdao.stages.escrow.mandates.models import Charge as Charge  # the same
from gongdao.stages.escrow.prepaid.models import Prepayment as Prepayment  # the same
from gongdao.stages.escrow.states import BREAK, CHARGEBACK, HOLD, PAYMENT, PAYOUT
from gongdao.stages.orders.models import Order


class Payment(models.Model):
    """One try, or one part, of paying an order through a gateway."""

    id = columns.own_ref()
    marketplace = columns.ref()
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    gateway = models.CharField(max_length=20)
    method = models.CharField(max_length=20)
    currency = columns.currency()
    amount_minor = columns.minor()
    state = columns.state(PAYMENT)
    asked_at = models.DateTimeField()
    captured_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(PAYMENT),
            models.CheckConstraint(
                name="payment_amount_real", condition=models.Q(amount_minor__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def amount(self) -> Money:
        """What was asked of the gateway."""
        return Money(self.currency, self.amount_minor)


class Hold(models.Model):
    """The money of one order in escrow. It cannot be released while somebody's case freezes it."""

    order = models.OneToOneField(Order, on_delete=models.PROTECT, primary_key=True)
    marketplace = columns.ref()
    gateway = models.CharField(max_length=20)
    captured_minor = columns.minor()
    state = columns.state(HOLD)
    since = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [columns.known_states(HOLD)]

    def __str__(self) -> str:
        return self.order_id

    @property
    def frozen(self) -> bool:
        """Whether a case stops the release; every query of this room counts the open ones."""
        return bool(self.__dict__["open_freezes"])

    @property
    def reserve_percent(self) -> int:
        """How much of what is released is kept in reserve, as the merchant's terms say; read alike."""
        return int(self.__dict__["kept_percent"])


class Freeze(models.Model):
    """A case stops the release of a hold until it is over."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, related_name="freezes")
    case = columns.ref()
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("hold", "case", name="freeze_once_per_case")
        ]

    def __str__(self) -> str:
        return f"{self.hold_id} {self.case}"


class Concession(models.Model):
    """A part of the price that the merchant gives back by itself, once for each reason it names."""

    id = columns.own_ref()
    marketplace = columns.ref()
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="concessions")
    reason = models.CharField(max_length=16)
    currency = columns.currency()
    amount_minor = columns.minor()
    parts = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("order", "reason", name="concession_once_per_reason"),
            models.CheckConstraint(name="concession_real", condition=models.Q(amount_minor__gt=0)),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def amount(self) -> Money:
        """What was given back."""
        return Money(self.currency, self.amount_minor)


class Deferral(models.Model):
    """A refund that fell due while the buyer's bank had the money: paid once that is decided, unless it stays there."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="deferrals")
    under = models.CharField(max_length=80)
    currency = columns.currency()
    amount_minor = columns.minor()
    cites = models.CharField(max_length=120)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("order", "under", name="deferral_once"),
            models.CheckConstraint(name="deferral_real", condition=models.Q(amount_minor__gt=0)),
        ]

    def __str__(self) -> str:
        return self.under


class Standing(models.Model):
    """On what terms a merchant is paid: what is kept in reserve of each release, and whether payouts stop."""

    merchant = columns.own_ref()
    marketplace = columns.ref()
    reserve_percent = models.SmallIntegerField()
    frozen_why = models.CharField(max_length=200, blank=True)
    set_by = columns.ref()
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="standing_reserve_share",
                condition=models.Q(reserve_percent__gte=0, reserve_percent__lte=100),
            )
        ]

    def __str__(self) -> str:
        return self.merchant


class Run(models.Model):
    """One round of payouts of a marketplace, and who was left out, with the reason."""

    id = columns.own_ref()
    marketplace = columns.ref()
    currency = columns.currency()
    run_by = columns.ref()
    at = models.DateTimeField()
    skipped = models.JSONField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["marketplace", "-id"], name="run_by_marketplace")]

    def __str__(self) -> str:
        return self.id


class Payout(models.Model):
    """What one merchant gets in one run. While it is on its way the money stands in transit."""

    id = columns.own_ref()
    marketplace = columns.ref()
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="payouts")
    merchant = columns.ref()
    currency = columns.currency()
    amount_minor = columns.minor()
    state = columns.state(PAYOUT)
    approved_by = columns.ref(blank=True)
    why = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(PAYOUT),
            models.UniqueConstraint("run", "merchant", name="payout_once_per_run"),
            models.CheckConstraint(name="payout_real", condition=models.Q(amount_minor__gt=0)),
        ]
        indexes: ClassVar = [models.Index(fields=["merchant", "-id"], name="payout_by_merchant")]

    def __str__(self) -> str:
        return self.id

    @property
    def amount(self) -> Money:
        """What is paid out."""
        return Money(self.currency, self.amount_minor)


class GatewayFile(models.Model):
    """What a gateway says it moved on one day. The same file again is harmless; another one is refused."""

    id = columns.own_ref()
    marketplace = columns.ref()
    gateway = models.CharField(max_length=20)
    day = models.DateField()
    digest = models.CharField(max_length=64)
    rows = models.IntegerField()
    matched = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("marketplace", "gateway", "day", name="gateway_file_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.day}"


BREAKS = (
    "missing_there", "missing_here", "amount_differs", "payout_unconfirmed", "not_carried_out",
    "carried_out_twice",
)  # fmt: skip
"""We have it and they do not; they have it and we do not; both, with other amounts; no word at all;

a gateway did not do what it was told; it did, after somebody had paid another way.
"""


class Break(models.Model):
    """A movement that does not fit, and what became of it. Amounts are as they stand on the clearing account."""

    id = columns.own_ref()
    marketplace = columns.ref()
    kind = models.CharField(max_length=20)
    gateway = models.CharField(max_length=20)
    day = models.DateField()
    reference = models.CharField(max_length=120)
    currency = columns.currency()
    ours_minor = columns.minor()
    theirs_minor = columns.minor()
    state = columns.state(BREAK)
    explanation = models.CharField(max_length=400, blank=True)
    explained_by = columns.ref(blank=True)
    resolved_by = columns.ref(blank=True)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(BREAK),
            models.CheckConstraint(name="break_kind_known", condition=models.Q(kind__in=BREAKS)),
            models.UniqueConstraint(
                "marketplace", "gateway", "reference", "currency", name="break_once"
            ),
            models.CheckConstraint(
                name="break_four_eyes",
                condition=models.Q(resolved_by="")
                | ~models.Q(resolved_by=models.F("explained_by")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["marketplace", "-id"], name="break_by_marketplace")
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def difference(self) -> Money:
        """What the gateway has more than our book says."""
        return Money(self.currency, self.theirs_minor - self.ours_minor)


class Chargeback(models.Model):
    """A buyer's bank took a payment back from us. Until it is decided the money is in dispute."""

    id = columns.own_ref()
    marketplace = columns.ref()
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="chargebacks")
    currency = columns.currency()
    amount_minor = columns.minor()
    reason = models.CharField(max_length=80)
    state = columns.state(CHARGEBACK)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(CHARGEBACK),
            models.CheckConstraint(name="chargeback_real", condition=models.Q(amount_minor__gt=0)),
            models.UniqueConstraint("payment", name="chargeback_once"),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def amount(self) -> Money:
        """What was taken back."""
        return Money(self.currency, self.amount_minor)
