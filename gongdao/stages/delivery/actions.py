"""Parcels leave, are scanned, arrive or get lost. The clocks of return and release start here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import expect, mint
from gongdao.kernel.refusal import Refusal, item
from gongdao.registers.batches import add, store
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.messages.actions import Said, say
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.registers.vault import actions as vault
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.delivery import contents, facts, notes, owing, queries, sightings
from gongdao.stages.delivery.kinds import SERVICES
from gongdao.stages.delivery.models import DropConsent, Parcel
from gongdao.stages.delivery.sightings import Seen as Seen  # a scan is named where it is reported
from gongdao.stages.delivery.sightings import Weighed
from gongdao.stages.delivery.states import PARCEL
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.listings.kinds import PARCEL as PARCEL_WAY
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.models import Order
from gongdao.stages.orders.states import ORDER


@dataclass(frozen=True, slots=True)
class Shipping:
    """A merchant hands goods of an order to a carrier: all of it, or so many pieces of each line.

    `declared` is the value insured with the carrier and `fee` what carriage costs, in minor units.
    """

    by: Actor
    at: datetime
    order: str
    carrier: str
    waybill: str
    pieces: Mapping[int, int] | None = None
    service: str = "courier"
    declared: int = 0
    fee: int = 0


@transaction.atomic
def ship(*, shippings: Sequence[Shipping]) -> list[Parcel]:
    """Send parcels off. Only what is paid for is shipped; the duty to deliver begins with each.

    The duty to ship ends when nothing of the order is left to send.
    """
    rows = {row.id: row for row in orders.locked_many(s.order for s in shippings)}
    parcels = []
    for n, shipping in enumerate(shippings):
        with item(n):
            parcels.append(_sent_off(shipping, rows.get(shipping.order)))
    try:
        add(parcels)
    except IntegrityError as known:
        raise Refusal(
            "waybill_taken", "这个运单号已经用过。", "This waybill number was used already."
        ) from known
    add(contents.rows(parcels, [s.pieces for s in shippings]))
    sent = list(zip(parcels, shippings, strict=True))
    contents.refuse_too_much([p for p, s in sent if s.pieces or s.declared])
    # A parcel whose shipping names no pieces holds all that was ordered.
    partly = {p.order_id for p, s in sent if s.pieces}
    waiting = contents.unsent(partly) if partly else set()
    turn(
        done=[
            Done(kind, p.order_id, p.shipped_at)
            for p in parcels
            if p.order_id not in waiting
            for kind in ("dispatch", "make_good")
        ],
        owed=[owing.delivery(p) for p in parcels],
    )
    record([_deed("parcel.shipped", p, by=p.order.merchant, at=p.shipped_at) for p in parcels])
    return parcels


@transaction.atomic
def name_recipient(
    *, by: Actor, order: str, recipient: Mapping[str, str], at: datetime, master: MasterKey
) -> None:
    """The buyer says who receives the goods, and where, before they leave. Sealed; pages show masks."""
    row = orders.locked(order, by=by)
    allow(by, "vault.put", marketplace=row.marketplace, self=row.buyer)
    said = queries.readable(recipient)
    if row.state not in ("concluded", "bound") or queries.of_order(row.id):
        raise Refusal(
            "recipient_fixed",
            "商品已经发出或合同已结束，收货信息不能再改；请联系商家。",
            "The goods have left or the contract is over; ask the merchant instead.",
        )
    person = vault.Person(row.id, said)
    vault.put(marketplace=row.marketplace, people=[person], at=at, master=master)
    deed = Deed(
        "recipient.named", row.id, by=by.party, marketplace=row.marketplace, at=at,
        data={"fields": sorted(said)},
    )  # fmt: skip
    record([deed])


@transaction.atomic
def see_recipient(
    *, by: Actor, order: str, field: str, reason: str, at: datetime, master: MasterKey
) -> str:
    """One field in clear, for a reason, to whoever needs it for this order. Who looked is evidence."""
    row = orders.locked_many([expect("ord", order)])
    if not row:
        orders.unknown()
    (sold,) = row
    carriers = {parcel.carrier for parcel in queries.of_order(sold.id)}
    allow(
        by, "vault.reveal", marketplace=sold.marketplace, self=sold.buyer, seller=sold.merchant,
        carrier=by.party if by.party in carriers else None,
    )  # fmt: skip
    shown = vault.reveal(
        by=by.party, subject=sold.id, field=field, reason=reason, at=at, master=master
    )
    deed = Deed(
        "recipient.seen", sold.id, by=by.party, marketplace=sold.marketplace, at=at,
        data={"field": field, "reason": reason[:200]},
    )  # fmt: skip
    record([deed])
    return shown


@transaction.atomic
def scan(*, seen: Sequence[Seen]) -> list[Parcel]:
    """Take in a carrier's scans, all or none. A signature delivers; a scan seen before changes nothing."""
    weighed, parcels = _weighed(seen)
    if weighed.refused:
        place, refusal = weighed.refused[0]
        refusal.item = place
        raise refusal
    _take_in(weighed)
    return parcels


