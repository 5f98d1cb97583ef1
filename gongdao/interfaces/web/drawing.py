"""State machines as drawings: states in layers, moves as arrows, clocks in red. Plain SVG, no script."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.words import Language

WIDE, HIGH, GAP_X, GAP_Y = 168, 40, 72, 26


def drawn(machine: Machine, language: Language) -> SafeString:
    """The machine as SVG."""
    layers = _layers(machine)
    place = {
        state: (column * (WIDE + GAP_X), row * (HIGH + GAP_Y))
        for column, states in enumerate(layers)
        for row, state in enumerate(states)
    }
    width = len(layers) * (WIDE + GAP_X) - GAP_X + 4
    height = max(len(states) for states in layers) * (HIGH + GAP_Y) - GAP_Y + 4
    arrows = format_html_join(
        "", '<path class="{}" d="{}" marker-end="url(#tip)"/>', _arrows(machine, place)
    )
    boxes = format_html_join(
        "",
        '<g><rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="8"/>'
        '<text x="{}" y="{}" text-anchor="middle">{}</text></g>',
        (
            (
                "end" if state in machine.ends else "state",
                x + 2, y + 2, WIDE, HIGH, x + 2 + WIDE // 2, y + 7 + HIGH // 2,
                machine.names[state].said_in(language),
            )
            for state, (x, y) in place.items()
        ),
    )  # fmt: skip
    return format_html(
        '<svg class="machine" viewBox="0 0 {} {}" width="{}" role="img" aria-label="{}">'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>{}{}</svg>',
        width, height, width, machine.name, arrows, boxes,
    )  # fmt: skip


def _layers(machine: Machine) -> list[list[str]]:
    """States by how many moves they are away from the start."""
    depth = {machine.start: 0}
    changed = True
    while changed:
        changed = False
        for move in machine.moves:
            further = depth.get(move.state, 0) + 1
            if (
                move.state in depth
                and further > depth.get(move.to, 0)
                and further < len(machine.states)
            ):
                depth[move.to] = further
                changed = True
    for state in machine.states - set(depth):
        depth[state] = 0
    layers: list[list[str]] = [[] for _ in range(max(depth.values()) + 1)]
    for state in sorted(depth, key=lambda s: (depth[s], s)):
        layers[depth[state]].append(state)
    return [layer for layer in layers if layer]


def _arrows(machine: Machine, place: dict[str, tuple[int, int]]) -> list[tuple[str, str]]:
    """One arrow for each pair of states; red where only the clock goes."""
    pairs: dict[tuple[str, str], set[str]] = {}
    for move in machine.moves:
        pairs.setdefault((move.state, move.to), set()).add(move.by)
    arrows = []
    for (one, other), by in pairs.items():
        (x1, y1), (x2, y2) = place[one], place[other]
        left, right = x1 + WIDE + 2, x2 + 1
        top, bottom = y1 + HIGH // 2 + 2, y2 + HIGH // 2 + 2
        bend = max(30, (right - left) // 2)
        path = f"M{left} {top} C{left + bend} {top} {right - bend} {bottom} {right} {bottom}"
        arrows.append(("clock" if by == {CLOCK} else "move", path))
    return arrows
