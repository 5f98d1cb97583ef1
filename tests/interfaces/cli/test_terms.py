"""`gongdao terms scan`: terms in, clauses that do not stand out, as the law of a day has it."""

from __future__ import annotations

import json
from datetime import date

import pytest
from typer.testing import CliRunner

from gongdao.interfaces.cli.terms import app
from gongdao.kernel.refusal import Refusal
from gongdao.project.law import open_book
from gongdao.stages.rulebook.term_checks import check

open_book(["cn", "eu", "platform"])
TODAY = date(2026, 3, 1)


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.mark.parametrize(
    ("text", "under", "day", "said"),
    [
        ("本店拥有最终解释权", "cn", TODAY, [("void", "SPC Online Consumption art. 1")]),
        ("本店拥有最终解释权", "cn", date(2022, 3, 14), [("void", "CPL art. 26.3")]),
        ("本店拥有最终解释权", "cn", date(2014, 3, 15), [("void", "CPL art. 26.3")]),
        ("本店拥有最终解释权", "eu", TODAY, [("unfair and not binding on the consumer", "UCTD art. 6")]),
        ("特价商品不支持七天无理由退货", "cn", TODAY, [("void", "CPL Regulation art. 19.1")]),
        ("特价商品不支持七天无理由退货", "cn", date(2024, 6, 30), [("void", "CPL art. 26.3")]),
        ("使用受伤后果自负", "cn", TODAY, [("void", "CC art. 506.1")]),
        # Where to sue: void for prepaid cards, else only to be pointed out.
        ("纠纷提交本公司所在地法院解决", "cn", TODAY, [
            ("no part of the contract unless pointed out", "CC art. 496.2")
        ]),
        ("会员卡纠纷提交本公司所在地法院解决", "cn", TODAY, [("void", "SPC Prepaid art. 9")]),
        # Change at will: a burden on any consumer, and of prepaid cards a rule of its own.
        ("本公司有权随时调整价格", "cn", TODAY, [("void", "CPL art. 26.3")]),
        ("七日内可以无理由退货", "cn", TODAY, []),
        ("", "cn", TODAY, []),
    ],
)  # fmt: skip
def test_the_law_of_the_day_decides_what_stands(text, under, day, said):
    found = check(text, under=under, on=day)

    assert [(f.verdict.en, str(f.cites)) for f in found] == said


def test_between_merchants_only_what_is_void_for_all_is_void():
    found = check("售出概不退换。使用受伤后果自负。", under="cn", on=TODAY, with_consumer=False)

    assert [f.clause.kind.name for f in found] == ["excuses_injury"]
    assert check("售出概不退换。", under="eu", on=TODAY, with_consumer=False) == []


def test_terms_are_read_from_a_file(tmp_path):
    file = tmp_path / "terms.txt"
    file.write_text("一、欢迎。\n二、商品一经售出，概不退换。\n", "utf-8")

    assert "CPL art. 26.3" in run("scan", file, "--on", "2026-03-01").stdout
    found = json.loads(run("scan", file, "--json").stdout)
    assert file.read_text("utf-8")[found["start"] : found["end"]] == found["quote"]
    assert "final_interpretation" in run("kinds").stdout


@pytest.mark.parametrize(
    ("content", "words", "code"),
    [
        (b"\xff\xfe", (), "text_unreadable"),
        (b"x", ("--on", "2026-13-01"), "day_unreadable"),
        (b"x", ("--under", "mars"), "law_unknown"),
        ("一".encode() * 200_001, (), "terms_too_long"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path, content, words, code):
    file = tmp_path / "terms.txt"
    file.write_bytes(content)

    ended = run("scan", file, *words)

    assert isinstance(ended.exception, Refusal)
    assert ended.exception.code == code
