"""What keeps an account its owner's. No address and no code is kept, only keyed digests of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongdao.registers import columns
from gongdao.registers.accounts.throttle import LIMITS
from gongdao.registers.parties.models import Party

LABEL = 60


class Tries(models.Model):
    """How often in a row somebody failed: at an account, from an address, on a device, with a code.

    The digest is of a name nobody may have: a handle that does not exist is counted like any other.
    """

    digest = models.CharField(primary_key=True, max_length=64)
    marketplace = columns.ref(blank=True)
    kind = models.CharField(max_length=8)
    failures = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="tries_kind_known", condition=models.Q(kind__in=sorted(LIMITS))
            )
        ]
        indexes: ClassVar = [models.Index("last_at", name="tries_by_age")]

    def __str__(self) -> str:
        return f"{self.kind} {self.failures}"


class Device(models.Model):
    """A browser from which somebody signed in: known by a random cookie, never by its traits."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="devices")
    digest = models.CharField(max_length=64)
    label = models.CharField(max_length=LABEL)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("party", "digest", name="device_once_per_party")
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.label}"


class SignIn(models.Model):
    """A session of somebody, open until it is ended. The key of the session leads to it and goes with it."""

    id = columns.own_ref()
    marketplace = columns.ref()
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="sign_ins")
    device = models.ForeignKey(Device, on_delete=models.SET_NULL, null=True, related_name="+")
    session = models.CharField(max_length=40, null=True, unique=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="sign_in_open_has_its_session",
                condition=models.Q(ended_at=None, session__isnull=False)
                | models.Q(ended_at__isnull=False, session=None),
            )
        ]

    def __str__(self) -> str:
        return self.id


class Factor(models.Model):
    """A second factor. The secret is derived from the salt and a key outside the database, not kept."""

    party = models.OneToOneField(
        Party, primary_key=True, on_delete=models.CASCADE, related_name="factor"
    )
    marketplace = columns.ref()
    salt = models.BinaryField(max_length=16)
    begun_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.party_id


class RecoveryCode(models.Model):
    """A code for whoever lost the second factor: digest only, good once."""

    digest = models.CharField(primary_key=True, max_length=64)
    marketplace = columns.ref()
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="recovery_codes")
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.party_id
