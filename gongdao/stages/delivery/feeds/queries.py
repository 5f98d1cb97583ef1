"""Reading feeds: a carrier its own, the platform's staff all."""

from __future__ import annotations

from gongdao.kernel.ref import expect
from gongdao.registers.parties.powers import Actor
from gongdao.stages.delivery.models import Feed, FeedFault


def locked(feed: str) -> Feed:
    """A feed, locked: one slice at a time."""
    return Feed.objects.select_for_update().get(pk=feed)


def see(feed: str, *, by: Actor) -> Feed:
    """A feed of the carrier, or any to the platform's staff."""
    rows = Feed.objects.filter(pk=expect("fed", feed), marketplace=by.marketplace)
    if "platform" not in by.roles:
        rows = rows.filter(carrier=by.party)
    row = rows.first()
    if row is None:
        expect("fed", "")
    assert row
    return row


def latest(*, by: Actor, most: int = 20) -> list[Feed]:
    """A carrier's feeds, newest first."""
    rows = Feed.objects.filter(marketplace=by.marketplace, carrier=by.party)
    return list(rows.order_by("-id")[:most])


def faults(feed: Feed, *, most: int = 200) -> list[FeedFault]:
    """The rows that were not taken, in the order of the file."""
    return list(FeedFault.objects.filter(feed=feed).order_by("row")[:most])


def fault_count(feed: Feed) -> int:
    """How many rows were not taken."""
    return FeedFault.objects.filter(feed=feed).count()
