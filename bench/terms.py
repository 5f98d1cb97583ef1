"""The reader of terms: precision and recall on the labelled set."""

from __future__ import annotations

from pathlib import Path

from bench import labels
from gongdao.detectors.terms import read_terms

LABELLED = Path(__file__).parents[1] / "tests" / "detectors" / "terms.txt"


def labelled() -> list[tuple[str, str]]:
    """Kind and sentence of every labelled clause; `fair` where nothing is to be found."""
    lines = LABELLED.read_text(encoding="utf-8").splitlines()
    rows = [line.split("|", 1) for line in lines if line.strip() and not line.startswith("#")]
    return [(kind.strip(), text.strip()) for kind, text in rows]


def scores() -> dict[str, tuple[float, float, int]]:
    """Precision, recall and number of sentences of each kind; what is found in a fair one is wrong."""
    found = ((kind, {clause.kind.name for clause in read_terms(text)}) for kind, text in labelled())
    return labels.scores(found, none="fair")


def measure() -> None:
    """Print how well each kind of clause is found."""
    for kind, (precision, recall, count) in scores().items():
        print(f"terms: {kind}: precision {precision:.3f}, recall {recall:.3f} of {count}")
