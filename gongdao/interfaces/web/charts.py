"""Charts from the server: plain SVG without script or style attribute, readable without colour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gongdao.interfaces.web.tags import ZONE, money
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


class Band(NamedTuple):
    """A time in which something was promoted, and what it was."""

    begins: datetime
    ends: datetime
    words: Words


class Reference(NamedTuple):
    """A price that is shown as before, and what it is called."""

    minor: int
    words: Words


def lowest(points: Sequence[Point], *, now: datetime) -> int:
    """The lowest price in force in the last thirty days, the one at their beginning included."""
    begins = now - WINDOW
    before = [point for point in points if point.since <= begins][-1:]
    return min(point.minor for point in (*before, *(p for p in points if p.since > begins)))


def prices(
    points: Sequence[Point], *, currency: str, now: datetime, language: Language,
    bands: Sequence[Band] = (), reference: Reference | None = None,
) -> SafeString:  # fmt: skip
    """What something cost over ninety days, as steps, with the lowest price of the last thirty dashed.

    Promotions are hatched and numbered, a price shown as before is dotted and named: all of it can be
    told without colour, and stands in words beneath.
    """
    begins = max(points[0].since, now - SHOWN)
    shown = [p for p in points if p.since > begins]
    first = [p for p in points if p.since <= begins][-1]
    steps = [Point(begins, first.minor), *shown]
    cheapest = lowest(points, now=now)
    compared = [reference.minor] if reference else []
    ends = max(now, begins + timedelta(hours=1))
    place = _Scale(begins, ends, [*(p.minor for p in steps), cheapest, *compared])
    seen = [band for band in bands if band.ends > begins and band.begins <= ends]
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
        '{}<line class="axis" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<line class="low" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<path d="{}"/>{}{}</svg>',
        WIDE, HIGH, f"{title}，{said}" if language == "zh" else f"{title}, {said}", title,
        _hatched(seen, place, ends) + _dotted(reference, place, currency, language),
        LEFT, WIDE - RIGHT, HIGH - BOTTOM, HIGH - BOTTOM, LEFT, WIDE - RIGHT, low, low, line,
        format_html_join("", '<circle cx="{}" cy="{}" r="4"/>', ((x, y) for x, y, _ in labels)),
        format_html_join("", '<text x="{}" y="{}" text-anchor="{}">{}</text>', _written(labels)),
    ) + _legend(begins, said, now) + _named(seen, language)  # fmt: skip


def _hatched(bands: Sequence[Band], place: _Scale, ends: datetime) -> SafeString:
    """A hatched stretch for each promotion, with its number at the top."""
    if not bands:
        return SafeString("")
    spans = [(place.x(max(b.begins, place.begins)), place.x(min(b.ends, ends))) for b in bands]
    return format_html(
        '<defs><pattern id="hatch" width="9" height="9" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><line class="hatch" x1="0" x2="0" y1="0" y2="9"/></pattern></defs>{}',
        format_html_join(
            "",
            '<rect class="band" x="{}" y="{}" width="{}" height="{}" fill="url(#hatch)"/>'
            '<text x="{}" y="{}">{}</text>',
            (
                (x, TOP - 18, max(2, end - x), HIGH - BOTTOM - TOP + 18, x + 3, TOP - 6, number)
                for number, (x, end) in enumerate(spans, start=1)
            ),
        ),
    )


def _dotted(
    reference: Reference | None, place: _Scale, currency: str, language: Language
) -> SafeString:
    """The price shown as before, as a dotted line that says what it is."""
    if reference is None:
        return SafeString("")
    y = place.y(reference.minor)
    said = f"{reference.words.said_in(language)} {money(Money(currency, reference.minor))}"
    return format_html(
        '<line class="reference" x1="{}" x2="{}" y1="{}" y2="{}"/>'
        '<text x="{}" y="{}" text-anchor="end">{}</text>',
        LEFT, WIDE - RIGHT, y, y, WIDE - RIGHT, y - 6, said,
    )  # fmt: skip


def _named(bands: Sequence[Band], language: Language) -> SafeString:
    """What each hatched stretch was, in words, by its number."""
    rows = [
        (n, b.begins.astimezone(ZONE).date().isoformat(), b.ends.astimezone(ZONE).date().isoformat(), b.words.said_in(language))
        for n, b in enumerate(bands, start=1)
    ]  # fmt: skip
    if not rows:
        return SafeString("")
    items = format_html_join("", "<li><b>{}</b> {} – {} {}</li>", rows)
    return format_html('<ul class="plain meta">{}</ul>', items)


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
