"""Bodies and what they are accredited for, what they issued, and what was presented to us."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongdao.registers import columns
from gongdao.stages.admission.credentials.scopes import SCOPES


class Body(models.Model):
    """A certification body. `did` is its public key; `hosted`: we keep that key for it.

    `list_url` is where its status list stands: with us for a hosted body, else where it says.
    """

    id = columns.own_ref()
    marketplace = columns.ref()
    party = columns.ref()
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    approval = models.CharField(max_length=40)
    did = models.CharField(max_length=120)
    hosted = models.BooleanField()
    list_url = models.CharField(max_length=300)
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("marketplace", "did", name="body_key_once"),
            models.UniqueConstraint("party", name="body_party_once"),
        ]

    def __str__(self) -> str:
        return self.name_en


class Accreditation(models.Model):
    """A body may certify in a scope, from a moment until another; withdrawn, it ends then."""

    id = columns.own_ref()
    marketplace = columns.ref()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="accreditations")
    scope = models.CharField(max_length=20)
    since = models.DateTimeField()
    until = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=400)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="accreditation_scope_known", condition=models.Q(scope__in=sorted(SCOPES))
            ),
            models.CheckConstraint(
                name="accreditation_forward", condition=models.Q(until__gt=models.F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.scope}"


class Credential(models.Model):
    """A certificate that a hosted body issued here. The document is the original; `place` is its bit."""

    id = columns.own_ref()
    marketplace = columns.ref()
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="credentials")
    scope = models.CharField(max_length=20)
    subject = columns.ref()
    holder = columns.ref()
    place = models.IntegerField()
    document = models.JSONField()
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=400)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("body", "place", name="credential_bit_once")
        ]
        indexes: ClassVar = [models.Index("holder", "id", name="credential_by_holder")]

    def __str__(self) -> str:
        return self.id


class StatusList(models.Model):
    """The latest status list that a body with a key of its own has filed."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    body = models.OneToOneField(Body, on_delete=models.PROTECT, related_name="status_list")
    document = models.JSONField()
    filed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"list of {self.body_id}"


class Presented(models.Model):
    """A certificate that a merchant showed for itself or its goods, with what was checked then."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    subject = columns.ref()
    holder = columns.ref()
    of = models.CharField(max_length=8)
    scope = models.CharField(max_length=20)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    checks = models.JSONField()
    at = models.DateTimeField()
    hidden_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("subject", "digest", name="presented_once")
        ]

    def __str__(self) -> str:
        return f"{self.scope} for {self.subject}"
