"""How fast the tree grows, as a ratio to bare SHA-256 over the same bytes in the same run."""

from __future__ import annotations

import time
from dataclasses import dataclass
from hashlib import sha256

from gongdao.registers.evidence import tree


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds for everything an append does, and for SHA-256 alone over leaves and nodes."""

    leaves: int
    batch: int
    seconds: float
    bare: float

    @property
    def per_second(self) -> float:
        return self.leaves / self.seconds

    @property
    def ratio(self) -> float:
        """1.0 would be an append that costs nothing beside the hashes themselves."""
        return self.seconds / self.bare


def append(*, leaves: int = 100_000, batch: int = 1_000, size: int = 400) -> Measured:
    """Grow an empty tree batch by batch out of records of `size` bytes; nodes stay in memory."""
    records = [b"%0*d" % (size, n) for n in range(leaves)]
    stored: dict[tree.Place, bytes] = {}

    def nodes(places):
        return {place: stored[place] for place in places}

    begun = time.perf_counter()
    grown = tree.Grown(0, tree.EMPTY, [])
    for start in range(0, leaves, batch):
        hashes = [tree.leaf_hash(record) for record in records[start : start + batch]]
        grown = tree.append(grown.size, hashes, nodes=nodes)
        stored.update({(level, place): value for level, place, value in grown.nodes})
    seconds = time.perf_counter() - begun

    pair = b"\1" + b"\0" * 64
    begun = time.perf_counter()
    for record in records:
        sha256(record).digest()
    for _ in range(len(stored) - leaves):
        sha256(pair).digest()
    return Measured(leaves, batch, seconds, time.perf_counter() - begun)


if __name__ == "__main__":
    said = append()
    print(f"{said.per_second:,.0f} leaves/s; {said.ratio:.2f} times bare SHA-256")  # noqa: T201
