"""The main job: a history through the very actions of a click, interrupted, resumed, nothing doubled."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from gongdao.interfaces.cli import proving, replay
from gongdao.interfaces.cli.history import generator, reader
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.ledger import queries as ledger
from gongdao.stages.disputes import queries as disputes
from gongdao.stages.orders import queries as orders

ZONE = ZoneInfo("Asia/Shanghai")
ENDS = date(2026, 6, 30)
QUIET = Console(quiet=True)
SHARED = Path(os.environ.get("GONGDAO_SHARED", Path(__file__).parents[3] / "shared"))
OLIST = SHARED / "data" / "orders_olist_format"


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    """Orders with something to argue about: settled, decided and returned ones, and some in peace."""
    folder = tmp_path_factory.mktemp("history")
    generator.write_history(folder, orders=2_500, seed=5, ends_on=ENDS, progress=lambda _: None)
    read = reader.read(folder, zone=ZONE)
    settled = [o for o in read.orders if any(e.kind == "merchant_settles" for e in o.events)]
    chosen = {order.id for order in (*settled[:40], *read.orders[:80])}
    return replace(read, orders=[order for order in read.orders if order.id in chosen])


def books(slug):
    from gongdao.registers.parties import queries as parties

    market = parties.marketplace(slug).id
    ends = disputes.outcomes(market), disputes.articles(market)
    return ledger.moved(market), duties.outcomes(market), orders.count(market), ends


@pytest.mark.django_db
def test_an_interrupted_replay_goes_on_and_ends_like_one_in_peace(history, monkeypatch):
    replay.Replay.of(history, slug="peace", ends_on=ENDS).run(console=QUIET)

    class Struck(Exception):
        pass

    days = 0
    play = replay.Replay._play

    def strikes(self, when):
        nonlocal days
        days += 1
        if days % 4 == 0:
            raise Struck
        play(self, when)

    monkeypatch.setattr(replay.Replay, "_play", strikes)
    for _ in range(400):
        try:
            replay.Replay.of(history, slug="struck", ends_on=ENDS).run(console=QUIET)
            break
        except Struck:
            continue

    assert days > 200
    assert books("peace") == books("struck")
    assert books("peace")[2] == len(history.orders) > 100
    assert any("settled" in outcome for outcome in books("peace")[3][0])
    from gongdao.registers.parties import queries as parties

    market = parties.marketplace("struck").id
    assert proving.ledger_is_whole(market, QUIET)
    assert proving.clocks_are_whole(market, QUIET)
    assert evidence.pending(market) == 0


@pytest.mark.django_db
def test_orders_of_the_public_layout_are_replayed():
    if not OLIST.exists():
        pytest.skip(f"NO OLIST DATA at {OLIST}: the replay of foreign data is not tested")
    read = reader.read(OLIST, zone=ZONE)
    assert len(read.orders) + len(read.faults) >= 22_000
    played = replay.Replay.of(read, slug="olist", ends_on=ENDS, limit=150)
    played.run(console=QUIET)

    moved, outcomes, count, _ = books("olist")
    assert count == 150
    assert ("release", "CNY") in moved
    assert not [row for row in outcomes if row[1] == "open"]
    assert proving.ledger_is_whole(played.cast.market.id, QUIET)


def test_the_same_seed_writes_the_same_bytes_and_another_does_not(tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        generator.write_history(
            tmp_path / name, orders=50, seed=seed, ends_on=ENDS, progress=lambda _: None
        )
    same = [(tmp_path / n / "olist_orders_dataset.csv").read_bytes() for n in "abc"]
    assert same[0] == same[1] != same[2]


def test_a_generated_history_is_calibrated_to_the_published_figures(tmp_path):
    generator.write_history(tmp_path, orders=8_000, seed=3, ends_on=ENDS, progress=lambda _: None)
    read = reader.read(tmp_path, zone=ZONE)
    came = [o for o in read.orders if o.delivered_at]
    late = sum(o.delivered_at.date() > o.estimated_on for o in came) / len(came)
    days = sorted((o.delivered_at - o.purchased_at).days for o in came)
    prices = sorted(i.price_minor for o in read.orders for i in o.items)
    fives = sum(o.review.score == 5 for o in came if o.review) / len([o for o in came if o.review])

    assert not read.faults
    assert len(came) / len(read.orders) == pytest.approx(0.97, abs=0.01)
    assert late == pytest.approx(0.08, abs=0.02)
    assert days[len(days) // 2] in (9, 10)
    assert prices[len(prices) // 2] == pytest.approx(7_500, rel=0.08)
    assert fives == pytest.approx(0.58, abs=0.03)


GOOD = "a,c,delivered,2026-01-01 10:00:00,2026-01-01 11:00:00,2026-01-02 10:00:00,2026-01-05 10:00:00,2026-01-20 00:00:00"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (GOOD.replace("a,c", "a,nobody"), "customer_unknown"),
        (GOOD.replace("2026-01-05", "2025-12-31"), "time_backwards"),
        (GOOD.replace("2026-01-01 10", "yesterday 10"), "date_unreadable"),
        (GOOD.replace("2026-01-01 10:00:00", ""), "date_missing"),
        ("a,c,deliv", "row_cut"),
        (GOOD + "\n" + GOOD, "order_twice"),
        (GOOD.replace("a,c", "b,c"), "no_items"),
    ],
)
def test_bad_rows_are_listed_with_the_reason_and_good_ones_land(tmp_path, row, code):
    write(tmp_path, orders=[row, GOOD.replace("a,c", "z,c")])
    read = reader.read(tmp_path, zone=ZONE)

    assert code in {fault.code for fault in read.faults}
    assert "z" in {order.id for order in read.orders}


@pytest.mark.parametrize(
    ("price", "code"),
    [("-5", "amount_unreadable"), ("0", "price_zero"), ("1e99", "amount_unreadable")],
)
def test_absurd_prices_are_left_out(tmp_path, price, code):
    write(tmp_path, orders=[GOOD], price=price)
    read = reader.read(tmp_path, zone=ZONE)
    assert code in {fault.code for fault in read.faults}
    assert not read.orders


def test_a_missing_file_or_column_is_refused_by_name(tmp_path):
    with pytest.raises(Refusal) as refused:
        reader.read(tmp_path, zone=ZONE)
    assert refused.value.code == "file_missing"
    write(tmp_path, orders=[GOOD])
    (tmp_path / "olist_sellers_dataset.csv").write_text("name\ns\n")
    with pytest.raises(Refusal) as refused:
        reader.read(tmp_path, zone=ZONE)
    assert "seller_id" in refused.value.sentence.zh


def write(folder, *, orders, price="9.90"):
    files = {
        "olist_orders_dataset.csv": [
            ("order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,"
            "order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date"),
            *orders,
        ],
        "olist_order_items_dataset.csv": [
            "order_id,product_id,seller_id,price,freight_value",
            f"a,p,s,{price},0", "z,p,s,9.90,0" if price == "9.90" else f"z,p,s,{price},0",
        ],
        "olist_order_payments_dataset.csv": ["order_id,payment_type,payment_value", "a,card,9.90", "z,card,9.90"],
        "olist_customers_dataset.csv": ["customer_id,customer_unique_id", "c,person"],
        "olist_sellers_dataset.csv": ["seller_id", "s"],
    }  # fmt: skip
    for name, lines in files.items():
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
