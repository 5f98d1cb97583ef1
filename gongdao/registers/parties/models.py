"""Marketplaces and the parties in them. No personal data: that is in the vault."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from gongdao.registers import columns
from gongdao.registers.parties.powers import ROLES

MODES = ("live", "sandbox")


class Marketplace(models.Model):
    """A tenant. Every row of every room carries its marketplace."""

    id = columns.own_ref()
    slug = models.SlugField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    law = models.CharField(max_length=8)
    currency = columns.currency()
    mode = models.CharField(max_length=8)
    clock_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    factor_demanded = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="marketplace_mode_known", condition=models.Q(mode__in=MODES)
            ),
            models.CheckConstraint(
                name="marketplace_only_a_sandbox_has_a_test_clock",
                condition=models.Q(mode="sandbox") | models.Q(clock_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class Party(AbstractBaseUser):
    """Somebody who can sign in or be owed something: a person, a shop, a courier, a member of staff."""

    id = columns.own_ref()
    marketplace = columns.ref()
    handle = models.CharField(max_length=120, unique=True)
    roles = ArrayField(models.CharField(max_length=12))
    enrolled_at = models.DateTimeField()
    factor_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "handle"
    objects = BaseUserManager["Party"]()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="party_roles_known", condition=models.Q(roles__contained_by=sorted(ROLES))
            )
        ]
        indexes: ClassVar = [models.Index("marketplace", "id", name="party_by_marketplace")]

    def __str__(self) -> str:
        return self.handle


class Key(models.Model):
    """A token of the API. We keep its digest only; whoever loses it makes a new one."""

    id = columns.own_ref()
    marketplace = columns.ref()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="keys")
    digest = models.BinaryField(max_length=32, unique=True)
    label = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    proved_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.id
