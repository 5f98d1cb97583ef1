"""A contested return becomes a case: what its own records say is filled in, and the merchant must prove."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongdao.kernel.money import Money
from gongdao.kernel.ref import mint
from gongdao.registers.batches import add
from gongdao.registers.evidence.actions import record
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.aftersales import queries as returns
from gongdao.stages.aftersales.conditions import FAULTS, GROUNDS
from gongdao.stages.aftersales.inspections import actions as looking
from gongdao.stages.aftersales.models import Inspection, Return
from gongdao.stages.disputes import queries
from gongdao.stages.disputes.claims import refuse_storyless
from gongdao.stages.disputes.course import begin, deed
from gongdao.stages.disputes.models import Dispute, Exhibit, Offer
from gongdao.stages.escrow import queries as holds
from gongdao.stages.orders import queries as orders

FACT = "fit"
"""The one fact such a case turns on."""


@transaction.atomic
def file(*, by: Actor, ret: str, story: str, at: datetime) -> Dispute:
    """The buyer takes a return that the merchant contests to a dispute (S17, S21).

    The merchant's ground and words are its answer, its photographs its exhibits, and what it would
    refund at once its offer. What it does not prove falls against it.
    """
    row = returns.locked(ret, by=by)
    sold = orders.locked(row.order_id, by=by)
    allow(by, "dispute.file", marketplace=sold.marketplace, buyer=sold.buyer)
    refuse_storyless(story)
    queries.refuse_open(sold.id)
    looking.dispute(by=by, row=row, at=at)
    hold = holds.hold_of(sold.id, lock=True)
    assert hold is not None, "what is returned was paid for"
    case = Dispute.objects.create(
        id=mint("dsp", at=at), marketplace=sold.marketplace, order=sold, ret=row,
        kind="return_contested", wish="refund", story=story, losses_minor=0, filed_at=at,
        answer=_answer(row), admitted=False,
    )  # fmt: skip
    begin(case, hold, by=by, at=at)
    shown = [e for look in returns.inspections(row.id) for e in _exhibits(case, look)]
    add(shown)
    if row.offer:
        _offer(case, row.offer)
    data = {"ret": row.id, "ground": row.ground, "photographs": [e.sha256 for e in shown]}
    record([deed("dispute.filed", case, by=by.party, at=at, kind=case.kind, **data)])
    return case


def _answer(row: Return) -> str:
    """The merchant has said already why it does not refund."""
    ground = GROUNDS[row.ground]
    return f"{ground.zh} · {ground.en}\n{row.words}"


def _exhibits(case: Dispute, look: Inspection) -> list[Exhibit]:
    """Every photograph of an inspection, with what the merchant found."""
    found = [FAULTS[name][1] for name in look.faults]
    words = "\n".join([*(f"{fault.zh} · {fault.en}" for fault in found), look.words])
    return [
        Exhibit(
            id=mint("exh", at=look.at), marketplace=case.marketplace, dispute=case,
            by=case.order.merchant, fact=FACT, words=words, sha256=photograph, at=look.at,
        )
        for photograph in look.photographs
    ]  # fmt: skip


def _offer(case: Dispute, offer: Money) -> Offer:
    """What the merchant would refund at once stands as its offer in the talks."""
    return Offer.objects.create(
        id=mint("ofr", at=case.filed_at), marketplace=case.marketplace, dispute=case,
        by=case.order.merchant, side="seller", kind="part_refund", words="",
        currency=offer.currency, amount_minor=offer.minor, at=case.filed_at,
    )  # fmt: skip
