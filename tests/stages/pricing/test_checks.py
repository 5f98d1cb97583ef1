"""What the sweep finds on a shelf, in China and in the Union: each fault, and its lawful neighbour."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongdao.law import book
from gongdao.stages.listings.models import Listing, Version
from gongdao.stages.listings.pricing import checks
from gongdao.stages.listings.pricing.models import Entry, Promotion
from tests.builders import at

NOW = at("2026-09-01 12:00")
CODE = "lst_01"


def days_ago(days):
    return NOW - timedelta(days=days)


def entry(act, days, price, *, freight=0, currency="CNY", audience=""):
    return Entry(
        id=int((200 - days) * 100), listing=CODE, channel="", audience=audience, act=act,
        currency=currency, price_minor=price, freight_minor=freight, at=days_ago(days),
    )  # fmt: skip


def shelf(*, price=8000, freight=0, currency="CNY", since=1.0, number=2, **said):
    facts = {"price_unit": "piece"} | said.pop("attributes", {})
    words = {"title_zh": "茶", "title_en": "Tea", "description_zh": "", "description_en": ""} | said
    return Version(
        listing=Listing(id=CODE, latest=number), number=number, currency=currency,
        price_minor=price, freight_minor=freight, attributes=facts, standard="1",
        since=days_ago(since), **words,
    )  # fmt: skip


def promotion(ref, *, begins, ends, state="over", **said):
    plain = {"kind": "reduction", "was_minor": None, "now_minor": 8000, "percent": None} | said
    return Promotion(
        id=ref, listing=CODE, currency="CNY", state=state, begins_at=days_ago(begins),
        ends_at=days_ago(ends), ended_at=days_ago(ends) if state == "over" else None, **plain,
    )  # fmt: skip


def found(version, log=(), promotions=(), *, under="cn", earlier=()):
    pack = book.pack(under)
    rows = checks.of_shelf(
        [version], list(log), list(promotions), {CODE: list(earlier)}, pack=pack, at=NOW
    )
    return [(each.code, each.field, each.article.en) for _, each in rows]


SOLD = [entry("offered", 60, 10000), entry("sold", 3, 10000), entry("offered", 1, 8000)]


@pytest.mark.parametrize(
    ("said", "log", "expected"),
    [
        ({"attributes": {"reference_price": "100"}}, SOLD, []),
        (
            {"attributes": {"reference_price": "120"}}, SOLD,
            [("fictitious_price", "reference_price", "Price Fraud Rules art. 19")],
        ),
        (
            {"attributes": {"reference_price": "120"}}, [entry("offered", 90, 12000), *SOLD],
            [("never_sold", "reference_price", "Price Fraud Rules art. 17.2")],
        ),
        (
            {"attributes": {"reference_price": "120"}}, [entry("sold", 90, 12000), *SOLD],
            [("reference_too_high", "reference_price", "Price Fraud Rules art. 16.2")],
        ),
        (
            {"attributes": {"reference_price": "150"}},
            [
                entry("offered", 60, 10000), entry("offered", 5, 15000), entry("sold", 4, 15000),
                entry("offered", 1, 8000),
            ],
            [("raised_before_cut", "reference_price", "Price Fraud Rules art. 17.1")],
        ),
        (
            {"attributes": {"reference_price": "100"}, "price": 10000}, SOLD,
            [("no_reduction", "reference_price", "Price Fraud Rules art. 19")],
        ),
        ({"description_zh": "原价100元，现在80。"}, SOLD, []),
        (
            {"description_zh": "好茶。原价130元，现在80。"}, SOLD,
            [("fictitious_price", "description_zh", "Price Fraud Rules art. 19")],
        ),
        ({"title_zh": "茶 全国包邮"}, SOLD, []),
        ({"title_zh": "茶 满99元包邮", "freight": 800}, SOLD, []),
        (
            {"title_zh": "茶 全国包邮", "freight": 800}, SOLD,
            [("false_free_delivery", "title_zh", "Price Fraud Rules art. 19")],
        ),
        ({"description_zh": "无需另付运费"}, SOLD, []),
        (
            {"description_zh": "下单后须另付包装费"}, SOLD,
            [("hidden_charge", "description_zh", "Price Fraud Rules art. 8")],
        ),
        (
            {"description_zh": "默认勾选运费险"}, SOLD,
            [("ticked_in_advance", "description_zh", "ECL art. 19")],
        ),
        (
            {"title_zh": "限时特价 茶"}, SOLD,
            [("countdown_unfounded", "title_zh", "Promotion Rules art. 20")],
        ),
        (
            {"attributes": {"price_unit": ""}}, SOLD,
            [("unit_missing", "price_unit", "Price Fraud Rules art. 7.1")],
        ),
        (
            {}, [entry("offered", 9, 8000, freight=500), entry("sold", 8, 8000, freight=500)], [],
        ),
        (
            {}, [entry("offered", 9, 8000, freight=500), entry("sold", 8, 8000, freight=501)],
            [("charged_above", "freight", "Price Fraud Rules art. 8")],
        ),
    ],
)  # fmt: skip
def test_a_listing_in_china(said, log, expected):
    assert found(shelf(**said), log) == expected


EUROS = [
    entry("offered", 60, 10000, currency="EUR"),
    entry("offered", 20, 9000, currency="EUR"),
    entry("offered", 10, 9500, currency="EUR"),
    entry("offered", 1, 8000, currency="EUR"),
]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"attributes": {"reference_price": "90"}}, []),
        (
            {"attributes": {"reference_price": "95"}},
            [("reference_too_high", "reference_price", "PID art. 6a")],
        ),
        (
            {"description_en": "was €100, now €80"},
            [("reference_too_high", "description_en", "PID art. 6a")],
        ),
        (
            {"title_en": "Tea, free shipping", "freight": 300},
            [("false_free_delivery", "title_en", "UCPD art. 6")],
        ),
        (
            {"description_en": "An extra packaging charge applies."},
            [("hidden_charge", "description_en", "CRD art. 6.6")],
        ),
        (
            {"description_en": "Insurance is pre-selected."},
            [("ticked_in_advance", "description_en", "CRD art. 6.6")],
        ),
        ({"title_en": "Tea, today only"}, [("countdown_unfounded", "title_en", "UCPD art. 5")]),
        (
            {"attributes": {"net_content": "500 g"}},
            [("unit_missing", "price_unit", "PID art. 3")],
        ),
        ({"attributes": {"net_content": "500 g", "unit_price": "160.00 / kg"}}, []),
    ],
)
def test_a_listing_in_the_union(said, expected):
    assert found(shelf(currency="EUR", **said), EUROS, under="eu") == expected


def test_a_comparison_begins_with_the_first_version_that_made_it():
    """A month after a true reduction the price now is the lowest of seven days: that makes it no lie."""
    log = [entry("offered", 90, 10000), entry("sold", 41, 10000), entry("offered", 40, 8000)]
    log += [entry("sold", 2, 8000)]
    facts = {"attributes": {"reference_price": "100"}}
    began = shelf(since=40.0, number=1, **facts)

    assert found(shelf(since=1.0, description_zh="新文案", **facts), log, earlier=[began]) == []
    codes = {code for code, *_ in found(shelf(since=1.0, **facts), log)}
    assert codes == {"reference_too_high", "no_reduction"}


@pytest.mark.parametrize(
    ("again", "restarted"),
    [
        ({"begins": 5, "now_minor": 8000}, True),
        ({"begins": 3, "now_minor": 8100}, True),
        ({"begins": 2.9, "now_minor": 8000}, False),  # more than a week after the end
        ({"begins": 5, "now_minor": 7900}, False),
        ({"begins": 5, "now_minor": 8000, "audience": "members", "conditions": "会员"}, False),
    ],
)
def test_a_countdown_that_began_again(again, restarted):
    first = promotion("prm_1", begins=12, ends=10, countdown=True)
    second = promotion("prm_2", ends=1, **again)

    codes = [code for code, *_ in found(shelf(), SOLD, [first, second])]
    assert ("countdown_restarted" in codes) is restarted


def test_a_price_above_the_one_promised_while_it_runs():
    running = promotion("prm_1", begins=1, ends=-2, state="running", was_minor=10000)

    assert found(shelf(attributes={"reference_price": "100"}), SOLD, [running]) == []
    assert found(shelf(price=8500), SOLD, [running]) == [
        ("promise_broken", "prm_1.now", "Price Fraud Rules art. 19")
    ]


def test_a_promotion_that_ended_and_did_not():
    over = promotion("prm_1", begins=6, ends=4, was_minor=10000)
    log = [
        entry("offered", 60, 10000), entry("sold", 10, 10000), entry("offered", 6, 8000),
        entry("offered", 2.5, 8000), entry("offered", 1, 8000),
    ]  # fmt: skip

    assert ("went_on", "prm_1.was", "Price Fraud Rules art. 19") in found(shelf(), log, [over])


def test_where_the_law_was_silent_nothing_is_said():
    rows = checks.of_shelf(
        [shelf(title_zh="茶 全国包邮", freight=800)], [], [], {},
        pack=book.pack("cn"), at=at("2020-01-01 12:00"),
    )  # fmt: skip
    assert rows == []
