"""The log of a merchant's shop elsewhere, row by row: what lands, what is there already, what is wrong and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from gongdao.kernel.money import MOST
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.parties.models import Marketplace
from gongdao.stages.listings.pricing.kinds import ACTS, AUDIENCES
from gongdao.stages.listings.pricing.models import Entry

CHANNEL = re.compile(r"[a-z][a-z0-9_-]{1,19}")
WRONG: Mapping[str, Words] = {
    "item_unknown": Words("不是您的商品", "is not of your goods"),
    "act_unknown": Words("act 应为 offered 或 sold", "needs an act: offered or sold"),
    "audience_unknown": Words(
        f"audience 应为空、{'、'.join(filter(None, AUDIENCES))}",
        f"needs an empty audience, or {', '.join(filter(None, AUDIENCES))}",
    ),
    "at_without_zone": Words("at 应为带时区的时刻", "needs a moment with its zone"),
    "at_in_future": Words("at 在将来", "lies in the future"),
    "price_unreal": Words(
        f"价格应为1至{MOST}的整数（最小货币单位）",
        f"needs a price in whole minor units from 1 to {MOST}",
    ),
    "currency_other": Words("币种与集市不同", "is in another currency than the marketplace's"),
    "price_log_backwards": Words(
        "早于同一处已有的记录", "lies before what is written for the same place"
    ),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One row of a log elsewhere; `item` is our reference, or the shop's own number."""

    item: str
    act: str
    at: datetime
    price_minor: int
    audience: str = ""
    freight_minor: int = 0
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Landed:
    """What became of the rows: entries to write, how many were there already, bad rows by their place."""

    good: list[Entry] = field(default_factory=list)
    known: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)


Place = tuple[str, str, str]


def sort_out(
    told: Sequence[Told], homes: Mapping[str, str], known: Iterable[Entry],
    *, market: Marketplace, channel: str, at: datetime,
) -> Landed:  # fmt: skip
    """Sort rows into good, known and bad. An import that is run again goes on where it stopped."""
    there: set[tuple[Place, datetime, int]] = set()
    last: dict[Place, datetime] = {}
    for entry in known:
        place = entry.listing, entry.audience, entry.act
        there.add((place, entry.at, entry.price_minor))
        last[place] = max(last.get(place, entry.at), entry.at)
    landed, count = Landed(), 0
    for number, row in enumerate(told):
        place = homes.get(row.item, ""), row.audience, row.act
        if (place, row.at, row.price_minor) in there:
            count += 1
            continue
        why = _wrong(row, place, last, market=market, at=at)
        if why:
            landed.bad.append((number, why))
            continue
        last[place] = row.at
        there.add((place, row.at, row.price_minor))
        landed.good.append(_entry(row, place[0], market, channel))
    return Landed(landed.good, count, landed.bad)


def digest(entries: Iterable[Entry]) -> str:
    """SHA-256 over rows, one a line: what evidence keeps of an import."""
    lines = (
        f"{e.listing},{e.act},{e.audience},{e.at.isoformat()},{e.price_minor}\n" for e in entries
    )
    return sha256("".join(lines).encode()).hexdigest()


def refuse_channel(channel: str) -> None:
    """A name for the shop elsewhere, and not our own."""
    if not CHANNEL.fullmatch(channel):
        raise Refusal(
            "channel_unreal",
            "渠道名应为2至20位小写字母、数字、- 或 _，以字母开头，如 tmall。",
            "A channel is 2 to 20 lower-case letters, digits, - or _, beginning with a letter, like tmall.",
        )


def _wrong(
    row: Told, place: Place, last: Mapping[Place, datetime], *, market: Marketplace, at: datetime
) -> str:
    """Why a row cannot land; empty, if it can. Time goes forward only, place by place."""
    if not place[0]:
        return "item_unknown"
    if row.act not in ACTS:
        return "act_unknown"
    if row.audience not in AUDIENCES:
        return "audience_unknown"
    if row.at.tzinfo is None:
        return "at_without_zone"
    if row.at > at:
        return "at_in_future"
    if not (0 < row.price_minor <= MOST and 0 <= row.freight_minor <= MOST):
        return "price_unreal"
    if row.currency not in ("", market.currency):
        return "currency_other"
    return "price_log_backwards" if place in last and row.at < last[place] else ""


def _entry(row: Told, listing: str, market: Marketplace, channel: str) -> Entry:
    return Entry(
        marketplace=market.id, listing=listing, channel=channel, audience=row.audience,
        act=row.act, currency=market.currency, price_minor=row.price_minor,
        freight_minor=row.freight_minor, promotion="", imported=True, at=row.at,
    )  # fmt: skip
