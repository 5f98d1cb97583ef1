"""What a carrier says it saw, weighed against what is known of the parcel. Rows change in memory only.

A scan that does not fit is a value, not an end: whoever takes in a file keeps the others.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.delivery import facts, queries
from gongdao.stages.delivery.kinds import SCANS, WITH
from gongdao.stages.delivery.models import Parcel, Scan
from gongdao.stages.delivery.states import PARCEL

ACTS: Mapping[str, str] = {
    "left": "leave",
    "signed_for": "sign_for",
    "refused": "turn_back",
    "undeliverable": "turn_back",
    "returned": "bring_back",
    "lost": "report_loss",
}
"""The scans that move a parcel, each with the act of the state table it stands for."""

PLACE_MOST = 80


@dataclass(frozen=True, slots=True)
class Seen:
    """The carrier saw a parcel. Of a delivery it says with whom, and whether inspection was offered."""

    by: Actor
    at: datetime
    waybill: str
    kind: str
    place: str
    left_with: str = "recipient"
    inspection_offered: bool = True


@dataclass
class Weighed:
    """Scans after they were weighed: which are taken, which were there, which do not fit and why."""

    good: list[tuple[Seen, Parcel]] = field(default_factory=list)
    known: int = 0
    refused: list[tuple[int, Refusal]] = field(default_factory=list)
    moved: dict[str, Parcel] = field(default_factory=dict)

    def now(self, *states: str) -> list[Parcel]:
        """The parcels that came into one of these states."""
        return [parcel for parcel in self.moved.values() if parcel.state in states]


def weigh(
    seen: Sequence[Seen],
    parcels: Mapping[tuple[str, str], Parcel],
    *,
    scanned: Collection[tuple[str, str, datetime]],
    consents: Mapping[str, Collection[str]],
) -> Weighed:
    """Every scan on its merits, in order of time; `parcels` change in memory.

    `scanned` is what is known already, `consents` the places to which the buyer of an order agreed.
    """
    weighed = Weighed()
    taken = set(scanned)
    for place, sight in sorted(enumerate(seen), key=lambda each: each[1].at):
        try:
            parcel = parcels.get((sight.by.party, sight.waybill)) or queries.unknown()
            allow(sight.by, "parcel.scan", marketplace=parcel.marketplace, carrier=parcel.carrier)
            _refuse_unreal(sight, parcel)
            mark = (parcel.id, sight.kind, sight.at)
            if mark in taken:
                weighed.known += 1
                continue
            if _turn(sight, parcel, consents.get(parcel.order_id, ())):
                weighed.moved[parcel.id] = parcel
        except Refusal as refusal:
            weighed.refused.append((place, refusal))
            continue
        taken.add(mark)
        weighed.good.append((sight, parcel))
    weighed.refused.sort(key=lambda each: each[0])
    return weighed


def rows(weighed: Weighed) -> list[Scan]:
    """The scans as they are kept."""
    return [
        Scan(
            marketplace=parcel.marketplace,
            parcel=parcel,
            kind=sight.kind,
            place=sight.place,
            left_with=sight.left_with if sight.kind in ("left", "signed_for") else None,
            at=sight.at,
        )
        for sight, parcel in weighed.good
    ]


def refuse_early(at: datetime, earliest: datetime) -> None:
    """Nothing is seen before it was sent, and nothing is sent before it was ordered."""
    if at < earliest:
        raise Refusal(
            "time_before_cause",
            "时间有误：不能早于下单或发货的时间。",
            "The moment is wrong: it lies before the order or the shipment.",
        )


def _turn(sight: Seen, parcel: Parcel, consents: Collection[str]) -> bool:
    """Move the parcel, if the scan moves it. One older than the last move is history, no more."""
    act = ACTS.get(sight.kind)
    if act is None:
        return False
    if parcel.state != "lost" and parcel.turned_at and sight.at <= parcel.turned_at:
        return False
    if act in ("leave", "sign_for"):
        act = _as_the_law_sees(sight, parcel, consents)
    if (act, parcel.state) in STANDS_ALREADY:
        return False
    parcel.state = PARCEL.move(parcel.state, act, by="carrier").to
    parcel.turned_at = sight.at
    if parcel.state in PARCEL.ends:
        parcel.ended_at = sight.at
    if act in ("leave", "sign_for"):
        parcel.left_with = sight.left_with
    if parcel.state == "delivered":
        parcel.delivered_at = sight.at
    return True


STANDS_ALREADY = {
    ("sign_for", "delivered"),
    ("leave", "left"),
    ("leave", "overdue"),
    ("turn_back", "returning"),
    ("bring_back", "returned"),
    ("report_loss", "lost"),
}
"""Acts that say again what is known: a scan is kept, nothing moves."""


def _as_the_law_sees(sight: Seen, parcel: Parcel, consents: Collection[str]) -> str:
    """Whether goods left with somebody are delivered is a question of law, not of the carrier's word."""
    plain = sight.left_with == "recipient" and sight.inspection_offered
    if plain or facts.delivered_so(
        parcel,
        left_with=sight.left_with,
        consented=sight.left_with in consents,
        inspection_offered=sight.inspection_offered,
    ):
        return "sign_for"
    return "leave"


def _refuse_unreal(sight: Seen, parcel: Parcel) -> None:
    if sight.kind not in SCANS:
        raise Refusal(
            "scan_unknown",
            f"不认识的扫描类型，可用：{'、'.join(SCANS)}。",
            f"Unknown kind of scan; known are {', '.join(SCANS)}.",
        )
    if sight.left_with not in WITH:
        raise Refusal(
            "left_with_unknown",
            f"不认识的签收方式，可用：{'、'.join(WITH)}。",
            f"Unknown way to leave a parcel; known are {', '.join(WITH)}.",
        )
    if len(sight.place) > PLACE_MOST or "\0" in sight.place:
        raise Refusal(
            "place_unreadable",
            f"地点最多{PLACE_MOST}个字符，且不能有控制字符。",
            f"A place has at most {PLACE_MOST} characters, and none of control.",
        )
    refuse_early(sight.at, parcel.shipped_at)
