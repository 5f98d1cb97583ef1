"""Values in slices, and lookups by more names than one statement takes."""

from __future__ import annotations

import pytest

from gongdao.registers.batches import slices
from gongdao.stages.listings import queries as listings


def test_slices_lose_nothing_and_are_no_longer_than_asked():
    parts = list(slices(range(25), 10))
    assert [len(part) for part in parts] == [10, 10, 5]
    assert [n for part in parts for n in part] == list(range(25))
    assert list(slices([], 10)) == []


@pytest.mark.django_db
def test_more_names_than_a_statement_has_parameters(world):
    assert listings.by_external(world.market.id, (f"x{n}" for n in range(70_000))) == {}
