"""What was ordered beside money: begun, done by the merchant, or enforced when the merchant does nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.disputes import queries as disputes
from gongdao.stages.disputes.heads import HEADS, MEASURES
from gongdao.stages.disputes.models import Dispute
from gongdao.stages.listings import actions as listings
from gongdao.stages.listings import queries as shelf
from gongdao.stages.orders import actions as contracts
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.models import Order
from gongdao.stages.remedies import facts, queries
from gongdao.stages.remedies.models import Apology, Award, Measure
from gongdao.stages.remedies.paying import Sum, awarded, free, pay
from gongdao.stages.remedies.states import MEASURE

WORDS_MOST = 2_000


@transaction.atomic
def impose(*, row: Dispute, ruled: Sequence[Mapping[str, Any]], at: datetime) -> list[Measure]:
    """Begin what was ordered: from now on each is owed, by a day of its own."""
    wanted = [each for each in ruled if each["head"] in MEASURES]
    made = Measure.objects.bulk_create(
        Measure(
            id=mint("mea", at=at, salt=f"{row.id}/{each['head']}"),
            marketplace=row.marketplace,
            dispute=row,
            head=each["head"],
            words=each.get("words", ""),
            cites=each["cites"],
            since=at,
        )
        for each in wanted
    )
    due = facts.period("measure", row.order, at)
    turn(
        owed=[
            Owed(
                "measure", each.id, row.order.merchant, row.order.buyer, row.marketplace, at,
                due.value, each.cites, about=row.order_id,
            )
            for each in made
        ]
    )  # fmt: skip
    record([_deed("measure.ordered", each, by=CLOCK, at=at) for each in made])
    return made


@transaction.atomic
def do(*, by: Actor, measure: str, words: str, at: datetime) -> Measure:
    """The merchant does what was ordered, and says how: the waybill, the repair, the apology itself."""
    row = queries.measure(measure, by=by)
    side = allow(by, "measure.do", marketplace=row.marketplace, seller=row.dispute.order.merchant)
    move = MEASURE.move(row.state, "do", by=side)
    _refuse_undone(row, words)
    _end(row, move.to, at, words=words.strip())
    if row.head == "apologise":
        _publish(row, words.strip(), own=True, at=at)
    free(row.dispute, by=by, at=at)
    record([_deed("measure.done", row, by=by.party, at=at, words=words.strip()[:200])])
    return row


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """The merchant did nothing: the platform does it, or the price goes back instead."""
    deeds = []
    for row in queries.locked_measures(duty.subject for duty in duties):
        clock = clock_of(row.marketplace)
        _end(row, MEASURE.move(row.state, "lapse", by=CLOCK).to, at)
        awards = _enforce(row, at)
        free(row.dispute, by=clock, at=at)
        deeds.append(_deed("measure.enforced", row, by=clock.party, at=at))
        deeds += [awarded(award, by=clock, at=at) for award in awards]
    record(deeds)


@transaction.atomic
def take_down(*, row: Dispute, at: datetime) -> list[str]:
    """Take what an order was about off the shelf, as far as it still stands there."""
    sold = {line.version.listing_id for line in orders.lines(row.order)}
    live = shelf.latest(row.marketplace, sold)
    clock = clock_of(row.marketplace)
    for listing in sorted(live):
        listings.take_down(by=clock, listing=listing, reason=row.id, at=at)
    data = {"listings": sorted(live)}
    record(
        [
            Deed(
                "ruling.took_down", row.id, by=clock.party, marketplace=row.marketplace, at=at,
                about=row.order_id, data=data,
            )
        ]
    )  # fmt: skip
    return sorted(live)


def _enforce(row: Measure, at: datetime) -> list[Award]:
    order = row.dispute.order
    if row.head in ("replace", "repair"):
        return _instead(row, order, at)
    if row.head == "apologise":
        _publish(row, _ruling_in_short(row), own=False, at=at)
    if row.head == "correct_advertisement":
        take_down(row=row.dispute, at=at)
    return []


def _instead(row: Measure, order: Order, at: datetime) -> list[Award]:
    """No replacement came, nothing was repaired: the contract is over and the price goes back."""
    cites = str(facts.rescission(order).cites)
    awards = pay(order, [Sum("refund", order.total, cites)], cause=row.id, at=at, fund=True)
    if order.state == "bound":
        contracts.rescind(order=order, by=clock_of(row.marketplace), at=at, cites=cites)
    return awards


def _publish(row: Measure, words: str, *, own: bool, at: datetime) -> None:
    Apology.objects.create(
        marketplace=row.marketplace, measure=row, merchant=row.dispute.order.merchant,
        words=words, own=own, at=at,
    )  # fmt: skip


def _ruling_in_short(row: Measure) -> str:
    """What is published in place of an apology that never came: the facts that were found."""
    last = disputes.decisions(row.dispute_id)[-1]
    found = [each for each in last.findings if each["value"]]
    zh = "；".join(each["name_zh"] for each in found)
    en = "; ".join(each["name_en"] for each in found)
    return f"{zh}（{last.id}）\n{en} ({last.id})"


def _refuse_undone(row: Measure, words: str) -> None:
    if row.head == "hold":
        raise Refusal(
            "measure_not_yours",
            "货款按裁决继续托管，到期自动处理，无需商家操作。",
            "The money stays in escrow by the ruling; the clock ends that, not the merchant.",
        )
    if not words.strip() or len(words) > WORDS_MOST:
        raise Refusal(
            "measure_words_missing",
            f"请用1至{WORDS_MOST}字写明：寄出更换商品的运单号、修理情况，或者道歉的全文。",
            f"Say in 1 to {WORDS_MOST} characters: the waybill of the replacement, what was repaired, "
            "or the apology itself.",
        )
    if row.head == "correct_advertisement":
        sold = {line.version.listing_id for line in orders.lines(row.dispute.order)}
        unchanged = [v for v in shelf.latest(row.marketplace, sold).values() if v.since < row.since]
        if unchanged:
            raise Refusal(
                "advertisement_unchanged",
                "商品页面自裁决生效后没有修改；请先更正商品信息。",
                "The listing says what it said before the ruling; correct it first.",
            )


def _end(row: Measure, to: str, at: datetime, *, words: str = "") -> None:
    row.state, row.ended_at, row.done_with = to, at, words
    row.save(update_fields=["state", "ended_at", "done_with"])
    turn(done=[Done("measure", row.id, at, "moot" if row.head == "hold" else "")])


def _deed(act: str, row: Measure, *, by: str, at: datetime, **data: Any) -> Deed:
    said = {"head": row.head, "name": HEADS[row.head].name.en, "cites": row.cites, **data}
    return Deed(
        act,
        row.id,
        by=by,
        marketplace=row.marketplace,
        at=at,
        about=row.dispute.order_id,
        data=said,
    )
