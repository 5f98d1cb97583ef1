"""Listings in bulk, for the command line and the API: each row lands, waits as a draft, or is named with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.parties.powers import Actor
from gongdao.stages.admission import queries as admission
from gongdao.stages.listings.review import actions, facts, queries
from gongdao.stages.listings.review.checks import Fault, blocking
from gongdao.stages.listings.review.gtins import CODE, Bearer, repeated
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

    @property
    def repeats(self) -> bool:
        """Whether other goods of the shop bear the same bar code."""
        return any(fault.code == CODE for fault in self.faults)

    def as_data(self) -> dict[str, Any]:
        """The outcome as callers get it; what is empty is left out."""
        plain = {n: getattr(self, n) for n in ("row", "state", "external_id", "listing", "code")}
        kept = {name: value for name, value in plain.items() if value != ""}
        if self.why:
            kept["why"] = {"zh": self.why.zh, "en": self.why.en}
        if self.faults:
            kept["findings"] = [fault.as_data() for fault in self.faults]
        return kept


def rehearse(rows: Sequence[Row], *, by: Actor, market: Any, at: datetime) -> list[Outcome]:
    """What would become of each row; nothing is written."""
    outcomes: dict[int, Outcome] = {}
    good = _readable(rows, outcomes, by=by, market=market, at=at)
    asked = [facts.Asked(draft.said, draft.said.digest) for _, draft in good]
    again = _again(good, by)
    for (place, draft), found in zip(good, facts.faults_many(asked, market, at), strict=True):
        faults = [*found, *again.get(place, ())]
        state = "draft" if blocking(faults) else "published"
        outcomes[place] = Outcome(place, state, draft.external_id or "", faults=faults)
    return [outcomes[row.number] for row in rows]


def land(rows: Sequence[Row], *, by: Actor, market: Any, at: datetime) -> list[Outcome]:
    """Draft every row that can be read, publish what nothing blocks; run again, it goes on where it stopped."""
    outcomes: dict[int, Outcome] = {}
    good = _readable(rows, outcomes, by=by, market=market, at=at)
    made = _drafted(good, outcomes)
    found = queries.findings_of(version for _, _, version in made)
    stopped = {
        key for key, each in found.items() if any(f.blocks and not f.waived_at for f in each)
    }
    ready = [v.listing_id for _, _, v in made if v.review == "draft" and v.id not in stopped]
    refused = _published(ready, by=by, at=at)
    published = set(ready) - refused.keys()
    for place, draft, version in made:
        state = "draft" if version.id in stopped else "unchanged"
        if version.listing_id in published:
            state = "published"
        no = refused.get(version.listing_id)
        outcomes[place] = Outcome(
            place, "draft" if no else state, draft.external_id or "", version.listing_id,
            code=no.code if no else "", why=no.sentence if no else None,
            faults=[facts.fault_of(each) for each in found.get(version.id, ())],
        )  # fmt: skip
    return [outcomes[row.number] for row in rows]


Good = list[tuple[int, actions.Draft]]
"""The number of each row that can be read, and what it wants to say."""


def _readable(
    rows: Sequence[Row], outcomes: dict[int, Outcome], *, by: Actor, market: Any, at: datetime
) -> Good:
    """The rows that can be drafted; each other one is named with its reason."""
    good: Good = []
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
    down = queries.down(by.party, seen)
    outcomes |= {n: _bad(n, _gone()) for n, draft in good if draft.external_id in down}
    return [(n, draft) for n, draft in good if draft.external_id not in down]


def _again(good: Good, by: Actor) -> dict[int, list[Fault]]:
    """Rows whose bar code another row or another listing of the shop bears already."""
    known = queries.by_external(by.party, [draft.external_id or "" for _, draft in good])
    names = {known.get(draft.external_id or "", f"#{n}"): n for n, draft in good}
    told = [
        Bearer(ref, draft.said.gtin, draft.external_id or ref)
        for ref, (_, draft) in zip(names, good, strict=True)
    ]
    found = repeated(told, queries.bearers((each.gtin for each in told), by=by))
    return {names[ref]: [fault] for ref, fault in found.items()}


def _drafted(good: Good, outcomes: dict[int, Outcome]) -> list[tuple[int, actions.Draft, Any]]:
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


def _published(ready: Sequence[str], *, by: Actor, at: datetime) -> dict[str, Refusal]:
    """Publish one batch; which of it the stage refused, as a draft of last week that has expired since."""
    refused: dict[str, Refusal] = {}
    left = list(ready)
    while left:
        try:
            actions.publish(by=by, listings=left, at=at)
        except Refusal as refusal:
            if refusal.item is None or refusal.code == "merchant_not_admitted":
                raise
            refused[left.pop(refusal.item)] = refusal
        else:
            break
    return refused


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


def _gone() -> Refusal:
    return Refusal(
        "listing_down",
        "商品已下架，不能再改；请作为新商品发布。",
        "The listing was taken down and is not changed any more; offer it as a new one.",
    )


def _twice(number: str) -> Refusal:
    return Refusal(
        "listing_twice",
        f"同一批里“{number[:60]}”出现两次，只写一次。",
        f'"{number[:60]}" stands in this batch twice; name it once.',
    )
