"""Decided cases, counted: rates with their uncertainty, and who stands apart."""

from __future__ import annotations

import pytest

from gongdao.stages.disputes.reporting import queries as reports
from gongdao.stages.disputes.reporting.measures import Rate, apart


@pytest.mark.parametrize(
    ("count", "size"),
    [(1, "small"), (9, "small"), (10, "middle"), (99, "middle"), (100, "large"), (10**6, "large")],
)
def test_sizes_by_orders(count, size):
    assert reports.size_of(count) == size


@pytest.mark.parametrize(
    ("hits", "cases", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (5, 10, 0.2366, 0.7634),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_wilsons_interval_as_published(hits, cases, low, high):
    found = Rate(hits, cases).interval
    assert found == pytest.approx((low, high), abs=5e-4)


def test_of_nothing_nothing_is_known():
    assert (Rate(0, 0).share, Rate(0, 0).interval) == (0.0, (0.0, 1.0))


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [((90, 100), (50, 100), True), ((9, 10), (5, 10), False), ((0, 0), (5, 10), False)],
)
def test_only_what_chance_does_not_explain_stands_apart(one, other, differ):
    assert apart(Rate(*one), Rate(*other)) == differ
    found = [
        reports.Fairness(size, Rate(*rate), Rate(0, 0), Rate(0, 0))
        for size, rate in (("small", one), ("large", other))
    ]
    assert reports.suspicious(found) == ([("small", "large")] if differ else [])
