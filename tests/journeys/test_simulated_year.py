"""A small simulated year: nothing stuck, nothing held, and the same seed plays the same year."""

from __future__ import annotations

import pytest

from gongdao.interfaces.cli.simulator import Year

pytestmark = pytest.mark.django_db


def test_a_year_of_random_parties_leaves_nothing_open_and_is_repeatable():
    first, second, other = (
        Year.of(cases=cases, seed=seed, slug=f"sim-{n}")
        for n, (cases, seed) in enumerate([(40, 7), (40, 7), (40, 8)])
    )

    assert (first.run(), second.run(), other.run()) == ([], [], [])
    assert first.digest() == second.digest() != other.digest()
    assert {kind for kind, _ in first.begun} == {"return", "repair", "dispute"}
    assert sum(first.moves.values()) > len(first.begun) > 10
