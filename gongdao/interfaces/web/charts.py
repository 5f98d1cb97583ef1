"""Charts from the server: plain SVG without script or style attribute, readable without colour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gongdao.interfaces.web.tags import money
from gongdao.kernel.money import Money
from gongdao.kernel.words import Language, Words

WIDE, HIGH, LEFT, RIGHT, TOP, BOTTOM = 720, 230, 14, 14, 34, 34
SHOWN = timedelta(days=90)
WINDOW = timedelta(days=30)
NAMED = 8
"""So many prices are written beside the line; with more of them only the lowest and the last."""


class Point(NamedTuple):
    """A price from a moment on."""

    since: datetime
    minor: int


def lowest(points: Sequence[Point], *, now: datetime) -> int:
    """The lowest price in force in the last thirty days, the one at their beginning included."""
    begins = now - WINDOW
    before = [point for point in points if point.since <= begins][-1:]
    return min(point.minor for point in (*before, *(p for p in points if p.since > begins)))


def prices(
    points: Sequence[Point], *, currency: str, now: datetime, language: Language
) -> SafeString:
    """What something cost over ninety days, as steps, with the lowest price of the last thirty dashed."""
    begins = max(points[0].since, now - SHOWN)
    shown = [p for p in points if p.since > begins]
    first = [p for p in points if p.since <= begins][-1]
    steps = [Point(begins, first.minor), *shown]
    cheapest = lowest(points, now=now)
    place = _Scale(
        begins, max(now, begins + timedelta(hours=1)), [*(p.minor for p in steps), cheapest]
    )
    line = place.steps(steps, until=now)
    said = Words(
        f"近三十日最低{money(Money(currency, cheapest))}",
        f"lowest of thirty days: {money(Money(currency, cheapest))}",
    ).said_in(language)
    title = Words("价格走势", "Price history").said_in(language)
    named = steps if len(steps) <= NAMED else [min(steps, key=lambda p: p.minor), steps[-1]]
    labels = [(place.x(p.since), place.y(p.minor), money(Money(currency, p.minor))) for p in named]
    low = place.y(cheapest)
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}"><title>{}</title>'
        '<line class="axis" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<line class="low" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<path d="{}"/>{}{}</svg>',
        WIDE, HIGH, f"{title}，{said}" if language == "zh" else f"{title}, {said}", title,
        LEFT, WIDE - RIGHT, HIGH - BOTTOM, HIGH - BOTTOM, LEFT, WIDE - RIGHT, low, low, line,
        format_html_join("", '<circle cx="{}" cy="{}" r="4"/>', ((x, y) for x, y, _ in labels)),
        format_html_join("", '<text x="{}" y="{}" text-anchor="{}">{}</text>', _written(labels)),
    ) + _legend(begins, said, now)  # fmt: skip


class _Scale:
    """Where a moment and a price stand in the drawing."""

    def __init__(self, begins: datetime, ends: datetime, minors: Sequence[int]) -> None:
        self.begins, self.span = begins, (ends - begins).total_seconds()
        least, most = min(minors), max(minors)
        margin = max(1, (most - least) // 4 or most // 10)
        self.least, self.range = least - margin, most - least + 2 * margin

    def x(self, at: datetime) -> int:
        part = (at - self.begins).total_seconds() / self.span
        return round(LEFT + (WIDE - LEFT - RIGHT) * part)

    def y(self, minor: int) -> int:
        part = (minor - self.least) / self.range
        return round(HIGH - BOTTOM - (HIGH - TOP - BOTTOM) * part)

    def steps(self, points: Sequence[Point], *, until: datetime) -> str:
        """Level until the next price, then straight up or down to it."""
        path = f"M{self.x(points[0].since)} {self.y(points[0].minor)}"
        for point in points[1:]:
            path += f"H{self.x(point.since)}V{self.y(point.minor)}"
        return path + f"H{self.x(until)}"


def _written(labels: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str, str]]:
    """Prices above their points, below where the price fell; turned inwards where the drawing ends."""
    before = [labels[0], *labels]
    return [
        (
            x,
            y + 22 if y > last else y - 10,
            "end" if x > WIDE - 90 else "start" if x < 90 else "middle",
            text,
        )
        for (x, y, text), (_, last, _) in zip(labels, before, strict=False)
    ]


def _legend(begins: datetime, said: str, ends: datetime) -> SafeString:
    """The days at both ends, and between them what the dashed line means."""
    days = [each.date().isoformat() for each in (begins, ends)]
    return format_html(
        '<p class="meta between"><time datetime="{}">{}</time><span class="dashed">{}</span>'
        '<time datetime="{}">{}</time></p>',
        days[0], days[0], said, days[1], days[1],
    )  # fmt: skip
