"""`gongdao law`: decide, facts, ask, batch, what-if and the citations, as a lawyer types them."""

from __future__ import annotations

import json
from datetime import date

import polars as pl
import pytest
from typer.testing import CliRunner

from gongdao.interfaces.cli.law import app
from gongdao.kernel.refusal import Refusal

FACTS = {
    "price": "225.00", "counterfeit": True, "false_statement": False, "unwitting": False,
    "harmless_label_flaw": False, "fabricated": False, "promised_multiple": 0,
    "by_consumer": True, "by_operator": True,
}  # fmt: skip


def run(*words, said=""):
    return CliRunner().invoke(app, [str(word) for word in words], input=said)


@pytest.fixture
def sales(tmp_path):
    rows = {
        "on": [date(2026, 3, 1)] * 4,
        "price": [22500, 100, 22500, None],
        "promised_multiple": [0, 0, 10, 0],
        "by_consumer": [True] * 4,
        "by_operator": [True] * 4,
    }
    file = tmp_path / "sales.parquet"
    pl.DataFrame(rows).write_parquet(file)
    return file


def test_a_case_in_a_file_is_decided(tmp_path):
    file = tmp_path / "case.json"
    file.write_text(json.dumps({"law": "cn", "day": "2026-03-01", "facts": FACTS}), "utf-8")

    answers = json.loads(run("decide", file).stdout)["answers"]

    found = {each["question"]: each["answer"] for each in answers if each["known"]}
    assert found["is_fraud"] is True
    assert found["compensation_for_fraud"] == "675.00"


def test_names_are_never_cut_in_a_pipe():
    facts = run("facts").stdout
    rules = run("list").stdout

    assert "acted_on_violations" in facts
    assert "last_day_to_withdraw_prepayment" in rules
    assert "…" not in facts + rules


def test_what_was_not_law_yet_is_said_beside_the_answers(tmp_path):
    file = tmp_path / "case.json"
    gym = {"ending_ground": "moved", "renegotiated": False}
    file.write_text(json.dumps({"day": "2022-03-31", "facts": gym}), "utf-8")

    said = json.loads(run("decide", file).stdout)

    assert said["answers"] == []
    assert any("2025-05-01" in each["en"] for each in said["silent"])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{", "json_unreadable"),
        (b"\xff\xfe", "json_unreadable"),
        (b"[]", "matter_unreadable"),
        (b'{"law": "cn", "day": "2026-03-01", "facts": {"price": "-1"}}', "fact_unreadable"),
        (b'{"law": "mars", "facts": {}}', "law_unknown"),
    ],
)
def test_a_bad_file_ends_with_two_and_a_sentence_for_each_fault(tmp_path, content, code):
    file = tmp_path / "case.json"
    file.write_bytes(content)

    ended = run("decide", file)

    assert ended.exit_code == 2
    assert ended.stderr.startswith(f"{code}: ")
    assert ended.stdout == ""


def test_facts_are_listed_and_exported_as_a_schema():
    assert json.loads(run("facts", "--schema").stdout)["properties"]["law"] == {"const": "cn"}
    assert "counterfeit" in run("facts").stdout


