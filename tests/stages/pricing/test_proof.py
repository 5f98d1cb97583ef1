"""The proof of a promotion: it follows from its own rows, and no change to it goes unseen."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongdao.law import book
from gongdao.registers.evidence.heads import SigningKey
from gongdao.stages.listings.pricing import proof, references
from tests.builders import at
from tests.stages.pricing.test_checks import entry, promotion

NOW = at("2026-09-01 12:00")
KEY = SigningKey(b"k" * 32)
LOG = [
    entry("offered", 60, 12000), entry("sold", 40, 12000), entry("offered", 20, 10000),
    entry("sold", 6, 10000), entry("sold", 5.99, 11000), entry("sold", 5.98, 10500),
]  # fmt: skip


def plain(**said):
    words = dict.fromkeys(
        ("audience", "basis", "basis_words", "gift", "gift_listing", "conditions"), ""
    )
    return promotion(
        "prm_1", begins=3, ends=-2, state="running", marketplace="mkt", **words | {"was_minor": 10000} | said
    )  # fmt: skip


def made(row=None, log=LOG, under="cn"):
    said = proof.made(row or plain(), log, pack=book.pack(under), at=NOW)
    # Whoever gets the file reads it as JSON.
    return json.loads(json.dumps(proof.signed(said, key=KEY)))


def test_it_lists_the_rows_and_the_laws_working():
    file = made()
    said = file["proof"]

    assert proof.faults(file, trusted=KEY.id) == []
    assert said["told"]["lowest_sold"] == said["highest_lawful"] == 10000
    assert said["findings"] == []
    assert [row["price"] for row in said["log"]] == [12000, 12000, 10000, 10000, 11000, 10500]
    applied = [reason["cites"] for reason in said["working"] if reason["applied"]]
    assert applied == ["Price Fraud Rules art. 16.2"]


def test_an_unlawful_one_says_so_in_its_own_proof():
    (finding,) = made(plain(was_minor=11500))["proof"]["findings"]
    assert finding["code"] == "reference_too_high"
    assert finding["field"] == "prm_1.was"


def test_in_the_union_the_lowest_asked_in_thirty_days_counts():
    log = [entry("offered", 60, 12000, currency="EUR"), entry("offered", 20, 9000, currency="EUR")]
    row = plain(was_minor=9000, percent=11)
    row.currency = "EUR"
    said = made(row, log, under="eu")["proof"]
    assert (said["highest_lawful"], said["findings"]) == (9000, [])
    assert said["working"][0]["cites"] == "PID art. 6a"


CHANGES = {
    "a price in the log": lambda f: f["proof"]["log"][3].update(price=10001),
    "a row left out": lambda f: f["proof"]["log"].pop(3),
    "the price before": lambda f: f["proof"]["promotion"].update(was_minor=12000),
    "the findings": lambda f: f["proof"]["findings"].append({}),
    "what is lawful": lambda f: f["proof"].update(highest_lawful=12000),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_seen_even_by_who_signs_it_again(change):
    file = made()
    change(file)
    seen = proof.faults(file)
    assert "signature_wrong" in seen

    forged = proof.signed(file["proof"], key=SigningKey(b"f" * 32))
    assert proof.faults(forged, trusted=KEY.id)[0] == "key_unknown"
    assert len(proof.faults(forged)) == len(seen) - 1


@pytest.mark.parametrize(
    "file", [None, [], {}, "x", {"proof": {}}, {"proof": {"format": "x"}, "public": "zz"}]
)
def test_what_is_no_proof(file):
    assert proof.faults(file) == ["format_unknown"]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(3, 100), st.integers(1, 300), st.sampled_from(["offered", "sold"])),
        max_size=60, unique_by=lambda r: round(r[0], 2),
    )
)  # fmt: skip
def test_the_rows_that_are_listed_decide_like_all_of_them(said):
    pack = book.pack("cn")
    log = sorted((entry(act, days, price) for days, price, act in said), key=lambda e: e.at)
    reference = references.of_promotion(plain(), pack=pack)
    listed = proof.deciding(log, pack=pack)

    assert references.told(reference, listed, pack=pack) == references.told(
        reference, log, pack=pack
    )
    assert proof.faults(made(log=log)) == []


def test_a_proof_stays_small_however_much_was_sold():
    log = [entry("offered", 50, 10000)] + [
        entry("sold", 4 + n / 10000, 10000 + n % 7) for n in range(10_000)
    ]
    file = made(log=log)
    assert file["proof"]["sold_in_all"] == 10_000
    assert len(file["proof"]["log"]) < 10
    assert proof.faults(copy.deepcopy(file)) == []
