"""`gongdao process`: the tables of every process, checked without running them."""

from __future__ import annotations

import typer
from rich.console import Console
from rich.table import Table

from gongdao.interfaces import processes
from gongdao.kernel.machine import CLOCK

app = typer.Typer(no_args_is_help=True, help="流程 processes")
console = Console()


@app.callback()
def main() -> None:
    """A process is a table of moves; these commands read the tables."""


@app.command()
def check() -> None:
    """Refuse dead states, waits without a clock, unsettled money and moves nobody may make."""
    found = processes.check()
    for one in found:
        console.print(
            f"{one.process} v{one.version} {one.place}: {one.words.zh} · {one.words.en} ({one.code})",
            style="red", markup=False,
        )  # fmt: skip
    machines = processes.every()
    table = Table("流程 process", "版本 versions", "状态 states", "步 moves", "时钟 by the clock")
    for machine in machines:
        table.add_row(
            machine.name,
            " ".join(f"v{one.version}" for one in machine.every_version),
            str(len(machine.states)),
            str(len(machine.moves)),
            str(sum(move.by == CLOCK for move in machine.moves)),
        )
    console.print(table)
    console.print(f"{len(machines)} 个流程 processes · {len(found)} 处问题 findings")
    if found:
        raise typer.Exit(1)
