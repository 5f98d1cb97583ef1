"""Playing a history through the very actions of a click, a day at a time.

A day is one transaction, and its last act is a line of evidence that the day is done. Interrupted
anywhere, a replay finds the last such line and goes on from there; references are made from the
history's own numbers, so nothing can be there twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from time import perf_counter
from typing import Any

from django.db import transaction
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from gongdao.interfaces import clock
from gongdao.interfaces.cli.aftermath import Aftermath
from gongdao.interfaces.cli.cast import Cast
from gongdao.interfaces.cli.history.past import History, PastOrder
from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.evidence.actions import Deed, record
from gongdao.stages.delivery import actions as delivery
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow.gateways.port import Notice
from gongdao.stages.orders import actions as orders
from gongdao.stages.orders.queries import Order
from gongdao.stages.reputation import actions as reputation

DONE = "replay.day_done"
SETTLES_WITHIN = timedelta(days=75)
"""After the last event the clock runs on for so long: by then every duty has had its end."""
PAY_WITHIN = timedelta(days=2)
"""A payment approved later than the platform's rules allow is taken to have come in time."""


@dataclass
class Day:
    """What happens on one day, by kind; each kind in order of time."""

    placed: list[PastOrder] = field(default_factory=list)
    shipped: list[PastOrder] = field(default_factory=list)
    delivered: list[PastOrder] = field(default_factory=list)
    reviewed: list[PastOrder] = field(default_factory=list)


