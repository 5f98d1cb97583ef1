"""Disputes with their facts, exhibits, offers and decisions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongdao.kernel.money import Money
from gongdao.registers import columns
from gongdao.stages.aftersales.models import Return
from gongdao.stages.disputes.claims import KINDS, WISHES
from gongdao.stages.disputes.heads import OF_DEEDS, OF_MONEY
from gongdao.stages.disputes.states import DEFICIENCY, DISPUTE, PANEL, REFERRAL
from gongdao.stages.disputes.ways import WAYS
from gongdao.stages.orders.models import Order


class Dispute(models.Model):
    """A buyer says that something is wrong with an order, and wants something.

    `ret` is the contested return that was taken here, where the case is about one.
    """

    id = columns.own_ref()
    marketplace = columns.ref()
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="disputes")
    kind = models.CharField(max_length=20)
    wish = models.CharField(max_length=20)
    story = models.TextField()
    answer = models.TextField()
    admitted = models.BooleanField(null=True)
    losses_minor = columns.minor()
    state = columns.state(DISPUTE)
    filed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reopens = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="reopened_as", null=True
    )
    neutral_asked = models.BooleanField(default=False)
    refused_because = models.CharField(max_length=40, default="")
    ret = models.OneToOneField(Return, on_delete=models.PROTECT, related_name="dispute", null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(DISPUTE),
            models.CheckConstraint(
                name="dispute_kind_known",
                condition=models.Q(kind__in=sorted(KINDS), wish__in=sorted(WISHES)),
            ),
            models.CheckConstraint(
                name="dispute_of_return",
                condition=models.Q(kind="return_contested", ret__isnull=False)
                | (~models.Q(kind="return_contested") & models.Q(ret__isnull=True)),
            ),
            models.CheckConstraint(
                name="dispute_losses_real", condition=models.Q(losses_minor__gte=0)
            ),
            models.UniqueConstraint(
                "order",
                name="dispute_open_once",
                condition=~models.Q(state__in=sorted(DISPUTE.ends)),
            ),
        ]
        indexes: ClassVar = [models.Index("marketplace", "state", "id", name="dispute_desk")]

    def __str__(self) -> str:
        return self.id


class Exhibit(models.Model):
    """Something a party shows for or against a fact. The file is kept by its digest."""

    id = columns.own_ref()
    marketplace = columns.ref()
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="exhibits")
    by = columns.ref()
    fact = models.CharField(max_length=20)
    words = models.TextField()
    sha256 = models.CharField(max_length=64)
    audience = models.CharField(max_length=8, default="both")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="exhibit_audience_known",
                condition=models.Q(audience__in=["both", "platform"]),
            )
        ]

    def __str__(self) -> str:
        return self.id


class File(models.Model):
    """The file of an exhibit: the original as it came, sealed, and the copy without metadata that is shown."""

    exhibit = models.OneToOneField(
        Exhibit, on_delete=models.PROTECT, primary_key=True, related_name="file"
    )
    marketplace = columns.ref()
    original = columns.ref()
    shown = columns.ref()
    shown_sha256 = models.CharField(max_length=64)
    media = models.CharField(max_length=40)
    size = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.exhibit_id


class Deficiency(models.Model):
    """An arbiter cannot read an exhibit: whoever showed it sends it again, by a moment."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="deficiencies")
    by = columns.ref()
    words = models.TextField()
    state = columns.state(DEFICIENCY)
    due_at = models.DateTimeField()
    at = models.DateTimeField()
    mended_by = models.OneToOneField(
        Exhibit, on_delete=models.PROTECT, related_name="mends", null=True
    )

    class Meta:
        constraints: ClassVar = [
            columns.known_states(DEFICIENCY),
            models.UniqueConstraint(
                "exhibit", name="deficiency_open_once", condition=models.Q(state="noted")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exhibit_id} {self.state}"


class Offer(models.Model):
    """One side offers something to end the dispute; the other side may take it while it stands."""

    id = columns.own_ref()
    marketplace = columns.ref()
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="offers")
    by = columns.ref()
    side = models.CharField(max_length=8)
    kind = models.CharField(max_length=12, default="part_refund")
    words = models.TextField(default="")
    currency = columns.currency()
    amount_minor = columns.minor()
    at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="offer_amount_real",
                condition=models.Q(kind__in=sorted(OF_MONEY), amount_minor__gt=0)
                | models.Q(kind__in=sorted(OF_DEEDS), amount_minor=0),
            ),
            models.UniqueConstraint(
                "dispute", name="one_offer_accepted", condition=models.Q(accepted_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def amount(self) -> Money:
        """What is offered."""
        return Money(self.currency, self.amount_minor)


class Decision(models.Model):
    """A reasoned decision. `orders` is what the ledger will execute; a later decision replaces an earlier one."""

    id = columns.own_ref()
    marketplace = columns.ref()
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="decisions")
    number = models.IntegerField()
    by = columns.ref()
    findings = models.JSONField()
    reasons = models.JSONField()
    orders = models.JSONField()
    remarks = models.TextField()
    liable = models.JSONField(default=list)
    kind = models.CharField(max_length=12, default="decision")
    digest = models.CharField(max_length=64, default="")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("dispute", "number", name="decision_numbered_once")
        ]

    def __str__(self) -> str:
        return self.id


