"""Whole lives of orders against pgbench on the same server, and the statements of one life by clicks."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

LIVES = 3_000


def measure(*, seconds: int) -> None:
    """Print lives per second in batches, CPU per life, statements per life, and the ratio to pgbench."""
    from gongdao.project import postgres
    from gongdao.project.main import prepare
    from gongdao.project.secrets import home

    prepare(database=True)
    database = postgres.attach(home())
    rate, cpu = replayed(LIVES, slug="bench-lives")
    print(f"lives: {LIVES:,} lives replayed at {rate:.0f}/s, {cpu * 1e3:.1f} ms of our CPU each")
    print(f"lives: {statements()} SQL statements per life, one click at a time (at most 40)")
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


def statements() -> int:
    """How many statements one life takes through the very actions of clicks: order to release."""
    from django.db import connection

    from gongdao.interfaces.cli.cast import Cast
    from gongdao.interfaces.cli.history.past import History
    from gongdao.kernel.money import cny
    from gongdao.kernel.words import Words
    from gongdao.stages.delivery import actions as delivery
    from gongdao.stages.escrow import actions as escrow
    from gongdao.stages.escrow.gateways.port import Notice
    from gongdao.stages.listings import actions as listings
    from gongdao.stages.orders import actions as orders

    cast = Cast.of(
        "bench-one", [], History([], {}, {}, []), opened_at=datetime(2026, 3, 1, tzinfo=UTC)
    )
    buyer, seller, at = (
        cast.staff["demo-consumer"],
        cast.staff["demo-merchant"],
        datetime(2026, 3, 2, tzinfo=UTC),
    )
    said = listings.Said(Words("杯", "Cup"), "home", cny("9"), cny("0"))
    (listing,) = listings.offer(offerings=[listings.Offering(seller, at, said)])
    seen: list[str] = []

    def count(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        pick = orders.Pick(listing.id)
        (order,) = orders.place(market=cast.market, purchases=[orders.Purchase(buyer, at, (pick,))])
        (payment,) = escrow.start(
            payings=[escrow.Paying(buyer, at, order.id, "card")], gateway="fake"
        )
        notice = Notice("e", payment.id, captured=True, amount=payment.amount, at=at)
        escrow.receive(by=cast.gateway, notices=[notice])
        delivery.ship(shippings=[delivery.Shipping(seller, at, order.id, cast.courier.party, "B1")])
        for hours, kind in ((9, "in_transit"), (30, "signed_for")):
            moment = at + timedelta(hours=hours)
            delivery.scan(seen=[delivery.Seen(cast.courier, moment, "B1", kind, "x")])
        escrow.confirm(confirmings=[escrow.Confirming(buyer, at + timedelta(days=2), order.id)])
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
