"""Parcels leave, are scanned, arrive or get lost. The clocks of return and release start here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import expect, mint
from gongdao.kernel.refusal import Refusal, item
from gongdao.law.due import Due
from gongdao.registers.batches import add, store
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.messages.actions import Said, say
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.registers.vault import actions as vault
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.delivery import facts, queries
from gongdao.stages.delivery.models import SCANS, Parcel, Scan
from gongdao.stages.delivery.states import PARCEL
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.models import Order
from gongdao.stages.orders.states import ORDER


@dataclass(frozen=True, slots=True)
class Shipping:
    """A merchant hands the goods of an order to a carrier."""

    by: Actor
    at: datetime
    order: str
    carrier: str
    waybill: str


@dataclass(frozen=True, slots=True)
class Seen:
    """The carrier saw a parcel."""

    by: Actor
    at: datetime
    waybill: str
    kind: str
    place: str


@transaction.atomic
def ship(*, shippings: Sequence[Shipping]) -> list[Parcel]:
    """Send parcels off. Only what is paid for is shipped; the duty to ship ends, the duty to deliver begins."""
    rows = {row.id: row for row in orders.locked_many(s.order for s in shippings)}
    parcels = []
    for n, shipping in enumerate(shippings):
        with item(n):
            order = rows.get(shipping.order) or orders.unknown()
            allow(shipping.by, "parcel.ship", marketplace=order.marketplace, seller=order.merchant)
            ORDER.move(order.state, "rescind", by="buyer")
            _refuse_early(shipping.at, order.concluded_at)
        parcels.append(
            Parcel(
                id=mint("pcl", at=shipping.at, salt=f"{order.marketplace}/{shipping.waybill}"),
                marketplace=order.marketplace,
                order=order,
                carrier=shipping.carrier,
                waybill=shipping.waybill,
                shipped_at=shipping.at,
            )
        )
    try:
        add(parcels)
    except IntegrityError as known:
        raise Refusal(
            "waybill_taken", "这个运单号已经用过。", "This waybill number was used already."
        ) from known
    turn(
        done=[
            Done(kind, p.order_id, p.shipped_at)
            for p in parcels
            for kind in ("dispatch", "make_good")
        ],
        owed=[_delivery_owed(p) for p in parcels],
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
    """Take in a carrier's scans. A signature delivers the parcel; a scan seen before changes nothing."""
    marketplace = seen[0].by.marketplace
    parcels = queries.locked(marketplace, (s.by.party for s in seen), (s.waybill for s in seen))
    for n, sight in enumerate(seen):
        with item(n):
            parcel = parcels.get((sight.by.party, sight.waybill)) or queries.unknown()
            allow(sight.by, "parcel.scan", marketplace=parcel.marketplace, carrier=parcel.carrier)
            _refuse_unreal(sight, parcel)
    signed = _sign(seen, parcels)
    add(
        [
            Scan(
                marketplace=marketplace,
                parcel=parcels[s.by.party, s.waybill],
                kind=s.kind,
                place=s.place,
                at=s.at,
            )
            for s in seen
        ],
        once=True,
    )
    store(signed, "state", "delivered_at", "ended_at")
    turn(
        done=[d for p in signed for d in _arrived(p)],
        owed=[_release_owed(p) for p in queries.last_of_their_orders(signed)],
    )
    record(
        [
            _deed(
                f"parcel.{s.kind}",
                parcels[s.by.party, s.waybill],
                by=s.by.party,
                at=s.at,
                place=s.place,
            )
            for s in seen
        ]
    )
    return list(parcels.values())


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
    data = {"case": case}
    record(
        [
            Deed(
                "order.resumed",
                order.id,
                by=by.party,
                marketplace=order.marketplace,
                at=at,
                data=data,
            )
        ]
    )


@transaction.atomic
def lapse_dispatch(*, duties: Sequence[Duty], at: datetime) -> None:
    """Not shipped in time: from now on the merchant owes shipment or the money, with a last day."""
    late = [row for row in orders.locked_many(d.subject for d in duties) if row.state == "bound"]
    turn(
        done=[Done("dispatch", duty.subject, at, "missed") for duty in duties],
        owed=[_make_good_owed(order, at) for order in late],
    )
    record(
        [
            Deed(
                "order.not_shipped", row.id, by=CLOCK, marketplace=row.marketplace, at=at
            )
            for row in late
        ]
    )  # fmt: skip


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """A parcel is overdue: the merchant must find it; one that stays unfound is taken to be lost."""
    rows = queries.locked_ids(d.subject for d in duties)
    overdue = [p for p in rows if p.state == "moving"]
    lost = [p for p in rows if p.state == "overdue"]
    for parcel in overdue:
        parcel.state = PARCEL.move(parcel.state, "lapse", by=CLOCK).to
    Parcel.objects.filter(pk__in=[p.id for p in overdue]).update(state="overdue")
    turn(
        done=[Done(d.kind, d.subject, at, "missed") for d in duties],
        owed=[_trace_owed(p, at) for p in overdue],
    )
    _lose(lost, act="lapse", side=CLOCK, at=at)
    record([_deed(f"parcel.{p.state}", p, by=clock_of(p.marketplace).party, at=at) for p in rows])


