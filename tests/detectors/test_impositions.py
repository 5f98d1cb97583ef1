"""What platforms impose on merchants: every example of the lexicon, and the law's word on each kind."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from gongdao.detectors.terms import kinds, read_impositions
from gongdao.detectors.terms.reader import LEXICON
from gongdao.law.facts import shape
from gongdao.law.topics.platforms import Imposition
from gongdao.project.law import open_book
from gongdao.stages.rulebook import imposition_checks

open_book(["cn", "eu", "platform"])
SAID = yaml.safe_load((LEXICON / "impositions.yaml").read_text(encoding="utf-8"))["clauses"]
HITS = [(kind, text) for kind, entries in SAID.items() for e in entries for text in e["hits"]]
PASSES = [(kind, text) for kind, entries in SAID.items() for e in entries for text in e["passes"]]


LABELLED = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "impositions.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def found(text):
    return {clause.kind.name for clause in read_impositions(text)}


@pytest.mark.parametrize(("kind", "text"), HITS)
def test_each_pattern_finds_its_examples(kind, text):
    assert kind in found(text)


@pytest.mark.parametrize(("kind", "text"), PASSES)
def test_and_passes_its_counter_examples(kind, text):
    assert found(text) == set()


@pytest.mark.parametrize("name", kinds("impositions"))
def test_the_wording_that_would_stand_does_stand(name):
    wording = kinds("impositions")[name].lawful_wording

    assert found(wording.zh) == found(wording.en) == set()


def test_the_reader_and_the_law_have_the_same_words():
    _, meta = shape(Imposition)["imposed"]

    assert set(kinds("impositions")) == set(SAID) == set(meta["unit"].split(", ")) - {"nothing"}


@pytest.mark.parametrize(
    ("text", "day", "cites"),
    [
        ("商家不得在其他平台开店。", date(2026, 2, 1), ["Platform Rules Measures art. 27.1"]),
        ("商家不得在其他平台开店。", date(2026, 1, 31), ["ECL art. 35"]),
        ("商家必须支持仅退款。", date(2026, 1, 31), []),
        ("商家必须保证全网最低价。", date(2026, 3, 1), ["Platform Rules Measures art. 27.2"]),
        ("商家必须使用平台指定的快递。", date(2026, 3, 1), ["Online Trading Measures art. 32.1.2"]),
        ("商家须如实描述商品。", date(2026, 3, 1), []),
    ],
)  # fmt: skip
def test_the_law_of_the_day_judges(text, day, cites):
    assert [str(f.cites) for f in imposition_checks.check(text, under="cn", on=day)] == cites


@pytest.mark.parametrize(("kind", "text"), LABELLED)
def test_the_labelled_clauses_are_read_as_labelled(kind, text):
    assert (kind in found(text)) if kind != "fair" else found(text) == set()
