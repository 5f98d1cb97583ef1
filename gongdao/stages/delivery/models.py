"""Parcels and what the carrier scanned. No name, phone or street: those are in the vault."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models

from gongdao.kernel.money import Money
from gongdao.registers import columns
from gongdao.stages.delivery.kinds import EXCUSES, GROUNDS, SCANS, SERVICES, WITH
from gongdao.stages.delivery.states import COURIER_CLAIM, HANDOVER, LABEL, PARCEL, PERFORMANCE
from gongdao.stages.orders.models import Line, Order


class Parcel(models.Model):
    """What a merchant handed to a carrier for an order."""

    id = columns.own_ref()
    marketplace = columns.ref()
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="parcels")
    carrier = columns.ref()
    waybill = models.CharField(max_length=40)
    service = models.CharField(max_length=16, default="courier")
    declared_minor = columns.minor(default=0)
    fee_minor = columns.minor(default=0)
    state = columns.state(PARCEL)
    shipped_at = models.DateTimeField()
    turned_at = models.DateTimeField(null=True)
    left_with = models.CharField(max_length=16, null=True)
    delivered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(PARCEL),
            models.UniqueConstraint("marketplace", "carrier", "waybill", name="waybill_once"),
            models.CheckConstraint(
                name="parcel_delivered_has_moment",
                condition=~models.Q(state="delivered") | models.Q(delivered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="parcel_sums_real",
                condition=models.Q(declared_minor__gte=0, fee_minor__gte=0),
            ),
            models.CheckConstraint(
                name="parcel_service_known", condition=models.Q(service__in=sorted(SERVICES))
            ),
            models.CheckConstraint(
                name="parcel_left_with_known",
                condition=models.Q(left_with=None) | models.Q(left_with__in=sorted(WITH)),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["carrier", "-id"], name="parcel_by_carrier")]

    def __str__(self) -> str:
        return self.waybill

    @property
    def declared(self) -> Money:
        """The value declared to the carrier and insured; nothing, where none was."""
        return Money(self.order.currency, self.declared_minor)

    @property
    def changed_at(self) -> datetime:
        """When the parcel last came into another state."""
        return self.ended_at or self.turned_at or self.shipped_at


class Content(models.Model):
    """How many pieces of a line are in a parcel. A parcel that names none holds the whole order."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="contents")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    quantity = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("parcel", "line", name="content_once"),
            models.CheckConstraint(name="content_counts", condition=models.Q(quantity__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.line_id}"


class Performance(models.Model):
    """So many acts of a service that the merchant says were done. A buyer's silence confirms them."""

    id = columns.own_ref()
    marketplace = columns.ref()
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="performances")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    acts = models.IntegerField()
    state = columns.state(PERFORMANCE)
    done_at = models.DateTimeField()
    words = models.CharField(max_length=400)
    objection = models.CharField(max_length=400, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(PERFORMANCE),
            models.CheckConstraint(name="performance_counts", condition=models.Q(acts__gt=0)),
        ]

    def __str__(self) -> str:
        return self.id


