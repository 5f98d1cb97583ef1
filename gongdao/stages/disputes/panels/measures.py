"""Lay people against experts, pure: how often each juror agrees, beyond chance, and which way they lean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FEW = 5
"""With fewer votes than this nothing is said about a juror."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One vote, beside what the expert found in the end."""

    juror: str
    standing: str
    for_buyer: bool
    expert_for_buyer: bool


@dataclass(frozen=True, slots=True)
class Calibration:
    """How somebody's votes compare with the experts' rulings."""

    name: str
    votes: int
    agreed: float
    kappa: float
    leaning: float
    """How much more often they are for the buyer than the experts were: 0.1 is ten points."""


def calibration(name: str, votes: Sequence[Vote]) -> Calibration:
    """Agreement, Cohen's kappa, and leaning."""
    count = len(votes)
    agreed = sum(v.for_buyer == v.expert_for_buyer for v in votes) / count
    mine = sum(v.for_buyer for v in votes) / count
    theirs = sum(v.expert_for_buyer for v in votes) / count
    chance = mine * theirs + (1 - mine) * (1 - theirs)
    kappa = (agreed - chance) / (1 - chance) if chance < 1 else float(agreed == 1)
    return Calibration(name, count, agreed, kappa, mine - theirs)


def jurors(votes: Sequence[Vote]) -> list[Calibration]:
    """Everybody who voted often enough, the least agreeing first."""
    by: dict[str, list[Vote]] = {}
    for vote in votes:
        by.setdefault(vote.juror, []).append(vote)
    found = [calibration(juror, cast) for juror, cast in by.items() if len(cast) >= FEW]
    return sorted(found, key=lambda each: (each.kappa, each.name))


def standings(votes: Sequence[Vote]) -> list[Calibration]:
    """Consumers and merchants among the jurors, and all of them: does either lean to its own side?"""
    groups = [("all", list(votes))]
    groups += [(s, [v for v in votes if v.standing == s]) for s in ("consumer", "merchant")]
    return [calibration(name, cast) for name, cast in groups if cast]
