"""The prepared stories: whole or not at all, however often they are interrupted."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from gongdao.interfaces.cli import replay, stories
from gongdao.interfaces.cli.history import generator, reader
from gongdao.stages.orders import queries as orders

pytestmark = pytest.mark.django_db
QUIET = Console(quiet=True)


def test_a_story_that_was_interrupted_is_told_again_from_its_beginning(tmp_path, monkeypatch):
    ends = date(2026, 6, 30)
    generator.write_history(tmp_path, orders=5, seed=1, ends_on=ends, progress=lambda _: None)
    history = reader.read(tmp_path, zone=ZoneInfo("Asia/Shanghai"))
    played = replay.Replay.of(history, slug="told", ends_on=ends)
    played.run(console=QUIET)
    start, calls = stories.escrow.start, []

    class Struck(Exception):
        pass

    def strikes(**said):
        calls.append(1)
        if len(calls) % 3 == 2:
            raise Struck
        return start(**said)

    monkeypatch.setattr(stories.escrow, "start", strikes)
    for _ in range(20):
        try:
            stories.prepare(played.cast, console=QUIET)
            break
        except Struck:
            continue

    told = orders.by_external(played.cast.market.id, stories.STORIES)
    assert set(told) == set(stories.STORIES)
    assert {order.state for order in told.values()} == {"bound"}
