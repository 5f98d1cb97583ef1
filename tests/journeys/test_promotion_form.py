"""The form of a promotion asks for what its kind needs, and for nothing else (S06)."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db

ASKED = {
    "reduction": {"was", "now", "percent", "basis", "basis_words"},
    "gift": {"gift", "gift_listing", "gift_value"},
    "free_delivery": set(),
}


@pytest.mark.parametrize("kind", ASKED)
def test_each_kind_has_its_own_fields(world, people, kind):
    world.offers()

    page = people("merchant").sees("/promotions", kind=kind)

    for each, fields in ASKED.items():
        for field in fields:
            assert (f'name="{field}"' in page) == (each == kind), field
    assert f'name="kind" value="{kind}"' in page


@pytest.mark.parametrize("kind", ["", "lottery"])
def test_without_a_known_kind_it_is_a_reduction(world, people, kind):
    assert 'name="kind" value="reduction"' in people("merchant").sees("/promotions", kind=kind)


def test_what_was_refused_keeps_its_kind_and_what_was_typed(world, people):
    form = {
        "kind": "gift", "listing": world.offers(), "gift": "一支铅笔", "audience": "", "basis": "",
        "ends_at": "2026-02-01T09:00",
    }  # fmt: skip

    page = people("merchant").does("/promotions/announce", status=409, **form)

    assert "a promotion has an end" in page.lower()
    assert 'name="kind" value="gift"' in page
    assert 'value="一支铅笔"' in page
    assert 'name="percent"' not in page
