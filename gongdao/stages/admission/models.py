"""Applications to sell."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongdao.registers import columns
from gongdao.stages.admission.states import APPLICATION


class Application(models.Model):
    """A merchant asks to sell. Trade name and registration are public by law; people are in the vault."""

    id = columns.own_ref()
    marketplace = columns.ref()
    applicant = columns.ref(unique=True)
    shop_zh = models.CharField(max_length=80)
    shop_en = models.CharField(max_length=80)
    credit_code = models.CharField(max_length=18)
    state = columns.state(APPLICATION)
    filed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=400)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(APPLICATION),
            models.UniqueConstraint("marketplace", "credit_code", name="one_shop_per_credit_code"),
        ]

    def __str__(self) -> str:
        return self.shop_en