def test_the_adviser_talks(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    talk = run("ask", "transit", "--on", "2026-03-01", said="n\nmaybe\nn\n")

    assert talk.exit_code == 0, talk.output
    assert "merchant" in talk.stdout
    assert "fact_unreadable" not in talk.stdout


def test_a_table_is_decided_by_columns(sales, tmp_path):
    out = tmp_path / "out.csv"

    assert run("batch", sales, "compensation_for_fraud", "-o", out).exit_code == 0

    assert pl.read_csv(out)["value"].to_list() == [67500, 50000, 225000, None]


def test_what_if_the_multiple_were_four(sales):
    said = run("what-if", sales, "compensation_for_fraud", "--change", "3=4").stdout

    assert "+22,500 / −0" in said


def test_what_if_the_same_sales_were_made_in_the_union(tmp_path):
    file = tmp_path / "returns.csv"
    file.write_text(
        "on,signed_for_on,by_consumer,at_distance,promised_days,abusive,unfit_confirmed,"
        "goods.made_to_order,goods.perishable,goods.digital,goods.periodical,goods.unfit_for_return\n"
        "2026-03-02,2026-03-02,true,true,0,false,false,false,false,false,false,false\n"
        "2026-03-02,2026-03-02,true,true,0,false,false,true,false,false,false,false\n"
    )

    said = run("what-if", file, "last_day_to_return", "--against", "eu").stdout

    assert "+7 / −0" in said


def test_each_row_of_a_table_is_decided_by_the_law_of_its_own_day(tmp_path):
    file, out = tmp_path / "renewals.csv", tmp_path / "out.csv"
    head = "on,renews_on,reminded_on,told_at_start,chosen_freely\n"
    old = "2025-04-30,2025-04-30,2025-04-26,true,true\n"
    new = "2025-05-01,2025-05-01,2025-04-30,true,true\n"

    file.write_text(head + new + old + new)

    assert run("batch", file, "renewal_binds", "-o", out).exit_code == 0

    decided = pl.read_csv(out)
    assert decided["value"].to_list() == [True, False, True]
    assert decided["rule"].n_unique() == 2
    changed = run("what-if", file, "renewal_binds", "--change", "5=7").exception
    assert changed.code == "law_changed_between"


def test_a_table_with_a_day_before_any_law_or_without_one_is_refused(tmp_path):
    file, out = tmp_path / "renewals.csv", tmp_path / "out.csv"
    for day in ("1999-01-01", ""):
        file.write_text(f"on,renews_on\n2025-05-01,2025-05-01\n{day},2025-05-01\n")
        assert run("batch", file, "renewal_binds", "-o", out).exception.code == "law_silent"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("what-if", "{sales}", "must_prove", "--against", "eu"), "not_measurable"),
        (("what-if", "{sales}", "compensation_for_fraud", "--change", "9=4"), "number_absent"),
        (("what-if", "{sales}", "compensation_for_fraud", "--change", "x"), "change_unreadable"),
        (("batch", "{sales}", "gossip", "-o", "out.csv"), "rule_unknown"),
        (("batch", "{sales}", "seven_days", "-o", "out.csv"), "rule_ambiguous"),
        (("batch", "{broken}", "is_fraud", "-o", "out.csv"), "table_unreadable"),
        (("what-if", "{broken}", "last_day_to_return", "--against", "eu"), "table_unreadable"),
        (("what-if", "{sales}", "last_day_to_return", "--against", "zz"), "law_unknown"),
        (("batch", "{sales}", "is_fraud", "-o", "out.txt"), "format_unknown"),
        (("ask", "gossip"), "topic_unknown"),
    ],
)
def test_what_cannot_be_done_is_refused(sales, words, code):
    broken = sales.with_name("broken.parquet")
    broken.write_bytes(b"PAR1 no table at all PAR1")

    ended = run(*(w.replace("{sales}", str(sales)).replace("{broken}", str(broken)) for w in words))

    assert isinstance(ended.exception, Refusal)
    assert ended.exception.code == code


def test_a_table_without_days_or_before_the_law_is_refused(tmp_path):
    for rows, code in (({"price": [1]}, "day_missing"), ({"on": [date(2001, 1, 1)]}, "law_silent")):
        file = tmp_path / "bad.parquet"
        pl.DataFrame(rows).write_parquet(file)
        ended = run("batch", file, "compensation_for_fraud", "-o", tmp_path / "out.csv")
        assert isinstance(ended.exception, Refusal)
        assert ended.exception.code == code
        assert not (tmp_path / "out.csv").exists()


def test_a_citation_that_no_text_has_is_named(tmp_path):
    ended = run("check-citations", tmp_path)

    assert ended.exit_code == 1
    assert "CPL art. 25.1" in ended.stdout
