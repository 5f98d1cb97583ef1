"""Before the sale: a shop's words and prices are checked, mended, and open to whoever looks (S05, S06, S08)."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from typer.testing import CliRunner

from gongdao.interfaces.cli.prices import app as prices
from gongdao.kernel.money import cny
from gongdao.kernel.words import Words
from gongdao.stages.listings import actions as listings
from gongdao.stages.listings import queries, wording_checks
from gongdao.stages.rulebook import term_checks
from tests.builders import World

pytestmark = pytest.mark.django_db

TERMS = "商品售出，概不退换。\n本店拥有最终解释权。\n质量问题七日内退货，运费由本店承担。"


def said(title: str, price: str) -> listings.Said:
    return listings.Said(Words(title, "Toy car"), "toys", cny(price), cny("0.00"))


def test_a_shop_is_checked_mends_what_is_wrong_and_keeps_an_open_price_history(tmp_path):
    world = World.make(start="2026-03-01 09:00")
    merchant = world["merchant"]
    (row,) = listings.offer(
        offerings=[listings.Offering(merchant, world.now, said("国家级玩具汽车", "100.00"))]
    )

    # The words of the listing and of the shop's terms are found wanting, with article and repair.
    latest = queries.history(row.id, marketplace=world.market.id)[-1]
    (claim,) = wording_checks.check(latest, under=world.market.law)
    assert claim.claim.kind.article.en.startswith("Advertising Law")
    found = term_checks.check(TERMS, under="cn", on=world.now.date())
    assert [each.clause.kind.name for each in found] == [
        "excludes_remedies",
        "final_interpretation",
    ]

    # Both are mended with the wordings that were proposed, and nothing is found any more.
    listings.revise(by=merchant, listing=row.id, said=said("玩具汽车", "100.00"), at=world.now)
    latest = queries.history(row.id, marketplace=world.market.id)[-1]
    assert wording_checks.check(latest, under=world.market.law) == []
    mended = "\n".join(each.clause.kind.lawful_wording.zh for each in found)
    assert term_checks.check(mended, under="cn", on=world.now.date()) == []

    # The price is raised and then cut; whoever looks sees what it cost, and the lowest of thirty days.
    world.orders(row.id)
    listings.revise(by=merchant, listing=row.id, said=said("玩具汽车", "150.00"), at=world.now)
    listings.revise(by=merchant, listing=row.id, said=said("玩具汽车", "99.00"), at=world.now)
    page = Client().get(f"/listings/{row.id}", {"lang": "en"}).content.decode()
    assert "lowest of thirty days: ¥99.00" in page
    assert "¥150.00" in page

    # Announced as "was 150, now 99", the cut is measured against the history and does not stand.
    history = queries.history(row.id, marketplace=world.market.id)
    log = [
        {"item": row.id, "act": "offered", "at": v.since.isoformat(), "price": v.price_minor}
        for v in history
    ]
    log.append(log[0] | {"act": "sold"})
    (tmp_path / "log.jsonl").write_text("".join(json.dumps(each) + "\n" for each in log))
    offer = {"offer": "spring", "item": row.id, "on": "2026-03-02", "was": 15000, "now": 9900}
    (tmp_path / "offers.jsonl").write_text(json.dumps(offer) + "\n")
    ended = CliRunner().invoke(
        prices, ["check", str(tmp_path / "offers.jsonl"), str(tmp_path / "log.jsonl")]
    )
    assert [json.loads(line)["kind"] for line in ended.stdout.splitlines()] == [
        "reference_too_high"
    ]
