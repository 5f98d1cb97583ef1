"""The main job: make a history, play it, prepare the stories, say what came of it."""

from __future__ import annotations

import shutil
from datetime import date
from zoneinfo import ZoneInfo

from rich.console import Console

from gongdao.interfaces.cli import bargains, desks, premises, report, scenes, stories
from gongdao.interfaces.cli.history import generator, reader
from gongdao.interfaces.cli.places import histories
from gongdao.interfaces.cli.replay import Replay

ZONE = ZoneInfo("Asia/Shanghai")
ENDS_ON = date(2026, 6, 30)


def run(*, orders: int, seed: int, console: Console) -> str:
    """Play a history of so many orders; what is there already is not played again. Returns its market."""
    slug = "demo" if orders == 20_000 and seed == 1 else f"demo-{orders}-{seed}"
    folder = histories() / slug
    if not folder.exists():
        with console.status("生成历史 making a history …"):
            # Whole or not at all: an interruption leaves no half history to be taken for one.
            draft = folder.with_name(f".{slug}")
            generator.write_history(
                draft, orders=orders, seed=seed, ends_on=ENDS_ON, progress=_quiet
            )
            shutil.rmtree(folder, ignore_errors=True)
            draft.rename(folder)
    history = reader.read(folder, zone=ZONE)
    played = Replay.of(history, slug=slug, ends_on=ENDS_ON)
    seconds = played.run(console=console)
    stories.prepare(played.cast, console=console)
    for setting in (premises, bargains, desks, scenes):
        setting.prepare(played.cast)
    report.show(
        slug, faults=history.faults, console=console, seconds=seconds, left_out=played.left_out
    )
    return slug


def _quiet(_: int) -> None:
    return None
