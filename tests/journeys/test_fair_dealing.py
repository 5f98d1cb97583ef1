"""A marketplace's own orders are compared: who pays more is found, with all that defends the finding (S07)."""

from __future__ import annotations

import csv
import io
import json
import random
from datetime import timedelta
from hashlib import sha256

import pytest
from typer.testing import CliRunner

from gongdao.interfaces.cli.prices import app as prices
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.parties import actions as parties
from gongdao.registers.parties import queries as who
from gongdao.stages.orders import actions as orders

pytestmark = pytest.mark.django_db

MARCH = {"since": "2026-03-01", "until": "2026-03-31"}
SPAN = "since=2026-03-01T00:00:00%2B08:00&until=2026-04-01T00:00:00%2B08:00"


@pytest.fixture
def officer(world, people):
    handle = parties.Enrolment("officer@gongdao", ("officer",))
    (party,) = parties.enrol(marketplace=world.market.id, people=[handle], at=world.now)
    world.people["officer"] = who.actor(party)
    return people("officer")


def bought(world, count, *, buyers=40):
    """So many orders of one piece, over ten hours, by returning and new buyers alike."""
    people = [parties.Enrolment(f"buyer{n}@gongdao", ("consumer",)) for n in range(buyers)]
    found = parties.enrol(marketplace=world.market.id, people=people, at=world.now)
    listing = world.offers("100.00")
    chance = random.Random(7)
    purchases = [
        orders.Purchase(
            who.actor(chance.choice(found)), world.now + timedelta(seconds=36_000 * n // count),
            (orders.Pick(listing),),
        )
        for n in range(count)
    ]  # fmt: skip
    placed = orders.place(market=world.market, purchases=purchases)
    world.advances(days=0.5)
    return listing, placed


def shown(listing, placed, *, price, excuse="", disclosed=False, seed=3):
    """Every other buyer with an iPhone; `price` says what each kind of device was shown."""
    chance = random.Random(seed)
    notes = []
    for order in placed:
        device = chance.choice(("ios", "android"))
        notes.append({
            "order": order.id, "listing": listing, "price_minor": price(device, chance),
            "channel": "app", "place": "31", "device": device,
            "membership": chance.choice(("member", "guest")),
            "excuse": excuse if device == "android" else "", "disclosed": disclosed,
        })  # fmt: skip
    return notes


def dearer_for_ios(device, chance):
    return 10_000 + chance.randint(-50, 50) + (400 if device == "ios" else 0)


def test_a_dearer_price_for_one_kind_of_device_is_found_and_can_be_worked_out_again(
    world, people, officer, tmp_path
):
    listing, placed = bought(world, 400)
    staff = people("platform")
    noted = staff.posts("/deals", {"notes": shown(listing, placed, price=dearer_for_ios)}, 201)
    assert noted == {"noted": 400}

    # The regulator looks: the group, how much, how sure, under which article, with examples.
    page = officer.sees("/platform/fairness", **MARCH)
    assert "Some pay more" in page
    assert "CPL Regulation art. 9.2" in page
    assert "iPhone or iPad" in page
    report = officer.gets(f"/fair-dealing?{SPAN}")
    assert report["unlawful"] == [{"trait": "device", "value": "ios"}]
    (ios,) = [c for c in report["compared"] if c["group"]["value"] == "ios"]
    assert ios["dearer"] > 100
    assert ios["adjusted"] < 1e-6
    assert 0.03 < ios["median"] < 0.05
    assert (report["orders"], report["deals"]) == (400, 400)
    assert report["otherwise_charged"] > 300

    # The input names no buyer and no order; its digest is in the report, and it gives the same answer again.
    served = officer.browser.get("/platform/fairness", MARCH | {"as": "csv"}).content
    assert sha256(served).hexdigest() == report["input_sha256"]
    rows = list(csv.DictReader(io.StringIO(served.decode())))
    assert set(rows[0]) == {
        "item",
        "at",
        "price",
        "channel",
        "place",
        "excuse",
        "device",
        "membership",
        "history",
    }
    assert not any(
        order.id in served.decode() or order.buyer in served.decode() for order in placed
    )
    (tmp_path / "deals.csv").write_bytes(served)
    ended = CliRunner().invoke(prices, [
        "compare", str(tmp_path / "deals.csv"), "--by", "device", "--by", "membership",
        "--by", "history", "--out", str(tmp_path / "report.json"),
    ])  # fmt: skip
    assert ended.exit_code == 0, ended.output
    again = json.loads((tmp_path / "report.json").read_text("utf-8"))
    same = ("deals", "excused", "compared", "unlawful", "method")
    assert {name: again[name] for name in same} == {name: report[name] for name in same}
    assert {row.act for row in evidence.about(placed[0].id)} == {"order.placed", "order.shown"}


@pytest.mark.parametrize("excuse", ["random", "custom"])
def test_an_offer_that_was_told_to_everybody_is_no_difference_and_a_secret_one_is(
    world, people, excuse
):
    listing, placed = bought(world, 300)
    staff, half = people("platform"), len(placed) // 2
    open_ones = shown(listing, placed[:half], price=dearer_for_ios, excuse=excuse, disclosed=True)
    staff.posts("/deals", {"notes": open_ones}, 201)

    report = staff.gets(f"/fair-dealing?{SPAN}")
    assert report["unlawful"] == []
    assert report["excused"] == sum(n["excuse"] == excuse for n in open_ones)

    secret = shown(listing, placed[half:], price=dearer_for_ios, excuse=excuse, disclosed=False)
    staff.posts("/deals", {"notes": secret}, 201)
    assert staff.gets(f"/fair-dealing?{SPAN}")["unlawful"] == [{"trait": "device", "value": "ios"}]


def test_a_new_users_offer_excuses_only_for_who_is_new_by_our_own_books(world, people):
    listing, placed = bought(world, 300, buyers=10)
    notes = shown(listing, placed, price=dearer_for_ios, excuse="new_user", disclosed=True)

    people("platform").posts("/deals", {"notes": notes}, 201)

    # Ten buyers are new once; the other orders say "new user" in vain.
    report = people("platform").gets(f"/fair-dealing?{SPAN}")
    assert report["excused"] <= 10
    assert report["unlawful"] == [{"trait": "device", "value": "ios"}]


def test_where_all_pay_alike_nothing_is_found_and_no_orders_are_no_finding(world, people):
    staff = people("platform")
    assert "Nothing is noted" in staff.sees("/platform/fairness", **MARCH)
    listing, placed = bought(world, 300)
    notes = shown(listing, placed, price=lambda _, chance: 10_000 + chance.randint(-50, 50))
    staff.posts("/deals", {"notes": notes}, 201)

    assert "No difference between comparable buyers was found" in staff.sees(
        "/platform/fairness", **MARCH
    )


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"channel": "fax"}, 422, "deal_unreal"),
        ({"device": "iPhone 17 Pro, serial 123"}, 422, "request_unreadable"),
        ({"device": "toaster"}, 422, "deal_unreal"),
        ({"place": "99"}, 422, "deal_unreal"),
        ({"price_minor": 0}, 422, "deal_unreal"),
        ({"price_minor": 10**18}, 422, "deal_unreal"),
        ({"price_minor": 1.5}, 422, "request_unreadable"),
        ({"listing": "lst_other"}, 404, "order_unknown"),
        ({"order": "ord_other"}, 404, "order_unknown"),
        ({"buyer": "pty_x"}, 422, "request_unreadable"),
    ],
)
def test_a_bad_note_undoes_its_batch_and_is_named(world, people, changed, status, code):
    listing, placed = bought(world, 3)
    good = shown(listing, placed, price=dearer_for_ios)
    staff = people("platform")

    said = staff.posts("/deals", {"notes": [good[0], good[1] | changed]}, status)

    assert said["code"] == code
    assert said.get("item", 1) == 1
    assert staff.gets(f"/fair-dealing?{SPAN}")["deals"] == 0


