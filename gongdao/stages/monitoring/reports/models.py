"""Reports, what is asked and shown in them, and what comes of them. Nothing here says who reported."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongdao.kernel.money import Money
from gongdao.registers import columns
from gongdao.stages.monitoring.reports.kinds import EFFECTS, FIELDS, KINDS, TARGETS
from gongdao.stages.monitoring.reports.states import QUESTION, REPORT, REWARD, UNSEALING


class Report(models.Model):
    """Somebody says that a rule is broken. Only the digest of the key to it is kept."""

    id = columns.own_ref()
    marketplace = columns.ref()
    kind = models.CharField(max_length=20)
    target = models.CharField(max_length=10)
    subject = columns.ref(default="")
    merchant = columns.ref(default="")
    room = models.CharField(max_length=200, default="")
    words = models.TextField()
    named = models.BooleanField()
    earlier = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="later")
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="merged"
    )
    state = columns.state(REPORT)
    process = columns.process()
    outcome = models.TextField(default="")
    filed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    key_digest = models.BinaryField(max_length=32, unique=True)
    retry_digest = models.BinaryField(max_length=32, unique=True)
    wrong_keys = models.SmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(REPORT),
            models.CheckConstraint(
                name="report_kind_known", condition=models.Q(kind__in=sorted(KINDS))
            ),
            models.CheckConstraint(
                name="report_target_known", condition=models.Q(target__in=sorted(TARGETS))
            ),
            models.CheckConstraint(
                name="report_is_about_something",
                condition=models.Q(target="platform")
                | models.Q(target="room", room__gt="")
                | models.Q(target__in=("merchant", "listing"), subject__gt="", merchant__gt=""),
            ),
            models.CheckConstraint(
                name="report_merged_into_another",
                condition=models.Q(state="merged", merged_into__isnull=False)
                | ~models.Q(state="merged") & models.Q(merged_into=None),
            ),
        ]
        indexes: ClassVar = [
            models.Index("marketplace", "state", "id", name="report_queue"),
            models.Index("merchant", "kind", name="report_of_merchant"),
        ]

    def __str__(self) -> str:
        return self.id


class Question(models.Model):
    """What the platform wants to know, and what the reporter answered."""

    id = columns.own_ref()
    marketplace = columns.ref()
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="questions")
    by = columns.ref()
    words = models.TextField()
    answer = models.TextField(default="")
    state = columns.state(QUESTION)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [columns.known_states(QUESTION)]

    def __str__(self) -> str:
        return self.id


class Attachment(models.Model):
    """A file that came with a report: sealed as it came, shown as a clean copy."""

    id = columns.own_ref()
    marketplace = columns.ref()
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="attachments")
    words = models.TextField()
    sha256 = models.CharField(max_length=64)
    original = columns.ref()
    shown = columns.ref()
    media = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.id


class Effect(models.Model):
    """What followed from a report that was true. `grounds` is what the merchant is told; never the report."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="effects")
    effect = models.CharField(max_length=12)
    done_to = columns.ref()
    grounds = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("report", "effect", name="report_effect_once"),
            models.CheckConstraint(
                name="report_effect_known", condition=models.Q(effect__in=sorted(EFFECTS))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.effect}"


class Dossier(models.Model):
    """A report as the authority got it, frozen with its digest, and what the authority answered."""

    report = models.OneToOneField(
        Report, on_delete=models.PROTECT, primary_key=True, related_name="dossier"
    )
    marketplace = columns.ref()
    contents = models.JSONField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    number = models.CharField(max_length=80, default="")
    answer = models.TextField(default="")
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.digest[:12]


class Scheme(models.Model):
    """What a marketplace promises to those whose reports are true; a later promise is a new row."""

    pk = models.CompositePrimaryKey("marketplace", "number")
    marketplace = columns.ref()
    number = models.SmallIntegerField()
    currency = columns.currency()
    sums = models.JSONField()
    by = columns.ref()
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [columns.known_currency("scheme")]

    def __str__(self) -> str:
        return f"{self.marketplace} {self.number}"


class Reward(models.Model):
    """What the first who reported something true gets. The sum is within what was promised on filing."""

    id = columns.own_ref()
    marketplace = columns.ref()
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="reward")
    scheme = models.SmallIntegerField()
    currency = columns.currency()
    least_minor = columns.minor()
    most_minor = columns.minor()
    amount_minor = columns.minor()
    state = columns.state(REWARD)
    proposed_by = columns.ref(default="")
    approved_by = columns.ref(default="")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(REWARD),
            models.CheckConstraint(
                name="reward_as_promised",
                condition=models.Q(
                    least_minor__gt=0,
                    amount_minor__gte=models.F("least_minor"),
                    amount_minor__lte=models.F("most_minor"),
                ),
            ),
            models.CheckConstraint(
                name="reward_by_two",
                condition=models.Q(proposed_by="") | ~models.Q(proposed_by=models.F("approved_by")),
            ),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def amount(self) -> Money:
        """What is to be paid."""
        return Money(self.currency, self.amount_minor)


class Unsealing(models.Model):
    """Somebody of the staff wants to see one field of who reported; another one agrees, or does not."""

    id = columns.own_ref()
    marketplace = columns.ref()
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="unsealings")
    field = models.CharField(max_length=20)
    reason = models.TextField()
    asked_by = columns.ref()
    decided_by = columns.ref(default="")
    state = columns.state(UNSEALING)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(UNSEALING),
            models.CheckConstraint(
                name="unsealing_field_known", condition=models.Q(field__in=sorted(FIELDS))
            ),
            models.CheckConstraint(
                name="unsealing_by_two",
                condition=~models.Q(asked_by=models.F("decided_by")),
            ),
        ]

    def __str__(self) -> str:
        return self.id
