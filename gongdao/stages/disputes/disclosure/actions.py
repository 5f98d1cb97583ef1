"""Telling a buyer who the merchant really is. Who asked, why, and what was told is evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow
from gongdao.registers.vault import actions as vault
from gongdao.registers.vault import queries as sealed
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.admission import queries as admission
from gongdao.stages.orders import queries as orders

CITES = "CPL art. 44.1"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a merchant is: its registered name and code, and what the vault has of its address and contact."""

    shop_zh: str
    shop_en: str
    credit_code: str
    contact: Mapping[str, str]


@transaction.atomic
def disclose(*, by: Actor, order: str, reason: str, at: datetime, master: MasterKey) -> Identity:
    """The verified identity of the merchant of an order, for its buyer, for a reason.

    Where the platform has none the refusal says so, and that it then answers itself.
    """
    sold = orders.see(order, by=by)
    allow(by, "identity.disclose", marketplace=sold.marketplace, buyer=sold.buyer)
    if not reason.strip():
        raise Refusal(
            "reason_missing",
            "查看商家身份须说明理由，例如起诉或者投诉。",
            "Say why you need the merchant's identity, to sue or to complain, for instance.",
        )
    shop = admission.shops([sold.merchant]).get(sold.merchant)
    if shop is None or not shop.credit_code:
        raise Refusal(
            "identity_unverified",
            "平台没有这家商家经核验的身份信息；您可以直接要求平台赔偿。",
            "The platform has no verified identity of this merchant; you may claim from the platform itself.",
            cites=CITES,
        )
    fields = sorted(sealed.masks([sold.merchant]).get(sold.merchant, {}))
    contact = {
        field: vault.reveal(
            by=by.party, subject=sold.merchant, field=field, reason=reason, at=at, master=master
        )
        for field in fields
        if field != "id_number" and not field.startswith("returns_")
    }
    told = {"fields": ["credit_code", *contact], "reason": reason.strip()[:200], "cites": CITES}
    record(
        [
            Deed(
                "merchant.disclosed", sold.merchant, by=by.party, marketplace=sold.marketplace,
                at=at, about=sold.id, data=told,
            )
        ]
    )  # fmt: skip
    return Identity(shop.shop_zh, shop.shop_en, shop.credit_code, contact)
