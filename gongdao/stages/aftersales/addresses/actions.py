"""A merchant says where returns go; a buyer sees it while a return of theirs is to be sent, and then no more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow
from gongdao.registers.vault import actions as vault
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.aftersales import queries
from gongdao.stages.aftersales.addresses.queries import FIELDS, known
from gongdao.stages.delivery import queries as delivery

TO_BE_SENT = frozenset({"agreed", "sent"})
"""The states of a return in which the buyer needs the address; before and after nobody does."""


@transaction.atomic
def keep(*, by: Actor, to: Mapping[str, str], at: datetime, master: MasterKey) -> None:
    """A merchant says who receives returns, and where. Sealed; a later one takes its place."""
    allow(by, "return.address", marketplace=by.marketplace)
    said = {FIELDS[field]: value for field, value in delivery.readable(to).items()}
    person = vault.Person(by.party, said)
    vault.put(marketplace=by.marketplace, people=[person], at=at, master=master)
    deed = Deed(
        "return.addressed", by.party, by=by.party, marketplace=by.marketplace, at=at,
        data={"fields": sorted(said)},
    )  # fmt: skip
    record([deed])


@transaction.atomic
def see(*, by: Actor, ret: str, at: datetime, master: MasterKey) -> dict[str, str]:
    """Where the goods of this return go, in clear, while they are to be sent. Who looked is evidence."""
    row = queries.see(ret, by=by)
    allow(by, "return.send_back", marketplace=row.marketplace, buyer=row.order.buyer)
    if row.state not in TO_BE_SENT:
        raise Refusal(
            "return_not_due",
            "退货地址只在商家同意退货之后、收到退货之前可以查看。",
            "The address is shown from the merchant's consent until the goods are back, and not otherwise.",
        )
    if not known(row.order.merchant):
        raise Refusal(
            "return_address_missing",
            "商家没有登记退货地址；请在订单对话中索要，平台会督促。",
            "The merchant has named no address for returns; ask in the order's conversation.",
        )
    shown = {
        field: vault.reveal(
            by=by.party, subject=row.order.merchant, field=kept, reason=row.id, at=at, master=master
        )
        for field, kept in FIELDS.items()
    }
    deed = Deed(
        "return.address_seen", row.id, by=by.party, marketplace=row.marketplace, at=at,
        about=row.order_id,
    )  # fmt: skip
    record([deed])
    return shown
