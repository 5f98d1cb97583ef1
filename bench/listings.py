"""A file of listings checked and brought in, killed in the middle and taken up again: nothing lost, nothing twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, sleep

from bench import goods

AT = datetime(2026, 3, 1, tzinfo=UTC)
SLUG, SHOP = "bench-goods", "demo-merchant@bench-goods"
KILLED_AT = 0.4
TICK = os.sysconf("SC_CLK_TCK")
EVERY = 0.5
"""Seconds between two looks at how far it is."""

PROOF = {
    "good ones that are for sale": """
        SELECT count(*) FROM listings_listing l JOIN listings_version v ON v.listing_id = l.id
        WHERE l.merchant = %(shop)s AND l.state = 'live' AND l.latest = 1 AND v.review = 'published'
          AND substr(l.external_id, 2)::int %% 100 <> 50""",
    "bad ones that are for sale": """
        SELECT count(*) FROM listings_listing WHERE merchant = %(shop)s AND state = 'live'
          AND substr(external_id, 2)::int %% 100 = 50""",
    "blocked ones that wait": """
        SELECT count(*) FROM listings_listing l WHERE merchant = %(shop)s AND state = 'draft' AND EXISTS (
            SELECT 1 FROM listings_version v JOIN listings_finding f ON f.version_id = v.id
            WHERE v.listing_id = l.id AND f.blocks)""",
    "listings": "SELECT count(*) FROM listings_listing WHERE merchant = %(shop)s",
    "versions": """
        SELECT count(*) FROM listings_version v JOIN listings_listing l ON l.id = v.listing_id
        WHERE l.merchant = %(shop)s""",
    "prices": """
        SELECT count(*) FROM pricing_entry p JOIN listings_listing l ON l.id = p.listing
        WHERE l.merchant = %(shop)s""",
    "deeds of drafting": """
        SELECT count(*) FROM evidence_record r JOIN listings_listing l ON l.id = r.subject
        WHERE l.merchant = %(shop)s AND r.act = 'listing.drafted'""",
    "deeds of publishing": """
        SELECT count(*) FROM evidence_record r JOIN listings_listing l ON l.id = r.subject
        WHERE l.merchant = %(shop)s AND r.act = 'listing.published'""",
}


def measure(*, rows: int) -> None:
    """Print rates, memory, and how the end compares with the beginning; then prove what landed."""
    from gongdao.project.main import prepare

    prepare(database=True)
    from gongdao.interfaces.cli.cast import Cast
    from gongdao.interfaces.cli.history.past import History

    cast = Cast.of(SLUG, [], History([], {}, {}, []), opened_at=AT)
    shop = cast.staff["demo-merchant"].party
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "goods.jsonl"
        goods.write(file, rows)
        out = file.with_name("found.jsonl")
        check = ["check", str(file), "-o", str(out), "--on", "2026-03-01", "--cores", "1"]
        run = Run(check, lambda: _checked(out.with_suffix(".progress.json")))
        run.whole()
        run.tell("checked", rows)
        _same("check", _told(out.with_suffix(".bad.jsonl")), _fates(rows, "bad"))
        bring = ["import", str(file), "--merchant", SHOP, "--market", SLUG]
        run = Run(bring, lambda: _landed(shop), backend=True)
        run.until(int(rows * KILLED_AT))
        killed = _landed(shop)
        run.whole()
        run.tell(f"killed with {killed:,} landed, resumed, brought in", rows)
        told = file.with_name(f"{file.name}.bad.jsonl")
        _same("import", _told(told), _fates(rows, "bad") + _fates(rows, "draft"))
        _proved(shop, rows)


@dataclass
class Run:
    """A command of ours in a process of its own, watched as it goes: rows done, CPU seconds spent, memory."""

    command: list[str]
    done: Callable[[], int]
    backend: bool = False
    seen: list[tuple[int, float]] = field(default_factory=list)
    took: float = 0.0
    peaks: dict[int, int] = field(default_factory=dict)
    spent: float = 0.0

    def until(self, rows: int) -> None:
        """Run it, and kill it without a word once so many rows are done."""
        for running in self._looks():
            if self.seen and self.seen[-1][0] >= rows:
                os.kill(running.pid, signal.SIGKILL)

    def whole(self) -> None:
        """Run it to its end."""
        for _ in self._looks():
            pass

    def tell(self, what: str, rows: int) -> None:
        """Print rates over all and in the last fifth, against the second: the first has the program's start in it."""
        fifth = rows // 5
        early, late = self._rate(fifth, 2 * fifth), self._rate(4 * fifth, rows)
        tenth = max((held for row, held in self.peaks.items() if row <= rows // 10), default=0)
        print(
            f"listings: {what}: {rows:,} rows in {self.took:.0f} s, {self.spent:.0f} s of CPU"
            f"{' with the database' if self.backend else ''}, {rows / self.spent:,.0f} rows per second of CPU; "
            f"the last fifth at {f'{late / early:.2f}' if early and late else 'an unknown part'} of the second; "
            f"peak {max(self.peaks.values()):,} MB, after a tenth {tenth:,} MB"
        )

    def _looks(self) -> Iterator[subprocess.Popen[bytes]]:
        began, before = perf_counter(), self.spent
        running = subprocess.Popen(
            [sys.executable, "-c", "from gongdao.project.main import main; main()", "listings", *self.command],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        while running.poll() is None:
            sleep(EVERY)
            spent = _cpu(running.pid) + (sum(map(_cpu, _backends())) if self.backend else 0)
            if spent:
                rows = self.done()
                self.spent = before + spent
                self.seen.append((rows, self.spent))
                self.peaks[rows] = max(_peak(running.pid), self.peaks.get(rows, 0))
            yield running
        self.took += perf_counter() - began

    def _rate(self, first: int, last: int) -> float:
        """Rows per second of CPU between two rows; none where they were reached between two looks."""
        then, now = self._when(first), self._when(last)
        return (last - first) / (now - then) if now > then else 0.0

    def _when(self, row: int) -> float:
        """The CPU spent when a row was first seen to be reached."""
        return next((spent for reached, spent in self.seen if reached >= row), self.spent)


def _fates(rows: int, state: str) -> Counter[str]:
    fates = (goods.fate(number) for number in range(goods.PLACE, rows + 1, goods.EVERY))
    return Counter(fate.code for fate in fates if fate and fate.state == state)


def _told(file: Path) -> Counter[str]:
    """The reasons in a list of bad rows and drafts: of a row its code, of a draft that of its first finding."""
    with file.open(encoding="utf-8") as lines:
        said = map(json.loads, lines)
        return Counter(each.get("code") or each["findings"][0]["code"] for each in said)


def _same(what: str, told: Counter[str], wanted: Counter[str]) -> None:
    verdict = "each bad row is listed with its reason" if told == wanted else "WRONG"
    print(f"listings: {what}: {told.total():,} rows listed: {verdict}")
    if told != wanted:
        print(f"  listed: {dict(told)}\n  wanted: {dict(wanted)}")


def _proved(shop: str, rows: int) -> None:
    from django.db import connection

    good = rows - sum(1 for _ in range(goods.PLACE, rows + 1, goods.EVERY))
    waits = _fates(rows, "draft").total()
    wanted = dict.fromkeys(PROOF, good + waits) | {
        "good ones that are for sale": good, "bad ones that are for sale": 0,
        "blocked ones that wait": waits, "prices": good, "deeds of publishing": good,
    }  # fmt: skip
    with connection.cursor() as cursor:
        for what, statement in PROOF.items():
            cursor.execute(statement, {"shop": shop})
            ((count,),) = cursor.fetchall()
            verdict = "as it has to be" if count == wanted[what] else f"WRONG, not {wanted[what]:,}"
            print(f"listings: {count:,} {what}: {verdict}")


def _checked(progress: Path) -> int:
    return json.loads(progress.read_text("utf-8"))["rows"] if progress.exists() else 0


def _landed(shop: str) -> int:
    from gongdao.stages.listings.models import Intake

    return Intake.objects.filter(merchant=shop).values_list("rows", flat=True).first() or 0


def _backends() -> list[int]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return [pid for (pid,) in cursor.fetchall()]


def _cpu(pid: int) -> float:
    """Seconds of CPU that a process has spent so far; none if it is gone."""
    try:
        parts = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(parts[11]) + int(parts[12])) / TICK


def _peak(pid: int) -> int:
    """The most memory a process has held, in megabytes."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) >> 10 for line in lines if line.startswith("VmHWM")), 0)
