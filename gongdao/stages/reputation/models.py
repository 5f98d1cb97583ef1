"""Reviews of real purchases."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongdao.registers import columns
from gongdao.stages.orders.models import Order


class Review(models.Model):
    """What the buyer of an order thinks of it. One per order; the merchant can answer, never delete."""

    id = columns.own_ref()
    marketplace = columns.ref()
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="review")
    merchant = columns.ref()
    score = models.SmallIntegerField()
    words = models.TextField()
    at = models.DateTimeField()
    reply = models.TextField()
    replied_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="review_score_one_to_five", condition=models.Q(score__gte=1, score__lte=5)
            )
        ]
        indexes: ClassVar = [models.Index(fields=["merchant", "-at"], name="review_by_merchant")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.score}"
