"""Coupons and who holds them, bundles, gifts, points, and what each order was reduced by."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongdao.kernel.money import Money
from gongdao.kernel.words import Words
from gongdao.registers import columns
from gongdao.stages.listings.models import Listing
from gongdao.stages.orders.models import Order
from gongdao.stages.orders.promotions.kinds import AUDIENCES, CREDITS, MOVES, REDUCTIONS


class Coupon(models.Model):
    """So much off from a sum on. Whoever issued it bears it; no merchant named: the platform did.

    `each_most` is how many one buyer may take, `in_all` how many there are. Two coupons of one order
    stand beside each other only where both say so, and never two of one issuer.
    """

    id = columns.own_ref()
    marketplace = columns.ref()
    merchant = models.CharField(max_length=columns.REF_LENGTH, null=True)
    title_zh = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80)
    currency = columns.currency()
    off_minor = columns.minor()
    threshold_minor = columns.minor()
    audience = models.CharField(max_length=12)
    since = models.DateTimeField()
    until = models.DateTimeField()
    stacks = models.BooleanField()
    each_most = models.IntegerField()
    in_all = models.IntegerField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_currency("coupon"),
            models.CheckConstraint(
                name="coupon_real",
                condition=models.Q(
                    off_minor__gt=0,
                    threshold_minor__gt=models.F("off_minor"),
                    until__gt=models.F("since"),
                    each_most__gt=0,
                    in_all__gt=0,
                ),
            ),
            models.CheckConstraint(
                name="coupon_audience_known",
                condition=models.Q(audience__in=sorted(AUDIENCES)),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["marketplace", "-id"], name="coupon_shelf")]

    def __str__(self) -> str:
        return self.id

    @property
    def title(self) -> Words:
        """What the coupon is called."""
        return Words(self.title_zh, self.title_en)

    @property
    def off(self) -> Money:
        """What it takes off."""
        return Money(self.currency, self.off_minor)

    @property
    def threshold(self) -> Money:
        """From which sum on it does."""
        return Money(self.currency, self.threshold_minor)


class Voucher(models.Model):
    """One coupon in one buyer's hand. A spent one stays spent; what is given back is a new one.

    `in_place_of` names the order whose whole refund gave it back.
    """

    id = columns.own_ref()
    marketplace = columns.ref()
    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, related_name="vouchers")
    holder = columns.ref()
    taken_at = models.DateTimeField()
    until = models.DateTimeField()
    used_in = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="vouchers")
    used_at = models.DateTimeField(null=True)
    in_place_of = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="voucher_used_has_moment",
                condition=models.Q(used_in=None, used_at=None)
                | models.Q(used_in__isnull=False, used_at__isnull=False),
            ),
            models.UniqueConstraint("coupon", "in_place_of", name="voucher_given_back_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["holder", "-id"], name="voucher_by_holder")]

    def __str__(self) -> str:
        return self.id


class Bundle(models.Model):
    """Several listings of one merchant at one price. It counts whenever all of it is bought together."""

    id = columns.own_ref()
    marketplace = columns.ref()
    merchant = columns.ref()
    title_zh = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80)
    currency = columns.currency()
    price_minor = columns.minor()
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_currency("bundle"),
            models.CheckConstraint(name="bundle_real", condition=models.Q(price_minor__gt=0)),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def title(self) -> Words:
        """What the bundle is called."""
        return Words(self.title_zh, self.title_en)

    @property
    def price(self) -> Money:
        """What all of it costs together."""
        return Money(self.currency, self.price_minor)


class BundlePart(models.Model):
    """So many pieces of a listing in a bundle."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    bundle = models.ForeignKey(Bundle, on_delete=models.PROTECT, related_name="parts")
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="bundled")
    quantity = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("bundle", "listing", name="bundle_part_once"),
            models.CheckConstraint(
                name="bundle_part_counts", condition=models.Q(quantity__gt=0, quantity__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.listing_id}"


class GiftOffer(models.Model):
    """With each piece of a listing comes a piece of another, at its stated value, until it ends."""

    id = columns.own_ref()
    marketplace = columns.ref()
    merchant = columns.ref()
    main = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="gifts")
    gift = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="given_with")
    currency = columns.currency()
    stated_minor = columns.minor()
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_currency("gift"),
            models.UniqueConstraint(
                "main", "gift", name="gift_open_once", condition=models.Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="gift_real",
                condition=models.Q(stated_minor__gt=0) & ~models.Q(main=models.F("gift")),
            ),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def stated(self) -> Money:
        """What a piece is said to be worth, and what keeping it costs when the main thing goes back."""
        return Money(self.currency, self.stated_minor)


class Reduction(models.Model):
    """What took something off the price of an order: as it stands in the contract, and never changed.

    `parts` says of a bundle how many pieces of each listing must stay; of a coupon, `threshold_minor`
    is the sum that must; of points, how many. `platform_minor` is what the platform pays of it.
    """

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="reductions")
    kind = models.CharField(max_length=8)
    source = columns.ref()
    title_zh = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80)
    off_minor = columns.minor()
    platform_minor = columns.minor()
    threshold_minor = columns.minor_or_none()
    parts = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("order", "source", name="reduction_once"),
            models.CheckConstraint(
                name="reduction_real",
                condition=models.Q(
                    kind__in=sorted(REDUCTIONS),
                    off_minor__gt=0,
                    platform_minor__gte=0,
                    platform_minor__lte=models.F("off_minor"),
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.off_minor}"

    @property
    def title(self) -> Words:
        """What it is called."""
        return Words(self.title_zh, self.title_en)


class PointEntry(models.Model):
    """Points that came or went, and why. Only ever appended; the database keeps the balance with it.

    What comes is good `until` a moment, and its holder is told of that at `tell_at`. What goes takes
    the oldest first, so that sums suffice to know what runs out. `key` names the cause, once.
    """

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    consumer = columns.ref()
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="points")
    why = models.CharField(max_length=12)
    points = models.BigIntegerField()
    key = models.CharField(max_length=100)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    tell_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("marketplace", "key", name="points_once"),
            models.CheckConstraint(
                name="points_come_or_go",
                condition=models.Q(
                    why__in=sorted(CREDITS),
                    points__gt=0,
                    until__isnull=False,
                    tell_at__isnull=False,
                )
                | models.Q(
                    why__in=sorted(set(MOVES) - CREDITS), points__lt=0, until=None, tell_at=None
                ),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["marketplace", "consumer", "-id"], name="points_by_consumer")
        ]

    def __str__(self) -> str:
        return f"{self.points:+} {self.why}"

    @property
    def reason(self) -> Words:
        """Why they came or went, in words."""
        return MOVES[self.why]


class PointBalance(models.Model):
    """How many points a consumer has: the sum of its entries, which the database keeps, never below zero.

    `told_until` is up to when its holder was told of points that run out.
    """

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    consumer = columns.ref()
    points = models.BigIntegerField(default=0)
    told_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("marketplace", "consumer", name="points_balance_once"),
            models.CheckConstraint(name="points_not_below_zero", condition=models.Q(points__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.consumer}: {self.points}"
