"""Drawings: state machines, bars that run out, bars of shares. Plain SVG, no script, no style attribute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.moves import SIDES
from gongdao.kernel.words import Language, Words

WIDE, HIGH, GAP_X, GAP_Y, EDGE = 156, 42, 112, 40, 10
ARC = 30
"""How much higher an arrow arches for each state it passes over."""

Place = tuple[int, int]


def bar(part: float) -> SafeString:
    """How much of a period is over, from nothing to all of it."""
    wide = round(100 * min(max(part, 0.0), 1.0))
    return format_html(
        '<svg class="bar{}" viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="100" height="3"/><rect class="gone" width="{}" height="3"/></svg>',
        " late" if part >= 1 else "",
        wide,
    )


def shares(parts: Mapping[str, int]) -> SafeString:
    """Parts of a whole side by side; the figures stand in the table beside it."""
    whole = sum(parts.values()) or 1
    cuts, x = [], 0.0
    for name, count in parts.items():
        wide = 100 * count / whole
        cuts.append((name, f"{x:.2f}", f"{wide:.2f}"))
        x += wide
    return format_html(
        '<svg class="shares" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        format_html_join("", '<rect class="{}" x="{}" width="{}" height="6"/>', cuts),
    )


def drawn(machine: Machine, language: Language, title: Words) -> SafeString:
    """The machine: states in layers by how far they are from the start, moves as arrows."""
    layers = _layers(machine)
    row = {state: (x, y) for x, states in enumerate(layers) for y, state in enumerate(states)}
    arches = [
        row[m.to][0] - row[m.state][0] for m in machine.moves if row[m.to][1] == row[m.state][1]
    ]
    top = EDGE + ARC * (max(arches, default=1) - 1) + 8
    place = {
        state: (EDGE + x * (WIDE + GAP_X), top + y * (HIGH + GAP_Y))
        for state, (x, y) in row.items()
    }
    width = EDGE * 2 + len(layers) * (WIDE + GAP_X) - GAP_X
    height = top + max(map(len, layers)) * (HIGH + GAP_Y) - GAP_Y + EDGE
    arrows = list(_arrows(machine, place, language))
    return format_html(
        '<svg class="machine" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">'
        "<defs>{}</defs>{}{}{}</svg>",
        width, height, width, height, title.said_in(language),
        _tips(machine.name),
        format_html_join(
            "", '<path class="{0}" d="{1}" marker-end="url(#{4}-{0})"/>',
            ((kind, path, label, at, machine.name) for kind, path, label, at in arrows),
        ),
        _boxes(machine, place, language),
        format_html_join(
            "", '<text class="by {}" x="{}" y="{}">{}</text>',
            ((kind, *at, label) for kind, _, label, at in arrows),
        ),
    )  # fmt: skip


def _tips(name: str) -> SafeString:
    return format_html_join(
        "",
        '<marker id="{}-{}" class="{}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker>',
        ((name, kind, kind) for kind in ("move", "clock")),
    )


def _boxes(machine: Machine, place: Mapping[str, Place], language: Language) -> SafeString:
    return format_html_join(
        "",
        '<g class="{}"><rect x="{}" y="{}" width="{}" height="{}" rx="{}"/>{}</g>',
        (
            (
                "end" if state in machine.ends else "state",
                x, y, WIDE, HIGH, HIGH // 2 if state in machine.ends else 4,
                _name(machine.names[state].said_in(language), x + WIDE // 2, y + HIGH // 2),
            )
            for state, (x, y) in place.items()
        ),
    )  # fmt: skip


def _name(text: str, x: int, y: int) -> SafeString:
    """A state's name, in two lines where one would be too long."""
    lines = [text]
    if text.isascii() and len(text) > 20:
        cut = text.rfind(" ", 0, len(text) // 2 + 4)
        lines = [text[:cut], text[cut + 1 :]]
    first = y + 5 - 8 * (len(lines) - 1)
    return format_html_join(
        "",
        '<text x="{}" y="{}">{}</text>',
        ((x, first + 16 * row, line) for row, line in enumerate(lines)),
    )


def _layers(machine: Machine) -> list[list[str]]:
    """States by the longest way from the start; the first of each layer goes on the furthest."""
    depth = dict.fromkeys(sorted(machine.starts), 0)
    for _ in machine.states:
        for move in machine.moves:
            if move.state in depth:
                depth[move.to] = max(depth.get(move.to, 0), depth[move.state] + 1)
    layers: list[list[str]] = [[] for _ in range(max(depth.values()) + 1)]
    for state in sorted(depth, key=lambda s: (depth[s], s in machine.ends, s)):
        layers[depth[state]].append(state)
    return layers


def _arrows(
    machine: Machine, place: Mapping[str, Place], language: Language
) -> Iterator[tuple[str, str, str, Place]]:
    """For each pair of states: clock or move, the path, who goes it, and where that is written."""
    pairs: dict[tuple[str, str], list[str]] = {}
    for move in machine.moves:
        goers = pairs.setdefault((move.state, move.to), [])
        if move.by not in goers:
            goers.append(move.by)
    for (one, other), by in pairs.items():
        path, at = _path(place[one], place[other])
        label = "·".join(SIDES[who].said_in(language) for who in by)
        yield "clock" if by == [CLOCK] else "move", path, label, at


def _path(one: Place, other: Place) -> tuple[str, Place]:
    """An arrow to the next layer curves; one that passes states over arches above or dips below them."""
    (x1, y1), (x2, y2) = one, other
    layers = round((x2 - x1) / (WIDE + GAP_X))
    if layers > 1 and y1 == y2:
        begin, end, peak = x1 + WIDE * 3 // 4, x2 + WIDE // 4, y1 - ARC * (layers - 1)
        path = f"M{begin} {y1}C{begin + 40} {peak} {end - 40} {peak} {end} {y2 - 2}"
        return path, ((begin + end) // 2, peak + ARC * (layers - 1) // 4 - 4)
    if layers > 1:
        begin, down = x1 + WIDE // 2, y2 + HIGH // 2
        path = f"M{begin} {y1 + HIGH}C{begin} {down} {begin + 30} {down} {x2 - 2} {down}"
        return path, (x2 - GAP_X // 2, down - 6)
    left, right, top, down = x1 + WIDE, x2 - 2, y1 + HIGH // 2, y2 + HIGH // 2
    bend = GAP_X // 2
    path = f"M{left} {top}C{left + bend} {top} {right - bend} {down} {right} {down}"
    return path, ((left + right) // 2, (top + down) // 2 - 6)
