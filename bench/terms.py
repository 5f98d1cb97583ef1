"""The reader of terms: precision and recall on the labelled set, of patterns alone and with likeness."""

from __future__ import annotations

from sklearn.model_selection import StratifiedKFold

from bench import labels
from gongdao.detectors.terms import read_terms
from gongdao.detectors.terms.likeness import CHINESE, FAIR, always, labelled, learned

FOLDS = 5
SEED = 20260301


def scores() -> dict[str, tuple[float, float, int]]:
    """Precision, recall and number of sentences of each kind; what is found in a fair one is wrong."""
    found = ((right, _found(text)) for right, text in labelled())
    return labels.scores(((_label(right, seen), seen) for right, seen in found), none=FAIR)


def unseen() -> tuple[int, int, int, int]:
    """How likeness alone does on Chinese sentences that it has not learned from.

    Burdens suspected, burdens in all, fair sentences suspected, fair ones in all.
    """
    rows = [(right, text) for right, text in labelled() if CHINESE.search(text)]
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    suspected: dict[int, bool] = {}
    for train, test in folds.split(rows, [right[0] for right, _ in rows]):
        model = learned([(rows[i][0][0], rows[i][1]) for i in train] + always())
        said = model.suspect([rows[i][1] for i in test])
        suspected |= {i: each is not None for i, each in zip(test, said, strict=True)}
    fair = [i for i, (right, _) in enumerate(rows) if right[0] == FAIR]
    burdens = suspected.keys() - set(fair)
    return (
        sum(suspected[i] for i in burdens), len(burdens),
        sum(suspected[i] for i in fair), len(fair),
    )  # fmt: skip


def measure() -> None:
    """Print how well each kind of clause is found."""
    for kind, (precision, recall, count) in scores().items():
        print(f"terms: {kind}: precision {precision:.3f}, recall {recall:.3f} of {count}")
    found, burdens, wrong, fair = unseen()
    print(f"terms: likeness on unseen sentences: {found} of {burdens}, wrong {wrong} of {fair}")


def _found(text: str) -> set[str]:
    return {clause.kind.name for clause in read_terms(text)}


def _label(right: tuple[str, ...], seen: set[str]) -> str:
    """The kind to count: one of those that would be right if it was found, or else the best."""
    return next((kind for kind in right if kind in seen), right[0])
