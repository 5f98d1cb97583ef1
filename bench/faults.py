"""Crashing at every single write of a story about money, and going on: nobody is refunded twice.

Counted where it hurts: in our book, and at the far side of the gateway, which loses answers, is deaf
or broken every other time, and writes down what it really moved.

A story is told step by step, and each step once for each of its writes: the statement is not executed,
the transaction around it is rolled back as the database does when a client is gone, and whoever waited
for the answer asks again. Then the database is set back to before the step (a savepoint) for the next
write. Where a crash left everything as it would be without one, row for row and unit for unit, the rest
of the story is told once for all of them; where it did not, that story is told to its own end.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import Any

WRITE = re.compile(
    r"\s*(?:WITH\b.*?\b(?:INSERT|UPDATE)\b|INSERT|UPDATE|DELETE)", re.IGNORECASE | re.DOTALL
)
WRITES_MOST = 400


class Crash(BaseException):
    """The machine is gone, in the middle of a statement."""


@dataclass
class Fuse:
    """Lets so many writes pass and burns at the next one."""

    left: int

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if WRITE.match(sql):
            self.left -= 1
            if self.left < 0:
                raise Crash
        return execute(sql, params, many, context)


@dataclass
class Story:
    """One order and what is known of it to those who act: what was answered before the crash."""

    cast: Any
    listing: str
    number: int
    tries: int = 0
    known: dict[str, Any] = field(default_factory=dict)

    @property
    def order(self) -> str:
        """The order that this story is about."""
        return str(self.known["order"])

    def by(self, name: str) -> Any:
        """Somebody of the cast."""
        return self.cast.staff[f"demo-{name}"]

    @property
    def now(self) -> datetime:
        """What time it is."""
        return self.cast.now()


Step = Callable[[Story], object]


@dataclass
class Tally:
    """What was tried, and what came of it."""

    crashes: int = 0
    alike: int = 0
    told: int = 0
    double: int = 0
    astray: int = 0


def measure(*, rounds: int) -> None:
    """Every story, crashed at every write of every step, the repeated requests included."""
    from gongdao.project.main import prepare

    prepare(database=True)
    from django.db import transaction

    from gongdao.registers.ledger import queries as ledger

    cast, listing = _cast()
    till, tally, faults, twice = _moody(), Tally(), [], 0
    for number in range(rounds * len(STORIES)):
        name, steps = list(STORIES.items())[number % len(STORIES)]
        with transaction.atomic():
            _everywhere(Story(cast, listing, number), name, steps, till, tally)
            faults += ledger.faults(cast.market.id)
            faults += [name for minor in ledger.trial_balance(cast.market.id).values() if minor]
            transaction.set_rollback(True)
        twice += till.twice
        print(f"faults: {name}: {tally.crashes:,} crashes so far", flush=True)
    whole = "whole" if not faults else f"BROKEN: {faults}"
    print(
        f"faults: {rounds * len(STORIES)} stories of {len(STORIES)} kinds, {tally.crashes:,} crashes in their "
        f"middle, every request sent twice; {tally.alike:,} left all as it would be without them, "
        f"{tally.told:,} stories told to their end, {tally.astray} of them otherwise than in peace; the book is {whole}"
    )
    print(
        f"faults: the gateway was asked {till.asked:,} times, of which it answered {till.heard:,}; it moved "
        f"money twice under one key {twice} times"
    )
    tried = tally.crashes + rounds * len(STORIES)
    print(f"faults: double refunds per 10,000: {10_000 * tally.double / tried:g}")


def _everywhere(story: Story, name: str, steps: list[Step], till: Any, tally: Tally) -> None:
    """Tell a story, and at each step every crash that it can have."""
    for place, step in enumerate(steps):
        before = Moment(story, till)
        _twice(story, step, Fuse(WRITES_MOST))
        plain = _state(story, till)
        before.again()
        for writes in range(WRITES_MOST):
            burnt = _twice(story, step, Fuse(writes))
            tally.crashes += burnt
            if burnt and _state(story, till) == plain:
                tally.alike += 1
            elif burnt:
                for later in steps[place + 1 :]:
                    _twice(story, later, Fuse(WRITES_MOST))
                _judge(story, name, till, tally)
            before.again()
            if not burnt:
                break
        before.forget()
        _twice(story, step, Fuse(WRITES_MOST))
    _judge(story, name, till, tally)


def _judge(story: Story, name: str, till: Any, tally: Tally) -> None:
    """What a story came to."""
    refunded, price, right = _outcome(story, name)
    moved, booked = _moved(story, till)
    tally.told += 1
    tally.double += refunded > price or moved > booked
    tally.astray += not right or moved != booked


class Moment:
    """How all stands before a step: our database, the far side of the gateway, what those who act know."""

    def __init__(self, story: Story, till: Any) -> None:
        from django.db import transaction

        self.story, self.till, self.point = story, till, transaction.savepoint()
        self.known, self.tries = dict(story.known), story.tries
        self.moved = {key: replace(done) for key, done in till.moved.items()}
        self.by_key = dict(till.by_key)

    def again(self) -> None:
        """As it was then."""
        from django.db import transaction

        transaction.savepoint_rollback(self.point)
        self.story.known, self.story.tries = dict(self.known), self.tries
        self.till.moved = {key: replace(done) for key, done in self.moved.items()}
        self.till.by_key = dict(self.by_key)

    def forget(self) -> None:
        """Nobody goes back there any more."""
        from django.db import transaction

        transaction.savepoint_commit(self.point)


TELLING = ("kind", "state", "outcome", "amount_minor", "why", "account", "amount", "due_at")
"""Columns that say what will become of a row; of an account only its kind, since the owner's number is new each time."""


