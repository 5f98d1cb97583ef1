"""Listings, their versions, and what review found in them. What a version says never changes."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from gongdao.kernel.money import Money
from gongdao.registers import columns
from gongdao.stages.listings.kinds import KINDS
from gongdao.stages.listings.states import LISTING, REVIEW
from gongdao.stages.listings.traits import TRAITS


class Listing(models.Model):
    """Something a merchant offers. `latest` is the version that is published, 0 before the first.

    `gtin` is the bar code of the newest version, in fourteen digits; empty where there is none.
    """

    id = columns.own_ref()
    marketplace = columns.ref()
    merchant = columns.ref()
    external_id = models.CharField(max_length=80, null=True)
    state = columns.state(LISTING)
    latest = models.IntegerField(default=0)
    gtin = models.CharField(max_length=14, default="", db_default="")

    class Meta:
        constraints: ClassVar = [
            columns.known_states(LISTING),
            models.UniqueConstraint(
                "marketplace", "merchant", "external_id", name="listing_external_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index("marketplace", "state", "id", name="listing_shelf"),
            models.Index(
                "marketplace", "merchant", "gtin", name="listing_by_gtin",
                condition=~models.Q(gtin=""),
            ),
        ]  # fmt: skip

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
    kind = models.CharField(max_length=14, default="goods", db_default="goods")
    traits = ArrayField(models.CharField(max_length=20))
    currency = columns.currency()
    price_minor = columns.minor()
    freight_minor = columns.minor()
    description_zh = models.TextField(default="", db_default="")
    description_en = models.TextField(default="", db_default="")
    attributes = models.JSONField(default=dict, db_default={})
    standard = models.CharField(max_length=20, default="", db_default="")
    review = models.CharField(max_length=20, default=REVIEW.start, db_default="published")
    digest = models.CharField(max_length=64)
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("listing", "number", name="version_once"),
            columns.known_states(REVIEW, column="review"),
            models.CheckConstraint(
                name="version_price_real",
                condition=models.Q(price_minor__gt=0, freight_minor__gte=0),
            ),
            models.CheckConstraint(
                name="version_traits_known",
                condition=models.Q(traits__contained_by=sorted(TRAITS)),
            ),
            models.CheckConstraint(
                name="version_kind_known", condition=models.Q(kind__in=sorted(KINDS))
            ),
            columns.known_currency("version"),
        ]
        indexes: ClassVar = [
            models.Index(
                "marketplace", "id", name="version_on_appeal",
                condition=models.Q(review="appealed"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.listing_id} v{self.number}"

    @property
    def price(self) -> Money:
        """The price of one piece."""
        return Money(self.currency, self.price_minor)


class Finding(models.Model):
    """What a check found in a version. Waived: somebody of the platform let it pass, for a reason."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="findings")
    source = models.CharField(max_length=20)
    code = models.CharField(max_length=40)
    field = models.CharField(max_length=60)
    start = models.IntegerField()
    end = models.IntegerField()
    quote = models.CharField(max_length=200)
    blocks = models.BooleanField()
    article_zh = models.CharField(max_length=200)
    article_en = models.CharField(max_length=200)
    why_zh = models.TextField()
    why_en = models.TextField()
    repair_zh = models.TextField()
    repair_en = models.TextField()
    found_at = models.DateTimeField()
    waived_by = columns.ref(null=True)
    waived_at = models.DateTimeField(null=True)
    waived_why = models.CharField(max_length=400, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="finding_waived_by_somebody_for_a_reason",
                condition=models.Q(waived_by=None, waived_at=None, waived_why="")
                | (
                    models.Q(waived_by__isnull=False, waived_at__isnull=False)
                    & ~models.Q(waived_why="")
                ),
            )
        ]
        indexes: ClassVar = [
            models.Index(
                "marketplace", "id", name="finding_open",
                condition=models.Q(waived_at=None, blocks=True),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.field}: {self.code}"


class Intake(models.Model):
    """How far a file of listings has landed: rows, and bytes written of the list of its bad rows."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    merchant = columns.ref()
    digest = models.CharField(max_length=64)
    rows = models.BigIntegerField(default=0)
    told = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("marketplace", "merchant", "digest", name="intake_once"),
            models.CheckConstraint(
                name="intake_goes_forward", condition=models.Q(rows__gte=0, told__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.digest[:12]}: {self.rows}"
