"""The merchant looks at what came back, may contest it, and must prove it; an arbiter rules, or the refund is due."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.money import Money
from gongdao.kernel.refusal import Refusal
from gongdao.law import Answer
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.actions import Done, turn
from gongdao.registers.evidence.actions import record
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.aftersales import facts, queries
from gongdao.stages.aftersales.conditions import FAULTS, GROUNDS
from gongdao.stages.aftersales.models import Inspection, Return
from gongdao.stages.aftersales.steps import AWAITED, deed, go, repay, table, taken
from gongdao.stages.delivery import actions as delivering

WORDS_MOST = 4_000
PHOTOGRAPHS_MOST = 20
GRAMS_MOST = 2_000_000
DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Look:
    """What a merchant found, in its words, with the digests of its photographs, weights and numbers."""

    faults: frozenset[str] = frozenset()
    words: str = ""
    photographs: tuple[str, ...] = ()
    weight_sent_g: int | None = None
    weight_back_g: int | None = None
    serial_sent: str = ""
    serial_back: str = ""


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a merchant will not refund in full, and what it would refund at once."""

    ground: str
    words: str
    offer: Money | None = None


@transaction.atomic
def inspect(*, by: Actor, ret: str, look: Look, at: datetime) -> Inspection:
    """Record how the goods look. The law says whether that is intact; opening the box to look is no fault.

    Weights and serial numbers that do not fit are recorded, and refuse nothing by themselves.
    """
    row = queries.locked(ret, by=by)
    allow(by, "return.inspect", marketplace=row.marketplace, seller=row.order.merchant)
    if row.state != "received":
        raise Refusal(
            "nothing_to_inspect",
            "确认收到退货之后、退款之前，才能登记查验结果。",
            "Goods are inspected once they are back, and before the refund.",
        )
    _refuse_unreal(look)
    kinds = facts.kinds_of(row)
    answer = _least(facts.intact(row.order, kind, look.faults) for kind in kinds)
    seen = Inspection.objects.create(
        marketplace=row.marketplace, ret=row, at=at, kinds=kinds, faults=sorted(look.faults),
        words=look.words.strip(), photographs=list(look.photographs),
        weight_sent_g=look.weight_sent_g, weight_back_g=look.weight_back_g,
        serial_sent=look.serial_sent, serial_back=look.serial_back,
        intact=answer.value, cites=str(answer.cites),
    )  # fmt: skip
    record(
        [
            deed(
                "return.inspected", row, by=by.party, at=at, why=answer.working,
                faults=seen.faults, photographs=seen.photographs, intact=seen.intact,
                signals=facts.signals(seen), weights=[look.weight_sent_g, look.weight_back_g],
                serials=[look.serial_sent, look.serial_back],
            )
        ]
    )  # fmt: skip
    return seen


@transaction.atomic
def contest(*, by: Actor, ret: str, objection: Objection, at: datetime) -> Return:
    """The merchant says that the goods are not as they must be. It must prove it; silence of all refunds.

    Goods that the law counts as intact on the merchant's own finding cannot be contested for that.
    """
    row = queries.locked(ret, by=by)
    move = taken(by, row, "contest")
    _refuse_groundless(row, objection)
    row.ground, row.words = objection.ground, objection.words.strip()
    row.offer_minor = None if objection.offer is None else objection.offer.minor
    go(row, move, at)
    offered = str(objection.offer or "")
    record([deed("return.contested", row, by=by.party, at=at, ground=row.ground, offered=offered)])
    return row


@transaction.atomic
def accept(*, by: Actor, ret: str, at: datetime) -> Return:
    """The buyer takes what the merchant would refund at once; the rest is given up."""
    row = queries.locked(ret, by=by)
    move = taken(by, row, "accept")
    if row.offer_minor is None:
        raise Refusal(
            "no_offer_made",
            "商家没有提出可以立即退还的金额。",
            "The merchant offered no sum that could be accepted.",
        )
    row.deducted_minor, row.refund_minor = row.refund_minor - row.offer_minor, row.offer_minor
    go(row, move, at)
    repay(row, by=_seller(row), at=at)
    less = str(Money(row.currency, row.deducted_minor))
    record([deed("return.refunded", row, by=by.party, at=at, deducted=less)])
    return row


