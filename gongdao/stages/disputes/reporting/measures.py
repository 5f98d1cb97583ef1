"""Rates with their uncertainty, pure: how often something happened, and how sure one can be of it."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z = 1.959964
"""The normal quantile of a 95 per cent interval."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many, with Wilson's interval."""

    hits: int
    cases: int

    @property
    def share(self) -> float:
        """The share; of no cases, none."""
        return self.hits / self.cases if self.cases else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true share lies, at 95 per cent; of no cases, anywhere."""
        if not self.cases:
            return 0.0, 1.0
        n, p = self.cases, self.share
        middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
        return max(0.0, middle - half), min(1.0, middle + half)

    @property
    def percent(self) -> str:
        """The share as people write it."""
        return f"{self.share:.0%}"

    @property
    def between(self) -> str:
        """The interval as people write it."""
        low, high = self.interval
        return f"{low:.0%}-{high:.0%}"


def apart(one: Rate, other: Rate) -> bool:
    """Whether two rates differ by more than chance makes likely: their intervals do not touch."""
    low, high = one.interval
    least, most = other.interval
    return high < least or most < low
