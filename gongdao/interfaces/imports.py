"""Listings in bulk, for the command line and the API: each row lands, waits as a draft, or is named with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.parties.powers import Actor
from gongdao.stages.admission import queries as admission
from gongdao.stages.listings.review import actions, facts, queries
from gongdao.stages.listings.review.checks import Fault, blocking
from gongdao.stages.listings.rows import flat, said
from gongdao.stages.listings.said import Said


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it came: its number, and what stood in it or why that could not be read."""

    number: int
    said: dict[str, Any] | Refusal


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row: published, draft (something blocks it), unchanged, or bad."""

    row: int
    state: str
    external_id: str = ""
    listing: str = ""
    code: str = ""
    why: Words | None = None
    faults: Sequence[Fault] = ()

    def as_data(self) -> dict[str, Any]:
        """The outcome as callers get it; what is empty is left out."""
        plain = {n: getattr(self, n) for n in ("row", "state", "external_id", "listing", "code")}
        kept = {name: value for name, value in plain.items() if value != ""}
        if self.why:
            kept["why"] = {"zh": self.why.zh, "en": self.why.en}
        if self.faults:
            kept["findings"] = [fault.as_data() for fault in self.faults]
        return kept


def rehearse(rows: Iterable[Row], *, market: Any, at: datetime) -> list[Outcome]:
    """What would become of each row; nothing is written."""
    outcomes = []
    for row in rows:
        try:
            number, meant = _read(row, market)
        except Refusal as refusal:
            outcomes.append(_bad(row.number, refusal))
            continue
        faults = facts.faults(meant, market, at)
        state = "draft" if blocking(faults) else "published"
        outcomes.append(Outcome(row.number, state, number, faults=faults))
    return outcomes


def land(rows: Sequence[Row], *, by: Actor, market: Any, at: datetime) -> list[Outcome]:
    """Draft every row that can be read, publish what nothing blocks; run again, it goes on where it stopped."""
    outcomes: dict[int, Outcome] = {}
    good: list[tuple[int, actions.Draft]] = []
    seen: set[str] = set()
    closed: dict[str, Refusal | None] = {}
    for row in rows:
        try:
            number, meant = _read(row, market)
            _permitted(meant.category, closed, by=by, at=at)
            if number and number in seen:
                raise _twice(number)
        except Refusal as refusal:
            outcomes[row.number] = _bad(row.number, refusal)
            continue
        seen.add(number)
        good.append((row.number, actions.Draft(by, at, meant, None, number or None)))
    made = _drafted(good, outcomes)
    stopped = queries.open_findings(version for _, _, version in made)
    ready = [v.listing_id for _, _, v in made if v.review == "draft" and v.id not in stopped]
    if ready:
        actions.publish(by=by, listings=ready, at=at)
    published = set(ready)
    for place, draft, version in made:
        state = "draft" if version.id in stopped else "unchanged"
        if version.listing_id in published:
            state = "published"
        outcomes[place] = Outcome(
            place, state, draft.external_id or "", version.listing_id,
            faults=facts.faults(draft.said, market, at) if state == "draft" else (),
        )  # fmt: skip
    return [outcomes[row.number] for row in rows]


def _drafted(
    good: list[tuple[int, actions.Draft]], outcomes: dict[int, Outcome]
) -> list[tuple[int, actions.Draft, Any]]:
    """One batch; a row that the stage refuses is named, and the rest tried again without it."""
    while good:
        try:
            versions = actions.draft(drafts=[draft for _, draft in good])
        except Refusal as refusal:
            if refusal.item is None or refusal.code == "merchant_not_admitted":
                raise
            place, _ = good.pop(refusal.item)
            outcomes[place] = _bad(place, refusal)
        else:
            return [(place, draft, v) for (place, draft), v in zip(good, versions, strict=True)]
    return []


def _read(row: Row, market: Any) -> tuple[str, Said]:
    if isinstance(row.said, Refusal):
        raise row.said
    told = flat(row.said)
    return told.get("external_id", ""), said(told, currency=market.currency)


def _permitted(category: str, known: dict[str, Refusal | None], *, by: Actor, at: datetime) -> None:
    """Goods of a category that the merchant was not admitted with; asked once for each category of a batch."""
    if category not in known:
        known[category] = None
        try:
            admission.refuse_other_goods([(by.party, category)], marketplace=by.marketplace, at=at)
        except Refusal as refusal:
            known[category] = refusal
    closed = known[category]
    if closed:
        raise closed


def _bad(number: int, refusal: Refusal) -> Outcome:
    return Outcome(number, "bad", code=refusal.code, why=refusal.sentence)


def _twice(number: str) -> Refusal:
    return Refusal(
        "listing_twice",
        f"同一批里“{number[:60]}”出现两次，只写一次。",
        f'"{number[:60]}" stands in this batch twice; name it once.',
    )