@transaction.atomic
def find(
    *, by: Actor, ret: str, found: Mapping[str, bool | None], words: str, at: datetime
) -> Return:
    """An arbiter says which faults are there, are not, or were not established; the law says what follows.

    What was not established falls against whoever must prove it: the merchant. For other goods, or
    goods that never arrived, `found` answers the one ground.
    """
    row = queries.locked(ret, by=by)
    allow(by, "return.find_due", marketplace=row.marketplace)
    strange = set(found) - (set(FAULTS) if row.ground == "not_intact" else {row.ground})
    if strange or not words.strip() or len(words) > WORDS_MOST:
        raise Refusal(
            "finding_unreal",
            "认定有误：只能认定本案争议的事实，并须写明理由。",
            "The finding cannot stand: only what is contested here, and with reasons.",
        )
    why: list[dict[str, Any]] = []
    if row.ground == "not_intact":
        answer = _least(facts.proved_intact(row.order, k, found) for k in facts.kinds_of(row))
        unfit, why = not answer.value, answer.working
    else:
        unfit = found.get(row.ground) is True
    act = "find_unfit" if unfit else "find_due"
    go(row, taken(by, row, act), at)
    if unfit:
        delivering.resume(by=by, order=row.order, case=row.id, at=at)
    said = {name: found.get(name) for name in sorted(found)}
    record([deed(f"return.{row.state}", row, by=by.party, at=at, why=why, found=said, words=words)])
    return row


@transaction.atomic
def dispute(*, by: Actor, row: Return, at: datetime) -> None:
    """The buyer takes what is contested to a dispute. Called by the stage that opens the case.

    The ruling of a return falls away; from now on the case says what is owed, and the money stays frozen.
    """
    move = taken(by, row, "dispute")
    duties.refuse_late(row.id, AWAITED[row.state], at=at)
    turn(done=[Done(AWAITED[row.state], row.id, at, "moot")])
    row.state = move.to
    row.save(update_fields=["state"])
    record([deed("return.disputed", row, by=by.party, at=at, ground=row.ground)])


@transaction.atomic
def conclude(*, ret: str, paid: Money, at: datetime) -> None:
    """The case about a return is over: what it gave ends the return. Called by the stage that gave it."""
    (row,) = queries.locked_many([ret])
    clock = clock_of(row.marketplace)
    move = table(row).move(row.state, "refund" if paid else "dismiss", by=CLOCK)
    row.state = move.to
    if paid:
        whole, given = row.refund_minor, min(paid.minor, row.refund_minor)
        row.refund_minor, row.deducted_minor = given, whole - given
    row.save(update_fields=["state", "refund_minor", "deducted_minor"])
    delivering.resume(by=clock, order=row.order, case=row.id, at=at)
    record([deed(f"return.{row.state}", row, by=clock.party, at=at, ground=row.ground)])


def _least(answers: Iterable[Answer[bool]]) -> Answer[bool]:
    """Of several kinds in one parcel the one that is not intact decides."""
    return min(answers, key=lambda answer: answer.value)


def _seller(row: Return) -> Actor:
    """The merchant whose own offer is carried out when the buyer takes it."""
    return Actor(row.order.merchant, row.marketplace, frozenset())


def _refuse_groundless(row: Return, objection: Objection) -> None:
    arrived = row.goods_back_at is not None
    fits = objection.ground in GROUNDS and (objection.ground != "not_arrived") == arrived
    if not fits or not 0 < len(objection.words.strip()) <= WORDS_MOST:
        raise Refusal(
            "objection_unreal",
            "异议有误：须选择清单中的理由并说明；收到之后不能再说没有收到。",
            "The objection cannot stand: a known ground, with words; what was taken back did arrive.",
        )
    if objection.ground == "not_intact":
        looks = queries.inspections(row.id)
        if not looks:
            raise Refusal(
                "inspect_first",
                "请先登记查验结果和照片，再提出异议。",
                "Record the inspection and its photographs first.",
            )
        if looks[-1].intact:
            raise Refusal(
                "goods_are_intact",
                "按您登记的查验结果，商品视为完好，应当退款。",
                "By your own finding the goods count as intact; the refund is due.",
                cites=looks[-1].cites,
            )
    offer = objection.offer
    if offer is not None and not (
        offer.currency == row.currency and 0 < offer.minor < row.refund_minor
    ):
        raise Refusal(
            "offer_unreal",
            "提议金额须大于零、小于应退金额，并使用订单的货币。",
            "An offer is above zero, below what would be refunded, in the currency of the order.",
        )


def _refuse_unreal(look: Look) -> None:
    weights = [look.weight_sent_g, look.weight_back_g]
    real = (
        look.faults <= set(FAULTS)
        and len(look.words) <= WORDS_MOST
        and len(look.photographs) <= PHOTOGRAPHS_MOST
        and all(DIGEST.fullmatch(digest) for digest in look.photographs)
        and all(w is None or 0 <= w <= GRAMS_MOST for w in weights)
        and all(len(s) <= 60 for s in (look.serial_sent, look.serial_back))
    )
    if not real:
        raise Refusal(
            "inspection_unreal",
            "查验记录有误：问题须在清单内，照片须为SHA-256摘要，重量以克为单位。",
            "The inspection cannot stand: known faults, SHA-256 digests, weights in grams.",
        )
    if look.faults and not (look.photographs and look.words.strip()):
        raise Refusal(
            "photographs_missing",
            "主张商品有问题的，须附照片并说明理由。",
            "Whoever says that something is wrong shows photographs and says why.",
        )
