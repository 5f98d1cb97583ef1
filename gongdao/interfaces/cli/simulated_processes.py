"""The processes that a simulated year follows, and by which duty a new case of each is noticed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from gongdao.interfaces.cli import simulated_acts as goods
from gongdao.interfaces.cli import simulated_aftermath as after
from gongdao.interfaces.cli import simulated_cases as cases
from gongdao.interfaces.cli.simulated_play import QUICKLY, Process
from gongdao.interfaces.cli.simulated_town import Town
from gongdao.stages.aftersales import queries as returns
from gongdao.stages.aftersales.repairs import queries as repairs
from gongdao.stages.aftersales.states import REPAIR, RETURN
from gongdao.stages.disputes import queries as disputes
from gongdao.stages.disputes.panels import queries as panels
from gongdao.stages.disputes.referrals import queries as referrals
from gongdao.stages.disputes.states import DEFICIENCY, DISPUTE, PANEL, REFERRAL
from gongdao.stages.monitoring.reports import queries as reports
from gongdao.stages.monitoring.reports.states import QUESTION, REPORT, REWARD, UNSEALING
from gongdao.stages.orders.conversations import queries as talks
from gongdao.stages.orders.conversations.states import ENQUIRY
from gongdao.stages.remedies import queries as remedies
from gongdao.stages.remedies.states import MEASURE, RECOVERY, RECTIFICATION

BEGIN: Mapping[str, Callable[..., None]] = {
    "return": goods.begin_return,
    "repair": goods.begin_repair,
    "dispute": cases.begin_dispute,
    "report": after.begin_report,
    "enquiry": goods.begin_enquiry,
}
"""What a buyer begins by themselves; the other processes follow from these."""

NOTICED: Mapping[str, str] = {
    "return_reply": "return",
    "repair_reply": "repair",
    "merchant_reply": "dispute",
    "panel_vote": "panel",
    "dossier": "referral",
    "exhibit_again": "deficiency",
    "measure": "measure",
    "recovery": "recovery",
    "rectification": "rectification",
    "help_answer": "enquiry",
    "report_triage": "report",
    "report_question": "report_question",
    "reward_proposal": "reward",
    "unsealing_consent": "unsealing",
}
"""The first duty of a case: whoever has to do something sees it on the list of what is owed."""


def _by_staff(see: Callable[..., Any]) -> Callable[[Town, str], Any]:
    return lambda town, ref: see(ref, by=town.people["platform"])


def _for_writing(see: Callable[..., Any]) -> Callable[[Town, str], Any]:
    """What is only ever read to be written: the lock is let go at once."""

    def read(town: Town, ref: str) -> Any:
        with transaction.atomic():
            return see(ref, by=town.people["platform"])

    return read


def _read_panel(_: Town, ref: str) -> Any:
    with transaction.atomic():
        (row,) = panels.locked([ref])
        return row


def _seen_by_all(see: Callable[..., Any]) -> Callable[[Town, str], Any]:
    return lambda town, ref: see(ref, by=after.staff_of(town))


def _of_order(row: Any) -> Any:
    return row.order


def _of_case(row: Any) -> Any:
    return row.dispute.order


def _nothing(_: Any) -> None:
    """No order: the case is about somebody or something."""


PROCESSES: Mapping[str, Process] = {
    "return": Process(
        RETURN, _by_staff(returns.see), _of_order, goods.RETURNS, goods.BESIDE_RETURNS
    ),
    "repair": Process(
        REPAIR, _by_staff(repairs.see), _of_order, goods.REPAIRS, goods.BESIDE_REPAIRS
    ),
    "dispute": Process(
        DISPUTE, _by_staff(disputes.see), _of_order, cases.DISPUTES, cases.BESIDE_DISPUTES
    ),
    "panel": Process(PANEL, _read_panel, _of_case, cases.PANELS, pace=QUICKLY),
    "referral": Process(REFERRAL, _by_staff(referrals.see), _of_case, cases.REFERRALS),
    "deficiency": Process(
        DEFICIENCY, cases.read_deficiency, lambda row: row.exhibit.dispute.order,
        cases.DEFICIENCIES, pace=QUICKLY,
    ),
    "measure": Process(MEASURE, _for_writing(remedies.measure), _of_case, after.MEASURES),
    "recovery": Process(RECOVERY, _for_writing(remedies.recovery), _nothing, after.RECOVERIES),
    "rectification": Process(
        RECTIFICATION, _for_writing(remedies.rectification), _nothing, after.RECTIFICATIONS
    ),
    "enquiry": Process(
        ENQUIRY, _for_writing(talks.enquiry), lambda row: row.conversation.order,
        goods.ENQUIRIES, goods.BESIDE_ENQUIRIES, pace=QUICKLY,
    ),
    "report": Process(
        REPORT, _seen_by_all(reports.see), _nothing, after.REPORTS, after.BESIDE_REPORTS
    ),
    "report_question": Process(
        QUESTION, _seen_by_all(reports.question), _nothing, after.QUESTIONS
    ),
    "reward": Process(REWARD, _seen_by_all(reports.reward), _nothing, after.REWARDS),
    "unsealing": Process(
        UNSEALING, _seen_by_all(reports.unsealing), _nothing, after.UNSEALINGS, pace=QUICKLY
    ),
}  # fmt: skip