@dataclass
class Replay:
    """One history on its way into one marketplace."""

    history: History
    cast: Cast
    days: dict[date, Day]
    aftermath: Aftermath
    last: date
    left_out: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @classmethod
    def of(cls, history: History, *, slug: str, ends_on: date, limit: int = 0) -> Replay:
        """Prepare a replay: enrol the cast, sort the events into days."""
        moved = history.ending(ends_on)
        chosen = list(moved.orders[:limit] if limit else moved.orders)
        if not chosen:
            raise Refusal(
                "history_empty", "历史中没有可用的订单。", "The history has no usable order."
            )
        first = chosen[0].purchased_at - timedelta(days=1)
        cast = Cast.of(slug, chosen, moved, opened_at=first)
        days: dict[date, Day] = defaultdict(Day)
        for order in chosen:
            days[order.purchased_at.date()].placed.append(order)
            if order.shipped_at and not _refused(order):
                days[order.shipped_at.date()].shipped.append(order)
                if order.delivered_at:
                    days[order.delivered_at.date()].delivered.append(order)
            if order.review and order.delivered_at:
                days[max(order.review.at, order.delivered_at).date()].reviewed.append(order)
        last = max(order.last for order in chosen).date()
        return cls(moved, cast, days, Aftermath.of(cast, chosen), last)

    def run(self, *, console: Console) -> float:
        """Play day after day, then let the clock run until everything has had its end. Returns the seconds."""
        began = perf_counter()
        market = self.cast.market.id
        done = evidence.last_data(market, DONE)
        start = date.fromisoformat(done["day"]) + timedelta(days=1) if done else min(self.days)
        end = self.last + SETTLES_WITHIN
        total = sum(len(day.placed) for day in self.days.values())
        before = sum(len(d.placed) for when, d in self.days.items() if when < start)
        with Progress(
            TextColumn("[bold]{task.description}"), BarColumn(), MofNCompleteColumn(),
            TimeElapsedColumn(), TextColumn("{task.fields[day]}"), console=console,
        ) as bar:  # fmt: skip
            task = bar.add_task("订单 orders", total=total, completed=before, day="")
            while start <= end:
                self._play(start)
                bar.update(task, advance=len(self.days[start].placed), day=start.isoformat())
                start += timedelta(days=1)
        if done is None or start > min(self.days):
            self.cast.seal(at=self._midnight(end))
        return 0.0 if before else perf_counter() - began

    @transaction.atomic
    def _play(self, when: date) -> None:
        """One day: what falls due before it, its events in the order of a purchase, and its last line."""
        market, today = self.cast.market.id, self.days[when]
        clock.live_until(marketplace=market, to=self._midnight(when))
        self._buy(today.placed)
        for later, act in (
            (today.shipped, self._ship),
            (today.delivered, self._deliver),
            (today.reviewed, self._review),
        ):
            self._each([order for order in later if self._order(order.id)], act)
        self.aftermath.play(when)
        night = self._midnight(when + timedelta(days=1))
        clock.live_until(marketplace=market, to=night)
        self.cast.set_clock(night)
        record(
            [
                Deed(
                    DONE,
                    market,
                    by=market,
                    marketplace=market,
                    at=night,
                    data={"day": when.isoformat()},
                )
            ]
        )

    def _buy(self, bought: Sequence[PastOrder]) -> None:
        """Orders and their payments, with everything the gateway sends: late, twice, or failed."""
        self._each(bought, self._place)
        paid = {o.id: o for o in bought if o.approved_at and self._order(o.id)}
        asked = self._each(list(paid.values()), self._start)
        notices = [notice for payment in asked for notice in self._notices(payment)]
        if notices:
            escrow.receive(by=self.cast.gateway, notices=notices)
        failed = {notice.payment for notice in notices if not notice.captured}
        again = [paid[p.order.external_id] for p in asked if p.id in failed]
        if again:
            retried = self._each(again, lambda some: self._start(some, tries=1))
            escrow.receive(by=self.cast.gateway, notices=[_captured(p) for p in retried])

    def _each(
        self, batch: Sequence[PastOrder], act: Callable[[Sequence[PastOrder]], list[Any]]
    ) -> list[Any]:
        """Act on a batch. If it is refused, its halves are tried; a single one is left out and counted."""
        if not batch:
            return []
        try:
            return act(batch)
        except Refusal as refusal:
            if len(batch) == 1:
                self.left_out[refusal.code] += 1
                return []
        half = len(batch) // 2
        return [*self._each(batch[:half], act), *self._each(batch[half:], act)]

    def _place(self, bought: Sequence[PastOrder]) -> list[Any]:
        made = orders.place(
            market=self.cast.market, purchases=[self.cast.purchase(order) for order in bought]
        )
        self.cast.known.update({order.external_id or "": order for order in made})
        return made

    def _start(self, paid: Sequence[PastOrder], *, tries: int = 0) -> list[Any]:
        payings = [self._paying(order, tries=tries) for order in paid]
        return escrow.start(payings=payings, gateway="fake")

    def _paying(self, order: PastOrder, *, tries: int = 0) -> escrow.Paying:
        at = min(order.approved_at or order.purchased_at, order.purchased_at + PAY_WITHIN)
        method = order.payments[0].kind if order.payments else "card"
        buyer = self.cast.customer(order.customer)
        return escrow.Paying(
            buyer, at + timedelta(minutes=tries), self._order(order.id).id, method[:20]
        )

    def _notices(self, payment: Any) -> Iterable[Notice]:
        gateway = self.cast.fake
        for sent in gateway.notices(
            payment=payment.id, amount=payment.amount, asked_at=payment.asked_at
        ):
            yield gateway.notice(sent.callback, now=sent.at)

    def _ship(self, shipped: Sequence[PastOrder]) -> list[Any]:
        return delivery.ship(
            shippings=[
                delivery.Shipping(
                    self.cast.seller(o.seller),
                    _later(o.shipped_at, self._order(o.id)),
                    self._order(o.id).id,
                    self.cast.courier.party,
                    _waybill(o),
                )
                for o in shipped
            ]
        )

    def _deliver(self, delivered: Sequence[PastOrder]) -> list[Any]:
        seen = []
        for order in delivered:
            shipped, arrived = order.shipped_at, order.delivered_at
            assert shipped
            assert arrived
            steps = (
                ("collected", 0.05, "揽收网点"),
                ("in_transit", 0.5, "转运中心"),
                ("out_for_delivery", 0.95, "派送网点"),
            )
            seen += [
                delivery.Seen(
                    self.cast.courier,
                    shipped + (arrived - shipped) * part,
                    _waybill(order),
                    kind,
                    place,
                )
                for kind, part, place in steps
            ]
            seen.append(
                delivery.Seen(self.cast.courier, arrived, _waybill(order), "signed_for", "收货地址")
            )
        return delivery.scan(seen=seen)

    def _review(self, reviewed: Sequence[PastOrder]) -> list[Any]:
        return reputation.review(
            opinions=[
                reputation.Opinion(
                    self.cast.customer(o.customer), o.review.at, self._order(o.id).id,
                    o.review.score, o.review.words,
                )
                for o in reviewed
                if o.review
            ]
        )  # fmt: skip

    def _order(self, external: str) -> Any:
        return self.cast.order(external)

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.cast.zone)


def _captured(payment: Any) -> Notice:
    """The notice of a second try, which always succeeds."""
    at = payment.asked_at + timedelta(seconds=20)
    return Notice(payment.id, payment.id, captured=True, amount=payment.amount, at=at)


def _later(at: datetime | None, order: Order) -> datetime:
    """When it was shipped, but not before it was ordered: clocks of others run ahead."""
    assert at
    return max(at, order.concluded_at)


def _waybill(order: PastOrder) -> str:
    return f"GD{order.id[:12].upper()}{order.id[-2:]}"


def _refused(order: PastOrder) -> bool:
    return any(event.kind == "refuse_to_ship" for event in order.events)
