"""Whether a full shop is slower than an empty one: the same 1,000 lives with more and more stored before."""

from __future__ import annotations

from collections.abc import Sequence

PROBE = 1_000


def measure(sizes: Sequence[int]) -> None:
    """Print the rate of the same replay as the database fills, as a ratio to the first."""
    from bench.lives import replayed
    from gongdao.project.main import prepare

    prepare(database=True)
    first, stored = 0.0, 0
    for size in sizes:
        if size > stored:
            replayed(size - stored, slug=f"bench-fill-{size}")
            stored = size
        rate, _ = replayed(PROBE, slug=f"bench-probe-{size}")
        first, stored = first or rate, stored + PROBE
        print(
            f"growth: {rate:.0f} lives/s with {stored - PROBE:,} stored; {rate / first:.2f} of the first (aim 0.90)"
        )