class Handover(models.Model):
    """Keys or links for pieces of a line, sealed in the vault under this reference."""

    id = columns.own_ref()
    marketplace = columns.ref()
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="handovers")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+")
    pieces = models.IntegerField()
    state = columns.state(HANDOVER)
    handed_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(HANDOVER),
            models.CheckConstraint(name="handover_counts", condition=models.Q(pieces__gt=0)),
            models.CheckConstraint(
                name="handover_opened_has_moment",
                condition=~models.Q(state="opened") | models.Q(opened_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.id


class DropConsent(models.Model):
    """The buyer agrees that a parcel of an order may be left with others, or somewhere."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="drop_consents")
    place = models.CharField(max_length=16)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "order", "place", name="drop_consent_open_once",
                condition=models.Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="drop_place_known",
                condition=models.Q(place__in=["door", "named_person", "neighbour", "pick_up_point"]),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.order_id} {self.place}"


class Scan(models.Model):
    """What the carrier saw, where and when."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="scans")
    kind = models.CharField(max_length=20)
    place = models.CharField(max_length=80)
    left_with = models.CharField(max_length=16, null=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="scan_kind_known", condition=models.Q(kind__in=sorted(SCANS))
            ),
            models.UniqueConstraint("parcel", "kind", "at", name="scan_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.place}"


class Feed(models.Model):
    """A file or a callback of a carrier: how many rows it had and how far we are with it."""

    id = columns.own_ref()
    marketplace = columns.ref()
    carrier = columns.ref()
    name = models.CharField(max_length=120)
    form = models.CharField(max_length=8)
    sha256 = models.CharField(max_length=64)
    rows = models.IntegerField()
    done = models.IntegerField(default=0)
    good = models.IntegerField(default=0)
    known = models.IntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("marketplace", "carrier", "sha256", name="feed_once"),
            models.CheckConstraint(
                name="feed_done_within", condition=models.Q(done__gte=0, done__lte=models.F("rows"))
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["carrier", "-id"], name="feed_by_carrier")]

    def __str__(self) -> str:
        return self.name


class FeedFault(models.Model):
    """A row of a feed that was not taken, and why."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    feed = models.ForeignKey(Feed, on_delete=models.PROTECT, related_name="faults")
    row = models.IntegerField()
    code = models.CharField(max_length=40)
    zh = models.CharField(max_length=300)
    en = models.CharField(max_length=300)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("feed", "row", name="feed_fault_once")]

    def __str__(self) -> str:
        return f"{self.row} {self.code}"


class CarrierKey(models.Model):
    """The public key of a carrier: what is sealed to it, the carrier alone can read."""

    id = columns.own_ref()
    marketplace = columns.ref()
    carrier = columns.ref()
    public = models.BinaryField(max_length=32)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "marketplace", "carrier", name="carrier_key_current",
                condition=models.Q(until=None),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.id


class Label(models.Model):
    """What a privacy waybill says: a code to reach the recipient through us, and a sealed token."""

    parcel = models.OneToOneField(
        Parcel, on_delete=models.PROTECT, primary_key=True, related_name="label"
    )
    marketplace = columns.ref()
    code = models.CharField(max_length=12)
    token = models.BinaryField(null=True)
    state = columns.state(LABEL)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(LABEL),
            models.UniqueConstraint("marketplace", "code", name="label_code_once"),
            models.CheckConstraint(
                name="label_ended_says_nothing",
                condition=models.Q(state="open") | models.Q(token=None, ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CourierClaim(models.Model):
    """A merchant claims from a carrier what a parcel cost it. The buyer was made good before, elsewhere."""

    id = columns.own_ref()
    marketplace = columns.ref()
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="claims")
    merchant = columns.ref()
    carrier = columns.ref()
    ground = models.CharField(max_length=16)
    currency = columns.currency()
    loss_minor = columns.minor()
    whole_minor = columns.minor()
    excuse = models.CharField(max_length=16, null=True)
    owed_minor: models.BigIntegerField[int | None, int | None] = models.BigIntegerField(null=True)
    cites = models.CharField(max_length=120, default="")
    paid_minor = columns.minor(default=0)
    working = models.JSONField(null=True)
    state = columns.state(COURIER_CLAIM)
    filed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(COURIER_CLAIM),
            models.UniqueConstraint("parcel", "ground", name="courier_claim_once"),
            models.CheckConstraint(
                name="courier_claim_ground_known", condition=models.Q(ground__in=sorted(GROUNDS))
            ),
            models.CheckConstraint(
                name="courier_claim_excuse_known",
                condition=models.Q(excuse=None) | models.Q(excuse__in=sorted(EXCUSES)),
            ),
            models.CheckConstraint(
                name="courier_claim_sums_real",
                condition=models.Q(loss_minor__gt=0, loss_minor__lte=models.F("whole_minor")),
            ),
            models.CheckConstraint(
                name="courier_claim_paid_within",
                condition=models.Q(paid_minor=0) | models.Q(paid_minor__lte=models.F("owed_minor")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["merchant", "-id"], name="courier_claim_of_merchant"),
            models.Index(fields=["carrier", "-id"], name="courier_claim_of_carrier"),
            models.Index("marketplace", "state", "id", name="courier_claim_desk"),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def loss(self) -> Money:
        """What the merchant says it lost."""
        return Money(self.currency, self.loss_minor)

    @property
    def owed(self) -> Money | None:
        """What the carrier owes by law, once that is decided."""
        return None if self.owed_minor is None else Money(self.currency, self.owed_minor)


class Proof(models.Model):
    """Something one side of a courier claim shows: what it is, in words, and the digest of the file."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    claim = models.ForeignKey(CourierClaim, on_delete=models.PROTECT, related_name="proofs")
    by = columns.ref()
    words = models.TextField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("claim", "by", "sha256", name="proof_once")
        ]

    def __str__(self) -> str:
        return self.sha256[:12]
