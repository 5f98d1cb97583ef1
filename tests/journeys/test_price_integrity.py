"""Price integrity from the first price to the proof in a stranger's hand: pages, API, command line."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from gongdao.interfaces.cli.prices import app
from gongdao.interfaces.jobs.tasks import sweep_all
from gongdao.interfaces.promotions import our_key
from gongdao.kernel.money import cny
from gongdao.kernel.words import Words
from gongdao.registers.parties.models import Marketplace
from gongdao.stages.listings import actions as listings
from gongdao.stages.listings.pricing import proof
from tests.journeys.conftest import Person

HERE = ["--market", "gongdao"]
MINE = [*HERE, "--merchant", "merchant@gongdao"]


@pytest.fixture
def sold(world):
    """Toy cars that were asked and paid at 225 yesterday."""
    listing = world.offers("225.00", freight="10.00")
    world.orders(listing)
    world.advances(days=1)
    return listing


def form(world, listing, **said):
    """What the merchant types: a reduction from 225 to 199, for three days from now on."""
    until = (world.now + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    plain = {"listing": listing, "kind": "reduction", "was": "225", "now": "199", "ends_at": until}
    return plain | said


def body(world, listing, **said):
    """The same as a program sends it."""
    fen = {"currency": "CNY", "minor": 22500}
    plain = {
        "listing": listing, "kind": "reduction", "was": fen, "now": fen | {"minor": 19900},
        "begins_at": (world.now + timedelta(days=1)).isoformat(),
        "ends_at": (world.now + timedelta(days=4)).isoformat(), "countdown": True,
    }  # fmt: skip
    return plain | said


def test_a_promotion_from_the_form_to_the_buyers_receipt(world, people, sold):
    merchant, buyer = people("merchant"), people("consumer")
    shop = Person(world, "merchant", language="zh")

    assert "Announce one" in merchant.sees("/promotions")
    again = shop.does("/promotions/announce", 409, **form(world, sold, was="299"))
    assert "从未标过，也从未成交过" in again
    assert 'value="299"' in again, "what was typed stays"
    english = merchant.does("/promotions/announce", 409, **form(world, sold, was="299"))
    assert "was never asked nor paid" in english.replace("is shown as before, and ", "")
    merchant.does("/promotions/announce", **form(world, sold, countdown="on", basis="earlier"))

    page = buyer.sees(f"/listings/{sold}")
    assert "<del>¥225.00</del> <strong>¥199.00</strong>" in page
    assert "a price it was sold at before" in page
    assert 'class="band"' in page
    assert "shown as before ¥225.00" in page
    chinese = Person(world, "consumer", language="zh").sees(f"/listings/{sold}")
    assert "划线价 ¥225.00" in chinese
    assert "原价依据：此前成交价" in chinese
    assert world.orders(sold).goods_minor == 19900

    world.advances(days=3)
    assert "<del>" not in buyer.sees(f"/listings/{sold}").split("</section>")[0]
    assert "over" in merchant.sees("/promotions")
    assert world.orders(sold).goods_minor == 22500


def test_the_log_and_the_proof_are_everybodys(world, people, sold, tmp_path):
    merchant, stranger = people("merchant"), people("stranger")
    made = merchant.posts("/promotions", body(world, sold), status=201)
    assert made["state"] == "announced"
    assert [duty["kind"] for duty in made["duties"]] == ["promotion_begin"]
    stranger.gets(f"/promotions/{made['id']}", status=404)
    assert people(None).sees(f"/promotions/{made['id']}/proof.json", 404)

    world.advances(days=1.5)
    assert stranger.gets(f"/promotions/{made['id']}")["state"] == "running"
    first = stranger.gets(f"/listings/{sold}/prices?limit=2")
    rest = stranger.gets(f"/listings/{sold}/prices?after={first['next']}")
    log = first["data"] + rest["data"]
    assert [(row["act"], row["price"]["minor"], row["promotion"]) for row in log] == [
        ("offered", 22500, ""), ("sold", 22500, ""), ("offered", 19900, made["id"]),
    ]  # fmt: skip
    assert not rest["has_more"]

    file = stranger.gets(f"/promotions/{made['id']}/proof")
    assert file["proof"]["highest_lawful"] == 22500
    assert proof.faults(file, trusted=our_key()) == []
    kept = tmp_path / "proof.json"
    kept.write_text(
        people(None).browser.get(f"/promotions/{made['id']}/proof.json").content.decode()
    )
    run = CliRunner()
    assert run.invoke(app, ["verify", str(kept)]).exit_code == 0
    kept.write_text(kept.read_text().replace('"price": 22500', '"price": 29900', 1))
    ended = run.invoke(app, ["verify", str(kept)])
    assert ended.exit_code == 1
    assert "signature_wrong" in ended.output
    kept.write_text("[" * 100_000)
    assert "format_unknown" in run.invoke(app, ["verify", str(kept)]).output


def test_announced_withdrawn_and_ended_early_at_the_api(world, people, sold):
    merchant = people("merchant")
    first = merchant.posts("/promotions", body(world, sold), status=201)["id"]
    assert merchant.posts("/promotions", body(world, sold), 409)["code"] == "promotion_overlaps"
    assert merchant.posts(f"/promotions/{first}/withdraw")["state"] == "withdrawn"
    now = body(world, sold, begins_at=world.now.isoformat())
    second = merchant.posts("/promotions", now, status=201)
    assert second["state"] == "running"
    assert merchant.posts(f"/promotions/{second['id']}/withdraw", status=409)
    assert merchant.posts(f"/promotions/{second['id']}/end")["state"] == "over"
    ids = [row["id"] for row in merchant.gets("/promotions")["data"]]
    assert ids == [second["id"], first]
    assert people("stranger").posts(f"/promotions/{first}/end", status=404)
    refused = merchant.posts(
        "/promotions", body(world, sold, now={"currency": "CNY", "minor": 22500}), 422
    )
    assert (refused["code"], refused["cites"]) == (
        "promotion_unlawful",
        "Price Fraud Rules art. 19",
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_at": "tomorrow"},
        {"ends_at": 1},
        {"ends_at": "2026-03-04T09:00:00"},
        {"begins_at": "0001-01-01T00:00:00Z", "ends_at": "0001-01-02T00:00:00Z"},
        {"ends_at": "9999-12-31T23:59:59Z"},
        {"now": {"currency": "CNY", "minor": 10**18}},
        {"now": {"currency": "EUR", "minor": 100}},
        {"now": {"currency": "CNY", "minor": 1.5}},
        {"percent": -1},
        {"kind": "lottery"},
        {"listing": "lst_x"},
        {"conditions": "\u202e" * 500},
        {"unheard": 1},
    ],
)
def test_bad_input_is_a_problem_and_never_a_crash(world, people, sold, wrong):
    merchant = people("merchant")
    headers = merchant._headers() | {"idempotency-key": "bad"}
    answer = merchant.browser.post(
        "/api/v1/promotions", json.dumps(body(world, sold) | wrong),
        content_type="application/json", headers=headers,
    )  # fmt: skip
    assert answer.status_code in (404, 422), answer.content.decode()
    assert answer.json()["code"]


@pytest.mark.parametrize(
    "typed",
    [
        {"ends_at": ""},
        {"ends_at": "x" * 4000},
        {"was": "-1"},
        {"was": "10" * 12},
        {"now": "1,99"},
        {"percent": "half"},
        {"listing": "x"},
        {"kind": "x"},
        {"begins_at": "2026-13-01T00:00"},
    ],
)
def test_a_form_filled_in_badly_comes_back_with_a_sentence(world, people, sold, typed):
    page = people("merchant").does("/promotions/announce", 409, **(form(world, sold) | typed))
    assert 'role="alert"' in page


def test_a_log_from_elsewhere_lands_at_both_doors(world, people, sold, tmp_path):
    def told(days, act="offered", **said):
        at = (world.now - timedelta(days=days)).isoformat()
        return {"item": sold, "act": act, "at": at, "price_minor": 30000} | said

    rows = [told(9), told(8), told(10), told(1, act="x"), told(-1), told(1, item="?"), told(1)]
    said = people("merchant").posts("/price-logs", {"channel": "tmall", "rows": rows})
    assert (said["landed"], said["known"]) == (3, 0)
    assert [(bad["row"], bad["code"]) for bad in said["bad"]] == [
        (2, "price_log_backwards"), (3, "act_unknown"), (4, "at_in_future"), (5, "item_unknown"),
    ]  # fmt: skip
    log = people("stranger").gets(f"/listings/{sold}/prices")["data"]
    assert [row["imported"] for row in log] == [False, False, True, True, True]
    assert people("consumer").posts("/price-logs", {"channel": "tmall", "rows": rows}, 403)

    file = tmp_path / "log.csv"
    lines = [f"{r['item']},{r['act']},{r['at']},{r['price_minor']}" for r in rows]
    file.write_text("\n".join(["item,act,at,price", *lines]))
    run = CliRunner().invoke(app, ["import", str(file), "--channel", "jd", *MINE])
    assert run.exit_code == 2, run.exception
    assert "3 行入账" in run.stdout
    assert "Row 3 of log.csv lies before" in run.stderr
    again = CliRunner().invoke(app, ["import", str(file), "--channel", "jd", *MINE])
    assert "0 行入账 rows landed · 3 行已有 known" in again.stdout

    # What was told of elsewhere is no reference here.
    no = people("merchant").posts(
        "/promotions", body(world, sold, was={"currency": "CNY", "minor": 30000}), 422
    )
    assert no["code"] == "promotion_unlawful"


def test_the_sweep_names_each_fault_where_it_is_and_its_merchant_mends_it(world, people, sold):
    merchant, platform = people("merchant"), people("platform")
    lies = listings.Said(
        Words("玩具汽车 全国包邮", "Toy car"), "toys", cny("200"), cny("10"),
        description_zh="限时特价！原价399元。下单后须另付包装费。",
        attributes={"reference_price": "500"},
    )  # fmt: skip
    listings.revise(by=world["merchant"], listing=sold, said=lies, at=world.now)

    said = platform.posts("/price-sweeps", {})
    assert said == {"read": 1, "found": 5, "next": None}
    assert platform.posts("/price-sweeps", {})["found"] == 0, "what is known is not found again"
    assert people("merchant").posts("/price-sweeps", {}, 403)
    page = platform.sees(f"/reviews/{sold}")
    for quote in ("全国包邮", "限时特价", "原价399", "须另付包装费", "500"):
        assert quote in page
    assert "Price Fraud Rules art. 8" in page
    assert sold in platform.sees("/reviews")
    assert "从未标过" in Person(world, "platform", language="zh").sees(f"/reviews/{sold}")

    honest = listings.Said(Words("玩具汽车", "Toy car"), "toys", cny("200"), cny("10"))
    listings.revise(by=world["merchant"], listing=sold, said=honest, at=world.now)
    platform.does("/promotions/sweep")
    assert sold not in platform.sees("/reviews")
    assert merchant.sees(f"/listings/{sold}")
    swept = CliRunner().invoke(app, ["sweep", *HERE])
    assert "1 件商品 listings · 0 处新问题" in swept.output


def test_live_marketplaces_are_swept_every_night(world, sold):
    said = listings.Said(Words("玩具汽车 包邮", "Toy car"), "toys", cny("200"), cny("10"))
    listings.revise(by=world["merchant"], listing=sold, said=said, at=world.now)
    assert sweep_all(world.now) == 0, "a sandbox is swept when somebody asks"
    Marketplace.objects.filter(pk=world.market.id).update(mode="live", clock_at=None)
    assert sweep_all(world.now) == 1


def test_announced_and_proved_at_the_command_line(world, sold, tmp_path):
    run, ends = CliRunner(), (world.now + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M%z")
    made = run.invoke(
        app, ["announce", sold, "--now", "180", "--was", "225", "--ends", ends, *MINE]
    )
    assert made.exit_code == 0, made.exception
    ref, state = made.output.split()
    assert state == "running"
    out = tmp_path / "p.json"
    assert run.invoke(app, ["prove", ref, "-o", str(out), *HERE]).exit_code == 0
    assert run.invoke(app, ["verify", str(out)]).exit_code == 0
    assert run.invoke(app, ["verify", str(out), "--key", "0" * 64]).exit_code == 1
