"""Parcels and what the carrier scanned. No name, phone or street: those are in the vault."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongdao.kernel.words import Words
from gongdao.registers import columns
from gongdao.stages.delivery.states import PARCEL
from gongdao.stages.orders.models import Order

SCANS = {
    "collected": Words("已揽收", "collected"),
    "in_transit": Words("运输中", "in transit"),
    "out_for_delivery": Words("派送中", "out for delivery"),
    "signed_for": Words("已签收", "signed for"),
    "damaged": Words("破损", "damaged"),
}


class Parcel(models.Model):
    """What a merchant handed to a carrier for an order."""

    id = columns.own_ref()
    marketplace = columns.ref()
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="parcels")
    carrier = columns.ref()
    waybill = models.CharField(max_length=40)
    state = columns.state(PARCEL)
    shipped_at = models.DateTimeField()
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
        ]

    def __str__(self) -> str:
        return self.waybill


class Scan(models.Model):
    """What the carrier saw, where and when."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="scans")
    kind = models.CharField(max_length=20)
    place = models.CharField(max_length=80)
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
