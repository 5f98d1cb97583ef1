"""`gongdao simulate`: a year is played, and what came of it is shown and proved."""

from __future__ import annotations

from time import perf_counter

from rich.console import Console
from rich.table import Table

from gongdao.interfaces.cli import simulated_proof as proof
from gongdao.interfaces.cli.simulated_processes import BEGIN
from gongdao.interfaces.cli.simulator import Year
from gongdao.registers.duties import queries as duties
from gongdao.registers.parties import queries as parties


def show(*, cases: int, seed: int, days: int, console: Console) -> bool:
    """Play a year in a new marketplace; true if nothing is open, stuck, held or out of balance."""
    taken = {market.slug for market in parties.marketplaces()}
    slug = next(s for s in (f"sim-{n}" for n in range(1, len(taken) + 2)) if s not in taken)
    began = perf_counter()
    year = Year.of(cases=cases, seed=seed, slug=slug, days=days)
    with console.status("") as line:
        year.told = lambda day, begun: line.update(f"{day + 1} 天 days · {begun} 案 cases")
        year.run()
    seconds = perf_counter() - began
    _ends(year, console)
    _duties(year, console)
    _coverage(year, console)
    console.print(_sum(year, seconds))
    whole = _checks(year, console)
    console.print(f"摘要 digest {proof.digest(year)}", soft_wrap=True)
    return whole


def _sum(year: Year, seconds: float) -> str:
    moves, aside = sum(year.taken.values()), sum(year.aside.values())
    return (
        f"{year.town.row.slug}: {len(year.placed)} 单 orders · {year.begun} 案 cases begun by buyers · "
        f"{len(year.stands)} 件 processes · {moves} 步 moves · {aside} 次其他操作 other acts · "
        f"{sum(year.refused.values())} 次依法拒绝 refusals · {seconds:.0f} s"
    )


def _ends(year: Year, console: Console) -> None:
    table = Table("流程 process", "结局 end", "件 count")
    for (kind, state), count in sorted(proof.ends(year).items()):
        table.add_row(kind + (" *" if kind in BEGIN else ""), state, str(count))
    console.print(table, f"* 由买家发起，{year.days} 天内 begun by buyers")


def _duties(year: Year, console: Console) -> None:
    """What was owed: kept, no longer owed, or not kept, and then its consequence came by the clock."""
    table = Table("义务 duty", "按期 kept", "逾期，后果已生效 missed, acted on", "不再需要 moot")
    counts: dict[str, dict[str, int]] = {}
    for kind, outcome, count in duties.outcomes(year.town.market):
        counts.setdefault(kind, {})[outcome] = count
    for kind, by in sorted(counts.items()):
        table.add_row(kind, *(str(by.get(outcome, 0)) for outcome in ("met", "missed", "moot")))
    sums = [sum(by.get(o, 0) for by in counts.values()) for o in ("met", "missed", "moot")]
    table.add_row("合计 all", *map(str, sums))
    console.print(table)


def _coverage(year: Year, console: Console) -> None:
    """Which moves of each table were made, and which never came up."""
    table = Table("流程 process", "走过 made", "没有走过 never made")
    for kind, (made, every, missing) in proof.coverage(year).items():
        never = ", ".join(f"{m.state}/{m.act}/{m.by}" for m in missing)
        table.add_row(kind, f"{made}/{every}", never)
    console.print(table)
    said = [f"{kind}.{name} {count}" for (kind, name), count in sorted(year.aside.items())]
    console.print("其他操作 other acts: " + ", ".join(said))
    no = [f"{act} {code} {count}" for (act, code), count in year.refused.most_common(40)]
    console.print("依法拒绝 refusals: " + ", ".join(no))


def _checks(year: Year, console: Console) -> bool:
    whole = True
    for name, (count, faults) in proof.checks(year).items():
        console.print(f"[{'red' if count else 'green'}]{'✗' if count else '✓'} {name}: {count}[/]")
        for fault in faults[:10]:
            console.print(f"   {fault}")
        whole &= not count
    return whole
