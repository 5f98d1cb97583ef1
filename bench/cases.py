"""What a case costs, and whether a full desk is slower: one case by clicks, then many open ones at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from time import perf_counter, process_time

from bench.lives import AT, Shop

FILED = AT + timedelta(days=1)
BATCH = 2_000
ONE_BY_ONE = 100
DUE = 10_000


def measure(*, stored: int) -> None:
    """Print the cost of each step of a case, then the desk's page and the clock with so many open."""
    from gongdao.project.main import prepare

    prepare(database=True)
    shop = Shop.opened()
    bench = Cases(shop)
    bench.steps(1)  # what is read once is read
    for name, (cpu, statements) in bench.steps(ONE_BY_ONE).items():
        print(
            f"cases: to {name} one: {cpu * 1e3:.1f} ms of our CPU, {statements:.0f} SQL statements"
        )
    began = perf_counter()
    bench.fill(stored)
    print(f"cases: {stored:,} more filed and left open in {perf_counter() - began:.0f} s")
    bench.desk(stored)
    bench.clock(stored)


class Cases:
    """Cases of one shop: filed, answered, decided and executed through the actions of a click."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.cast = shop, shop.cast
        staff = self.cast.staff
        self.buyer, self.seller = staff["demo-consumer"], staff["demo-merchant"]
        self.arbiter, self.filed = staff["demo-arbiter"], 0

    def steps(self, count: int) -> dict[str, tuple[float, float]]:
        """CPU seconds and statements per case for each step, one case after the other."""
        from gongdao.registers.duties import queries as duties
        from gongdao.stages.disputes import actions as disputes
        from gongdao.stages.remedies import actions as remedies

        spent: dict[str, list[float]] = {}
        for order in self._paid(count):
            said = disputes.Complaint("refusal_to_ship", "refund", "不发货。")
            case = _cost(
                spent, "open",
                lambda o=order, s=said: disputes.file(by=self.buyer, order=o.id, complaint=s, at=FILED),
            )  # fmt: skip
            later = FILED + timedelta(hours=1)
            _cost(
                spent, "answer",
                lambda c=case, at=later: disputes.answer(
                    by=self.seller, dispute=c.id, words="没有货。", admits=True, at=at
                ),
            )  # fmt: skip
            talks = duties.open_for([case.id])
            disputes.lapse(duties=talks, at=talks[0].due_at)
            _cost(
                spent, "decide",
                lambda c=case, at=talks[0].due_at: disputes.decide(
                    by=self.arbiter, dispute=c.id, ruling=disputes.Ruling({"refused": True}), at=at
                ),
            )  # fmt: skip
            over = duties.open_for([case.id])
            disputes.lapse(duties=over, at=over[0].due_at)
            _cost(
                spent, "execute",
                lambda c=case, at=over[0].due_at: remedies.perform(by=self.seller, dispute=c.id, at=at),
            )  # fmt: skip
        return {name: (cpu / count, n / count) for name, (cpu, n) in spent.items()}

    def fill(self, count: int) -> None:
        """So many more open cases, filed over thirty days: rows, freezes, duties, messages and evidence."""
        for begun in range(0, count, BATCH):
            self._file(min(BATCH, count - begun))
        _analyze()

    def desk(self, stored: int) -> None:
        """The arbiter's desk: its first page, and one from the middle."""
        from gongdao.interfaces.web.arbiter import cases as pages
        from gongdao.stages.disputes.models import Dispute

        rows = Dispute.objects.filter(marketplace=self.cast.market.id, state="deciding")
        middle = rows.order_by("pk")[rows.count() // 2].pk
        for name, asked in (("the first page", {}), ("a page from the middle", {"after": middle})):
            took = _took(lambda asked=asked: pages.desk(_request(self.cast, self.arbiter, asked)))
            print(
                f"cases: {stored:,} open: the arbiter's desk, {name}, {took * 1e3:.0f} ms (under 100)"
            )

    def clock(self, stored: int) -> None:
        """The clock: a look when nothing is due, then many duties due at once."""
        from gongdao.interfaces import clock

        market = self.cast.market.id
        idle = _took(lambda: clock.tick(marketplace=market, now=FILED - timedelta(days=1)))
        print(
            f"cases: {stored:,} open: a tick of the clock with nothing due {idle * 1e3:.1f} ms (under 100)"
        )
        due = datetime(2027, 1, 1, tzinfo=UTC)
        most, done = min(DUE, stored), 0
        began, cpu = perf_counter(), process_time()
        while done < most and (acted := clock.tick(marketplace=market, now=due)):
            done += acted
        seconds, spent = perf_counter() - began, process_time() - cpu
        print(
            f"cases: {done:,} due duties of cases acted on at {done / seconds:,.0f}/s by the clock, "
            f"{done / spent:,.0f} per second of our CPU (aim 1,000)"
        )

    def _paid(self, count: int) -> Sequence:
        from gongdao.stages.escrow import actions as escrow
        from gongdao.stages.escrow.gateways.port import Notice
        from gongdao.stages.orders import actions as orders

        purchase = orders.Purchase(self.buyer, AT, (orders.Pick(self.shop.listing),))
        placed = orders.place(market=self.cast.market, purchases=[purchase] * count)
        asked = escrow.start(
            payings=[escrow.Paying(self.buyer, AT, order.id, "card") for order in placed],
            gateway="fake",
        )
        paid = [Notice(p.id, p.id, captured=True, amount=p.amount, at=AT) for p in asked]
        escrow.receive(by=self.cast.gateway, notices=paid)
        return placed

    def _file(self, count: int) -> None:
        """What `file` does, for many: the same rows under the same constraints, sooner there."""
        from django.db import transaction

        from gongdao.kernel.ref import mint
        from gongdao.registers.batches import add
        from gongdao.registers.duties.actions import Done, turn
        from gongdao.registers.evidence.actions import record
        from gongdao.registers.messages.actions import say
        from gongdao.stages.disputes.course import acknowledged, deed, first_duty, go_all
        from gongdao.stages.disputes.models import Dispute
        from gongdao.stages.disputes.states import DISPUTE
        from gongdao.stages.escrow.models import Freeze

        placed = self._paid(count)
        with transaction.atomic():
            rows = []
            for order in placed:
                self.filed += 1
                at = FILED + timedelta(seconds=25 * self.filed)
                rows.append(
                    Dispute(
                        id=mint("dsp", at=at), marketplace=order.marketplace, order=order,
                        kind="refusal_to_ship", wish="refund", story="不发货。", losses_minor=0, filed_at=at,
                    )
                )  # fmt: skip
            add(rows)
            add(
                [
                    Freeze(marketplace=r.marketplace, hold_id=r.order_id, case=r.id, at=r.filed_at)
                    for r in rows
                ]
            )
            stopped = [Done("dispatch", r.order_id, r.filed_at, "moot") for r in rows]
            turn(done=stopped, owed=[first_duty(r, r.filed_at) for r in rows])
            say([acknowledged(r, r.filed_at) for r in rows])
            record([deed("dispute.filed", r, by=self.buyer.party, at=r.filed_at) for r in rows])
            # Every second one is not answered and waits for the arbiter.
            silent = [(r, DISPUTE.move(r.state, "lapse", by="clock")) for r in rows[::2]]
            go_all(silent, rows[-1].filed_at + timedelta(days=10))


def _cost(spent: dict[str, list[float]], name: str, act: Callable[[], object]):
    from django.db import connection

    counted = spent.setdefault(name, [0.0, 0])

    def count(execute, sql, params, many, context):
        counted[1] += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        began = process_time()
        made = act()
        counted[0] += process_time() - began
    return made


def _request(cast, actor, asked: dict[str, str]):
    """A request as the door hands it to a page."""
    from django.test import RequestFactory

    request = RequestFactory().get("/cases", asked)
    request.actor, request.market, request.now = actor, cast.market, FILED
    request.language, request.htmx = "zh", False
    request.session = {}
    return request


def _analyze() -> None:
    from django.db import connections

    with connections["owner"].cursor() as owner:
        owner.execute("VACUUM (ANALYZE) disputes_dispute, duties_duty, orders_order")


def _took(read: Callable[[], object]) -> float:
    """The middle of twenty times."""
    times = []
    for _ in range(20):
        began = perf_counter()
        read()
        times.append(perf_counter() - began)
    return sorted(times)[10]
