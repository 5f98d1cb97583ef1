"""What happens when a duty falls due. The one place where the flow is pushed forward."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import groupby

from django.db import transaction

from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.queries import Duty
from gongdao.registers.parties import actions as parties
from gongdao.registers.parties.powers import Actor
from gongdao.stages.aftersales import actions as aftersales
from gongdao.stages.delivery import actions as delivery
from gongdao.stages.delivery.claims import actions as courier_claims
from gongdao.stages.delivery.labels import actions as labels
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow.charges import actions as charges
from gongdao.stages.escrow.mandates import actions as mandates
from gongdao.stages.escrow.prepaid import actions as prepaid
from gongdao.stages.orders import actions as orders
from gongdao.stages.remedies import actions as remedies

ON_DUE: Mapping[str, Callable[..., None]] = {
    "payment": orders.lapse,
    "dispatch": delivery.lapse_dispatch,
    "delivery": delivery.lapse,
    "trace": delivery.lapse,
    "bring_back": delivery.lapse,
    "label_end": labels.lapse,
    "courier_reply": courier_claims.lapse,
    "courier_decision": courier_claims.lapse,
    "courier_payment": courier_claims.lapse,
    "renewal_notice": mandates.announce,
    "renewal_charge": mandates.renew,
    "charge_answer": charges.lapse_answer,
    "term_end": charges.lapse_term,
    "prepayment": prepaid.lapse,
    "release": escrow.lapse,
    "make_good": remedies.pay_make_good,
    "return_reply": aftersales.lapse,
    "send_back": aftersales.lapse,
    "take_back": aftersales.lapse,
    "refund": remedies.pay_refunds,
    "merchant_reply": disputes.lapse,
    "settlement": disputes.lapse,
    "decision": disputes.lapse,
    "time_to_appeal": disputes.lapse,
    "senior_decision": disputes.lapse,
    "performance": remedies.perform_overdue,
    "recovery": remedies.recover,
}

BATCH = 1_000


@transaction.atomic
def tick(*, marketplace: str, now: datetime) -> int:
    """Act on up to a batch of duties that are overdue at this moment. Returns how many there were."""
    due = duties.claim(marketplace, now, most=BATCH)
    for kind, alike in groupby(sorted(due, key=_kind), key=_kind):
        ON_DUE[kind](duties=list(alike), at=now)
    return len(due)


def run_until(*, marketplace: str, to: datetime) -> int:
    """Act on everything that falls due up to a moment, each at its own moment, in order of time."""
    acted = 0
    while moment := duties.next_due(marketplace, until=to):
        done = tick(marketplace=marketplace, now=moment)
        if not done:  # another worker holds what is due; it will act
            break
        acted += done
    return acted


@transaction.atomic
def advance(*, by: Actor, to: datetime) -> int:
    """Move a sandbox's test clock: everything that falls due on the way happens at its own moment."""
    parties.set_clock(by=by, to=to)
    return run_until(marketplace=by.marketplace, to=to)


def _kind(duty: Duty) -> str:
    return duty.kind