def _state(story: Story, till: Any) -> list[Any]:
    """All that counts for what happens next: how many rows of what in which state, the book by account, the far side."""
    from django.apps import apps
    from django.db import connection

    found: list[Any] = []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        for model in apps.get_models():
            table, names = model._meta.db_table, {f.name for f in model._meta.get_fields()}  # noqa: SLF001
            if not model.__module__.startswith("gongdao.") or ".evidence." in model.__module__:
                continue
            kept = [n for n in TELLING if n in names]
            said = ", ".join([*(f"split_part({n}::text, ':', 1)" for n in kept), "count(*)"])
            by = f" GROUP BY {', '.join(str(n + 1) for n in range(len(kept)))}" if kept else ""
            cursor.execute(f'SELECT {said} FROM "{table}"{by} ORDER BY 1')
            found.append((table, sorted(map(str, cursor.fetchall()))))
    far = sorted((d.kind, d.amount_minor, d.state) for d in till.moved.values())
    return [found, far, story.now]


def _twice(story: Story, step: Step, fuse: Fuse) -> int:
    """Take a step until it is answered, then once more, as if the answer had been lost."""
    burnt = 0
    for _ in range(2):
        if _crashed(story, step, fuse):
            fuse.left, burnt = WRITES_MOST, 1
            _crashed(story, step, fuse)
    return burnt


def _crashed(story: Story, step: Step, fuse: Fuse) -> bool:
    """Take a step; true, if the machine was gone in the middle of it. A refusal is an answer, too."""
    from django.db import connection

    from gongdao.kernel.refusal import Refusal

    try:
        with connection.execute_wrapper(fuse):
            step(story)
    except Crash:
        return True
    except Refusal as refusal:
        story.known.setdefault("refused", []).append(refusal.code)
    return False


def _cast() -> tuple[Any, str]:
    from gongdao.interfaces.cli.cast import Cast
    from gongdao.interfaces.cli.history.past import History
    from gongdao.kernel.money import cny
    from gongdao.kernel.words import Words
    from gongdao.stages.escrow import actions as escrow
    from gongdao.stages.listings import actions as listings

    began = datetime(2026, 3, 1, tzinfo=UTC)
    cast = Cast.of("bench-faults", [], History([], {}, {}, []), opened_at=began)
    cast.set_clock(began + timedelta(hours=1))
    staff, merchant = cast.staff["demo-platform"], cast.staff["demo-merchant"]
    deposit = cny("1000000.00")  # so that no story ends otherwise because an earlier one emptied it
    escrow.lodge(by=staff, merchant=merchant.party, amount=deposit, key="bench", at=began)
    said = listings.Said(Words("杯", "Cup"), "home", cny("30.00"), cny("0"))
    offering = listings.Offering(merchant, began, said)
    (listing,) = listings.offer(offerings=[offering])
    return cast, listing.id


