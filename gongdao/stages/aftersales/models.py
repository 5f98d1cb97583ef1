"""Returns, what came with an order, how goods looked when they came back; repairs and what was promised."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from gongdao.kernel.money import Money
from gongdao.registers import columns
from gongdao.stages.aftersales.states import REPAIR, RETURN
from gongdao.stages.listings.models import Listing
from gongdao.stages.orders.models import Line, Order

OPEN = ("asked", "agreed", "sent", "received", "contested", "disputed", "due")
EXTRAS = ("gift", "discount", "free_delivery")


class Return(models.Model):
    """The buyer sends goods back and gets the price again. `last_day` is the day the right ended or ends.

    `offer_minor` is what a merchant that contests would refund at once; `found_at` is when somebody
    or the clock found that the refund is due.
    """

    id = columns.own_ref()
    marketplace = columns.ref()
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="returns")
    state = columns.state(RETURN)
    process = columns.process()
    last_day = models.DateField()
    currency = columns.currency()
    refund_minor = columns.minor()
    freight_paid_by = models.CharField(max_length=10)
    asked_at = models.DateTimeField()
    goods_back_at = models.DateTimeField(null=True)
    waybill = models.CharField(max_length=40, default="")
    pick_up_on = models.DateField(null=True)
    ground = models.CharField(max_length=20, default="")
    words = models.TextField(default="")
    offer_minor = columns.minor_or_none()
    deducted_minor = columns.minor(default=0)
    found_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(RETURN),
            models.CheckConstraint(
                name="return_refund_real", condition=models.Q(refund_minor__gt=0)
            ),
            models.UniqueConstraint(
                "order",
                name="return_open_once",
                condition=models.Q(state__in=OPEN),
            ),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def refund(self) -> Money:
        """What the buyer gets back."""
        return Money(self.currency, self.refund_minor)

    @property
    def offer(self) -> Money | None:
        """What a merchant that contests would refund at once."""
        return None if self.offer_minor is None else Money(self.currency, self.offer_minor)


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


class Extra(models.Model):
    """What came with an order besides its lines: a gift, a discount for a threshold, free delivery.

    `worth_minor` is the gift's marked price, the discount, or the freight that was waived;
    `threshold_minor` the sum from which on it is given (nothing: for the whole order only).
    """

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="extras")
    kind = models.CharField(max_length=14)
    title_zh = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80)
    worth_minor = columns.minor()
    threshold_minor = columns.minor_or_none()
    kept_in = models.ForeignKey(Return, on_delete=models.PROTECT, null=True, related_name="kept")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="extra_real",
                condition=models.Q(kind__in=EXTRAS, worth_minor__gt=0),
            )
        ]

    def __str__(self) -> str:
        return self.title_en


class Inspection(models.Model):
    """How a merchant found the goods that came back: what it says, shows, weighed and read."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    ret = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="inspections")
    at = models.DateTimeField()
    kinds = ArrayField(models.CharField(max_length=12))
    faults = ArrayField(models.CharField(max_length=20))
    words = models.TextField()
    photographs = ArrayField(models.CharField(max_length=64))
    weight_sent_g = models.IntegerField(null=True)
    weight_back_g = models.IntegerField(null=True)
    serial_sent = models.CharField(max_length=60)
    serial_back = models.CharField(max_length=60)
    intact = models.BooleanField()
    cites = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"inspection of {self.ret_id}"


class Repair(models.Model):
    """One fault of one piece of an order line, from the request to its end.

    `covered_until` is the last day of the guarantee when it was asked for, under `cites`; `wish` is
    what the buyer asked for, `worth_minor` what goes back if the thing is neither mended nor replaced.
    """

    id = columns.own_ref()
    marketplace = columns.ref()
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="repairs")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="repairs")
    piece = models.IntegerField()
    state = columns.state(REPAIR)
    process = columns.process()
    wish = models.CharField(max_length=10)
    fault = models.TextField()
    covered_until = models.DateField()
    cites = models.CharField(max_length=120)
    currency = columns.currency()
    worth_minor = columns.minor()
    asked_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True)
    back_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    parts_lacking = models.TextField(default="")
    work_done = models.TextField(default="")
    spare = models.TextField(default="")
    refusal = models.TextField(default="")

    class Meta:
        constraints: ClassVar = [
            columns.known_states(REPAIR),
            models.CheckConstraint(
                name="repair_real", condition=models.Q(piece__gt=0, worth_minor__gt=0)
            ),
            models.UniqueConstraint(
                "line", "piece", name="repair_open_once", condition=models.Q(ended_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def worth(self) -> Money:
        """What was paid for the piece."""
        return Money(self.currency, self.worth_minor)


class Promise(models.Model):
    """For how many months a listing is guaranteed, or extends the guarantee of something else.

    A promise counts for the contracts concluded after it; what came before keeps what it had.
    """

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="promises")
    kind = models.CharField(max_length=10)
    months = models.IntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="promise_real",
                condition=models.Q(kind__in=("own", "extension"), months__gte=0, months__lte=120),
            )
        ]

    def __str__(self) -> str:
        return f"{self.months} months for {self.listing_id}"


class Extension(models.Model):
    """A longer guarantee, bought like any other thing, put on one line of an order."""

    bought = models.OneToOneField(
        Line, on_delete=models.PROTECT, primary_key=True, related_name="extends"
    )
    marketplace = columns.ref()
    covers = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="extensions")
    months = models.IntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.months} months more for {self.covers_id}"


from gongdao.stages.aftersales.recalls import models as recalls  # noqa: E402, F401 - rows of this app
