"""Whole lives of orders against pgbench on the same server, and the statements of one life by clicks."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

LIVES = 3_000
BATCH = 1_000
AT = datetime(2026, 3, 2, tzinfo=UTC)


def measure(*, seconds: int) -> None:
    """Print lives per second in batches, CPU per life, statements per life, and the ratio to pgbench."""
    from gongdao.project import postgres
    from gongdao.project.main import prepare
    from gongdao.project.secrets import home

    prepare(database=True)
    database = postgres.attach(home())
    shop = Shop.opened()
    rate, cpu = shop.rate(batches=5)
    print(
        f"lives: {rate:.0f} whole lives a second through the batch actions, {BATCH:,} at a time, "
        f"{cpu * 1e3:.1f} ms of our CPU each"
    )
    print(f"lives: {shop.statements()} SQL statements per life, one click at a time (at most 40)")
    replays, cpu = replayed(LIVES, slug="bench-lives")
    print(
        f"lives: a history of {LIVES:,} orders with its returns and disputes replays at "
        f"{replays:.0f}/s, {cpu * 1e3:.1f} ms of our CPU each"
    )
    if database.programs is None or not database.programs.program("pgbench").exists():
        print("lives: there is no pgbench here to compare with")
        return
    tps = pgbench(database, seconds)
    print(
        f"lives: pgbench TPC-B-like {tps:.0f}/s on the same server; ratio {rate / tps:.2f} (aim 0.10)"
    )


def replayed(count: int, *, slug: str) -> tuple[float, float]:
    """Lives per second, and CPU seconds of ours per life, of a generated history."""
    from rich.console import Console

    from gongdao.interfaces.cli.demo import ENDS_ON, ZONE
    from gongdao.interfaces.cli.history import generator, reader
    from gongdao.interfaces.cli.places import histories
    from gongdao.interfaces.cli.replay import Replay

    folder: Path = histories() / slug
    generator.write_history(
        folder, orders=count, seed=7, ends_on=date(2026, 6, 30), progress=lambda _: None
    )
    history = reader.read(folder, zone=ZONE)
    played = Replay.of(history, slug=slug, ends_on=ENDS_ON)
    began, cpu = perf_counter(), process_time()
    played.run(console=Console(quiet=True))
    return count / (perf_counter() - began), (process_time() - cpu) / count


class Shop:
    """One shop, one thing to buy: lives from order to release through the very actions of clicks."""

    def __init__(self, cast, listing: str) -> None:
        self.cast, self.listing, self.lived = cast, listing, 0

    @classmethod
    def opened(cls) -> Shop:
        from gongdao.interfaces.cli.cast import Cast
        from gongdao.interfaces.cli.history.past import History
        from gongdao.kernel.money import cny
        from gongdao.kernel.words import Words
        from gongdao.stages.listings import actions as listings

        nothing = History([], {}, {}, [])
        cast = Cast.of("bench-one", [], nothing, opened_at=datetime(2026, 3, 1, tzinfo=UTC))
        said = listings.Said(Words("杯", "Cup"), "home", cny("9"), cny("0"))
        offering = listings.Offering(cast.staff["demo-merchant"], AT, said)
        (listing,) = listings.offer(offerings=[offering])
        return cls(cast, listing.id)

    def live(self, count: int) -> None:
        """So many orders: placed, paid, shipped, scanned, signed for, confirmed, the merchant paid."""
        from gongdao.stages.delivery import actions as delivery
        from gongdao.stages.escrow import actions as escrow
        from gongdao.stages.escrow.gateways.port import Notice
        from gongdao.stages.orders import actions as orders

        cast, self.lived = self.cast, self.lived + count
        buyer, seller = cast.staff["demo-consumer"], cast.staff["demo-merchant"]
        purchase = orders.Purchase(buyer, AT, (orders.Pick(self.listing),))
        placed = orders.place(market=cast.market, purchases=[purchase] * count)
        asked = escrow.start(
            payings=[escrow.Paying(buyer, AT, order.id, "card") for order in placed],
            gateway="fake",
        )
        paid = [Notice(p.id, p.id, captured=True, amount=p.amount, at=AT) for p in asked]
        escrow.receive(by=cast.gateway, notices=paid)
        bills = [f"B{self.lived}-{n}" for n in range(count)]
        carrier = cast.courier.party
        delivery.ship(
            shippings=[
                delivery.Shipping(seller, AT, order.id, carrier, bill)
                for order, bill in zip(placed, bills, strict=True)
            ]
        )
        for hours, kind in ((9, "in_transit"), (30, "signed_for")):
            moment = AT + timedelta(hours=hours)
            delivery.scan(
                seen=[delivery.Seen(cast.courier, moment, bill, kind, "x") for bill in bills]
            )
        content = AT + timedelta(days=2)
        escrow.confirm(confirmings=[escrow.Confirming(buyer, content, o.id) for o in placed])

    def rate(self, *, batches: int) -> tuple[float, float]:
        """Lives per second, and CPU seconds of ours per life."""
        self.live(BATCH)
        began, cpu = perf_counter(), process_time()
        for _ in range(batches):
            self.live(BATCH)
        count = batches * BATCH
        return count / (perf_counter() - began), (process_time() - cpu) / count

    def statements(self) -> int:
        """How many statements one life takes, one click at a time."""
        from django.db import connection

        seen: list[str] = []

        def count(execute, sql, params, many, context):
            seen.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(count):
            self.live(1)
        return len(seen)


def pgbench(database, seconds: int) -> float:
    """TPC-B-like transactions per second with four clients, in a database of its own."""
    import psycopg

    reach = ["-h", database.host, "-U", database.owner]
    program = str(database.programs.program("pgbench"))
    with psycopg.connect(
        host=database.host, user=database.owner, dbname="postgres", autocommit=True
    ) as owner:
        owner.execute("DROP DATABASE IF EXISTS pgbench")
        owner.execute("CREATE DATABASE pgbench")
    subprocess.run(
        [program, *reach, "-i", "-q", "-s", "10", "pgbench"], check=True, capture_output=True
    )
    done = subprocess.run(
        [program, *reach, "-c", "4", "-j", "2", "-T", str(seconds), "pgbench"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    assert found, done.stdout
    return float(found[1])