@transaction.atomic
def scan_what_fits(*, seen: Sequence[Seen]) -> Weighed:
    """Take in those scans of a file that fit, and say of the others why they do not."""
    weighed, _ = _weighed(seen)
    _take_in(weighed)
    return weighed


@transaction.atomic
def accept(*, by: Actor, parcel: str, at: datetime) -> Parcel:
    """The buyer has a parcel that was left somewhere without consent: from now on it is delivered."""
    row = queries.locked_one(parcel, by=by)
    side = allow(by, "parcel.accept", marketplace=row.marketplace, buyer=row.order.buyer)
    row.state = PARCEL.move(row.state, "accept", by=side).to
    row.turned_at = row.delivered_at = row.ended_at = at
    store([row], "state", "turned_at", "delivered_at", "ended_at")
    turn(done=owing.over([row]), owed=_released([row]))
    record([_deed("parcel.accepted", row, by=by.party, at=at)])
    return row


@transaction.atomic
def consent_to_drop(*, by: Actor, order: str, places: Sequence[str], at: datetime) -> None:
    """The buyer says where parcels may be left; what is not named is withdrawn."""
    row = orders.locked(order, by=by)
    allow(by, "parcel.consent", marketplace=row.marketplace, buyer=row.buyer)
    wanted = queries.drop_places(places)
    agreed = queries.drop_consents([row.id]).get(row.id, set())
    gone = DropConsent.objects.filter(order=row, withdrawn_at=None).exclude(place__in=wanted)
    gone.update(withdrawn_at=at)
    add(
        [
            DropConsent(marketplace=row.marketplace, order=row, place=place, given_at=at)
            for place in sorted(wanted - agreed)
        ]
    )
    deed = Deed(
        "drop.consented", row.id, by=by.party, marketplace=row.marketplace, at=at,
        data={"places": sorted(wanted)},
    )  # fmt: skip
    record([deed])


@transaction.atomic
def report_loss(*, by: Actor, parcel: str, at: datetime) -> Parcel:
    """The carrier or the merchant knows that a parcel is lost: the buyer must be made good."""
    row = queries.locked_one(parcel, by=by)
    side = allow(
        by, "parcel.report_loss", marketplace=row.marketplace,
        seller=row.order.merchant, carrier=row.carrier,
    )  # fmt: skip
    _lose([row], act="report_loss", side=side, at=at)
    record([_deed("parcel.lost", row, by=by.party, at=at, why=facts.risk(row.order).working)])
    return row


@transaction.atomic
def refuse_to_ship(*, by: Actor, order: str, reason: str, at: datetime) -> Order:
    """The merchant says that it will not ship ("out of stock"). The contract stands all the same (S10).

    The buyer is told what the law gives: performance, or the money back and the losses.
    """
    row = orders.locked(order, by=by)
    allow(by, "order.refuse", marketplace=row.marketplace, seller=row.merchant)
    ORDER.move(row.state, "rescind", by="buyer")
    answer = facts.after_refusal(row)
    said = Said(row.id, by.party, (row.buyer, row.merchant), row.marketplace, at, answer.sentence)
    say([said])
    record(
        [
            Deed(
                "order.refused", row.id, by=by.party, marketplace=row.marketplace, at=at,
                why=answer.working, data={"reason": reason},
            )
        ]
    )  # fmt: skip
    return row


@transaction.atomic
def resume(*, by: Actor, order: Order, case: str, at: datetime) -> None:
    """A case is over: its freeze is lifted, and the clocks that it stopped go on.

    Goods that are there: the release. Goods on their way: their own clock runs. Goods never sent:
    the merchant owes them, or the money.
    """
    free = escrow.unfreeze(by=by, order=order, case=case, at=at)
    owed = [_next(order, at)] if free and order.state == "bound" else []
    turn(owed=[duty for duty in owed if duty])
    deed = Deed(
        "order.resumed", order.id, by=by.party, marketplace=order.marketplace, at=at,
        data={"case": case},
    )  # fmt: skip
    record([deed])


@transaction.atomic
def lapse_dispatch(*, duties: Sequence[Duty], at: datetime) -> None:
    """Not shipped in time: from now on the merchant owes shipment or the money, with a last day."""
    late = [row for row in orders.locked_many(d.subject for d in duties) if row.state == "bound"]
    turn(
        done=[Done("dispatch", duty.subject, at, "missed") for duty in duties],
        owed=[owing.make_good(order, at) for order in late],
    )
    record(
        [Deed("order.not_shipped", r.id, by=CLOCK, marketplace=r.marketplace, at=at) for r in late]
    )


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """A parcel is overdue: the merchant must find it; one that stays unfound is taken to be lost."""
    rows = queries.locked_ids(d.subject for d in duties)
    overdue = [p for p in rows if p.state in ("moving", "left")]
    lost = [p for p in rows if p.state in ("overdue", "returning")]
    for parcel in overdue:
        parcel.state = PARCEL.move(parcel.state, "lapse", by=CLOCK).to
    store(overdue, "state")
    turn(
        done=[Done(d.kind, d.subject, at, "missed") for d in duties],
        owed=[owing.trace(p, at) for p in overdue],
    )
    _lose(lost, act="lapse", side=CLOCK, at=at)
    say([notes.of(p, by=p.marketplace, at=at) for p in (*overdue, *lost)])
    record(
        [_deed(f"parcel.{p.state}", p, by=clock_of(p.marketplace).party, at=at) for p in (*overdue, *lost)]
    )  # fmt: skip


