"""What a complaint is probably about, by a linear model over characters; and whether somebody may be hurt.

The model is trained on the sentences beside this file when first asked, in well under a second, so it
is what the table says and nothing else. It stays silent where it is not sure. Danger is a plain list
of words: what may cost somebody their health is not left to a model that learned from few examples.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline

KINDS = ("counterfeit", "not_as_described", "not_received", "refusal_to_ship")
SURE = 0.5
"""Below this share of certainty nothing is suggested."""
FOLDS = 5
SEED = 20260301
TELLING = 3

DANGER = re.compile(
    r"爆炸|炸裂|起火|着火|冒烟|漏电|触电|烫伤|烧伤|划破|割伤|摔伤|骨折|出血|受伤|中毒|过敏|拉肚子|腹泻|呕吐|发烧"
    r"|医院|急诊|住院|窒息|失灵|溃烂|假药"
    r"|\b(?:fire|smoke|burn\w*|explod\w*|electric shock|hurt|injur\w*|bleed\w*|poison\w*|allerg\w*"
    r"|hospital|vomit\w*|chok\w*|fake medicine)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sorted:
    """What the words suggest: a kind if one is likely, how sure, on which words; and words of danger."""

    kind: str | None
    certainty: float
    telling: tuple[str, ...]
    danger: tuple[str, ...]

    @property
    def urgent(self) -> bool:
        """Whether somebody may be hurt."""
        return bool(self.danger)


@dataclass(frozen=True, slots=True)
class Measured:
    """How the model does on sentences that it was not trained on."""

    sentences: int
    spoke: int
    right: int

    @property
    def coverage(self) -> float:
        """On which share it was sure enough to speak."""
        return self.spoke / self.sentences

    @property
    def precision(self) -> float:
        """Which share of what it said was right."""
        return self.right / self.spoke


def sort(texts: Sequence[str]) -> list[Sorted]:
    """Sort complaints by their words, many at once."""
    if not texts:
        return []
    model = _trained()
    said = model.predict_proba(list(texts))
    return [_sorted(model, text, chances) for text, chances in zip(texts, said, strict=True)]


def measure() -> Measured:
    """Train on four fifths of the table and ask about the rest, five times."""
    texts, kinds = _table()
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    chances = cross_val_predict(_model(), texts, kinds, cv=folds, method="predict_proba")
    said = [
        (sorted(set(kinds))[int(row.argmax())], kind)
        for row, kind in zip(chances, kinds, strict=True)
        if row.max() >= SURE
    ]
    return Measured(len(texts), len(said), sum(a == b for a, b in said))


def _sorted(model: Pipeline, text: str, chances: Any) -> Sorted:
    best = int(chances.argmax())
    certainty = float(chances[best])
    sure = certainty >= SURE
    return Sorted(
        kind=str(model.classes_[best]) if sure else None,
        certainty=certainty,
        telling=_telling(model, text, best) if sure else (),
        danger=tuple(dict.fromkeys(found.group().lower() for found in DANGER.finditer(text))),
    )


def _telling(model: Pipeline, text: str, best: int) -> tuple[str, ...]:
    """The pieces of the text that weigh most for what was suggested, none inside another."""
    grams = model[0].transform([text])
    weights = grams.multiply(model[1].coef_[best]).tocoo()
    names = model[0].get_feature_names_out()
    found: list[str] = []
    for weight, column in sorted(zip(weights.data, weights.col, strict=True), reverse=True):
        piece = str(names[column]).strip()
        if weight > 0 and len(piece) > 1 and not any(piece in f or f in piece for f in found):
            found.append(piece)
        if len(found) == TELLING:
            break
    return tuple(found)


@lru_cache(maxsize=1)
def _trained() -> Pipeline:
    return _model().fit(*_table())


def _model() -> Pipeline:
    return make_pipeline(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True),
        LogisticRegression(C=20, class_weight="balanced", max_iter=1_000),
    )


def _table() -> tuple[list[str], list[str]]:
    with (files(__package__) / "complaints.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return [row["text"] for row in rows], [row["kind"] for row in rows]
