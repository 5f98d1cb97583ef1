"""Clauses in words that no pattern knows, found by their likeness to labelled ones: linear models over characters.

Trained on the sentences beside this file when first asked, in about a second, so it says what those say
and nothing else. It only suspects: what it finds is for a person to look at. Chinese only: there are too few
English examples to learn from, and tried on published English terms it suspected a third of what was fair.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.svm import LinearSVC

from gongdao.detectors.claims.scanner import lexicon as claims_lexicon
from gongdao.detectors.claims.text import read
from gongdao.detectors.terms.sentences import sentences

FAIR = "fair"
SURE = 0.7
"""Below this share of certainty nothing is suspected."""
SHORTEST, LONGEST = 6, 160
"""Sentences of fewer characters say too little, longer ones too many things at once."""
CHINESE = re.compile("[\u4e00-\u9fff]")
Example = tuple[str, str]


@dataclass(frozen=True)
class Suspicion:
    """What a sentence is like: a kind of clause, and how surely it is any."""

    kind: str
    certainty: float


@dataclass(frozen=True)
class Likeness:
    """Two models that learned from the same examples: whether a sentence burdens whoever buys, and how."""

    whether: Pipeline
    how: Pipeline

    def suspect(self, sentences: Sequence[str]) -> list[Suspicion | None]:
        """What each sentence is suspected of, if of anything."""
        if not sentences:
            return []
        chances = self.whether.predict_proba(list(sentences))[:, 1]
        return [
            Suspicion(str(kind), float(chance)) if _telling(sentence) and chance > SURE else None
            for sentence, chance, kind in zip(
                sentences, chances, self.how.predict(list(sentences)), strict=True
            )
        ]


def learned(labels: Sequence[Example]) -> Likeness:
    """Models of kinds and clauses. Of a fair text each sentence is fair; of a burden it takes the whole."""
    examples = [*labels, *_pieces(text for kind, text in labels if kind == FAIR)]
    texts = [text for _, text in examples]
    burdens = [(kind, text) for kind, text in examples if kind != FAIR]
    whether = make_pipeline(_grams(), LogisticRegression(C=100, solver="liblinear"))
    how = make_pipeline(_grams(), LinearSVC())
    return Likeness(
        whether.fit(texts, [kind != FAIR for kind, _ in examples]),
        how.fit([text for _, text in burdens], [kind for kind, _ in burdens]),
    )


@cache
def known() -> Likeness:
    """What is learned from every example at hand."""
    return learned([(kinds[0], text) for kinds, text in labelled()] + always())


@cache
def labelled() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Every labelled sentence with the kinds that would be right, the first of them the best; or `fair`."""
    rows = (line.split("|", 1) for line in _lines("examples.txt"))
    return tuple((tuple(kinds.strip().split("/")), text.strip()) for kinds, text in rows)


def always() -> list[Example]:
    """What there is to learn from besides: the lexicon's own examples, and sentences that are no clauses at all."""
    said = yaml.safe_load(_text("lexicon/clauses.yaml"))["clauses"]
    offered = yaml.safe_load(_text("lexicon/kinds.yaml")).values()
    hits = [(kind, text) for kind, each in said.items() for e in each for text in e["hits"]]
    passes = [(FAIR, text) for each in said.values() for e in each for text in e["passes"]]
    wordings = [(FAIR, text) for kind in offered for text in kind["lawful_wording"].values()]
    return hits + passes + wordings + [(FAIR, text) for text in _lines("plain.txt")]


def _pieces(texts: Iterable[str]) -> Iterator[Example]:
    for text in texts:
        cut = [sentence.strip() for _, sentence in sentences(text)]
        yield from ((FAIR, piece) for piece in cut if piece != text and len(piece) >= SHORTEST)


def _lines(name: str) -> list[str]:
    return [line for line in _text(name).splitlines() if line.strip() and line[0] != "#"]


def _text(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


def _grams() -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer="char", ngram_range=(1, 3), sublinear_tf=True, preprocessor=_as_meant
    )


def _as_meant(sentence: str) -> str:
    return read(sentence, claims_lexicon().disguises).said


def _telling(sentence: str) -> bool:
    chinese = len(CHINESE.findall(sentence))
    return chinese >= SHORTEST and len(sentence) <= min(LONGEST, chinese * 2)
