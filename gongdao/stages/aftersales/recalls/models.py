"""Recalls and their notices. A notice is one order with recalled goods in it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from gongdao.kernel.money import Money
from gongdao.registers import columns
from gongdao.stages.aftersales.recalls.states import NOTICE, RECALL, REMEDIES
from gongdao.stages.listings.models import Listing
from gongdao.stages.orders.models import Order


class Recall(models.Model):
    """Goods of a merchant that may harm: a listing, some of its versions, or a batch across listings."""

    id = columns.own_ref()
    marketplace = columns.ref()
    merchant = columns.ref()
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, null=True, related_name="+")
    first_version = models.IntegerField(null=True)
    last_version = models.IntegerField(null=True)
    batch = models.CharField(max_length=40, default="")
    hazard = models.TextField()
    advice = models.TextField()
    remedies = ArrayField(models.CharField(max_length=10))
    grave = models.BooleanField()
    found_on = models.DateField()
    state = columns.state(RECALL)
    announced_by = columns.ref()
    announced_at = models.DateTimeField()
    plan_reported_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(RECALL),
            models.CheckConstraint(
                name="recall_names_goods",
                condition=models.Q(listing__isnull=False) | ~models.Q(batch=""),
            ),
            models.CheckConstraint(
                name="recall_offers_a_remedy",
                condition=models.Q(remedies__contained_by=sorted(REMEDIES))
                & models.Q(remedies__len__gt=0),
            ),
        ]
        indexes: ClassVar = [models.Index("marketplace", "id", name="recall_of_market")]

    def __str__(self) -> str:
        return self.id


class Notice(models.Model):
    """A buyer is told: which order, how many pieces, what they cost, and what the buyer chose."""

    id = columns.own_ref()
    marketplace = columns.ref()
    recall = models.ForeignKey(Recall, on_delete=models.PROTECT, related_name="notices")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="recall_notices")
    quantity = models.IntegerField()
    amount_minor = columns.minor()
    state = models.CharField(max_length=20, default=NOTICE.start)
    chosen = models.CharField(max_length=10, default="")
    done = models.CharField(max_length=400, default="")
    told_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    remedied_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(NOTICE),
            models.UniqueConstraint("recall", "order", name="recall_tells_once"),
        ]
        indexes: ClassVar = [models.Index("recall", "state", "id", name="recall_notice_by_state")]

    def __str__(self) -> str:
        return self.id

    @property
    def amount(self) -> Money:
        """What the recalled pieces cost."""
        return Money(self.order.currency, self.amount_minor)
