"""Taking in what a carrier sends. A feed knows how far it is, so that one that broke off goes on there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongdao.detectors.carriers import Fault, Read, Row
from gongdao.kernel.ref import mint
from gongdao.kernel.words import Words
from gongdao.registers.batches import add
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.delivery import actions as parcels
from gongdao.stages.delivery.feeds import queries
from gongdao.stages.delivery.models import Feed, FeedFault
from gongdao.stages.delivery.sightings import Seen, Weighed

FUTURE = Words("时间晚于现在", "lies in the future")
WORDS_MOST = 300


@dataclass(frozen=True, slots=True)
class Sent:
    """What came in: its name, its digest and what it says."""

    name: str
    sha256: str
    said: Read


@transaction.atomic
def begin(*, by: Actor, sent: Sent, at: datetime) -> Feed:
    """Open a feed, or find it again by the digest of what came: the same file twice is one feed."""
    allow(by, "feed.take_in", marketplace=by.marketplace)
    feed, new = Feed.objects.get_or_create(
        marketplace=by.marketplace,
        carrier=by.party,
        sha256=sent.sha256,
        defaults={
            "id": mint("fed", at=at, salt=f"{by.party}/{sent.sha256}"),
            "name": sent.name,
            "form": sent.said.form,
            "rows": sent.said.count,
            "at": at,
        },
    )
    data = {"sha256": sent.sha256, "rows": sent.said.count}
    deed = Deed("feed.begun", feed.id, by=by.party, marketplace=by.marketplace, at=at, data=data)
    record([deed] if new else [])
    return feed


@transaction.atomic
def go_on(*, by: Actor, feed: Feed, sent: Sent, most: int, at: datetime) -> Feed:
    """Take in the next rows of a feed: those that fit become scans, the others faults, all at once."""
    allow(by, "feed.take_in", marketplace=by.marketplace)
    locked = queries.locked(feed.id)
    rows, faults = _slice(sent.said, locked.done, most)
    past = [row for row in rows if row.at <= at]
    weighed = parcels.scan_what_fits(seen=[_seen(by, row) for row in past]) if past else Weighed()
    refused = [
        *((fault.row, fault.code, fault.words) for fault in faults),
        *((row.row, "time_in_future", FUTURE) for row in rows if row.at > at),
        *((past[place].row, no.code, no.sentence) for place, no in weighed.refused),
    ]
    add([_fault(locked, *each) for each in sorted(refused, key=lambda each: each[0])], once=True)
    locked.done += len(rows) + len(faults)
    locked.good += len(weighed.good)
    locked.known += weighed.known
    locked.save(update_fields=["done", "good", "known"])
    data = {"done": locked.done, "good": locked.good, "refused": len(refused)}
    record(
        [Deed("feed.went_on", locked.id, by=by.party, marketplace=by.marketplace, at=at, data=data)]
    )
    return locked


def _slice(said: Read, done: int, most: int) -> tuple[list[Row], list[Fault]]:
    """The next rows in the order of the file, good and bad together."""
    every: list[Row | Fault] = sorted([*said.rows, *said.faults], key=lambda each: each.row)
    now: Sequence[Row | Fault] = every[done : done + most]
    return [r for r in now if isinstance(r, Row)], [f for f in now if isinstance(f, Fault)]


def _seen(by: Actor, row: Row) -> Seen:
    return Seen(by, row.at, row.waybill, row.kind, row.place, row.left_with, row.inspection_offered)


def _fault(feed: Feed, row: int, code: str, words: Words) -> FeedFault:
    return FeedFault(
        marketplace=feed.marketplace, feed=feed, row=row, code=code,
        zh=words.zh[:WORDS_MOST], en=words.en[:WORDS_MOST],
    )  # fmt: skip
