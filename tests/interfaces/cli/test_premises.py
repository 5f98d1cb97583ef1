"""The demo's scene before any sale: set once, and found at the public pages."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from rich.console import Console

from gongdao.interfaces.cli import bargains, desks, premises, proving, replay, scenes
from gongdao.interfaces.cli.history import generator, reader
from gongdao.registers.duties import queries as duties
from gongdao.stages.listings import queries as listings

pytestmark = pytest.mark.django_db


def test_the_scene_is_set_once_and_open_to_all(tmp_path):
    ends = date(2026, 6, 30)
    generator.write_history(tmp_path, orders=5, seed=1, ends_on=ends, progress=lambda _: None)
    history = reader.read(tmp_path, zone=ZoneInfo("Asia/Shanghai"))
    played = replay.Replay.of(history, slug="scene", ends_on=ends)
    played.run(console=Console(quiet=True))

    for _ in range(2):
        premises.prepare(played.cast)
        scenes.prepare(played.cast)

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


def test_something_is_under_way_in_every_room_and_the_books_are_whole(tmp_path):
    ends = date(2026, 6, 30)
    generator.write_history(tmp_path, orders=5, seed=1, ends_on=ends, progress=lambda _: None)
    history = reader.read(tmp_path, zone=ZoneInfo("Asia/Shanghai"))
    played = replay.Replay.of(history, slug="rooms", ends_on=ends)
    played.run(console=Console(quiet=True))
    market, now = played.cast.market.id, played.cast.now()

    for setting in (bargains, desks, scenes):
        setting.prepare(played.cast)
    before = duties.open_counts(market)
    for setting in (bargains, desks, scenes):
        setting.prepare(played.cast)

    assert duties.open_counts(market) == before
    assert {
        "take_back",
        "parts",
        "help_answer",
        "recall_plan",
        "renewal_notice",
        "application_review",
        "listing_review",
        "report_triage",
        "report_check",
        "condition_ruling",
        "break_explanation",
        "chargeback_answer",
        "opening",
        "acceptance",
        "promotion_end",
    } <= {kind for kind, _ in before}
    assert all(
        due.due_at >= now for due in duties.open_of(played.cast.staff["demo-merchant"].party)
    )
    quiet = Console(quiet=True)
    assert proving.clocks_are_whole(market, quiet)
    assert proving.ledger_is_whole(market, quiet)
