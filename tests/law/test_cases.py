"""Every worked case of every pack, and that each rule has one that applies it and one that does not."""

from __future__ import annotations

from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import get_type_hints

import pytest
import yaml

from gongdao.law import ask, book
from gongdao.law.facts import Facts
from gongdao.project.law import open_book

PACKS = Path(__file__).parents[2] / "gongdao" / "packs"


def tables():
    for path in sorted(PACKS.glob("*/cases/*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for table in content if isinstance(content, list) else [content]:
            for case in table["cases"]:
                yield path.parents[1].name, table, case


open_book(["cn", "eu", "platform"])
CASES = list(tables())


def merged(ordinary, named):
    out = dict(ordinary)
    for name, value in named.items():
        out[name] = {**out[name], **value} if isinstance(value, dict) else value
    return out


def record(kind: type[Facts], told: dict) -> Facts:
    hints = get_type_hints(kind)
    made = {}
    for field in fields(kind):
        inner = hints[field.name]
        value = told.get(field.name)
        nested = isinstance(inner, type) and issubclass(inner, Facts)
        if field.name in told:
            made[field.name] = record(inner, value) if nested else value
    return kind(**made)


def decided(pack, table, case):
    (question,) = {
        r.question for r in book.pack(pack).rules if r.question.name == table["question"]
    }
    facts = record(question.about, merged(table["ordinary"], case.get("facts", {})))
    day = case.get("day") or table.get("day") or facts.concluded_on
    return ask(question, facts, under=pack, on=day, judged=case.get("judged"))


@pytest.mark.parametrize(
    ("pack", "table", "case"), CASES, ids=[f"{t['question']}: {c['case']}" for _, t, c in CASES]
)
def test_case(pack, table, case):
    answer = decided(pack, table, case)

    assert (answer.value, str(answer.cites)) == (case["answer"], case["because"])


def test_each_rule_and_exception_has_a_case_that_applies_it_and_one_that_does_not():
    open_book(["cn", "eu", "platform"])
    applied, passed_over = set(), set()
    for pack, table, case in CASES:
        for reason in decided(pack, table, case).reasons:
            (applied if reason.applied else passed_over).add((reason.cites, reason.sentence.en))
    lacking = []
    for rule in (r for name in ("cn", "eu", "platform") for r in book.pack(name).rules):
        sentences = [(rule.cites[0], rule.sentence.en)] if rule.exceptions else []
        sentences += [(e.cites, e.sentence.en) for e in rule.exceptions]
        lacking += [f"{c}: {s}" for c, s in sentences if (c, s) not in applied & passed_over]
        lacking += [] if any(rule.sentence.en == s for _, s in applied) else [rule.name]
    assert not lacking


COVERED = sorted(PACKS.glob("*/coverage/*.yaml"))


@pytest.mark.parametrize("path", COVERED, ids=[path.stem for path in COVERED])
def test_what_is_said_to_be_encoded_is_encoded_and_what_is_not_says_why(path):
    pack = import_module(f"gongdao.packs.{path.parents[1].name}")
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert len({row["row"] for row in rows}) == len(rows)
    for row in rows:
        assert len({"rules", "engine", "why"} & row.keys()) == 1, row
        for name in row.get("engine", ()):
            module, _, function = name.partition(".")
            assert callable(getattr(import_module(f"gongdao.law.{module}"), function)), name
        for name in row.get("rules", ()):
            module, _, rule = name.partition(".")
            made = getattr(import_module(f"{pack.__name__}.{module}"), rule)
            assert made in pack.RULES, name
        if "why" in row:
            assert row["why"]["zh"]
            assert row["why"]["en"]


ROWS = {
    "CT": 5, "ID": 4, "RT": 21, "QL": 16, "GW": 20, "FR": 9, "FD": 22, "CF": 18, "DL": 7, "PD": 20,
    "AR": 7, "PR": 11, "PM": 4, "AD": 11, "RV": 9, "SE": 12, "PL": 15, "LS": 10, "CP": 12, "PI": 18,
    "EU-W": 19, "EU-C": 8, "EU-P": 6, "EU-D": 10, "EU-G": 4, "EU-B": 1, "EU-Y": 1, "EU-O": 4, "EU-L": 1,
    "MN": 8, "CO": 5, "PY": 2, "PS": 3, "LM": 2, "AB": 4, "JU": 2, "TR": 3, "DM": 2, "GA": 1, "BX": 1,
}  # fmt: skip


def test_every_row_of_the_reference_table_is_answered_for_once():
    rows = [
        row["row"] for path in COVERED for row in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]

    assert len(rows) == len(set(rows)) == 284 + 54
    assert set(rows) == {
        f"{kind}{n}" if kind.startswith("EU") else f"{kind}-{n}"
        for kind, most in ROWS.items()
        for n in range(1, most + 1)
    }
