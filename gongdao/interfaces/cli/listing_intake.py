"""A file of listings brought in: batch and progress in one transaction, bad rows and drafts listed beside it."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import IO, Any, Self

from django.db import transaction

from gongdao.interfaces import imports
from gongdao.interfaces.cli.listing_firsts import Firsts
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.powers import Actor
from gongdao.stages.listings.intakes import actions, queries


class Intake:
    """Knows a file again by its content, and goes on exactly after the last batch that was kept.

    Listed are the rows that did not reach the shelf, and those whose bar code other goods bear already, each
    with its reasons. The list reaches the disk before its batch is kept, and is cut back to what was kept when
    the work goes on: whenever the program dies, each row has landed once and is listed once.
    """

    def __init__(
        self, file: Path, bad: Path, *, by: Actor, market: Any, at: datetime, rehearsal: bool
    ) -> None:
        self.by, self.market, self.at, self.bad = by, market, at, bad
        with file.open("rb") as opened:
            self.digest = file_digest(opened, "sha256").hexdigest()
        before = None if rehearsal else queries.of_file(self.digest, by=by)
        self.rows = before.rows if before else 0
        self.ended = bool(before and before.ended_at)
        self.counts = Counter[str](before.counts if before else {})
        self.take = self.rehearse if rehearsal else self.land
        self._told = self._listed(before.told if before else 0)
        self._numbers = Firsts(bad.with_suffix(".numbers"), after=self.rows)

    def land(self, batch: Sequence[imports.Row]) -> None:
        """Land a batch and write down that it landed, both or neither."""
        rows = self._once(batch)
        with transaction.atomic():
            outcomes = imports.land(rows, by=self.by, market=self.market, at=self.at)
            self._list(outcomes)
            counts = Counter(outcome.state for outcome in outcomes)
            step = actions.Step(self.rows, batch[-1].number, self._told.tell(), counts)
            actions.advance(by=self.by, digest=self.digest, step=step, at=self.at)
        self.rows = step.to
        self.counts += counts

    def rehearse(self, batch: Sequence[imports.Row]) -> None:
        """List what would be bad; nothing lands."""
        outcomes = imports.rehearse(self._once(batch), by=self.by, market=self.market, at=self.at)
        self._list(outcomes)
        self.counts += Counter(outcome.state for outcome in outcomes)

    def finish(self) -> None:
        """The file is through; after a rehearsal there is nothing to write down."""
        self._numbers.remove()
        if self.take == self.rehearse:
            return
        actions.finish(by=self.by, digest=self.digest, at=self.at)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._told.close()
        self._numbers.close()

    def _once(self, batch: Sequence[imports.Row]) -> list[imports.Row]:
        """A number of the shop's own that stands in the file twice counts the first time, however far apart."""
        rows = []
        for row in batch:
            number = row.said.get("external_id") if isinstance(row.said, dict) else None
            first = self._numbers.first(str(number).strip(), row.number) if number else row.number
            rows.append(row if first == row.number else imports.Row(row.number, _twice(first)))
        self._numbers.keep()
        return rows

    def _list(self, outcomes: Sequence[imports.Outcome]) -> None:
        for outcome in outcomes:
            if outcome.state in ("bad", "draft") or outcome.repeats:
                line = json.dumps(outcome.as_data(), ensure_ascii=False) + "\n"
                self._told.write(line.encode())
        self._told.flush()
        os.fsync(self._told.fileno())

    def _listed(self, told: int) -> IO[bytes]:
        if told and not (self.bad.exists() and self.bad.stat().st_size >= told):
            raise Refusal(
                "rows_file_missing",
                f"缺少上次的坏行清单 {self.bad.name[:80]}：请放回原处，再接着导入。",
                f"The list of bad rows so far, {self.bad.name[:80]}, is not there: put it back and go on.",
            )
        opened = self.bad.open("r+b" if self.bad.exists() else "w+b")
        opened.truncate(told)
        opened.seek(told)
        return opened


def _twice(first: int) -> Refusal:
    return Refusal(
        "listing_twice",
        f"商家编号与第{first}行相同，一份文件里只写一次。",
        f"It has the number of row {first}; name each number once in a file.",
    )
