"""`gongdao simulate`: a year is played, and what came of it is shown and proved."""

from __future__ import annotations

from collections import Counter
from time import perf_counter

from rich.console import Console
from rich.table import Table

from gongdao.interfaces.cli.simulator import Year
from gongdao.registers.duties import queries as duties
from gongdao.registers.parties import queries as parties


def show(*, cases: int, seed: int, console: Console) -> bool:
    """Play a year in a new marketplace; true if nothing is open, stuck, held or out of balance."""
    taken = {market.slug for market in parties.marketplaces()}
    slug = next(s for s in (f"sim-{n}" for n in range(1, len(taken) + 2)) if s not in taken)
    began = perf_counter()
    year = Year.of(cases=cases, seed=seed, slug=slug)
    with console.status("") as line:
        year.told = lambda day, begun: line.update(f"{day + 1} 天 days · {begun} 案 cases")
        faults = year.run()
    seconds = perf_counter() - began
    _ends(year, console)
    _duties(year, console)
    for fault in faults:
        console.print(f"[red]✗[/] {fault}")
    console.print(
        f"{len(year.placed)} 单 orders · {len(year.begun)} 案 cases · {sum(year.moves.values())} 步 moves · "
        f"{sum(year.refused.values())} 次依法拒绝 refusals · {seconds:.1f} s · {slug}"
    )
    console.print(f"摘要 digest {year.digest()}")
    if not faults:
        console.print("[green]✓ 没有一案停住，没有一笔未结 no case stuck, no money unsettled[/]")
    return not faults


def _ends(year: Year, console: Console) -> None:
    table = Table("案件 cases", "结局 end", "件 count")
    for (kind, state), count in sorted(Counter(year.ends()).items()):
        table.add_row(kind, state, str(count))
    console.print(table)


def _duties(year: Year, console: Console) -> None:
    table = Table("义务 duty", "结果 outcome", "件 count")
    for kind, outcome, count in duties.outcomes(year.town.market):
        table.add_row(kind, outcome, str(count))
    console.print(table)