def _lose(parcels: Sequence[Parcel], *, act: str, side: str, at: datetime) -> None:
    for parcel in parcels:
        parcel.state, parcel.ended_at = PARCEL.move(parcel.state, act, by=side).to, at
    Parcel.objects.filter(pk__in=[p.id for p in parcels]).update(state="lost", ended_at=at)
    turn(
        done=[Done(kind, p.id, at, "missed") for p in parcels for kind in ("delivery", "trace")],
        owed=[_make_good_owed(p.order, at) for p in parcels],
    )


def _sign(seen: Iterable[Seen], parcels: dict[tuple[str, str], Parcel]) -> list[Parcel]:
    signed = []
    for n, sight in enumerate(seen):
        parcel = parcels[sight.by.party, sight.waybill]
        if sight.kind == "signed_for" and parcel.state != "delivered":
            with item(n):
                parcel.state = PARCEL.move(parcel.state, "sign_for", by="carrier").to
            parcel.delivered_at = parcel.ended_at = sight.at
            signed.append(parcel)
    return signed


def _arrived(parcel: Parcel) -> list[Done]:
    assert parcel.delivered_at
    return [Done(kind, parcel.id, parcel.delivered_at) for kind in ("delivery", "trace")]


def _delivery_owed(parcel: Parcel) -> Owed:
    answer = facts.delivery_due(parcel.order)
    return _owed("delivery", parcel, parcel.shipped_at, answer)


def _trace_owed(parcel: Parcel, at: datetime) -> Owed:
    return _owed("trace", parcel, at, facts.presumed_lost_due(parcel.order, at))


def _make_good_owed(order: Order, at: datetime) -> Owed:
    """Owed for the order as a whole: a second lost parcel owes nothing new."""
    answer = facts.make_good_due(order, at)
    return Owed(
        "make_good", order.id, order.merchant, order.buyer, order.marketplace, at,
        answer.value, str(answer.cites),
    )  # fmt: skip


def _next(order: Order, at: datetime) -> Owed | None:
    """What is owed next about an order whose money is free again."""
    delivered = queries.delivered_at(order.id)
    if delivered:
        due = max(facts.release_due(order, delivered).value, facts.end_of_day(order, at))
        answer = Due(due, facts.release_due(order, delivered).answer)
        return _release(order, at, answer)
    moving = any(parcel.state in ("moving", "overdue") for parcel in queries.of_order(order.id))
    return None if moving else _make_good_owed(order, at)


def _release_owed(parcel: Parcel) -> Owed:
    assert parcel.delivered_at
    due = facts.release_due(parcel.order, parcel.delivered_at)
    return _release(parcel.order, parcel.delivered_at, due)


def _release(order: Order, at: datetime, answer: Due) -> Owed:
    return Owed(
        "release", order.id, order.marketplace, order.merchant, order.marketplace, at,
        answer.value, str(answer.cites),
    )  # fmt: skip


def _owed(kind: str, parcel: Parcel, at: datetime, answer: Due) -> Owed:
    order = parcel.order
    return Owed(
        kind, parcel.id, order.merchant, order.buyer, order.marketplace, at,
        answer.value, str(answer.cites), about=order.id,
    )  # fmt: skip


def _refuse_early(at: datetime, earliest: datetime) -> None:
    if at < earliest:
        raise Refusal(
            "time_before_cause",
            "时间有误：不能早于下单或发货的时间。",
            "The moment is wrong: it lies before the order or the shipment.",
        )


def _refuse_unreal(sight: Seen, parcel: Parcel) -> None:
    if sight.kind not in SCANS:
        raise Refusal(
            "scan_unknown",
            f"不认识的扫描类型，可用：{'、'.join(SCANS)}。",
            f"Unknown kind of scan; known are {', '.join(SCANS)}.",
        )
    _refuse_early(sight.at, parcel.shipped_at)


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
