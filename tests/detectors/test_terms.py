"""The reader of terms: every example of the lexicon, exact places, and a labelled set of clauses."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bench.terms import scores, unseen
from gongdao.detectors.terms import kinds, read_terms
from gongdao.detectors.terms.likeness import FAIR, known, labelled
from gongdao.detectors.terms.reader import LEXICON
from gongdao.law.topics.terms import CLAUSES

SAID = yaml.safe_load((LEXICON / "clauses.yaml").read_text(encoding="utf-8"))["clauses"]
HITS = [(kind, text) for kind, entries in SAID.items() for e in entries for text in e["hits"]]
PASSES = [(kind, text) for kind, entries in SAID.items() for e in entries for text in e["passes"]]


def found(text):
    return {clause.kind.name for clause in read_terms(text)}


@pytest.mark.parametrize(("kind", "text"), HITS)
def test_each_pattern_finds_its_examples(kind, text):
    assert kind in found(text)


@pytest.mark.parametrize(("kind", "text"), PASSES)
def test_and_passes_its_counter_examples(kind, text):
    assert found(text) == set()


def test_the_reader_and_the_law_have_the_same_words():
    assert set(kinds()) == set(SAID) == set(CLAUSES) - {"fair"}


def test_each_clause_stands_where_it_is_said_to():
    text = "一、欢迎光临！\n二、本 店 拥 有 最终解释权。三、签收即视為质量合格；七天内可退货。"

    clauses = read_terms(text)

    assert [c.kind.name for c in clauses] == ["final_interpretation", "signing_is_acceptance"]
    assert [text[c.start : c.end] for c in clauses] == [c.quote for c in clauses]
    assert clauses[0].quote.endswith("解释权")


def test_english_sentences_are_read_one_by_one():
    text = "Welcome. All sales are final. We may change these terms at any time. Refunds take seven days."

    assert [c.sentence for c in read_terms(text)] == [
        "All sales are final.",
        "We may change these terms at any time.",
    ]


@given(st.text(max_size=200))
def test_any_text_can_be_read_and_every_place_is_in_it(text):
    for clause in read_terms(text):
        assert 0 <= clause.start < clause.end <= len(text)
        assert text[clause.start : clause.end] == clause.quote


@pytest.mark.parametrize(("right", "text"), labelled())
def test_the_labelled_clauses_are_read_as_labelled(right, text):
    assert (found(text) & set(right)) if right != (FAIR,) else found(text) == set()


def test_the_labelled_set_is_of_size_and_half_fair():
    kinds_of = [right[0] for right, _ in labelled()]

    assert len(kinds_of) >= 1_100
    assert 0.35 < kinds_of.count(FAIR) / len(kinds_of) < 0.65
    assert set(kinds_of) == set(kinds()) | {FAIR}
    assert set(scores()) >= set(kinds())


def test_likeness_finds_most_of_what_it_never_saw_and_little_that_is_fair():
    found, burdens, wrong, fair = unseen()

    assert found / burdens > 0.75
    assert wrong / fair < 0.08


def test_what_likeness_suspects_is_marked_and_stands_where_it_is_said_to():
    text = "欢迎光临。 搬家途中磕碰在所难免，师傅不赔！周末照常营业。"

    clauses = read_terms(text)

    assert [(c.alike, c.quote) for c in clauses] == [(True, "搬家途中磕碰在所难免，师傅不赔")]
    assert text[clauses[0].start : clauses[0].end] == clauses[0].quote
    assert 0.5 < clauses[0].confidence < 1
    assert not any(c.alike for c in read_terms("本店拥有最终解释权。"))


@pytest.mark.parametrize(
    "sentence", ["", "退", "。" * 200, "不" * 161, "We take no blame whatever happens to your sofa"]
)
def test_what_says_too_little_or_too_much_or_is_not_chinese_is_not_suspected(sentence):
    assert known().suspect([sentence]) == [None]


def test_what_a_pattern_knows_to_be_lawful_is_not_suspected():
    assert found("因不可抗力快递延误的，本店不承担任何责任，一律不赔") == set()


def test_an_excuse_far_away_in_an_endless_sentence_excuses_nothing():
    filler = "，".join(["本店出售各种玩具和文具"] * 10)

    assert found(f"依法经营，{filler}，快递丢失本店不承担任何责任，{filler}") == {
        "excludes_liability"
    }
    assert found("因不可抗力快递延误的，本店不承担任何责任") == set()


def test_two_clauses_of_a_kind_far_apart_in_one_sentence_are_two():
    filler = "，".join(["本店出售各种玩具和文具"] * 10)
    clauses = read_terms(f"本店拥有最终解释权，{filler}，解释权归商家")

    assert [clause.kind.name for clause in clauses] == ["final_interpretation"] * 2


@pytest.mark.parametrize("name", kinds())
def test_the_wording_that_would_stand_does_stand(name):
    wording = kinds()[name].lawful_wording

    assert found(wording.zh) == found(wording.en) == set()