def _sent_off(shipping: Shipping, order: Order | None) -> Parcel:
    if order is None:
        orders.unknown()
    allow(shipping.by, "parcel.ship", marketplace=order.marketplace, seller=order.merchant)
    ORDER.move(order.state, "rescind", by="buyer")
    orders.refuse_other_way(order, PARCEL_WAY)
    sightings.refuse_early(shipping.at, order.concluded_at)
    if shipping.service not in SERVICES:
        raise Refusal(
            "service_unknown",
            f"不认识的寄递方式，可用：{'、'.join(SERVICES)}。",
            f"Unknown service; known are {', '.join(SERVICES)}.",
        )
    return Parcel(
        id=mint("pcl", at=shipping.at, salt=f"{order.marketplace}/{shipping.carrier}/{shipping.waybill}"),
        marketplace=order.marketplace,
        order=order,
        carrier=shipping.carrier,
        waybill=shipping.waybill,
        service=shipping.service,
        declared_minor=shipping.declared,
        fee_minor=shipping.fee,
        shipped_at=shipping.at,
    )  # fmt: skip


def _weighed(seen: Sequence[Seen]) -> tuple[Weighed, list[Parcel]]:
    """The scans against the parcels they speak of, which are locked from here on."""
    parcels = queries.locked(
        seen[0].by.marketplace, (s.by.party for s in seen), (s.waybill for s in seen)
    )
    elsewhere = {
        parcel.order_id
        for sight in seen
        if sight.left_with != "recipient"
        and (parcel := parcels.get((sight.by.party, sight.waybill)))
    }
    weighed = sightings.weigh(
        seen, parcels,
        scanned=queries.scanned(parcels.values()),
        consents=queries.drop_consents(elsewhere) if elsewhere else {},
    )  # fmt: skip
    return weighed, list(parcels.values())


def _take_in(weighed: Weighed) -> None:
    """Keep the scans that fit, and let follow what follows from them."""
    add(sightings.rows(weighed), once=True)
    store(
        list(weighed.moved.values()),
        "state", "turned_at", "left_with", "delivered_at", "ended_at",
    )  # fmt: skip
    back, lost = weighed.now("returning"), weighed.now("lost")
    turn(
        done=[
            *owing.over(weighed.now("delivered", "returned")),
            *owing.over(lost, "missed"),
            *(Done(kind, p.id, p.changed_at) for p in back for kind in ("delivery", "trace")),
        ],
        owed=[
            *(owing.bring_back(p, p.changed_at) for p in back),
            *(owing.make_good(p.order, p.changed_at) for p in (*lost, *weighed.now("returned"))),
            *_released(weighed.now("delivered")),
        ],
    )
    say([notes.of(p, by=p.carrier, at=p.changed_at) for p in weighed.now(*notes.WORTH_SAYING)])
    say([notes.damaged(p, at=s.at) for s, p in weighed.good if s.kind == "damaged"])
    record([_scan_deed(s, p) for s, p in weighed.good])


def _scan_deed(sight: Seen, parcel: Parcel) -> Deed:
    deed = _deed(f"parcel.{sight.kind}", parcel, by=sight.by.party, at=sight.at, place=sight.place)
    if sight.kind not in ("left", "signed_for"):
        return deed
    return replace(deed, data={**deed.data, "left_with": sight.left_with})


def _released(delivered: Sequence[Parcel]) -> list[Owed]:
    """The release is owed from the last parcel on; an order of which pieces are unsent waits."""
    waiting = contents.awaiting({p.order_id for p in delivered})
    return [owing.release(p) for p in queries.last_each(delivered) if p.order_id not in waiting]


def _lose(parcels: Sequence[Parcel], *, act: str, side: str, at: datetime) -> None:
    for parcel in parcels:
        parcel.state = PARCEL.move(parcel.state, act, by=side).to
        parcel.turned_at = parcel.ended_at = at
    store(parcels, "state", "turned_at", "ended_at")
    turn(
        done=owing.over(parcels, "missed"),
        owed=[owing.make_good(p.order, at) for p in parcels],
    )


def _next(order: Order, at: datetime) -> Owed | None:
    """What is owed next about an order whose money is free again."""
    delivered = queries.delivered_at(order.id)
    if delivered:
        return owing.release_again(order, delivered, at)
    moving = queries.under_way(order.id)
    return None if moving else owing.make_good(order, at)


def _deed(
    act: str,
    parcel: Parcel,
    *,
    by: str,
    at: datetime,
    why: Sequence[dict[str, object]] = (),
    **data: str,
) -> Deed:
    return Deed(
        act, parcel.id, by=by, marketplace=parcel.marketplace, at=at,
        about=parcel.order_id, why=why, data={"waybill": parcel.waybill, **data},
    )  # fmt: skip
