"""Listings of a file checked one batch after another, on all cores where the file is worth it."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from datetime import date
from typing import NamedTuple, Self

from gongdao.detectors import claims, disclosure
from gongdao.interfaces.imports import Row
from gongdao.kernel.refusal import Refusal
from gongdao.stages.listings.review.checks import Fault, Priced, check_many, completeness
from gongdao.stages.listings.rows import flat, said
from gongdao.stages.listings.said import Said

CURRENCY = "CNY"
AHEAD = 2
"""So many batches for each core are read ahead: enough to keep it busy, too few to be felt in memory."""


class Checked(NamedTuple):
    """What was found in a row: a line for the file of findings, or why it is no listing."""

    row: int
    line: str = ""
    blocks: bool = False
    kinds: Sequence[str] = ()
    gtin: str = ""
    why: Refusal | None = None


class Checker:
    """Checks batches in order. With more than one core they are checked side by side, and come back in order."""

    def __init__(self, *, cores: int, day: date) -> None:
        self.cores, self.day = cores, day
        self._kept = ExitStack()
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        claims.lexicon()
        disclosure.categories()
        if self.cores > 1:
            # Forked before a file is opened: lexicon, standard and law are shared, not read once more each.
            fork = multiprocessing.get_context("fork")
            self._pool = self._kept.enter_context(ProcessPoolExecutor(self.cores, fork))
            self._pool.submit(os.getpid).result()
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
        self._kept.close()

    def run(self, batches: Iterable[list[Row]]) -> Iterator[Checked]:
        """Every row, in the order of the file."""
        if self._pool is None:
            for batch in batches:
                yield from _checked(batch, self.day)
            return
        waiting: deque[Future[list[Checked]]] = deque()
        for batch in batches:
            waiting.append(self._pool.submit(_checked, batch, self.day))
            if len(waiting) > self.cores * AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _checked(batch: list[Row], day: date) -> list[Checked]:
    read = [_read(row) for row in batch]
    meant = [Priced(each.said) for each in read if isinstance(each, _Read)]
    found = iter(check_many(meant, under="cn", on=day))
    return [
        _one(row.number, each, next(found), day)
        if isinstance(each, _Read)
        else Checked(row.number, why=each)
        for row, each in zip(batch, read, strict=True)
    ]


class _Read(NamedTuple):
    number: str
    said: Said


def _read(row: Row) -> _Read | Refusal:
    if isinstance(row.said, Refusal):
        return row.said
    try:
        told = flat(row.said)
        return _Read(told.get("external_id", ""), said(told, currency=CURRENCY))
    except Refusal as refusal:
        return refusal


def _one(row: int, read: _Read, found: list[Fault], day: date) -> Checked:
    blocks = any(fault.blocks for fault in found)
    line = {
        "row": row, "id": read.number,
        "completeness": completeness(read.said, on=day),
        "blocks": blocks,
        "findings": [fault.as_data() for fault in found],
    }  # fmt: skip
    kinds = [f"{fault.source}.{fault.code}" for fault in found]
    return Checked(row, json.dumps(line, ensure_ascii=False), blocks, kinds, read.said.gtin)
