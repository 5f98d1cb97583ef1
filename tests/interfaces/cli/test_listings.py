"""`gongdao standard` and `gongdao listings`: files of any length, bad rows named, interrupted and resumed."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import tracemalloc

import polars as pl
import pytest
from typer.testing import CliRunner

from gongdao.detectors import disclosure
from gongdao.interfaces import imports
from gongdao.interfaces.cli import listing_files, listing_report
from gongdao.interfaces.cli import listings as commands
from gongdao.interfaces.cli.standard import app as standard
from gongdao.kernel.refusal import Refusal
from gongdao.stages.listings import queries
from gongdao.stages.listings.intakes import actions as intakes
from gongdao.stages.listings.models import Version
from tests.builders.goods import facts_of

ON = ("--on", "2026-03-01")


def car(number, **changed):
    core = {
        "external_id": f"S{number}",
        "category": "toys",
        "title_zh": "玩具汽车",
        "price": "9.00",
    }
    return core | facts_of("toys", gtin="") | changed


GOOD = [car(1), car(2, title_zh="国家级玩具汽车"), car(3, warnings="")]
BAD = [
    ("not json", "row_unreadable"),
    ("[1]", "row_unreadable"),
    ('{"title_zh": "\\ud800"}', "text_unreal"),
    (json.dumps(car(4, category="spaceships")), "category_unknown"),
    (json.dumps(car(5, price="0.00")), "listing_unreal"),
    (json.dumps(car(6, price="1000000000000000000")), "amount_unreadable"),
    (json.dumps(car(7, price=1e300)), "value_unreadable"),
    (json.dumps(car(8, title_zh="")), "listing_unreal"),
    (json.dumps(car(9, brand={"name": "x"})), "value_unreadable"),
    (json.dumps(car(10, description_zh="长" * 20_001), ensure_ascii=False), "listing_too_long"),
    (json.dumps(car(11, description_zh="长" * 3_000_000), ensure_ascii=False), "row_too_long"),
    ('{"a":' * 5_000, "row_unreadable"),
]


@pytest.fixture
def mixed(tmp_path):
    file = tmp_path / "goods.jsonl"
    lines = [json.dumps(row, ensure_ascii=False) for row in GOOD]
    file.write_text("\n".join([lines[0], *(text for text, _ in BAD), *lines[1:]]) + "\n", "utf-8")
    return file


def checked(file, *more):
    out = file.with_name("out.jsonl")
    ended = CliRunner().invoke(commands.app, ["check", str(file), "-o", str(out), *ON, *more])
    read = [[json.loads(line) for line in path.read_text("utf-8").splitlines()]
            for path in (out, out.with_suffix(".bad.jsonl"))]  # fmt: skip
    return ended, *read


def test_good_rows_land_and_bad_ones_are_named(mixed):
    ended, good, bad = checked(mixed)

    assert ended.exit_code == 2
    assert [(each["row"] - 2, each["code"]) for each in bad] == [
        (place, code) for place, (_, code) in enumerate(BAD)
    ]
    assert [each["blocks"] for each in good] == [False, True, True]
    assert good[1]["findings"][0]["article"]["en"].startswith("Advertising Law")
    assert good[2]["findings"][0]["field"] == "warnings"


def test_an_interrupted_check_goes_on_and_ends_the_same(mixed, monkeypatch):
    _, good, bad = checked(mixed)
    monkeypatch.setattr(commands, "EVERY", 4)
    real = listing_report.Report.take

    def dies(report, checked):
        if checked.row > 14:
            raise KeyboardInterrupt
        real(report, checked)

    with monkeypatch.context() as patch:
        patch.setattr(listing_report.Report, "take", dies)
        checked(mixed)
    ended, good_again, bad_again = checked(mixed, "--resume")

    assert ended.exit_code == 2
    assert (good_again, bad_again) == (good, bad)


def test_two_cores_say_what_one_says(mixed, monkeypatch):
    monkeypatch.setattr(commands, "BATCH", 2)

    assert checked(mixed, "--cores", "2")[1:] == checked(mixed, "--cores", "1")[1:]


def test_another_file_is_not_resumed(mixed):
    checked(mixed)
    mixed.write_text(json.dumps(car(1)) + "\n", "utf-8")

    ended, _, _ = checked(mixed, "--resume")

    assert isinstance(ended.exception, Refusal)
    assert ended.exception.code == "file_changed"


def test_a_code_that_stands_twice_names_the_first_row(tmp_path):
    file = tmp_path / "goods.jsonl"
    rows = [car(1, gtin="6901234567892"), car(2), car(3, gtin="6901234567892")]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")

    _, good, _ = checked(file)

    assert [each.get("gtin_first_in_row") for each in good] == [None, None, 1]


def test_csv_and_parquet_say_the_same(tmp_path):
    names = list(dict.fromkeys(name for row in GOOD for name in row))
    comma = tmp_path / "goods.csv"
    with comma.open("w", newline="", encoding="utf-8-sig") as opened:
        writer = csv.DictWriter(opened, names)
        writer.writeheader()
        writer.writerows(GOOD)
    columns = tmp_path / "goods.parquet"
    pl.DataFrame([{name: row.get(name) for name in names} for row in GOOD]).write_parquet(columns)

    _, good, bad = checked(comma)
    _, good_too, bad_too = checked(columns)

    assert (good, bad) == (good_too, bad_too)
    assert [each["blocks"] for each in good] == [False, True, True]


def test_broken_csv_rows_do_not_spoil_the_next(tmp_path):
    file = tmp_path / "goods.csv"
    names = list(GOOD[0])
    row = ",".join(f'"{GOOD[0][name]}"' for name in names)
    long = "y" * (listing_files.LINE_MOST + 5)
    file.write_bytes(
        f"{','.join(names)}\n{row}\na,b\n{long}\n".encode() + b"\xff" * 3 + b"," * (len(names) - 1)
        + f"\n{row}\n".encode()
    )  # fmt: skip

    _, good, bad = checked(file)

    assert [each["row"] for each in good] == [1, 5]
    assert [each["code"] for each in bad] == ["row_unreadable", "row_too_long", "row_unreadable"]


NAMES = ",".join(GOOD[0])
LINE = ",".join(f'"{text}"' for text in GOOD[0].values())
SHEET = f"{NAMES}\n{LINE}\n"
COLUMNS = pl.DataFrame(GOOD[:1])


def column_file(frame):
    kept = io.BytesIO()
    frame.write_parquet(kept, compression="uncompressed")
    return kept.getvalue()


WHOLE = column_file(COLUMNS)

# fmt: off
NO_FILES = [
    ("goods.jsonl",   b"",                                          "file_empty"),
    ("goods.jsonl",   b"\xef\xbb\xbf\r\n \n",                     "file_empty"),
    ("goods.csv",     b"",                                          "file_empty"),
    ("goods.csv",     f"{NAMES}\n".encode(),                        "file_empty"),
    ("goods.parquet", b"",                                          "file_empty"),
    ("goods.parquet", column_file(COLUMNS.clear()),                 "file_empty"),
    ("goods.jsonl",   json.dumps(GOOD[0], ensure_ascii=False).encode("gb18030"), "file_encoding"),
    ("goods.jsonl",   json.dumps(GOOD[0]).encode("utf-16"),         "file_encoding"),
    ("goods.csv",     SHEET.encode("gbk"),                          "file_encoding"),
    ("goods.csv",     SHEET.encode("utf-16"),                       "file_encoding"),
    ("goods.csv",     SHEET.encode("utf-16-le"),                    "file_encoding"),
    ("goods.csv",     SHEET.replace('","', '";"').replace(NAMES, NAMES.replace(",", ";")).encode(), "csv_delimiter"),
    ("goods.csv",     SHEET.replace(",", "\t").encode(),            "csv_delimiter"),
    ("goods.csv",     SHEET.replace(",", "|").encode(),             "csv_delimiter"),
    ("goods.csv",     SHEET.replace("title_zh", "name").encode(),   "columns_missing"),
    ("goods.csv",     f"{LINE}\n{LINE}\n".encode(),                 "columns_missing"),
    ("goods.csv",     b"x" * 500_000,                               "columns_missing"),
    ("goods.csv",     f"{NAMES},price\n{LINE},1\n".encode(),        "columns_twice"),
    ("goods.parquet", column_file(COLUMNS.drop("price", "category")), "columns_missing"),
    ("goods.parquet", WHOLE[:-200],                                 "file_unreadable"),
    ("goods.parquet", WHOLE[:200],                                  "file_unreadable"),
    ("goods.parquet", b"\x15\x04" + b"\xff" * 300 + WHOLE[302:],    "file_unreadable"),
    ("goods.parquet", b"PK nonsense",                               "file_unreadable"),
    ("goods.csv",     b"PK\x03\x04 a workbook",                     "file_no_text"),
    ("goods.jsonl",   gzip.compress(b"{}"),                         "file_no_text"),
    ("goods.jsonl",   b"PAR1" + b"\x15" * 300,                      "file_no_text"),
    ("goods.jsonl",   json.dumps(GOOD).encode(),                    "file_is_array"),
    ("goods.jsonl",   json.dumps(GOOD, indent=2).encode(),          "file_is_array"),
    ("goods.xlsx",    b"PK\x03\x04",                                "format_unknown"),
]
# fmt: on


@pytest.mark.parametrize(("name", "content", "code"), NO_FILES)
def test_a_file_that_cannot_be_read_is_refused_at_once_and_says_why(tmp_path, name, content, code):
    file = tmp_path / name
    file.write_bytes(content)

    ended = CliRunner().invoke(commands.app, ["check", str(file), "-o", str(tmp_path / "o.jsonl")])

    refused = ended.exception
    assert isinstance(refused, Refusal), refused
    assert refused.code == code
    assert re.search("[\u4e00-\u9fff]", refused.sentence.zh)
    assert refused.sentence.en.isascii()


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "content", "code"), NO_FILES[::6])
def test_what_is_refused_at_once_is_not_begun(world, tmp_path, name, content, code):
    file = tmp_path / name
    file.write_bytes(content)

    ended, _ = imported(file)

    assert ended.exception.code == code
    assert versions() == []


def test_a_column_file_that_is_damaged_within_says_how_far_it_could_be_read(tmp_path, monkeypatch):
    monkeypatch.setattr(listing_files, "BLOCK", 100)
    file = tmp_path / "goods.parquet"
    frame = pl.DataFrame([car(n, brand=f"品牌{n}") for n in range(400)])
    frame.write_parquet(file, compression="zstd", row_group_size=100)
    held = bytearray(file.read_bytes())
    pages = len(held) - 8 - int.from_bytes(held[-8:-4], "little")
    place = pages * 5 // 8
    held[place : place + 600] = b"\xff" * 600
    file.write_bytes(bytes(held))

    read = []
    with pytest.raises(Refusal) as refused:
        read.extend(row.number for row in listing_files.rows(file))

    assert refused.value.code == "file_unreadable"
    assert read == list(range(1, len(read) + 1))
    assert len(read) in (100, 200, 300)
    assert str(len(read)) in refused.value.sentence.zh


@pytest.mark.parametrize("encoded", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("name", ["goods.jsonl", "goods.csv"])
def test_a_mark_of_the_encoding_and_ends_of_lines_of_windows_do_no_harm(tmp_path, name, encoded):
    text = SHEET if name.endswith("csv") else json.dumps(GOOD[0], ensure_ascii=False) + "\n"
    file = tmp_path / name
    file.write_bytes(text.replace("\n", "\r\n").encode(encoded))

    (row,) = listing_files.rows(file)

    assert row.said["title_zh"] == "玩具汽车"


def test_a_line_of_fifty_megabytes_is_passed_over_in_little_memory(tmp_path):
    file = tmp_path / "goods.jsonl"
    with file.open("w", encoding="utf-8") as opened:
        opened.write(json.dumps(car(1)) + "\n")
        opened.write('{"description_zh": "' + "y" * 50_000_000 + '"}\n')
        opened.write(json.dumps(car(2)) + "\n")
    tracemalloc.start()

    told = [(row.number, getattr(row.said, "code", "")) for row in listing_files.rows(file)]

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert told == [(1, ""), (2, "row_too_long"), (3, "")]
    assert peak < 3_000_000


def test_long_rows_come_in_smaller_batches(monkeypatch):
    monkeypatch.setattr(listing_files, "BATCH_MOST", 1_000)
    long = [imports.Row(n, {"title_zh": "x" * 400}) for n in range(7)]

    assert [len(batch) for batch in listing_files.batches(iter(long), 5)] == [3, 3, 1]
    short = [imports.Row(n, {"title_zh": "x"}) for n in range(7)]
    assert [len(batch) for batch in listing_files.batches(iter(short), 5)] == [5, 2]


def imported(file, *more):
    handle = ["--merchant", "merchant@gongdao", "--market", "gongdao"]
    ended = CliRunner().invoke(commands.app, ["import", str(file), *handle, *more])
    bad = file.with_name(f"{file.name}{'.dry' if '--dry-run' in more else ''}.bad.jsonl")
    listed = bad.read_text("utf-8").splitlines() if bad.exists() else []
    return ended, [json.loads(line) for line in listed]


def codes(listed):
    return [each["code"] for each in listed if each["state"] == "bad"]


def waiting(listed):
    """Rows that wait as drafts, each with the codes of what was found in it."""
    return {
        each["external_id"]: [found["code"] for found in each["findings"]]
        for each in listed
        if each["state"] == "draft"
    }


@pytest.mark.django_db
def test_an_import_rehearses_lands_and_goes_on(world, mixed):
    rehearsed, listed = imported(mixed, "--dry-run")
    assert codes(listed) == [code for _, code in BAD]
    assert waiting(listed) == {"S2": ["absolute_term"], "S3": ["missing"]}
    assert queries.shelf(world.market.id) == []

    ended, listed = imported(mixed)
    assert ended.exit_code == rehearsed.exit_code == 2
    assert codes(listed) == [code for _, code in BAD]
    assert waiting(listed) == {"S2": ["absolute_term"], "S3": ["missing"]}
    assert listed[0]["row"] == 2
    assert "JSON" in listed[0]["why"]["zh"]
    assert [row.listing.external_id for row in queries.shelf(world.market.id)] == ["S1"]

    mended = [car(1), car(2), car(3)]
    mixed.write_text("".join(json.dumps(row) + "\n" for row in mended), "utf-8")
    ended, _ = imported(mixed)
    assert ended.exit_code == 0
    shelf = {row.listing.external_id: row.number for row in queries.shelf(world.market.id)}
    assert shelf == {"S1": 1, "S2": 2, "S3": 2}


def versions():
    return list(
        Version.objects.order_by("id").values_list("listing__external_id", "title_zh", "number")
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("dies_in", "landed"), [(1, 0), (2, 2), (4, 4), (6, 8)])
def test_an_import_that_dies_goes_on_exactly_where_it_stopped(
    world, mixed, monkeypatch, dies_in, landed
):
    """No number of the shop's own here: nothing but the intake tells which rows have landed."""
    lines = [
        json.dumps({**car(n), "external_id": "", "title_zh": f"玩具汽车{n}号"}) for n in range(9)
    ]
    mixed.write_text("\n".join([*lines[:4], "no json", "[]", *lines[4:], "worse"]) + "\n", "utf-8")
    monkeypatch.setattr(commands, "BATCH", 2)
    real, calls = intakes.advance, []

    def dies(**step):
        calls.append(step)
        if len(calls) == dies_in:
            raise KeyboardInterrupt  # landed and listed, but not kept
        return real(**step)

    with monkeypatch.context() as patch:
        patch.setattr(intakes, "advance", dies)
        imported(mixed)
    assert len(versions()) == landed

    ended, listed = imported(mixed)

    assert ended.exit_code == 2
    assert [title for _, title, _ in versions()] == [f"玩具汽车{n}号" for n in range(9)]
    assert [(each["row"], each["code"]) for each in listed] == [
        (5, "row_unreadable"), (6, "row_unreadable"), (12, "row_unreadable"),
    ]  # fmt: skip
    imported(mixed)
    assert len(versions()) == 9, "a file that is through is not brought in again"


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_a_number_that_stands_twice_counts_the_first_time_whatever_the_batches(
    world, tmp_path, monkeypatch, size
):
    monkeypatch.setattr(commands, "BATCH", size)
    file = tmp_path / "goods.jsonl"
    rows = [car(1), car(2), car(1, title_zh="别的玩具"), car(3), car("2 "), car(4)]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    real = intakes.advance

    def dies(**step):
        real(**step)
        if step["step"].to > size:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(intakes, "advance", dies)
        imported(file)
    ended, listed = imported(file)

    assert ended.exit_code == 2
    assert [(each["row"], each["code"]) for each in listed] == [
        (3, "listing_twice"),
        (5, "listing_twice"),
    ]
    assert [(number, place) for number, _, place in versions()] == [
        (f"S{n}", 1) for n in range(1, 5)
    ]
    assert not list(tmp_path.glob("*.numbers"))


