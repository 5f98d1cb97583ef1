"""Listings and their versions. A version is what the buyer saw; it never changes."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from gongdao.kernel.money import Money
from gongdao.registers import columns
from gongdao.stages.listings.states import LISTING
from gongdao.stages.listings.traits import TRAITS


class Listing(models.Model):
    """Something a merchant offers. What it says stands in its versions."""

    id = columns.own_ref()
    marketplace = columns.ref()
    merchant = columns.ref()
    external_id = models.CharField(max_length=80, null=True)
    state = columns.state(LISTING)
    latest = models.IntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(LISTING),
            models.UniqueConstraint(
                "marketplace", "merchant", "external_id", name="listing_external_once"
            ),
        ]
        indexes: ClassVar = [models.Index("marketplace", "state", "id", name="listing_shelf")]

    def __str__(self) -> str:
        return self.id


class Version(models.Model):
    """What a listing said from a moment on: words, price, traits, and a digest of it all."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    category = models.CharField(max_length=60)
    traits = ArrayField(models.CharField(max_length=20))
    currency = columns.currency()
    price_minor = columns.minor()
    freight_minor = columns.minor()
    digest = models.CharField(max_length=64)
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("listing", "number", name="version_once"),
            models.CheckConstraint(
                name="version_price_real",
                condition=models.Q(price_minor__gt=0, freight_minor__gte=0),
            ),
            models.CheckConstraint(
                name="version_traits_known",
                condition=models.Q(traits__contained_by=sorted(TRAITS)),
            ),
            columns.known_currency("version"),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} v{self.number}"

    @property
    def price(self) -> Money:
        """The price of one piece."""
        return Money(self.currency, self.price_minor)