def _moody() -> Any:
    """The far side of the fake gateway in a bad week, which counts how often it moved money under each key."""
    from gongdao.interfaces import gateways
    from gongdao.stages.escrow.gateways.till import BROKEN, CALM, NOTHING, Mood, Till

    class Counting(Till):
        by_key: dict[str, int] = {}
        heard = 0

        @property
        def twice(self) -> int:
            """Under how many keys money moved more than once."""
            return sum(n > 1 for n in self.by_key.values())

        def __call__(self, path: str, key: str, body: bytes) -> tuple[int, bytes]:
            before = len(self.moved)
            status, said = super().__call__(path, key, body)
            self.by_key[key] = self.by_key.get(key, 0) + len(self.moved) - before
            self.heard += status not in (NOTHING, BROKEN)
            return status, said

    lost, deaf, broken = Mood(loses_answer=True), Mood(deaf=True), Mood(broken=True)
    gateways.FAKE.till = till = Counting(cycle([CALM, lost, deaf, CALM, lost, broken, lost]))
    return till


def _moved(story: Story, till: Any) -> tuple[int, int]:
    """What the gateway really paid to this story's buyer, and what our book says that it paid."""
    from gongdao.registers.ledger import queries as ledger
    from gongdao.stages.escrow.instructions import queries

    tell_gateway(story)
    rows = queries.of(story.order)
    done = [till.moved[row.id] for row in rows if row.id in till.moved]
    about = ledger.about(story.cast.market.id, story.order, currency="CNY")
    booked = sum(
        -minor
        for (why, kind), minor in about.items()
        if kind == "clearing" and why.startswith(("refund", "damages"))
    )
    return sum(each.amount_minor for each in done if each.state != "failed"), booked


def _outcome(story: Story, name: str) -> tuple[int, int, bool]:
    """What went back to the buyer, what the price was, and whether that is what this story ends with."""
    from gongdao.registers.ledger import queries as ledger
    from gongdao.stages.orders import queries as orders

    order = orders.see(story.order, by=story.by("consumer"))
    refunded = ledger.refunded(order.marketplace, order.id, currency=order.currency).minor
    price = order.total.minor
    captured = ledger.about(order.marketplace, order.id, currency=order.currency)
    came = captured.get(("capture", "clearing"), 0)
    # A payment that was made twice, or too late, went back by itself: it is no part of the price.
    return refunded - max(0, came - price), price, refunded == came - KEPT.get(name, 0)


KEPT = {"kept": 3_000}
"""What the merchant rightly keeps at the end of a story, in minor units; of the others, nothing."""


def buy(story: Story) -> None:
    """Submit the order; whoever has its number does not submit it again."""
    from gongdao.stages.orders import actions as orders

    if "order" not in story.known:
        picks = (orders.Pick(story.listing),)
        purchase = orders.Purchase(story.by("consumer"), story.now, picks)
        (row,) = orders.place(market=story.cast.market, purchases=[purchase])
        story.known["order"] = row.id


def pay(story: Story) -> None:
    """The buyer pays; a second time there are two payments, of which one goes back."""
    ask(story)
    told(story)


def pay_half(story: Story) -> None:
    """A part of the price is paid; a second time there are two parts."""
    from gongdao.kernel.money import cny
    from gongdao.stages.escrow import actions as escrow

    story.tries += 1
    at = story.now + timedelta(milliseconds=story.tries)
    paying = escrow.Paying(story.by("consumer"), at, story.order, "card", cny("10.00"))
    story.known["payments"] = escrow.start(payings=[paying], gateway="fake")
    told(story)


def ask(story: Story) -> None:
    """A payment is begun at the gateway; each try is a moment later than the one before."""
    from gongdao.stages.escrow import actions as escrow

    story.tries += 1
    at = story.now + timedelta(milliseconds=story.tries)
    paying = escrow.Paying(story.by("consumer"), at, story.order, "card")
    story.known["payments"] = escrow.start(payings=[paying], gateway="fake")


def told(story: Story) -> None:
    """The gateway says that it has the money."""
    from gongdao.stages.escrow import actions as escrow
    from gongdao.stages.escrow.gateways.port import Notice

    notices = [Notice("e", p.id, True, p.amount, story.now) for p in story.known["payments"]]
    escrow.receive(by=story.cast.gateway, notices=notices)


def tell_gateway(story: Story) -> None:
    """Half a day goes by, in which the worker goes over what gateways are to be told, now and then."""
    from gongdao.interfaces import clock
    from gongdao.interfaces import instructions as worker

    for _ in range(6):
        worker.carry_out(marketplace=story.cast.market.id, now=story.now)
        clock.advance(by=story.by("platform"), to=story.now + timedelta(hours=2))


def cancel(story: Story) -> None:
    """The buyer changes their mind before the money came."""
    from gongdao.stages.orders import actions as orders

    orders.cancel(by=story.by("consumer"), order=story.order, at=story.now)


