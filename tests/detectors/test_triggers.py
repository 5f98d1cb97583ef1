"""The words a pattern cannot do without: no match is ever lost for them, and most texts have none."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.claims import labelled, listings
from gongdao.detectors.claims import lexicon
from gongdao.detectors.claims.text import read, sewn
from gongdao.detectors.claims.triggers import alternatives, longest, needed, squeezed

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
        ("最(?=好)", [{"最"}, {"好"}]),
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


def matching(said) -> set[int]:
    patterns = lexicon().patterns
    return {n for n, (_, pattern) in enumerate(patterns) if pattern.search(said)}


def touched(said) -> set[int]:
    """The patterns tried on a text without disguise."""
    return set(lexicon().words.touched(sewn([squeezed(said)])).get(0, ()))


def worth_reading(texts) -> set[int]:
    """The numbers of the texts that one pass over all of them picks out."""
    known = lexicon()
    return set(known.words.touched(known.disguises.folding.folded(texts).squeezed()))


def test_no_match_in_the_labelled_set_is_lost():
    texts = [text for _, _, text in labelled()]
    readings = [read(text, lexicon().disguises).said for text in texts]
    picked = worth_reading(texts)
    for number, said in enumerate(readings):
        assert matching(said) <= touched(said)
        assert number in picked or not matching(said)


@settings(deadline=None)  # the lexicon is read in the first example
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_no_match_in_what_pieces_make_is_lost(text):
    said = read(text, lexicon().disguises).said

    assert matching(said) <= touched(said)
    if matching(said):
        assert worth_reading([text])


def test_no_lawful_context_near_a_claim_is_lost():
    known = lexicon()
    for _, _, text in labelled():
        said = read(text, known.disguises).said
        found = set(known.contexts.touched(sewn([squeezed(said)])).get(0, ()))
        assert {n for n, each in enumerate(known.lawful) if each.pattern.search(said)} <= found


@pytest.mark.parametrize(
    ("pattern", "length"),
    [("最好", 2), ("最.{0,3}好", 5), ("(?<!不)最(?=好的?)", 3), ("a+", 4_294_967_295)],
)
def test_how_long_a_match_is_at_most(pattern, length):
    assert longest(re.compile(pattern)) == length


@settings(deadline=None)  # the lexicon is read in the first example
@given(st.lists(st.text(), min_size=1, max_size=4))
def test_the_table_of_codes_and_the_walk_through_each_text_say_the_same(texts):
    folding = lexicon().disguises.folding
    folded = folding.folded(texts)
    walked = ["".join(folding[ord(char)] for char in text) for text in texts]

    assert [folded[number] for number in range(len(texts))] == walked
    plain, sewed = folded.squeezed(), sewn(list(map(squeezed, walked)))
    assert plain.joined == sewed.joined
    assert plain.starts.tolist() == sewed.starts.tolist()


def test_ordinary_listings_are_looked_through_only_once():
    assert len(worth_reading(listings(200))) <= 10
