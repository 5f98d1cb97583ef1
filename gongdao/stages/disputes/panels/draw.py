"""The draw, pure: a seed that nobody chose ranks the pool, and the first of each side sit.

The seed is the hash of the last signed head of the evidence and of the case. Whoever has the two can
draw again and finds the same jurors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

OF_EACH = 3
"""So many consumers and so many merchants; with one more consumer the panel is odd."""

SEATS: Mapping[str, int] = {"consumer": OF_EACH + 1, "merchant": OF_EACH}
QUORUM = (sum(SEATS.values()) + 1) // 2


def seed_of(*, head: bytes, size: int, case: str) -> str:
    """The seed: SHA-256 over the root of the evidence tree, its size, and the case."""
    return sha256(b"gongdao/panel\n" + head + f"\n{size}\n{case}".encode()).hexdigest()


def rank(seed: str, party: str) -> str:
    """Where somebody stands in this draw."""
    return sha256(f"{seed}\n{party}".encode()).hexdigest()


def drawn(seed: str, pool: Mapping[str, str], excluded: Mapping[str, str]) -> list[tuple[str, str]]:
    """Who sits, with their standing. `pool` is standing by party, `excluded` the reason by party."""
    ranked = sorted((p for p in pool if p not in excluded), key=lambda party: rank(seed, party))
    return [
        (party, standing)
        for standing, seats in SEATS.items()
        for party in [p for p in ranked if pool[p] == standing][:seats]
    ]


def missing(sitting: Sequence[tuple[str, str]]) -> dict[str, int]:
    """How many of each standing a panel lacks."""
    have = [standing for _, standing in sitting]
    return {s: n - have.count(s) for s, n in SEATS.items() if have.count(s) < n}
