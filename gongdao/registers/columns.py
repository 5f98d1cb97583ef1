"""The few kinds of column that every room shares."""

from __future__ import annotations

from typing import Any

from django.db import models

from gongdao.kernel.machine import Machine
from gongdao.kernel.money import EXPONENT

REF_LENGTH = 31


def own_ref() -> models.CharField[str, str]:
    """The row's own reference, its primary key: `ord_01k3…`."""
    return models.CharField(primary_key=True, max_length=REF_LENGTH)


def ref(**options: Any) -> models.CharField[str, str]:
    """A reference to something in another room, without a foreign key."""
    return models.CharField(max_length=REF_LENGTH, **options)


def minor(**options: Any) -> models.BigIntegerField[int, int]:
    """An amount in minor units; the currency stands in a column beside it."""
    return models.BigIntegerField(**options)


def minor_or_none() -> models.BigIntegerField[int | None, int | None]:
    """An amount that may be none at all, which is not the same as nothing."""
    return models.BigIntegerField(null=True)


def currency() -> models.CharField[str, str]:
    """ISO 4217."""
    return models.CharField(max_length=3)


def state(machine: Machine) -> models.CharField[str, str]:
    """Where in its machine the row stands. Pair it with `known_states` among the constraints."""
    return models.CharField(max_length=20, default=machine.start)


def process() -> models.SmallIntegerField[int, int]:
    """The version of its machine that a row began under, and goes on under."""
    return models.SmallIntegerField(default=1)


def known_states(machine: Machine, *, column: str = "state") -> models.CheckConstraint:
    """The database, too, knows the states of a machine, in every version of it."""
    return models.CheckConstraint(
        name=f"{machine.name}_state_known",
        condition=models.Q(**{f"{column}__in": sorted(machine.known_states)}),
    )


def known_currency(name: str) -> models.CheckConstraint:
    """Only a currency whose digits we know may be stored."""
    return models.CheckConstraint(
        name=f"{name}_currency_known", condition=models.Q(currency__in=sorted(EXPONENT))
    )