def deliver(story: Story) -> None:
    """Shipped and signed for."""
    from gongdao.stages.delivery import actions as delivery
    from gongdao.stages.delivery import queries as parcels

    waybill, courier = f"B{story.number}", story.cast.courier
    merchant = story.by("merchant")
    shipping = delivery.Shipping(merchant, story.now, story.order, courier.party, waybill)
    if not parcels.of_order(story.order):
        delivery.ship(shippings=[shipping])
    delivery.scan(seen=[delivery.Seen(courier, story.now, waybill, "signed_for", "x")])


def confirm(story: Story) -> None:
    """The buyer is content."""
    from gongdao.stages.escrow import actions as escrow

    confirming = escrow.Confirming(story.by("consumer"), story.now, story.order)
    escrow.confirm(confirmings=[confirming])


def pay_out(story: Story) -> None:
    """The merchant is paid out, and the bank confirms."""
    from gongdao.stages.escrow.payouts import actions as payouts
    from gongdao.stages.escrow.payouts import queries
    from gongdao.stages.escrow.payouts.bankfile import Word

    staff = story.by("platform")
    payouts.run(by=staff, currency="CNY", at=story.now)
    for run in {p.run_id for p in queries.payouts(by=staff, most=5, states=("approved",))}:
        payouts.send(by=staff, run=run, at=story.now)
    sent = queries.payouts(by=staff, most=5, states=("sent",))
    words = [Word(p.id, "confirm", p.amount, "") for p in sent]
    payouts.hear(by=staff, words=words, at=story.now)


def returned(act: str, by: str) -> Step:
    """One step of the return of this order."""

    def step(story: Story) -> None:
        from gongdao.stages.aftersales import actions as aftersales
        from gongdao.stages.aftersales import queries as returns

        if act == "ask":
            aftersales.ask_return(by=story.by(by), order=story.order, at=story.now)
            return
        for row in returns.of_order(story.order)[-1:]:
            getattr(aftersales, act)(by=story.by(by), ret=row.id, at=story.now)

    return step


def give_part(story: Story) -> None:
    """A part of the freight or price is given back for a named reason."""
    from gongdao.kernel.money import cny
    from gongdao.stages.escrow.parts import actions as parts
    from gongdao.stages.escrow.parts.shares import Part
    from gongdao.stages.orders import queries as orders

    order = orders.see(story.order, by=story.by("consumer"))
    line = orders.lines(order)[0].id
    parts.refund_part(
        by=story.by("merchant"), order=order.id, reason="late", parts=[Part(line, 1)],
        freight=cny("0"), at=story.now,
    )  # fmt: skip


def charge_back(story: Story) -> None:
    """The buyer's bank takes the money, and the platform concedes."""
    from gongdao.stages.escrow import queries as holds
    from gongdao.stages.escrow.matching import chargebacks

    payment = next(p for p in holds.payments_of(story.order) if p.state == "captured")
    row = chargebacks.open_(
        by=story.cast.gateway, payment=payment.id, amount=payment.amount, reason="x", at=story.now
    )
    chargebacks.answer(by=story.by("platform"), chargeback=row.id, act="concede", at=story.now)


def wait(days: int) -> Step:
    """Time goes by, once: a second try goes to the same day."""

    def step(story: Story) -> None:
        from gongdao.interfaces import clock

        to = story.known.setdefault(f"until-{days}", story.now + timedelta(days=days))
        if story.now < to:
            clock.advance(by=story.by("platform"), to=to)

    return step


BACK: list[Step] = [
    returned("ask", "consumer"), returned("agree", "merchant"), returned("send_back", "consumer"),
    returned("take_back", "merchant"),
]  # fmt: skip
STORIES: dict[str, list[Step]] = {
    "refunded in time": [buy, pay, deliver, *BACK, returned("refund", "merchant"), tell_gateway],
    "refunded late": [buy, pay, deliver, *BACK, wait(12)],
    "refunded after the payout": [
        buy, pay, deliver, confirm, pay_out, *BACK, returned("refund", "merchant"),
    ],
    "given back, then returned": [
        buy, pay, deliver, give_part, *BACK, returned("refund", "merchant"), wait(40),
    ],
    "never shipped": [buy, pay, wait(30)],
    "charged back": [buy, pay, charge_back, deliver, *BACK, wait(60)],
    "paid too late": [buy, ask, cancel, told, tell_gateway],
    "half paid, then left": [buy, pay_half, cancel, wait(1), tell_gateway],
    "kept": [buy, pay, deliver, confirm, pay_out],
}  # fmt: skip
