"""Everything that can happen to a return. One verb, one transaction, one line of evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.money import MOST, Money
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.law import Answer
from gongdao.registers.batches import add
from gongdao.registers.duties.actions import turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.aftersales import facts, queries
from gongdao.stages.aftersales.models import EXTRAS, Extra, Piece, Return
from gongdao.stages.aftersales.states import RETURN
from gongdao.stages.aftersales.steps import deed, go, owed, repay, table, taken
from gongdao.stages.delivery import actions as delivering
from gongdao.stages.delivery import queries as delivery
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow import queries as holds
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.models import Line, Order
from gongdao.stages.orders.promotions import queries as promotions

TITLE_MOST = 80


@dataclass(frozen=True, slots=True)
class Sending:
    """So many pieces of an order line that shall go back."""

    line: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Came:
    """Something that came with an order besides its lines, as the merchant marked it beforehand."""

    kind: str
    title: Words
    worth: Money
    threshold: Money | None = None


@transaction.atomic
def name_extras(*, by: Actor, order: str, came: Sequence[Came], at: datetime) -> list[Extra]:
    """The merchant says what comes with an order: gifts with their marked prices, what a threshold gave.

    Only before the goods leave: what was not marked beforehand cannot be settled afterwards.
    """
    sold = orders.locked(order, by=by)
    allow(by, "extra.name", marketplace=sold.marketplace, seller=sold.merchant)
    _refuse_unreal_extras(sold, came)
    if (
        delivery.of_order(sold.id)
        or queries.extras(sold.id)
        or sold.state not in ("concluded", "bound")
    ):
        raise Refusal(
            "extras_fixed",
            "赠品和优惠须在发货前标明一次，之后不能再改。",
            "Gifts and discounts are marked once, before the goods leave.",
        )
    rows = [
            Extra(
                marketplace=sold.marketplace, order=sold, kind=one.kind,
                title_zh=one.title.zh, title_en=one.title.en, worth_minor=one.worth.minor,
                threshold_minor=one.threshold.minor if one.threshold else None,
            )
            for one in came
        ]  # fmt: skip
    add(rows)
    said = [[one.kind, one.title.zh, str(one.worth), str(one.threshold or "")] for one in came]
    record(
        [
            Deed("extra.named", sold.id, by=by.party, marketplace=sold.marketplace, at=at,
                 data={"extras": said})
        ]
    )  # fmt: skip
    return rows


@transaction.atomic
def ask_return(
    *,
    by: Actor,
    order: str,
    at: datetime,
    pieces: Sequence[Sending] = (),
    gifts_kept: Sequence[int] = (),
) -> Return:
    """The buyer asks to send goods back without a reason (S17). No pieces named: all that is left.

    Each line is judged by itself; the first that may not go back refuses the whole request, with
    the article that takes the right away. What is refunded is worked out for everything that went
    back so far, less what was refunded before.
    """
    sold = orders.locked(order, by=by)
    allow(by, "return.ask", marketplace=sold.marketplace, buyer=sold.buyer)
    bought = orders.lines(sold)
    queries.refuse_open(sold.id)
    chosen = _chosen(bought, pieces, queries.gone_back(sold.id, "refunded", "kept"))
    answers = [_right(sold, line, at) for line, _ in chosen]
    earliest = min(answers, key=_last_day)
    came = queries.extras(sold.id)
    kept = _kept(came, gifts_kept)
    repaid = _worth(sold, bought, chosen, came, kept)
    freight = facts.freight_paid_by(sold)
    ret = Return.objects.create(
        id=mint("ret", at=at),
        marketplace=sold.marketplace,
        order=sold,
        process=RETURN.version,
        last_day=_last_day(earliest),
        currency=sold.currency,
        refund_minor=repaid.value - queries.refunded_before(sold.id),
        freight_paid_by=freight.value,
        asked_at=at,
    )
    add(
        [
            Piece(marketplace=sold.marketplace, ret=ret, line=line, quantity=count)
            for line, count in chosen
        ]
    )
    for gift in kept:
        gift.kept_in = ret
        gift.save(update_fields=["kept_in"])
    hold = holds.hold_of(sold.id)
    _refuse_beside(sold, frozen=hold is not None and hold.frozen)
    if hold and hold.state == "held":
        escrow.freeze(by=by, hold=hold, case=ret.id, at=at)
    turn(owed=[owed("return_reply", ret, at)])
    working = [*earliest.working, *repaid.working, *freight.working]
    gifts = [gift.title_zh for gift in kept]
    record([deed("return.asked", ret, by=by.party, at=at, why=working, gifts_kept=gifts)])
    return ret


@transaction.atomic
def agree(
    *, by: Actor, ret: str, at: datetime, pays_freight: bool = False, pick_up_on: date | None = None
) -> Return:
    """The merchant agrees. It may take the freight upon itself, and offer to have the goods fetched."""
    row = queries.locked(ret, by=by)
    move = taken(by, row, "agree")
    freight = facts.freight_paid_by(row.order, promised=pays_freight)
    if pick_up_on and pick_up_on < facts.day_of(row.order, at):
        raise Refusal(
            "pick_up_in_past",
            "上门取件日期不能早于今天。",
            "The goods cannot be fetched on a day that has passed.",
        )
    row.freight_paid_by, row.pick_up_on = freight.value, pick_up_on
    go(row, move, at)
    fetched = pick_up_on.isoformat() if pick_up_on else ""
    record(
        [
            deed("return.agreed", row, by=by.party, at=at, why=freight.working,
                 freight_paid_by=freight.value, pick_up_on=fetched)
        ]
    )  # fmt: skip
    return row


@transaction.atomic
def send_back(*, by: Actor, ret: str, at: datetime, waybill: str = "") -> Return:
    """The buyer has sent the goods back, or handed them to whoever fetched them."""
    row = queries.locked(ret, by=by)
    move = taken(by, row, "send_back")
    row.waybill = waybill[:40]
    go(row, move, at)
    record([deed("return.sent", row, by=by.party, at=at, waybill=row.waybill)])
    return row


@transaction.atomic
def withdraw(*, by: Actor, ret: str, at: datetime) -> Return:
    """The buyer keeps the goods after all."""
    row = _step(by, ret, "withdraw", at)
    delivering.resume(by=by, order=row.order, case=row.id, at=at)
    return row


@transaction.atomic
def take_back(*, by: Actor, ret: str, at: datetime) -> Return:
    """The merchant has the goods back: from now on the refund is owed (S19)."""
    return _step(by, ret, "take_back", at)


@transaction.atomic
def refund(*, by: Actor, ret: str, at: datetime) -> Return:
    """The merchant refunds: what is held for the order goes back to the buyer."""
    row = _step(by, ret, "refund", at)
    repay(row, by=by, at=at)
    return row


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """Somebody stayed silent: the clock agrees for the merchant, withdraws for the buyer, receives for the merchant.

    Where the state of the goods was contested and nobody ruled, the refund is due: who contests proves.
    """
    deeds = []
    for row in queries.locked_many(d.subject for d in duties):
        clock = clock_of(row.marketplace)
        move = table(row).move(row.state, "lapse", by=CLOCK)
        go(row, move, at)
        if move.to == "withdrawn":
            delivering.resume(by=clock, order=row.order, case=row.id, at=at)
        deeds.append(deed(f"return.{move.to}", row, by=clock.party, at=at))
    record(deeds)


@transaction.atomic
def settle(*, row: Return, at: datetime) -> None:
    """Somebody else paid the refund: the return is over. Called by the stage that paid."""
    go(row, table(row).move(row.state, "lapse", by=CLOCK), at)
    clock = clock_of(row.marketplace)
    delivering.resume(by=clock, order=row.order, case=row.id, at=at)
    record([deed("return.refunded", row, by=clock.party, at=at)])


def _step(by: Actor, ret: str, act: str, at: datetime) -> Return:
    """One move of a person: may they, does the machine allow it, what is owed now, and the record."""
    row = queries.locked(ret, by=by)
    go(row, taken(by, row, act), at)
    record([deed(f"return.{row.state}", row, by=by.party, at=at)])
    return row


def _worth(
    sold: Order, bought: Sequence[Line], chosen: Sequence[tuple[Line, int]],
    came: Sequence[Extra], kept: Sequence[Extra],
) -> Answer[int]:  # fmt: skip
    """What everything that went back is worth together, this time and before."""
    back = queries.gone_back(sold.id, "refunded")
    for line, count in chosen:
        back[line.id] = back.get(line.id, 0) + count
    stays = {gift.id for gift in kept} | {
        e.id for e in came if e.kept_in and e.kept_in.state == "refunded"
    }
    answer = facts.refund_of_part(
        sold, bought, back, extras=came, gifts_kept=stays, reductions=promotions.of_order(sold.id)
    )
    if answer.value <= queries.refunded_before(sold.id):
        raise Refusal(
            "nothing_to_refund",
            "按购买时价格结算并扣除未退赠品和失去的优惠后，没有应退的款项。",
            "Once what stays is settled at its price, nothing is left to refund.",
            cites=answer.cites,
        )
    return answer


def _kept(came: Sequence[Extra], gifts: Sequence[int]) -> list[Extra]:
    kept = [extra for extra in came if extra.kind == "gift" and extra.id in set(gifts)]
    if len(kept) < len(set(gifts)):
        raise Refusal(
            "gift_unknown",
            "这个订单没有这样的赠品。",
            "There is no such gift with this order.",
        )
    return kept


def _refuse_unreal_extras(sold: Order, came: Sequence[Came]) -> None:
    listed = sum(line.amount_minor for line in orders.lines(sold))
    discounts = sum(one.worth.minor for one in came if one.kind == "discount")
    real = all(
        one.kind in EXTRAS
        and 0 < len(one.title.zh) <= TITLE_MOST
        and 0 < len(one.title.en) <= TITLE_MOST
        and one.worth.currency == sold.currency
        and 0 < one.worth.minor <= MOST
        and (one.threshold is None or 0 < one.threshold.minor <= MOST)
        for one in came
    )
    reduced = sum(each.off_minor for each in promotions.of_order(sold.id))
    if not came or not real or discounts != listed - sold.goods_minor - reduced:
        raise Refusal(
            "extras_unreal",
            "赠品或优惠有误：种类须在清单内，金额须大于零，优惠合计须等于合同中少付的金额。",
            "The extras cannot stand: known kinds, amounts above zero, and discounts that add up "
            "to what the contract left off the price.",
        )


def _refuse_beside(sold: Order, *, frozen: bool) -> None:
    """One case at a time about an order, so that its price is given back once."""
    if sold.state != "bound" or frozen:
        raise Refusal(
            "order_in_another_case",
            "这个订单已经解除，或有未了结的纠纷，请在原案件中处理。",
            "This order is over, or a case about it is open; go on in that case.",
        )


def _last_day(answer: Answer[date | None]) -> date:
    assert answer.value, "a line without the right was refused before"
    return answer.value


def _chosen(
    bought: Sequence[Line], pieces: Sequence[Sending], gone: Mapping[int, int]
) -> list[tuple[Line, int]]:
    left = {line.id: line.quantity - gone.get(line.id, 0) for line in bought}
    if not any(left.values()):
        raise Refusal(
            "all_gone_back",
            "这个订单的商品都已经退过。",
            "Everything of this order went back already.",
        )
    if not pieces:
        return [(line, left[line.id]) for line in bought if left[line.id]]
    mine = {line.id: line for line in bought}
    wanted = {piece.line: piece.quantity for piece in pieces}
    fits = len(wanted) == len(pieces) and all(
        0 < count <= left.get(ref, 0) for ref, count in wanted.items()
    )
    if not fits:
        raise Refusal(
            "pieces_wrong",
            "退货明细有误：每行只写一次，数量须为1至尚未退回的数量。",
            "The pieces are wrong: name each line once, with 1 to as many as are left.",
        )
    return [(mine[ref], count) for ref, count in wanted.items()]


def _right(sold: Order, line: Line, at: datetime) -> Answer[date | None]:
    signed_for = delivery.delivered_at(sold.id)
    if signed_for is None:
        raise Refusal(
            "not_delivered_yet",
            "商品尚未签收，七日退货期还没有开始。",
            "The goods have not been signed for; the time to return them has not begun.",
        )
    unopened = delivery.unopened(line)
    answer = facts.last_day_to_return(sold, line, signed_for, unopened=unopened)
    if answer.value is None:
        raise Refusal(
            "no_right_to_return", answer.sentence.zh, answer.sentence.en, cites=answer.cites
        )
    if at >= facts.end_of(sold, answer.value):
        raise Refusal(
            "return_window_closed",
            f"七日无理由退货的最后一天是 {answer.value:%Y-%m-%d}，已经过期。",
            f"The last day to return without a reason was {answer.value:%Y-%m-%d}.",
            cites=answer.cites,
        )
    return answer
