"""What happens when a duty falls due. The one place where the flow is pushed forward."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from gongdao.interfaces import instructions
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.queries import Duty
from gongdao.registers.parties import actions as parties
from gongdao.registers.parties.powers import Actor
from gongdao.stages.admission import actions as admission
from gongdao.stages.admission.changes import actions as changes
from gongdao.stages.admission.papers import actions as papers
from gongdao.stages.admission.standing import actions as standing
from gongdao.stages.aftersales import actions as aftersales
from gongdao.stages.aftersales.recalls import actions as recalls
from gongdao.stages.aftersales.repairs import actions as repairs
from gongdao.stages.delivery import actions as delivery
from gongdao.stages.delivery.claims import actions as courier_claims
from gongdao.stages.delivery.handing import actions as handing
from gongdao.stages.delivery.labels import actions as labels
from gongdao.stages.delivery.performing import actions as performing
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.disputes.exhibits import actions as exhibits
from gongdao.stages.disputes.panels import actions as panels
from gongdao.stages.disputes.referrals import actions as referrals
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow.accounts import actions as accounts
from gongdao.stages.escrow.charges import actions as charges
from gongdao.stages.escrow.instructions import actions as told
from gongdao.stages.escrow.mandates import actions as mandates
from gongdao.stages.escrow.matching import actions as matching
from gongdao.stages.escrow.matching import chargebacks
from gongdao.stages.escrow.payouts import actions as payouts
from gongdao.stages.escrow.preorders import actions as preorders
from gongdao.stages.escrow.prepaid import actions as prepaid
from gongdao.stages.escrow.unwinding import actions as unwinding
from gongdao.stages.listings.leaving import actions as leaving
from gongdao.stages.listings.pricing import actions as pricing
from gongdao.stages.listings.review import actions as reviews
from gongdao.stages.monitoring.reports import actions as reports
from gongdao.stages.monitoring.reports.asking import actions as asking
from gongdao.stages.monitoring.reports.outside import actions as outside
from gongdao.stages.monitoring.reports.rewards import actions as rewards
from gongdao.stages.monitoring.reports.sealing import actions as sealing
from gongdao.stages.orders import actions as orders
from gongdao.stages.orders import queries as sales
from gongdao.stages.orders.amending import actions as amending
from gongdao.stages.orders.conversations import actions as conversations
from gongdao.stages.orders.invoicing import actions as invoicing
from gongdao.stages.privacy import actions as privacy
from gongdao.stages.privacy.erasing import actions as erasing
from gongdao.stages.remedies import actions as remedies
from gongdao.stages.remedies.chargebacks import actions as thaws
from gongdao.stages.remedies.measures import actions as measures
from gongdao.stages.remedies.recoveries import actions as recoveries
from gongdao.stages.remedies.rectifications import actions as rectifications
from gongdao.stages.remedies.refund_clock import actions as refund_clock
from gongdao.stages.rulebook import actions as rulebook
from gongdao.stages.rulebook.terms import actions as terms


def watch_small_sellers(*, duties: list[Duty], at: datetime) -> None:
    """What small sellers sold this year is added up; who is no longer small is told to register."""
    day = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    year = day.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    sold = sales.turnover({duty.owed_to for duty in duties}, since=year, until=at)
    standing.watch(duties=duties, turnover=sold, at=at)


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
    "condition_ruling": aftersales.lapse,
    "repair_reply": repairs.lapse,
    "hand_in": repairs.lapse,
    "repair": repairs.lapse,
    "parts": repairs.lapse,
    "repair_trial": repairs.lapse,
    "replacement": remedies.pay_replacements,
    "merchant_reply": disputes.lapse,
    "settlement": disputes.lapse,
    "decision": disputes.lapse,
    "exhibit_again": exhibits.lapse,
    "time_to_appeal": disputes.lapse,
    "senior_decision": disputes.lapse,
    "performance": remedies.perform_overdue,
    "refund_reminder": refund_clock.remind,
    "reserve": accounts.free_reserve,
    "top_up": accounts.lapse_top_up,
    "payout_approval": payouts.lapse,
    "payout_sending": payouts.lapse,
    "payout_outcome": payouts.lapse,
    "gateway_sending": told.lapse,
    "gateway_answer": told.lapse,
    "break_explanation": matching.lapse,
    "break_resolution": matching.lapse,
    "chargeback_answer": chargebacks.lapse,
    "chargeback_outcome": chargebacks.lapse,
    "chargeback_thaw": thaws.resume,
    "listing_review": reviews.lapse_review,
    "listing_repair": reviews.lapse_repair,
    "recall_report": recalls.lapse_report,
    "recall_plan": recalls.lapse_report,
    "recall_publish": recalls.lapse_report,
    "recall_answer": recalls.lapse_answer,
    "recall_remedy": recalls.lapse_remedy,
    "application_review": admission.lapse,
    "missing_papers": admission.lapse,
    "time_to_contest": admission.lapse,
    "refusal_appeal": admission.lapse,
    "waiver_check": papers.lapse_waivers,
    "reverification": standing.unverified,
    "expiry_notice": standing.remind,
    "expiry": standing.expire,
    "change_check": changes.lapse,
    "put_right": standing.end,
    "turnover_watch": watch_small_sellers,
    "registration": standing.unregistered,
    "recovery": recoveries.lapse,
    "execution": remedies.execute,
    "measure": measures.lapse,
    "objection": recoveries.lapse_objection,
    "dossier": referrals.lapse,
    "outside_answer": referrals.lapse,
    "outside_end": referrals.lapse,
    "panel_vote": panels.lapse,
    "rectification": rectifications.lapse,
    "rectified_check": rectifications.check,
    "rule_draft": rulebook.lapse,
    "rule_comments": rulebook.lapse,
    "rule_notice": rulebook.lapse,
    "rule_start": rulebook.lapse,
    "rule_exit": leaving.lapse,
    "clause_review": terms.lapse,
    "amendment_reply": amending.lapse,
    "unwind": unwinding.give_back,
    "invoice": invoicing.lapse,
    "promotion_begin": pricing.begin_due,
    "promotion_end": pricing.end_due,
    "final_payment": preorders.lapse,
    "red_invoice": invoicing.lapse_credit_note,
    "acceptance": performing.lapse,
    "opening": handing.lapse,
    "help_answer": conversations.lapse,
    "help_platform": conversations.lapse,
    "report_triage": reports.lapse,
    "report_check": reports.lapse,
    "report_extended": reports.lapse,
    "report_question": asking.lapse,
    "report_authority": outside.lapse,
    "report_outcome": outside.lapse,
    "reward_proposal": rewards.lapse,
    "reward_approval": rewards.lapse,
    "reward_collection": rewards.lapse,
    "unsealing_consent": sealing.lapse,
    "unsealing_use": sealing.lapse,
    "data_request": privacy.lapse,
    "erasure": erasing.lapse,
}

BATCH = 1_000


@transaction.atomic
def tick(*, marketplace: str, now: datetime) -> int:
    """Act on up to a batch of duties that are overdue at this moment. Returns how many there were."""
    due = duties.claim(marketplace, now, most=BATCH)
    for kind, alike in groupby(sorted(due, key=_kind), key=_kind):
        ON_DUE[kind](duties=list(alike), at=now)
    return len(due)


def run_until(
    *, marketplace: str, to: datetime, meanwhile: Callable[[datetime], int] | None = None
) -> int:
    """Act on everything that falls due up to a moment, each at its own moment, in order of time.

    `meanwhile` is what others do until each of these moments, and how much; nobody, where they live by
    real time.
    """
    acted = 0
    while moment := duties.next_due(marketplace, until=to):
        if meanwhile and meanwhile(moment):
            continue  # it may be that nothing is due any more
        done = tick(marketplace=marketplace, now=moment)
        if not done:  # another worker holds what is due; it will act
            break
        acted += done
    if meanwhile:
        meanwhile(to)
    return acted


def live_until(*, marketplace: str, to: datetime) -> int:
    """The same in a sandbox, where the fake gateway lives by the sandbox's clock."""

    def gateway(moment: datetime) -> int:
        return instructions.play(marketplace=marketplace, now=moment)

    return run_until(marketplace=marketplace, to=to, meanwhile=gateway)


@transaction.atomic
def advance(*, by: Actor, to: datetime) -> int:
    """Move a sandbox's test clock: everything that falls due on the way happens at its own moment."""
    parties.set_clock(by=by, to=to)
    return live_until(marketplace=by.marketplace, to=to)


def _kind(duty: Duty) -> str:
    return duty.kind
