"""`gongdao prices check`: a log and offers from files, findings and bad rows out."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from gongdao.interfaces.cli.prices import app
from gongdao.kernel.refusal import Refusal
from gongdao.project.law import open_book

open_book(["cn", "eu", "platform"])

LOG = """item,act,at,price,channel,audience
tea,offered,2026-01-01T09:00:00+08:00,10000,,
tea,sold,2026-02-20T10:00:00+08:00,10000,,
tea,offered,2026-04-06T09:00:00+08:00,15000,,
tea,offered,2026-04-11T08:00:00+08:00,9900,,
tea,sold,2026-04-12T08:00:00+08:00,9900,,
"""
HEAD = "offer,item,on,was,now,percent,ends_on,basis_stated,list_price,list_price_labelled\n"


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def found(tmp_path, offers, *, log=LOG, under="cn"):
    (tmp_path / "log.csv").write_text(log)
    (tmp_path / "offers.csv").write_text(HEAD + offers)
    ended = run("check", tmp_path / "offers.csv", tmp_path / "log.csv", "--under", under)
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    return [(f["kind"], f["article"]["en"], f["lawful"]) for f in lines], ended


@pytest.mark.parametrize(
    ("offer", "kinds"),
    [
        ("o,tea,2026-04-11,10000,9900,1,2026-05-01,,,", []),
        ("o,tea,2026-04-11,10001,9900,,,,,", [("reference_too_high", "Price Fraud Rules art. 16.2", 10000)]),
        (
            "o,tea,2026-04-11,15000,9900,,,,,",
            [
                ("reference_too_high", "Price Fraud Rules art. 16.2", 10000),
                ("raised_before_cut", "Price Fraud Rules art. 17.1", 10000),
            ],
        ),
        ("o,milk,2026-04-11,15000,9900,,,,,", [("no_basis", "Price Fraud Rules art. 17.2", None)]),
        ("o,tea,2026-04-11,10000,10000,,,,,", [("no_reduction", "Price Fraud Rules art. 19", 10000)]),
        ("o,tea,2026-04-11,10000,9900,10,,,,", [("percent_overstated", "Price Fraud Rules art. 19", 10000)]),
        ("o,tea,2026-04-11,10000,9900,,2026-04-11,,,", [("went_on", "Price Fraud Rules art. 19", 10000)]),
        # A stated basis is believed only as far as the log bears it out; a labelled list price is.
        ("o,tea,2026-04-13,10000,9800,,,true,,", []),
        ("o,tea,2026-04-13,10050,9800,,,true,,", [
            ("reference_too_high", "Price Fraud Rules art. 16.2", 9900),
        ]),
        ("o,milk,2026-04-11,12000,9900,,,,12000,true", []),
        # Before the rules on price fraud there is no law here to judge by.
        ("o,tea,2022-06-30,15000,9900,,,,,", []),
    ],
)  # fmt: skip
def test_what_is_found_in_china(tmp_path, offer, kinds):
    assert found(tmp_path, offer + "\n")[0] == kinds


def test_a_basis_that_was_never_sold_at_is_no_basis(tmp_path):
    said = "o,tea,2026-04-13,11000,9800,,,{},,\n"

    assert found(tmp_path, said.format("true"))[0] == found(tmp_path, said.format("false"))[0] != []


@pytest.mark.parametrize(
    ("offer", "kinds"),
    [
        ("o,tea,2026-04-11,10000,9900,1,,,,", []),
        (
            "o,tea,2026-04-11,15000,9900,34,,,,",
            [("reference_too_high", "PID art. 6a", 10000), ("percent_overstated", "PID art. 6a", 10000)],
        ),
        ("o,milk,2026-04-11,15000,9900,,,,,", [("no_basis", "PID art. 6a", None)]),
    ],
)  # fmt: skip
def test_what_is_found_in_the_union(tmp_path, offer, kinds):
    log = LOG.replace("2026-04-11T08:00:00", "2026-04-11T18:00:00")

    assert found(tmp_path, offer + "\n", log=log, under="eu")[0] == kinds


def test_good_rows_land_and_bad_rows_are_named(tmp_path):
    bad = (
        ",sold,2026-04-12T08:00:00+08:00,9900,,\n"
        "tea,swapped,2026-04-12T08:00:00+08:00,9900,,\n"
        "tea,sold,2026-04-12 08:00,9900,,\n"
        "tea,sold,2127-04-12T08:00:00+08:00,9900,,\n"
        "tea,sold,2026-04-12T08:00:00+08:00,99.5,,\n"
        "tea,sold,2026-04-12T08:00:00+08:00,0,,\n"
        f"tea,sold,2026-04-12T08:00:00+08:00,{10**18},,\n"
    )
    offers = (
        "o,tea,2026-04-11,10001,9900,,,,,\n"
        "o,tea,2026-04-11,10001,9900,,,,,\n"
        "p,tea,2026-04-31,10001,9900,,,,,\n"
        "q,tea,2026-04-11,10001,9900,130,,,,\n"
        "r,tea,2026-04-11,10001,9900,,2026-04-01,,,\n"
    )

    kinds, ended = found(tmp_path, offers, log=LOG + bad)

    assert kinds == [("reference_too_high", "Price Fraud Rules art. 16.2", 10000)]
    assert ended.exit_code == 2
    assert [line.split(":")[0] for line in ended.stderr.splitlines()] == [
        "offer_twice", "day_unreadable", "percent_unreal", "ends_before",
        "item_missing", "act_unknown", "at_unreadable", "at_in_future",
        "price_unreal", "price_unreal", "price_unreal",
    ]  # fmt: skip
    assert "Row 6 of log.csv" in ended.stderr


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("log.txt", b"", "format_unknown"),
        ("log.csv", b"item,act,at\n", "column_missing"),
        ("log.parquet", b"PAR1 no table PAR1", "table_unreadable"),
        ("log.csv", b'item,act,at,price\n"a,sold\n', "table_unreadable"),
        ("log.csv", b"item,act,at,price\na,sold,x,1,9,9\n", "table_unreadable"),
        (
            "log.jsonl",
            b'{"item":"a","act":"sold","at":"x","price":1}\nno json\n',
            "table_unreadable",
        ),
    ],
)
def test_files_that_are_no_log_are_refused(tmp_path, name, content, code):
    (tmp_path / name).write_bytes(content)
    (tmp_path / "offers.csv").write_text(HEAD)

    ended = run("check", tmp_path / "offers.csv", tmp_path / name)

    assert isinstance(ended.exception, Refusal)
    assert ended.exception.code == code


def test_an_empty_log_and_no_offers_find_nothing(tmp_path):
    assert found(tmp_path, "", log="item,act,at,price\n")[0] == []
    assert found(tmp_path, "o,tea,2026-04-11,100,90,,,,,\n", log="item,act,at,price\n")[0] == [
        ("no_basis", "Price Fraud Rules art. 17.2", None)
    ]


def test_findings_are_written_and_counted(tmp_path):
    (tmp_path / "log.csv").write_text(LOG)
    (tmp_path / "offers.csv").write_text(HEAD + "o,tea,2026-04-11,10001,9900,,,,,\n")

    ended = run(
        "check", tmp_path / "offers.csv", tmp_path / "log.csv", "-o", tmp_path / "out.jsonl"
    )

    assert "reference_too_high" in ended.stdout
    assert json.loads((tmp_path / "out.jsonl").read_text("utf-8"))["repair"]["zh"]


def deals(tmp_path, *, dear=105, bad=""):
    rows = [
        f"tea,2026-03-{day:02}T09:{minute:02}:00+08:00,{10_000 * (dear if minute < 30 else 100) // 100},"
        f"{'dear' if minute < 30 else 'plain'},"
        for day in range(1, 29)
        for minute in (5, 15, 35, 45)
    ]
    file = tmp_path / "deals.csv"
    file.write_text("item,at,price,device,excuse\n" + "\n".join(rows) + "\n" + bad)
    return file


def test_comparable_buyers_are_compared_and_the_law_named(tmp_path):
    ended = run("compare", deals(tmp_path), "--by", "device", "-o", tmp_path / "report.json")

    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert report["unlawful"] == [{"trait": "device", "value": "dear"}]
    assert report["article"]["en"] == "CPL Regulation art. 9.2"
    assert report["compared"][0]["pairs"] == 56
    assert "unlawful" in ended.stdout
    assert ended.exit_code == 0


def test_equal_prices_are_no_difference_and_bad_deals_are_named(tmp_path):
    bad = "tea,2026-03-01T09:00:00+08:00,100,dear,because\ntea,yesterday,100,dear,\n"

    ended = run("compare", deals(tmp_path, dear=100, bad=bad), "--by", "device")

    assert "unlawful" not in ended.stdout
    assert ended.exit_code == 2
    assert [line.split(":")[0] for line in ended.stderr.splitlines()] == [
        "excuse_unknown",
        "at_unreadable",
    ]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--by", "age"), "column_missing"),
        (("--by", "price"), "trait_taken"),
        (("--by", "device", "--under", "eu"), "law_silent"),
    ],
)
def test_what_cannot_be_compared_is_refused(tmp_path, words, code):
    ended = run("compare", deals(tmp_path), *words)

    assert isinstance(ended.exception, Refusal)
    assert ended.exception.code == code


def test_one_odd_line_of_json_is_one_bad_row(tmp_path):
    lines = [
        {"item": "tea", "act": "sold", "at": "2026-02-20T10:00:00+08:00", "price": 10000},
        {"item": "tea", "act": "sold", "at": "2026-02-20T10:00:00+08:00", "price": "dear"},
        {"item": "tea", "act": "sold", "at": 5, "price": 10000},
        {"item": "tea", "act": "sold", "at": "2026-02-21T10:00:00+08:00", "price": 99.5},
    ]
    file = tmp_path / "log.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    (tmp_path / "offers.csv").write_text(HEAD + "o,tea,2026-02-22,10001,9900,,,,,\n")

    ended = run("check", tmp_path / "offers.csv", file)

    assert json.loads(ended.stdout)["lawful"] == 10000
    assert [line.split(":")[0] for line in ended.stderr.splitlines()] == [
        "price_unreal", "at_unreadable", "price_unreal",
    ]  # fmt: skip