@pytest.mark.django_db
def test_an_import_whose_list_of_bad_rows_is_gone_says_so(world, mixed, monkeypatch):
    imported(mixed)
    mixed.with_name(f"{mixed.name}.bad.jsonl").write_text("")

    ended = CliRunner().invoke(
        commands.app,
        ["import", str(mixed), "--merchant", "merchant@gongdao", "--market", "gongdao"],
    )

    assert ended.exception.code == "rows_file_missing"


@pytest.mark.django_db
def test_two_imports_of_one_file_do_not_cross(world, mixed):
    by, digest = world["merchant"], "0" * 64
    step = intakes.Step(after=0, to=500, told=0, counts={"published": 500})
    intakes.advance(by=by, digest=digest, step=step, at=world.now)

    with pytest.raises(Refusal) as refused:
        intakes.advance(by=by, digest=digest, step=step, at=world.now)

    assert refused.value.code == "intake_moved"


def test_the_standard_is_listed_shown_and_exported():
    run = CliRunner()

    assert all(name in run.invoke(standard, ["list"]).output for name in disclosure.categories())
    assert run.invoke(standard, ["show", "infant_formula"]).exit_code == 0
    schema = json.loads(run.invoke(standard, ["schema", "toys", "--on", "2026-03-01"]).stdout)
    assert schema["$id"].endswith(":toys")
    assert run.invoke(standard, ["show", "nothing"]).exception.code == "category_unknown"
