"""Precision and recall of whatever finds kinds of things in labelled sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable


def scores(
    rows: Iterable[tuple[str, set[str]]], *, none: str
) -> dict[str, tuple[float, float, int]]:
    """Precision, recall and number of sentences by kind, from labels and what was found under each.

    Under the label `none` all that is found is wrong; elsewhere only the label's own kind counts.
    """
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for kind, found in rows:
        if kind == none:
            wrong.update(found)
        elif kind in found:
            right[kind] += 1
        else:
            missed[kind] += 1
    return {
        kind: (
            right[kind] / max(1, right[kind] + wrong[kind]),
            right[kind] / max(1, right[kind] + missed[kind]),
            right[kind] + missed[kind],
        )
        for kind in right | missed
    }
