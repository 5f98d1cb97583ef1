"""The demo's scene before any sale: set once, and found at the public pages."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from rich.console import Console

from gongdao.interfaces.cli import premises, proving, replay
from gongdao.interfaces.cli.history import generator, reader
from gongdao.stages.listings import queries as listings

pytestmark = pytest.mark.django_db


def test_the_scene_is_set_once_and_open_to_all(tmp_path):
    ends = date(2026, 6, 30)
    generator.write_history(tmp_path, orders=5, seed=1, ends_on=ends, progress=lambda _: None)
    history = reader.read(tmp_path, zone=ZoneInfo("Asia/Shanghai"))
    played = replay.Replay.of(history, slug="scene", ends_on=ends)
    played.run(console=Console(quiet=True))

    premises.prepare(played.cast)
    premises.prepare(played.cast)

    rice = listings.by_external(played.cast.market.id, ["premises-rice"])["premises-rice"]
    merchant = played.cast.staff["demo-merchant"].party
    pages = {
        "/rules": "open for comments",
        "/rules/platform-rules/1": "协商十天太长",
        f"/shops/{merchant}/terms": "2 clauses bind nobody",
        f"/listings/{rice}": "Huaxia Certification",
        "/certificates": "CNCA-R-DEMO",
    }
    for path, said in pages.items():
        response = Client(headers={"accept-language": "en"}).get(path)
        assert response.status_code == 200, path
        assert said in response.content.decode(), path
    assert proving.clocks_are_whole(played.cast.market.id, Console(quiet=True))
