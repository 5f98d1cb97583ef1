"""Applications to sell, the papers that prove them, and what interrupts an admission.

What is public by law stands in columns: the name and code of a business. People are in the vault,
under the reference of their application; so are the files they sent.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from gongdao.registers import columns
from gongdao.stages.admission.states import (
    APPLICATION,
    CHANGE,
    OVER,
    PAPER,
    SUSPENSION,
    WAIVER,
)

FORMS = ("enterprise", "individual_business", "cooperative", "unregistered")
REASON = 400


class Application(models.Model):
    """A merchant asks to sell. Trade name and registration are public by law; people are in the vault."""

    id = columns.own_ref()
    marketplace = columns.ref()
    applicant = columns.ref()
    shop_zh = models.CharField(max_length=80)
    shop_en = models.CharField(max_length=80)
    form = models.CharField(max_length=20, default="enterprise")
    credit_code = models.CharField(max_length=18, blank=True)
    company = models.CharField(max_length=120, blank=True)
    capital = models.CharField(max_length=40, blank=True)
    exemption = models.CharField(max_length=20, blank=True)
    yearly_sales_minor = columns.minor(default=0)
    categories = ArrayField(models.CharField(max_length=20), default=list)
    brands = ArrayField(models.CharField(max_length=60), default=list)
    archive = models.CharField(max_length=80, blank=True)
    """Where the file is kept, if it is not here: that register verifies it, too."""
    state = columns.state(APPLICATION)
    filed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = columns.ref(blank=True)
    reason = models.CharField(max_length=REASON)
    plea = models.CharField(max_length=2_000, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(APPLICATION),
            models.CheckConstraint(
                name="application_form_known", condition=models.Q(form__in=FORMS)
            ),
            models.UniqueConstraint(
                "applicant", name="one_application_at_a_time", condition=~models.Q(state__in=OVER)
            ),
            models.UniqueConstraint(
                "marketplace",
                "credit_code",
                name="one_shop_per_credit_code",
                condition=~models.Q(state__in=OVER) & ~models.Q(credit_code=""),
            ),
        ]
        indexes: ClassVar = [
            models.Index("applicant", name="application_by_applicant"),
            models.Index("marketplace", "state", "filed_at", name="application_queue"),
        ]

    def __str__(self) -> str:
        return self.shop_en


class Paper(models.Model):
    """One paper for one item of the checklist. Another for the same item is another row."""

    id = columns.own_ref()
    marketplace = columns.ref()
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="papers")
    item = models.CharField(max_length=80)
    number = models.CharField(max_length=60, blank=True)
    issuer = models.CharField(max_length=80, blank=True)
    expires_on = models.DateField(null=True)
    ends_at = models.DateTimeField(null=True)
    document = columns.ref()
    digest = models.CharField(max_length=64)
    media = models.CharField(max_length=40)
    state = columns.state(PAPER)
    supplied_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = columns.ref(blank=True)
    reason = models.CharField(max_length=REASON, blank=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(PAPER),
            models.UniqueConstraint(
                "application",
                "item",
                name="one_paper_to_look_at_per_item",
                condition=models.Q(state="supplied"),
            ),
            models.UniqueConstraint(
                "application",
                "item",
                name="one_accepted_paper_per_item",
                condition=models.Q(state="accepted"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.id}"


class Waiver(models.Model):
    """An item is not asked for, with a reason: proposed by one person, confirmed by another."""

    id = columns.own_ref()
    marketplace = columns.ref()
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="waivers")
    item = models.CharField(max_length=80)
    reason = models.CharField(max_length=REASON)
    state = columns.state(WAIVER)
    proposed_by = columns.ref()
    proposed_at = models.DateTimeField()
    decided_by = columns.ref(blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(WAIVER),
            models.UniqueConstraint(
                "application",
                "item",
                name="one_waiver_per_item",
                condition=models.Q(state__in=("proposed", "confirmed")),
            ),
            models.CheckConstraint(
                name="waiver_takes_two_people",
                condition=~models.Q(decided_by=models.F("proposed_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.id}"


class Suspension(models.Model):
    """A merchant sells nothing until it is lifted. Published while it stands, as the law has it."""

    id = columns.own_ref()
    marketplace = columns.ref()
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="suspensions"
    )
    cause = models.CharField(max_length=20)
    item = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=REASON)
    cites = models.CharField(max_length=120, blank=True)
    state = columns.state(SUSPENSION)
    began_at = models.DateTimeField()
    began_by = columns.ref()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(SUSPENSION),
            models.UniqueConstraint(
                "application",
                "cause",
                "item",
                name="one_suspension_per_cause",
                condition=models.Q(state="standing"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cause} {self.id}"


class Change(models.Model):
    """Particulars that changed: as reported, until somebody has verified them."""

    id = columns.own_ref()
    marketplace = columns.ref()
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="changes")
    said = models.JSONField()
    """The public particulars, as they shall be."""
    fields = ArrayField(models.CharField(max_length=20))
    """Which personal fields lie in the vault under this change's own reference."""
    changed_on = models.DateField()
    late = models.BooleanField()
    state = columns.state(CHANGE)
    reported_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = columns.ref(blank=True)
    reason = models.CharField(max_length=REASON, blank=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(CHANGE),
            models.UniqueConstraint(
                "application", name="one_change_at_a_time", condition=models.Q(state="reported")
            ),
        ]

    def __str__(self) -> str:
        return self.id


class Trace(models.Model):
    """By which the same and the similar are found again, though nobody can read either."""

    pk = models.CompositePrimaryKey("application_id", "kind")
    marketplace = columns.ref()
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="traces", db_index=False
    )
    kind = models.CharField(max_length=20)
    index = models.BinaryField(max_length=16)
    sketch = ArrayField(models.IntegerField(), default=list)

    class Meta:
        indexes: ClassVar = [
            models.Index("marketplace", "kind", "index", name="trace_same"),
            GinIndex(fields=["sketch"], name="trace_similar"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.application_id}"