def test_what_was_shown_is_noted_once_in_time_and_by_the_platform(world, people):
    listing, placed = bought(world, 2)
    notes, staff = shown(listing, placed, price=dearer_for_ios), people("platform")

    assert people("merchant").posts("/deals", {"notes": notes}, 403)["code"] == "not_allowed"
    staff.posts("/deals", {"notes": notes[:1]}, 201)
    assert staff.posts("/deals", {"notes": notes[:1]}, 409)["code"] == "deal_noted"
    world.advances(days=2)
    assert staff.posts("/deals", {"notes": notes[1:]}, 409)["code"] == "deal_too_late"


@pytest.mark.parametrize(
    "query",
    [
        {"since": "2026-03-31", "until": "2026-03-01"},
        {"since": "x", "until": "y"},
        {"since": "2025-01-01", "until": "2026-03-01"},
    ],
)
def test_a_stretch_of_time_that_is_none_is_refused(people, query):
    assert "stretch of time is wrong" in people("platform").sees("/platform/fairness", **query)
    assert people("consumer").sees("/platform/fairness", 403)


def test_only_the_platform_and_the_officer_look(people, officer):
    assert officer.gets(f"/fair-dealing?{SPAN}")["unlawful"] == []
    for role in ("consumer", "merchant", "arbiter"):
        assert people(role).gets(f"/fair-dealing?{SPAN}", 403)["code"] == "not_allowed"
    wrong = "since=2026-03-02T00:00:00Z&until=2026-03-01T00:00:00Z"
    assert officer.gets(f"/fair-dealing?{wrong}", 422)["code"] == "span_wrong"
