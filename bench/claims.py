"""The scanner of claims: precision and recall on the labelled set, and texts per second."""

from __future__ import annotations

import time
from pathlib import Path

from bench import labels
from gongdao.detectors.claims import scan

LABELLED = Path(__file__).parents[1] / "tests" / "detectors" / "labelled.txt"
USED = {"used", "refurbished", "second_hand"}


def labelled() -> list[tuple[str, str, str]]:
    """Kind, category and sentence of every labelled line."""
    lines = LABELLED.read_text(encoding="utf-8").splitlines()
    rows = [line.split("|", 2) for line in lines if line.strip() and not line.startswith("#")]
    return [(kind.strip(), category.strip(), text.strip()) for kind, category, text in rows]


def kinds_in(category: str, text: str) -> set[str]:
    """The kinds found in a sentence about goods of a category, or in that condition."""
    used = category in USED
    found = scan(text, category="goods" if used else category, condition=category if used else "")
    return {each.kind.name for each in found}


def scores() -> dict[str, tuple[float, float, int]]:
    """Precision, recall and number of positive sentences of each kind."""
    found = ((kind, kinds_in(category, text)) for kind, category, text in labelled())
    return labels.scores(found, none="lawful")


def measure() -> None:
    """Print what is found, and how fast."""
    for kind, (precision, recall, count) in scores().items():
        print(f"claims: {kind}: precision {precision:.3f}, recall {recall:.3f} of {count}")
    texts = [text for _, _, text in labelled()]
    long = ["，".join(texts[n : n + 15])[:300] for n in range(len(texts) - 15)]
    began = time.perf_counter()
    for text in long:
        scan(text, category="goods")
    print(
        f"claims: {len(long) / (time.perf_counter() - began):,.0f} texts of 300 characters a second"
    )
