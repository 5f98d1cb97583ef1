"""Whether a full shop is slower than an empty one: the same lives with more and more stored before."""

from __future__ import annotations

from collections.abc import Sequence

PROBE = 1_000
BATCHES = 5


def measure(sizes: Sequence[int]) -> None:
    """Print the rate of batches and of a replay as the database fills, as ratios to the first.

    What is stored is stored through the batch actions, and sealed as it comes: the same rows as by clicks.
    Our own CPU per life stands beside it, since it tells less of what else the machine does.
    """
    from bench.lives import AT, BATCH, Shop, replayed
    from gongdao.project.main import prepare

    prepare(database=True)
    shop = Shop.opened()
    shop.live(BATCH)  # what is read once is read
    stored, first = BATCH, None
    for size in sizes:
        while stored < size:
            shop.live(BATCH)
            shop.cast.seal(at=AT)
            stored += BATCH
        rates = (*shop.rate(batches=BATCHES), *replayed(PROBE, slug=f"bench-growth-{size}"))
        batched, batched_cpu, replay, replay_cpu = rates
        first = first or rates
        print(
            f"growth: {stored:,} orders stored: {batched:.0f} lives/s in batches, "
            f"{batched / first[0]:.2f} of the first (aim 0.90), {batched_cpu * 1e3:.2f} ms of CPU each; "
            f"replayed one by one {replay:.0f}/s, {replay / first[2]:.2f} of the first, {replay_cpu * 1e3:.1f} ms"
        )
        stored += BATCH * (BATCHES + 1) + PROBE
