"""Sorting complaints: measured on what the model has not seen, silent where it is not sure (S21)."""

from __future__ import annotations

import pytest

from gongdao.detectors import triage


def test_it_speaks_on_most_complaints_and_is_seldom_wrong():
    found = triage.measure()

    assert found.sentences >= 230
    assert found.coverage > 0.65
    assert found.precision > 0.9


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("快递一直没到我手里，显示签收了", "not_received"),
        ("这双鞋是假货，专柜说不是正品", "counterfeit"),
        ("洗一次就掉色，和描述不一样", "not_as_described"),
        ("付款十天了还不发货，说缺货", "refusal_to_ship"),
        ("你好", None),
        ("", None),
    ],
)
def test_it_names_a_kind_with_the_words_that_say_so_or_says_nothing(text, kind):
    (found,) = triage.sort([text])

    assert found.kind == kind
    assert bool(found.telling) == (kind is not None)
    assert all(piece in text.lower() for piece in found.telling)


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("充电宝爆炸，手被烫伤，去了医院", ("爆炸", "烫伤", "医院")),
        ("It caught fire and I was hurt", ("fire", "hurt")),
        ("The fireplace tiles are the wrong colour", ()),
        ("颜色不对", ()),
    ],
)
def test_danger_is_a_list_of_words(text, danger):
    (found,) = triage.sort([text])

    assert (found.danger, found.urgent) == (danger, bool(danger))


def test_nothing_sorts_to_nothing():
    assert triage.sort([]) == []
