"""Everything that can happen to points. The database keeps the balance, and it is never below zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from gongdao.kernel.money import Money
from gongdao.kernel.words import Words
from gongdao.registers.batches import add, store
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.messages.actions import Said, say
from gongdao.stages.orders.models import Order
from gongdao.stages.orders.promotions.models import PointEntry, Reduction
from gongdao.stages.orders.promotions.points import facts, queries


@transaction.atomic
def spend(*, reductions: Sequence[Reduction], at: datetime) -> None:
    """Points are used in orders. Of two checkouts at once, one gets what is there for one."""
    used = [
        _entry(each.order, "spent", -each.parts["points"], key="spent", at=at)
        for each in reductions
    ]
    try:
        add(_in_turn(used))
    except IntegrityError:
        facts.refuse_short()
    record([_deed(each, at=at) for each in used])


@transaction.atomic
def give_back(*, stands: Mapping[Order, int], at: datetime) -> None:
    """Goods go back, or the order came to nothing: its points come back in kind, good for a new term.

    `stands` says of each order how many of its points are still used for what the buyer keeps.
    """
    moved = queries.moved(order.id for order in stands)
    back = []
    for order, kept in stands.items():
        was = moved.get(order.id, {})
        points = -was.get("spent", 0) - was.get("given_back", 0) - kept
        if points > 0:
            back.append(_entry(order, "given_back", points, key=f"given_back/{kept}", at=at))
    add(_in_turn(back))
    record([_deed(each, at=at) for each in back])


@transaction.atomic
def earn(*, releases: Sequence[tuple[Order, Money]], at: datetime) -> int:
    """The money of orders is with their merchants: each whole yuan paid earns. An order earns once."""
    earned = []
    for order, paid in releases:
        points = _earned(order, paid)
        if points:
            earned.append(_entry(order, "earned", points, key="earned", at=at))
    add(_in_turn(earned))
    record([_deed(each, at=at) for each in earned])
    return len(earned)


@transaction.atomic
def withdraw(*, order: Order, paid: Money, at: datetime) -> None:
    """A part of the price went back after it had earned: those points go, as far as they are still there.

    `paid` is what the buyer has paid in the end. What was spent already is not taken from anybody.
    """
    moved = queries.moved([order.id]).get(order.id, {})
    over = moved.get("earned", 0) + moved.get("withdrawn", 0) - _earned(order, paid)
    gone = []
    if moved.get("earned") and over > 0:
        held = queries.locked_balances([order.buyer], marketplace=order.marketplace)
        points = min(over, held[order.buyer].points)
        if points:
            before = -moved.get("withdrawn", 0)
            gone = [_entry(order, "withdrawn", -points, key=f"withdrawn/{before}", at=at)]
    add(gone)
    record([_deed(each, at=at) for each in gone])


@transaction.atomic
def run_out(*, marketplace: str, at: datetime) -> int:
    """What ran out is taken off; whose points run out soon is told, once. Returns how many it concerned."""
    whose = queries.running_out(marketplace, at=at)
    held = queries.locked_balances(whose, marketplace=marketplace)
    found = queries.endings(whose, marketplace=marketplace, at=at)
    gone = [
        PointEntry(
            marketplace=marketplace, consumer=consumer, why="expired", points=-ending.gone,
            key=f"{consumer}/expired/{at.isoformat()}", at=at,
        )
        for consumer, ending in found.items()
        if ending.gone
    ]  # fmt: skip
    told = [
        (held[consumer], ending.soon - ending.gone, ending.last)
        for consumer, ending in found.items()
        if ending.soon > ending.gone and ending.last > (held[consumer].told_until or at)
    ]
    for row, _, last in told:
        row.told_until = last
    store([row for row, _, _ in told], "told_until")
    add(_in_turn(gone))
    say([_reminder(marketplace, row.consumer, points, last, at) for row, points, last in told])
    reminded = [
        Deed(
            "points.end_told", row.consumer, by=marketplace, marketplace=marketplace, at=at,
            data={"points": points, "until": last.isoformat()},
        )
        for row, points, last in told
    ]  # fmt: skip
    record([*(_deed(each, at=at) for each in gone), *reminded])
    return len(gone) + len(told)


def _earned(order: Order, paid: Money) -> int:
    """So many whole yuan, so many points; nothing in another currency."""
    return paid.minor // facts.terms(order).earned_for if paid.currency == facts.CURRENCY else 0


def _entry(order: Order, why: str, points: int, *, key: str, at: datetime) -> PointEntry:
    entry = PointEntry(
        marketplace=order.marketplace, consumer=order.buyer, order=order, why=why, points=points,
        key=f"{order.id}/{key}", at=at,
    )  # fmt: skip
    if points > 0:
        until = facts.good_until(order, at)
        entry.until, entry.tell_at = until.value, facts.told_at(order, until)
    return entry


def _in_turn(entries: Sequence[PointEntry]) -> list[PointEntry]:
    """By consumer: everybody takes balances in this order, so that nobody waits in a circle."""
    return sorted(entries, key=lambda entry: entry.consumer)


def _deed(entry: PointEntry, *, at: datetime) -> Deed:
    spent = entry.why == "spent"
    return Deed(
        f"points.{entry.why}", entry.consumer, by=entry.consumer if spent else entry.marketplace,
        marketplace=entry.marketplace, at=at, about=entry.order_id or "",
        data={"points": entry.points},
    )  # fmt: skip


def _reminder(marketplace: str, consumer: str, points: int, last: datetime, at: datetime) -> Said:
    day = f"{timezone.localtime(last - timedelta.resolution):%Y-%m-%d}"
    words = Words(
        f"您有 {points} 个积分即将到期（最晚 {day}），可以在结算时使用。",
        f"{points} of your points run out soon (by {day} at the latest). You can use them at the checkout.",
    )
    return Said(consumer, marketplace, (consumer,), marketplace, at, words)
