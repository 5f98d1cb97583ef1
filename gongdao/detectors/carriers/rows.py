"""A scan as a carrier's file says it, whatever the form of the file; and of a bad row, why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from gongdao.kernel.words import Words

WAYBILL_MOST = 40


@dataclass(frozen=True, slots=True)
class Row:
    """One scan as the file says it: nothing in it is believed yet."""

    row: int
    waybill: str
    kind: str
    place: str
    at: datetime
    left_with: str = "recipient"
    inspection_offered: bool = True


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that cannot be read, and why."""

    row: int
    code: str
    words: Words


@dataclass
class Read:
    """What a file says."""

    form: str
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def keep(self, row: Row | Fault) -> None:
        """Put a row where it belongs."""
        if isinstance(row, Fault):
            self.faults.append(row)
        else:
            self.rows.append(row)

    @property
    def count(self) -> int:
        """How many rows there were, good and bad."""
        return len(self.rows) + len(self.faults)


def row_of(number: int, said: Mapping[str, Any], *, zone: tzinfo) -> Row | Fault:
    """A scan out of the words of any form."""
    waybill, kind, place = (said.get(name) for name in ("waybill", "kind", "place"))
    if not isinstance(waybill, str) or not 0 < len(waybill.strip()) <= WAYBILL_MOST:
        return unreadable(number, "运单号", "waybill")
    if not isinstance(kind, str) or not kind:
        return unreadable(number, "扫描类型", "kind of scan")
    if not isinstance(place, str) or not place.strip():
        return unreadable(number, "地点", "place")
    at = _moment(said.get("at"), zone)
    if at is None:
        return unreadable(number, "时间", "moment")
    left_with, offered = said.get("left_with", "recipient"), said.get("inspection_offered", True)
    if not isinstance(left_with, str) or not isinstance(offered, bool):
        return unreadable(number, "签收方式", "way it was handed over")
    if "\0" in waybill + kind + place + left_with:
        return unreadable(number, "字符", "character")
    return Row(number, waybill.strip(), kind, place.strip(), at, left_with, offered)


def unreadable(number: int, zh: str, en: str) -> Fault:
    """A row in which one thing is missing or cannot be read."""
    return Fault(
        number,
        "row_unreadable",
        Words(f"{zh}缺失或无法识别", f"has no {en}, or one that cannot be read"),
    )


def _moment(said: object, zone: tzinfo) -> datetime | None:
    if isinstance(said, str):
        try:
            said = datetime.fromisoformat(said)
        except ValueError:
            return None
    if not isinstance(said, datetime):
        return None
    at = said if said.tzinfo else said.replace(tzinfo=zone)
    return at if 1990 <= at.year <= 2200 else None
