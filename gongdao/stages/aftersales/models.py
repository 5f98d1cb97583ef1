"""Returns without a reason."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongdao.kernel.money import Money
from gongdao.registers import columns
from gongdao.stages.aftersales.states import RETURN
from gongdao.stages.orders.models import Line, Order


class Return(models.Model):
    """The buyer sends goods back and gets the price again. `last_day` is the day the right ended or ends."""

    id = columns.own_ref()
    marketplace = columns.ref()
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="returns")
    state = columns.state(RETURN)
    last_day = models.DateField()
    currency = columns.currency()
    refund_minor = columns.minor()
    freight_paid_by = models.CharField(max_length=10)
    asked_at = models.DateTimeField()
    goods_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(RETURN),
            models.CheckConstraint(
                name="return_refund_real", condition=models.Q(refund_minor__gt=0)
            ),
            models.UniqueConstraint(
                "order",
                name="return_open_once",
                condition=models.Q(state__in=("asked", "agreed", "sent", "received")),
            ),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def refund(self) -> Money:
        """What the buyer gets back."""
        return Money(self.currency, self.refund_minor)


class Piece(models.Model):
    """So many pieces of an order line that go back."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    ret = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="pieces")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="returned_pieces")
    quantity = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="piece_counts", condition=models.Q(quantity__gt=0))
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.line_id}"


from gongdao.stages.aftersales.recalls import models as recalls  # noqa: E402, F401 - rows of this app
