"""How a price was shown to whoever ordered. One row for each line of an order, never changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongdao.registers import columns
from gongdao.stages.orders.dealing.classes import (
    CHANNELS,
    DEVICES,
    EXCUSES,
    HISTORIES,
    MEMBERSHIPS,
)


class Shown(models.Model):
    """The price of one piece as it was shown, and in which coarse classes its reader fell.

    `history` is worked out from our own orders. An `excuse` counts only where the offer was `disclosed`
    to everybody, and a new users' offer only for who is new.
    """

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    order = columns.ref()
    listing = columns.ref()
    currency = columns.currency()
    price_minor = columns.minor()
    charged_minor = columns.minor()
    channel = models.CharField(max_length=12)
    place = models.CharField(max_length=2)
    device = models.CharField(max_length=8)
    membership = models.CharField(max_length=8)
    history = models.CharField(max_length=9)
    excuse = models.CharField(max_length=8)
    disclosed = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("order", "listing", name="shown_once"),
            models.CheckConstraint(
                name="shown_classes_known",
                condition=models.Q(
                    channel__in=sorted(CHANNELS), device__in=sorted(DEVICES),
                    membership__in=sorted(MEMBERSHIPS), history__in=sorted(HISTORIES),
                    excuse__in=sorted(EXCUSES),
                ),
            ),
            models.CheckConstraint(
                name="shown_prices_real",
                condition=models.Q(price_minor__gt=0, charged_minor__gt=0),
            ),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index("marketplace", "at", name="shown_by_time")]

    def __str__(self) -> str:
        return f"{self.order} {self.listing}"
