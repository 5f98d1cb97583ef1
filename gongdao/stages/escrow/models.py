"""Payments and holds. How much is held stands in the ledger, not here."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongdao.kernel.money import Money
from gongdao.registers import columns
from gongdao.stages.escrow.mandates.models import Charge as Charge  # Django finds models here
from gongdao.stages.escrow.prepaid.models import Prepayment as Prepayment  # the same
from gongdao.stages.escrow.states import HOLD, PAYMENT
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
