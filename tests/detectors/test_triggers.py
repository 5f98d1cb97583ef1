"""The words a pattern cannot do without: no match is ever lost for them, and most texts have none."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.claims import labelled, listings
from gongdao.detectors.claims import lexicon
from gongdao.detectors.claims.text import read
from gongdao.detectors.claims.triggers import alternatives, needed, squeezed

PIECES = [
    "最佳",
    "好",
    "国家级",
    "guo",
    "jia",
    "ji",
    "N0.1",
    "z",
    "u",
    "i",
    "第",
    "一",
    "①，。100%",
    "7天",
    "见效",
    "治",
    "疗",
    "糖尿病",
    "🔥",
    "ＮＯ.１",
    "顶",
    "级",
    "全网",
    "销量",
    "包",
    "过",
    "月",
    "瘦",
    "10",
    "斤",
]


@pytest.mark.parametrize(
    ("pattern", "sets"),
    [
        ("最好|最佳", [{"最好", "最佳"}]),
        ("最(?:为)?好", [{"最好", "最为好"}]),
        ("采用.{0,3}国旗", [{"采用"}, {"国旗"}]),
        ("翻[0-9]{1,3}倍", [{f"{n}倍" for n in range(10)}, {f"翻{n}" for n in range(10)}]),
        ("a b, c", [{"ab,c"}]),
        ("(?<!不)保证(?!金)", [{"保证"}]),
        ("(?:中|中国)茶", [{"中茶", "中国茶"}]),
        ("[一-鿿]{2}", []),
        (".*", []),
    ],
)
def test_what_a_pattern_needs(pattern, sets):
    found = needed(re.compile(pattern))

    assert sorted(map(sorted, found)) == sorted(map(sorted, sets))


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [("a|b", ["a", "b"]), ("(?:a|b)c|[|]d", ["(?:a|b)c", "[|]d"]), (r"a\|b|c", [r"a\|b", "c"])],
)
def test_a_great_choice_is_taken_apart(pattern, parts):
    assert alternatives(pattern) == parts


def matching(reading) -> set[int]:
    patterns = lexicon().patterns
    return {n for n, (_, pattern) in enumerate(patterns) if pattern.search(reading.said)}


def test_no_match_in_the_labelled_set_is_lost():
    known = lexicon()
    for _, _, text in labelled():
        reading = read(text, known.disguises)
        assert matching(reading) <= set(known.triggers.touched(squeezed(reading.said)))
        if matching(reading):
            assert known.words.touched(known.disguises.folding.squeeze(text))


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_no_match_in_what_pieces_make_is_lost(text):
    known = lexicon()
    reading = read(text, known.disguises)

    assert matching(reading) <= set(known.triggers.touched(squeezed(reading.said)))
    if matching(reading):
        assert known.words.touched(known.disguises.folding.squeeze(text))


@given(st.text())
def test_the_table_of_codes_and_the_walk_through_a_text_say_the_same(text):
    folding = lexicon().disguises.folding

    assert folding.squeeze(text) == squeezed(folding.fold(text))


def test_ordinary_listings_are_looked_through_only_once():
    known = lexicon()
    squeeze = known.disguises.folding.squeeze
    touched = [text for text in listings(200) if known.words.touched(squeeze(text))]

    assert len(touched) <= 10
