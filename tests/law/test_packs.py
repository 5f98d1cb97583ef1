"""Every rule of every pack, on random facts: no two exceptions disagree, and all readings agree."""

from __future__ import annotations

import random
from datetime import date, timedelta

import polars as pl
import pytest

from gongdao.kernel.refusal import Refusal
from gongdao.law import UNKNOWN, book
from gongdao.law.book import answer
from gongdao.law.columns import decide_columns
from gongdao.law.facts import filled, shape
from gongdao.project.law import open_book

open_book(["cn", "eu", "platform"])
RULES = [(pack, rule) for pack in book.packs.values() for rule in pack.rules]
NAMES = [f"{pack.name}.{rule.topic}.{rule.name}" for pack, rule in RULES]
STEPS = (0, 1, 5, 7, 14, 15, 30, 60, 100, 200)
NUMBERS = (0, 1, 3, 7, 8, 10, 14, 15, 16, 18, 22, 30, 40, 99, 100, 101, 5_000, 100_000)
TYPES = {"bool": pl.Boolean, "text": pl.String, "date": pl.Date, "int": pl.Int64, "money": pl.Int64}


def drawn(rule, chance):
    """One case: each fact known nine times out of ten."""
    told = {}
    for path in rule.fields():
        kind, meta = shape(rule.question.about)[path]
        if chance.random() < 0.1:
            continue
        if kind == "bool":
            told[path] = chance.random() < 0.5
        elif kind == "text":
            told[path] = chance.choice(meta["unit"].split(", "))
        elif kind == "date":
            told[path] = date(2025, 3, 1) + timedelta(days=chance.choice(STEPS))
        else:
            told[path] = chance.choice(NUMBERS)
    return told


def day_of(rule, chance):
    days = [rule.since, date(2026, 8, 1), *(e.since for e in rule.exceptions)]
    last = rule.until - timedelta(days=1) if rule.until else date.max
    return min(last, max(rule.since, chance.choice(days)))


@pytest.mark.parametrize(("pack", "rule"), RULES, ids=NAMES)
def test_random_facts_give_one_answer_and_the_same_in_columns(pack, rule):
    chance = random.Random(rule.name)
    told, on, said = [], [], []
    while len(said) < 120:
        facts, day = drawn(rule, chance), day_of(rule, chance)
        try:
            case = filled(rule.question.about, facts)
            found = answer(rule, case, pack.calendar, on=day, currency=pack.currency)
        except Refusal:
            continue
        told.append(facts)
        on.append(day)
        said.append(found.value)
    types = {p: TYPES[shape(rule.question.about)[p][0]] for p in rule.fields()}
    frame = pl.DataFrame(
        {"on": on, **{p: [t.get(p) for t in told] for p in types}}, schema_overrides=types
    )
    out = decide_columns(rule, frame.lazy(), pack.calendar, on="on").collect()

    values = [v if k else UNKNOWN for v, k in zip(out["value"], out["known"], strict=True)]
    assert values == said
    assert not out["conflict"].any()
