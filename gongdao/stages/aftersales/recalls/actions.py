"""Everything that can happen in a recall. Whoever bought is told in the same transaction that begins it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.batches import add
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.messages import actions as messages
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.models import Marketplace
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.aftersales.recalls import facts, queries
from gongdao.stages.aftersales.recalls.models import Notice, Recall
from gongdao.stages.aftersales.recalls.states import NOTICE, RECALL, REMEDIES
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow import queries as holds
from gongdao.stages.listings import actions as listings

WORDS_MOST = 2_000
NOTE_MOST = 400
STEPS = {"report": "recall_report", "plan": "recall_plan", "publish": "recall_publish"}


@dataclass(frozen=True, slots=True)
class Danger:
    """Which goods, what is wrong with them, what to do at once, and what the merchant offers.

    Goods are a listing, a stretch of its versions, a batch number, or several of these together.
    """

    hazard: str
    advice: str
    remedies: tuple[str, ...]
    found_on: date
    grave: bool
    listing: str = ""
    batch: str = ""
    merchant: str = ""
    first_version: int | None = None
    last_version: int | None = None


@transaction.atomic
def announce(*, by: Actor, danger: Danger, at: datetime) -> Recall:
    """Begin a recall: goods off the shelf, every buyer found and told, reports owed."""
    market = parties.by_id(by.marketplace)
    home = queries.listing(danger.listing, marketplace=by.marketplace) if danger.listing else None
    merchant = home.merchant if home else danger.merchant or by.party
    allow(by, "recall.announce", marketplace=by.marketplace, seller=merchant)
    _refuse_unclear(danger, facts.day_of(market, at))
    row = Recall.objects.create(
        id=mint("rcl", at=at), marketplace=by.marketplace, merchant=merchant, listing=home,
        first_version=danger.first_version, last_version=danger.last_version, batch=danger.batch,
        hazard=danger.hazard.strip(), advice=danger.advice.strip(),
        remedies=list(dict.fromkeys(danger.remedies)), grave=danger.grave, found_on=danger.found_on,
        announced_by=by.party, announced_at=at,
    )  # fmt: skip
    if not queries.affected(row).exists():
        raise Refusal(
            "recall_names_nothing",
            "没有找到这样的商品：请核对商品、版本或者批号。",
            "No goods were found by that: check the listing, the versions, the batch.",
        )
    for ref in queries.on_shelf(row):
        listings.take_down(by=by, listing=ref, reason=f"recall {row.id}", at=at)
    notices = _notices(row, at)
    turn(owed=[*_reports(row, market, at), *(_told(each, market, at) for each in notices)])
    messages.say([_message(each, market, at) for each in notices])
    record([_deed("recall.announced", row, by=by.party, at=at, told=len(notices)),
            *(_notice_deed("recall.told", each, by=by.party, at=at) for each in notices)])  # fmt: skip
    return row


@transaction.atomic
def report(*, by: Actor, recall: str, step: str, at: datetime) -> Recall:
    """A step towards the authority or the public is done: the report, the plan, the publication."""
    row = queries.to_write(recall, by=by)
    allow(by, "recall.report", marketplace=row.marketplace, seller=row.merchant)
    if step not in STEPS:
        raise Refusal(
            "step_unknown",
            "可以登记的步骤：report、plan、publish。",
            "The steps are: report, plan, publish.",
        )
    owed = []
    if step == "plan" and row.plan_reported_at is None:
        row.plan_reported_at = at
        row.save(update_fields=["plan_reported_at"])
        market = parties.by_id(row.marketplace)
        due = facts.published_by(row, market)
        owed = [_owed("recall_publish", row, at, due)]
    turn(done=[Done(STEPS[step], row.id, at)], owed=owed)
    record([_deed(f"recall.{step}", row, by=by.party, at=at)])
    return row


@transaction.atomic
def answer(*, by: Actor, notice: str, choice: str, at: datetime) -> Notice:
    """The buyer says which remedy it shall be. There is no last day for that."""
    row = queries.notice(notice, by=by)
    side = allow(by, "recall.answer", marketplace=row.marketplace, buyer=row.order.buyer)
    move = NOTICE.move(row.state, "answer", by=side)
    if choice not in row.recall.remedies:
        offered = [REMEDIES[name] for name in row.recall.remedies]
        raise Refusal(
            "remedy_not_offered",
            f"这次召回可选：{'、'.join(w.zh for w in offered)}。",
            f"This recall offers: {', '.join(w.en for w in offered)}.",
        )
    was_open = row.state == "told"
    row.state, row.chosen, row.answered_at = move.to, choice, at
    row.save(update_fields=["state", "chosen", "answered_at"])
    due = facts.period("recall_remedy", parties.by_id(row.marketplace), at)
    assert move.owed
    turn(
        done=[Done("recall_answer", row.id, at, "moot")] if was_open else [],
        owed=[
            Owed(move.owed, row.id, row.order.merchant, row.order.buyer, row.marketplace, at,
                 due.value, str(due.cites), about=row.order_id)
        ],
    )  # fmt: skip
    record([_notice_deed("recall.answered", row, by=by.party, at=at, choice=choice)])
    return row


@transaction.atomic
def remedy(*, by: Actor, notice: str, note: str, at: datetime) -> Notice:
    """The merchant has done what the buyer chose; a refund is paid by this very act."""
    row = queries.notice(notice, by=by)
    side = allow(by, "recall.remedy", marketplace=row.marketplace, seller=row.order.merchant)
    was_open = row.state == "chosen"
    row.state = NOTICE.move(row.state, "remedy", by=side).to
    if row.chosen == "refund":
        _refund(row, by=by, at=at)
    elif not 0 < len(note.strip()) <= NOTE_MOST:
        raise Refusal(
            "note_missing",
            f"请写明做了什么，例如维修单号或者换货运单号，最多{NOTE_MOST}字。",
            f"Say what was done, such as a repair or waybill number, in at most {NOTE_MOST} characters.",
        )
    row.done, row.remedied_at = note.strip()[:NOTE_MOST], at
    row.save(update_fields=["state", "done", "remedied_at"])
    turn(done=[Done("recall_remedy", row.id, at)] if was_open else [])
    record([_notice_deed("recall.remedied", row, by=by.party, at=at, note=row.done)])
    return row


@transaction.atomic
def close(*, by: Actor, recall: str, at: datetime) -> Recall:
    """The recall is over: nobody waits for a remedy any more. Late answers are refused from then on."""
    row = queries.to_write(recall, by=by)
    side = allow(by, "recall.close", marketplace=row.marketplace)
    waiting = queries.progress(row)
    if waiting["told"] or waiting["chosen"] or waiting["overdue"]:
        raise Refusal(
            "recall_not_done",
            f"还不能结束：{waiting['told']}人未再次通知，{waiting['chosen'] + waiting['overdue']}人等待处理。",
            f"It cannot be closed: {waiting['told']} have not been told again, "
            f"{waiting['chosen'] + waiting['overdue']} wait for a remedy.",
        )
    row.state, row.closed_at = RECALL.move(row.state, "close", by=side).to, at
    row.save(update_fields=["state", "closed_at"])
    record([_deed("recall.closed", row, by=by.party, at=at)])
    return row


@transaction.atomic
def lapse_answer(*, duties: Sequence[Duty], at: datetime) -> None:
    """A buyer has not answered: told again, and the choice stays open."""
    rows = queries.locked_many(duty.subject for duty in duties)
    markets = {row.marketplace: parties.by_id(row.marketplace) for row in rows}
    for row in rows:
        row.state = NOTICE.move(row.state, "lapse", by=CLOCK).to
        row.save(update_fields=["state"])
    messages.say([_message(row, markets[row.marketplace], at) for row in rows])
    turn(done=[Done(duty.kind, duty.subject, at, "met") for duty in duties])
    record([_notice_deed("recall.told_again", row, by=CLOCK, at=at) for row in rows])


@transaction.atomic
def lapse_remedy(*, duties: Sequence[Duty], at: datetime) -> None:
    """The merchant did not act: a refund is paid out of what it has with us; anything else is overdue."""
    rows = queries.locked_many(duty.subject for duty in duties)
    for row in rows:
        row.state = (
            "remedied" if _paid_for(row, at) else NOTICE.move(row.state, "lapse", by=CLOCK).to
        )
        row.remedied_at = at if row.state == "remedied" else None
        row.save(update_fields=["state", "remedied_at"])
    turn(done=[Done(duty.kind, duty.subject, at, "missed") for duty in duties])
    record([_notice_deed(f"recall.{row.state}", row, by=CLOCK, at=at) for row in rows])


@transaction.atomic
def lapse_report(*, duties: Sequence[Duty], at: datetime) -> None:
    """A report to the authority or the public is late: it is written down as missed."""
    rows = {row.id: row for row in Recall.objects.filter(pk__in=[d.subject for d in duties])}
    turn(done=[Done(duty.kind, duty.subject, at, "missed") for duty in duties])
    record(
        [
            _deed("recall.report_missed", rows[d.subject], by=CLOCK, at=at, what=d.kind)
            for d in duties
        ]
    )


def _notices(row: Recall, at: datetime) -> list[Notice]:
    made = []
    for order, found in groupby(queries.sold(row), key=lambda line: line.order):
        lines = list(found)
        made.append(
            Notice(
                id=mint("rcn", at=at), marketplace=row.marketplace, recall=row, order=order,
                quantity=sum(line.quantity for line in lines),
                amount_minor=sum(line.amount_minor for line in lines), told_at=at,
            )
        )  # fmt: skip
    add(made)
    return made


def _refund(row: Notice, *, by: Actor, at: datetime) -> None:
    """What the recalled pieces cost goes back, as far as it has not gone back already."""
    left = holds.left_of(row.order, holds.hold_of(row.order_id))
    if left.refundable(row.amount) or left.waits(row.amount):
        cites = str(facts.costs(row.recall, parties.by_id(row.marketplace)).cites)
        escrow.refund(by=by, order=row.order, amount=row.amount, under=row.id, at=at, cites=cites)


def _paid_for(row: Notice, at: datetime) -> bool:
    if row.chosen != "refund":
        return False
    try:
        with transaction.atomic():
            _refund(row, by=clock_of(row.marketplace), at=at)
    except Refusal:  # the merchant has too little with us: the buyer is told, and may go to dispute
        return False
    return True


def _refuse_unclear(danger: Danger, today: date) -> None:
    said = all(0 < len(text.strip()) <= WORDS_MOST for text in (danger.hazard, danger.advice))
    goods = bool(danger.listing or danger.batch) and len(danger.batch) <= 40
    first, last = danger.first_version or 1, danger.last_version or 2**31 - 1
    if not (said and goods and 0 < first <= last and danger.found_on <= today):
        raise Refusal(
            "recall_unclear",
            "召回信息不完整：须写明商品或批号、危险、应急办法；发现日期不能晚于今天。",
            "The recall is not clear: name listing or batch, the hazard and what to do at once; "
            "it was not found later than today.",
        )
    if not danger.remedies or set(danger.remedies) - set(REMEDIES):
        raise Refusal(
            "remedy_unknown",
            f"召回措施至少一项，可选：{'、'.join(REMEDIES)}。",
            f"Offer at least one remedy of: {', '.join(REMEDIES)}.",
        )


def _reports(row: Recall, market: Marketplace, at: datetime) -> list[Owed]:
    grave = facts.reported_by(row, market)
    owed = [_owed("recall_plan", row, at, facts.planned_by(row, market))]
    return [*owed, _owed("recall_report", row, at, grave)] if grave else owed


def _owed(kind: str, row: Recall, at: datetime, due: Any) -> Owed:
    return Owed(
        kind, row.id, row.merchant, row.marketplace, row.marketplace, at, due.value, str(due.cites)
    )


def _told(row: Notice, market: Marketplace, at: datetime) -> Owed:
    due = facts.period("recall_answer", market, at)
    return Owed(
        "recall_answer", row.id, row.order.merchant, row.order.buyer, row.marketplace, at,
        due.value, str(due.cites), about=row.order_id,
    )  # fmt: skip


def _message(row: Notice, market: Marketplace, at: datetime) -> messages.Said:
    recall = row.recall
    law = facts.costs(recall, market)
    zh = "、".join(REMEDIES[name].zh for name in recall.remedies)
    en = ", ".join(REMEDIES[name].en for name in recall.remedies)
    words = Words(
        f"您购买的商品正在召回：{recall.hazard}。请立即：{recall.advice}。您可以选择：{zh}。"
        f"{law.sentence.zh}（{law.cites.in_chinese}）",
        f"Goods you bought are recalled: {recall.hazard}. At once: {recall.advice}. You may choose: {en}. "
        f"{law.sentence.en} ({law.cites})",
    )
    audience = (row.order.buyer,)
    return messages.Said(row.order_id, recall.merchant, audience, row.marketplace, at, words)


def _deed(act: str, row: Recall, *, by: str, at: datetime, **data: Any) -> Deed:
    said = {"batch": row.batch, "grave": row.grave, **data}
    about = row.listing_id or row.id
    return Deed(act, row.id, by=by, marketplace=row.marketplace, at=at, about=about, data=said)


def _notice_deed(act: str, row: Notice, *, by: str, at: datetime, **data: Any) -> Deed:
    said = {"recall": row.recall_id, "quantity": row.quantity, **data}
    return Deed(
        act, row.id, by=by, marketplace=row.marketplace, at=at, about=row.order_id, data=said
    )
