"""The price log, which only ever grows, and the promotions that merchants announce."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongdao.kernel.money import Money
from gongdao.registers import columns
from gongdao.stages.listings.pricing.kinds import ACTS, BASES, KINDS
from gongdao.stages.listings.pricing.states import PROMOTION


class Entry(models.Model):
    """A price at which something was offered from a moment on, or sold at that moment.

    A `channel` other than our own is a merchant's shop elsewhere, as the merchant told it (`imported`).
    An `audience` other than everybody, and a `promotion`, say to whom and why. Never changed, never
    removed, and never written before the last entry of the same place: the database sees to it.
    """

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    listing = columns.ref()
    channel = models.CharField(max_length=20)
    audience = models.CharField(max_length=20)
    act = models.CharField(max_length=8)
    currency = columns.currency()
    price_minor = columns.minor()
    freight_minor = columns.minor()
    promotion = columns.ref()
    imported = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="entry_real",
                condition=models.Q(
                    act__in=sorted(ACTS), price_minor__gt=0, freight_minor__gte=0
                ),
            ),
            models.CheckConstraint(
                name="entry_of_elsewhere_is_imported",
                condition=models.Q(channel="", imported=False)
                | (~models.Q(channel="") & models.Q(imported=True)),
            ),
            columns.known_currency("entry"),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index("listing", "channel", "audience", "act", "at", name="entry_by_place")
        ]

    def __str__(self) -> str:
        return f"{self.listing} {self.act} {self.price}"

    @property
    def price(self) -> Money:
        """The price of one piece."""
        return Money(self.currency, self.price_minor)

    @property
    def freight(self) -> Money:
        """What delivery was to cost, or did."""
        return Money(self.currency, self.freight_minor)


class Promotion(models.Model):
    """What a merchant announced of a listing: a reduction, a gift, or free delivery, with its terms.

    `restored_minor` is the price the listing carried before the reduction and carries again after it.
    """

    id = columns.own_ref()
    marketplace = columns.ref()
    merchant = columns.ref()
    listing = columns.ref()
    audience = models.CharField(max_length=20)
    kind = models.CharField(max_length=16)
    currency = columns.currency()
    was_minor = columns.minor_or_none()
    now_minor = columns.minor_or_none()
    percent = models.SmallIntegerField(null=True)
    basis = models.CharField(max_length=10)
    basis_words = models.CharField(max_length=200)
    gift = models.CharField(max_length=200)
    gift_listing = columns.ref()
    gift_value_minor = columns.minor_or_none()
    conditions = models.CharField(max_length=400)
    countdown = models.BooleanField()
    first_step_on = models.DateField(null=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = columns.state(PROMOTION)
    announced_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    restored_minor = columns.minor_or_none()
    why = models.CharField(max_length=400)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(PROMOTION),
            columns.known_currency("promotion"),
            models.CheckConstraint(
                name="promotion_real",
                condition=models.Q(
                    kind__in=sorted(KINDS), basis__in=sorted(BASES),
                    ends_at__gt=models.F("begins_at"),
                ),
            ),
            models.CheckConstraint(
                name="promotion_of_a_price_has_one",
                condition=~models.Q(kind="reduction") | models.Q(now_minor__gt=0),
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index("listing", "begins_at", name="promotion_by_listing"),
            models.Index(fields=["merchant", "-id"], name="promotion_by_merchant"),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def was(self) -> Money | None:
        """The price compared with, if one is shown."""
        return None if self.was_minor is None else Money(self.currency, self.was_minor)

    @property
    def now(self) -> Money | None:
        """The price while it runs."""
        return None if self.now_minor is None else Money(self.currency, self.now_minor)

    @property
    def gift_value(self) -> Money | None:
        """What the gift is said to be worth, if anything is said."""
        return (
            None if self.gift_value_minor is None else Money(self.currency, self.gift_value_minor)
        )
