"""The evidence register against bare SHA-256 over the same bytes: appends, sealing, verification."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from time import perf_counter

FROM = datetime(2026, 1, 1, tzinfo=UTC)
MARKET = "mkt_bench"
BATCHES = (1, 100, 1_000)
SECONDS = 5
SLICE = 10_000
PROOFS = 1_000


def measure(*, leaves: int) -> None:
    """Print appends per second at each size of batch, then how a log of many leaves seals and verifies."""
    from gongdao.project.main import prepare

    prepare(database=True)
    made = Deeds()
    for size in BATCHES:
        rate, mean = appends(made, size)
        print(
            f"evidence: {rate:,.0f} records a second in batches of {size:,} ({mean:.0f} bytes each); "
            f"bare SHA-256 hashes them {_hashed(made, size) / rate:,.0f} times as fast"
        )
    log(made, leaves)


class Deeds:
    """Deeds as the stages record them: references, a sum, and the working of a rule."""

    def __init__(self) -> None:
        self.number, self.chance = 0, random.Random(5)

    def batch(self, size: int) -> list:
        """So many deeds that never repeat."""
        from gongdao.registers.evidence.actions import Deed

        why = [
            {"cites": "CPL art. 25", "zh": "七日内可以退货。", "en": "Returned within seven days."}
        ]
        made = []
        for _ in range(size):
            self.number += 1
            ref = f"ord_{self.number:026}"
            at = FROM + timedelta(milliseconds=self.number)
            by = f"pty_{self.chance.randrange(10_000):026}"
            data = {"amount": f"{self.chance.randrange(100_000)} CNY"}
            made.append(
                Deed("order.placed", ref, by=by, marketplace=MARKET, at=at, why=why, data=data)
            )
        return made


def appends(made: Deeds, size: int) -> tuple[float, float]:
    """Records per second, each batch in a transaction of its own, and their mean size in bytes."""
    from gongdao.registers.evidence.actions import record

    record(made.batch(size))
    spent, count, weight = 0.0, 0, 0
    while spent < SECONDS:
        batch = made.batch(size)
        began = perf_counter()
        record(batch)
        spent += perf_counter() - began
        count += size
        weight += len(batch[0].body())
    return count / spent, weight / (count / size)


def log(made: Deeds, leaves: int) -> None:
    """Fill the log, seal it, and verify it whole: by the register, by the tree alone, and by bare hashing."""
    from django.conf import settings
    from django.db import connection

    from gongdao.registers.evidence import queries, sql, tree
    from gongdao.registers.evidence.actions import record, seal
    from gongdao.registers.evidence.heads import key_of

    key = key_of(settings.GONGDAO_EVIDENCE_KEY)
    while made.number < leaves:
        record(made.batch(min(SLICE, leaves - made.number)))
    waiting = queries.pending(MARKET)
    began = perf_counter()
    while seal(marketplace=MARKET, at=FROM + timedelta(days=365), key=key):
        pass
    sealing = perf_counter() - began
    began = perf_counter()
    faults = queries.faults(MARKET, key=key)
    verifying = perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute(sql.IN_ORDER, [MARKET])
        bodies = [body.encode() for (body,) in cursor.fetchall()]
    bare = _took(lambda: [sha256(body).digest() for body in bodies])
    alone = _took(lambda: tree.root_of(tree.leaf_hash(body) for body in bodies))
    size = len(bodies)
    print(
        f"evidence: {waiting:,} records sealed at {waiting / sealing:,.0f} a second, "
        f"{sealing / bare * size / waiting:.1f} times bare SHA-256"
    )
    print(
        f"evidence: a log of {size:,} leaves verified {'BROKEN' if faults else 'whole'} in {verifying:.1f} s, "
        f"{verifying / bare:.1f} times bare SHA-256 over the same {sum(map(len, bodies)) / 1e6:,.0f} MB "
        f"({bare:.2f} s); the tree alone, bytes at hand, {alone / bare:.1f} times"
    )
    _proofs(size)


def _proofs(size: int) -> None:
    from gongdao.registers.evidence import queries, tree

    nodes, chance = queries.nodes(MARKET), random.Random(5)
    places = sorted(chance.sample(range(size), min(PROOFS, size)))
    took = _took(lambda: tree.inclusions(places, size, nodes=nodes))
    one = _took(lambda: tree.inclusions(places[:1], size, nodes=nodes))
    print(
        f"evidence: an inclusion proof in a log of {size:,}: {one * 1e3:.1f} ms, "
        f"{len(places):,} of them at once {took * 1e3:.0f} ms"
    )


def _hashed(made: Deeds, size: int) -> float:
    """How many of such records bare SHA-256 hashes in a second."""
    bodies = [deed.body() for deed in made.batch(max(size, 1_000))]
    return len(bodies) / _took(lambda: [sha256(body).digest() for body in bodies])


def _took(act: Callable[[], object]) -> float:
    """The middle of five times."""
    times = []
    for _ in range(5):
        began = perf_counter()
        act()
        times.append(perf_counter() - began)
    return sorted(times)[2]
