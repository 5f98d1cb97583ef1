"""Entries and their lines, and the kept balances. Entries are only ever added."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from gongdao.kernel.money import EXPONENT
from gongdao.registers import columns


class Entry(models.Model):
    """One balanced movement of money. The key says what it is."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    key = models.CharField(max_length=120)
    why = models.CharField(max_length=40)
    subject = columns.ref()
    at = models.DateTimeField()
    cites = models.CharField(max_length=120)
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("marketplace", "key", name="entry_key_once")
        ]
        indexes: ClassVar = [
            models.Index("subject", "id", name="entry_by_subject"),
            BrinIndex(fields=["at"], name="entry_by_time"),
        ]

    def __str__(self) -> str:
        return self.key


class Line(models.Model):
    """One side of an entry: debits positive, credits negative, in minor units."""

    pk = models.CompositePrimaryKey("entry_id", "place")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="lines", db_index=False)
    place = models.SmallIntegerField()
    marketplace = columns.ref()
    account = models.CharField(max_length=60)
    currency = columns.currency()
    amount = columns.minor()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="line_moves_money", condition=~models.Q(amount=0)),
            columns.known_currency("line"),
        ]
        indexes: ClassVar = [
            models.Index("marketplace", "account", "entry", name="line_by_account")
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount}"


class Balance(models.Model):
    """What stands on a kept account, in the account's own sense. Written by a trigger on the lines only."""

    pk = models.CompositePrimaryKey("marketplace", "account", "currency")
    marketplace = columns.ref()
    account = models.CharField(max_length=60)
    currency = columns.currency()
    floored = models.BooleanField()
    amount = columns.minor()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="balance_never_negative",
                condition=models.Q(floored=False) | models.Q(amount__gte=0),
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount}"


class Rate(models.Model):
    """What one unit of `base` cost in `quote` from a moment on, as a whole number of hundred-millionths."""

    id = columns.own_ref()
    marketplace = columns.ref()
    base = columns.currency()
    quote = models.CharField(max_length=3)
    scaled = models.BigIntegerField()
    source = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="rate_real", condition=models.Q(scaled__gt=0)),
            models.CheckConstraint(name="rate_of_two", condition=~models.Q(base=models.F("quote"))),
            models.CheckConstraint(
                name="rate_currencies_known",
                condition=models.Q(base__in=sorted(EXPONENT), quote__in=sorted(EXPONENT)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["marketplace", "base", "quote", "-at"], name="rate_by_pair")
        ]

    def __str__(self) -> str:
        return f"{self.base}/{self.quote} {self.source}"