class Sealed(models.Model):
    """The last figure of one side, sealed: nobody sees it, unless both figures meet."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="sealed")
    side = models.CharField(max_length=8)
    amount_minor = columns.minor()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("dispute", "side", name="sealed_once_per_side"),
            models.CheckConstraint(name="sealed_real", condition=models.Q(amount_minor__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.side}"


class Seat(models.Model):
    """Who decides a case: one seat at a time, taken, and left with a reason."""

    id = columns.own_ref()
    marketplace = columns.ref()
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="seats")
    arbiter = columns.ref()
    role = models.CharField(max_length=8)
    taken_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    reason = models.TextField(default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "dispute", name="one_seat_at_a_time", condition=models.Q(left_at=None)
            ),
            models.CheckConstraint(
                name="seat_role_known",
                condition=models.Q(role__in=["arbiter", "senior", "neutral"]),
            ),
        ]

    def __str__(self) -> str:
        return self.id


class Interest(models.Model):
    """An arbiter declares what ties them to a party: cases of that party are not theirs to decide."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    arbiter = columns.ref()
    party = columns.ref()
    why = models.CharField(max_length=400)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("arbiter", "party", name="interest_declared_once")
        ]

    def __str__(self) -> str:
        return f"{self.arbiter} {self.party}"


class Juror(models.Model):
    """Somebody who is ready to sit on lay panels, as a consumer or as a merchant."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    party = columns.ref(unique=True)
    standing = models.CharField(max_length=8)
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="juror_standing_known",
                condition=models.Q(standing__in=["consumer", "merchant"]),
            )
        ]

    def __str__(self) -> str:
        return self.party


class Panel(models.Model):
    """Lay people drawn for one case, by a draw that anybody can repeat from its seed."""

    id = columns.own_ref()
    marketplace = columns.ref()
    dispute = models.OneToOneField(Dispute, on_delete=models.PROTECT, related_name="panel")
    seed = models.CharField(max_length=64)
    pool = models.JSONField()
    excluded = models.JSONField()
    state = columns.state(PANEL)
    drawn_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [columns.known_states(PANEL)]

    def __str__(self) -> str:
        return self.id


class Ballot(models.Model):
    """One juror's vote on one panel, with its reason. Empty until cast."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="ballots")
    juror = columns.ref()
    standing = models.CharField(max_length=8)
    for_buyer = models.BooleanField(null=True)
    reason = models.TextField(default="")
    cast_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("panel", "juror", name="ballot_once"),
            models.CheckConstraint(
                name="ballot_cast_with_reason",
                condition=models.Q(cast_at=None, for_buyer=None)
                | models.Q(cast_at__isnull=False, for_buyer__isnull=False) & ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.panel_id} {self.juror}"


class Referral(models.Model):
    """A case on its way out: the dossier that was made, where it went, and what came back."""

    id = columns.own_ref()
    marketplace = columns.ref()
    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="referrals")
    way = models.CharField(max_length=20)
    state = columns.state(REFERRAL)
    contents = models.JSONField()
    digest = models.CharField(max_length=64)
    number_outside = models.CharField(max_length=80, default="")
    outcome = models.TextField(default="")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(REFERRAL),
            models.CheckConstraint(
                name="referral_way_known", condition=models.Q(way__in=sorted(WAYS))
            ),
            models.UniqueConstraint(
                "dispute",
                "way",
                name="referral_open_once",
                condition=~models.Q(state__in=sorted(REFERRAL.ends)),
            ),
        ]

    def __str__(self) -> str:
        return self.id
