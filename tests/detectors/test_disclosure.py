"""The product information standard, and what a listing leaves out of it (S03)."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from gongdao.detectors import disclosure
from gongdao.detectors.disclosure import linked
from gongdao.kernel.refusal import Refusal
from gongdao.packs.cn import RULES

ON = date(2026, 3, 1)
ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("GONGDAO_SHARED", ROOT.parent / "shared"))
ALL = sorted(disclosure.categories())


def found(facts, on=ON):
    return {(each.field, each.rule) for each in disclosure.check(facts, on=on)}


def changed(category, **facts):
    return disclosure.category(category).example() | facts


@pytest.mark.parametrize("name", ALL)
def test_the_examples_of_a_category_make_a_complete_listing(name):
    example = disclosure.category(name).example()

    assert found(example) == set()
    assert disclosure.completeness(example, on=ON) == 100


@pytest.mark.parametrize("name", ALL)
def test_nothing_stated_misses_everything_mandatory_each_with_its_article(name):
    missing = disclosure.check({"category": name}, on=ON)

    kind = disclosure.category(name).on(ON)
    told = kind.implied | {"category": name}
    asked = [f.name for f in kind.fields if f.asked(told) and not f.fixed and f.name != "category"]
    assert [each.field for each in missing] == asked
    assert all(each.blocks and each.article.zh and each.repair.en for each in missing)
    assert disclosure.completeness({"category": name}, on=ON) < 15


def test_children_inherit_and_say_more():
    food, formula = disclosure.category("food"), disclosure.category("infant_formula")

    assert disclosure.line_of("infant_formula") == (
        "infant_formula", "infant_food", "food", "goods",
    )  # fmt: skip
    assert {f.name for f in food.fields} < {f.name for f in formula.fields}
    assert food["maker"].cause.words.en == "FSL art. 67.1.3"
    assert disclosure.category("goods")["maker"].cause.words.en == "Product Quality Law art. 27.1.2"
    assert formula.traits == {"food"}


# fmt: off
FAULTS = [
    # a condition, on both sides
    ("goods",    {"dangerous_if_misused": "yes"},                          {("warnings", "missing")}),
    ("goods",    {"dangerous_if_misused": "yes", "warnings": "小心烫伤"},   set()),
    ("goods",    {"limited_use": "yes"},        {("production_date", "missing"), ("use_by", "missing")}),
    # aspects: imported and second-hand, whatever the goods
    ("phones",   {"condition": "used"},  {("wear", "missing"), ("defects", "missing"), ("repairs", "missing")}),
    ("goods",    {"origin": "DE"}, {("importer", "missing"), ("importer_place", "missing"), ("chinese_label", "missing")}),
    ("food",     {"origin": "NZ", "importer": "上海某公司", "importer_place": "上海", "importer_contact": "021", "chinese_label": "no"},
                 {("chinese_label", "not_allowed")}),
    # what may not be sold at all
    ("drugs",    {"controlled": "yes"},                                    {("controlled", "not_allowed")}),
    ("health_food", {"no_substitute": "可以代替药物"},                      {("no_substitute", "not_allowed")}),
    ("special_medical_food", {"full_nutrition_for_illness": "yes"}, {("full_nutrition_for_illness", "not_allowed")}),
    # days, on both sides
    ("food",     {"production_date": "2026-03-01"},                        set()),
    ("food",     {"production_date": "2026-03-02"},                        {("production_date", "in_future")}),
    ("goods",    {"limited_use": "yes", "production_date": "2025-01-01", "use_by": "2026-03-01"}, set()),
    ("goods",    {"limited_use": "yes", "production_date": "2025-01-01", "use_by": "2026-02-28"}, {("use_by", "expired")}),
    ("goods",    {"limited_use": "yes", "production_date": "2026-02-03", "use_by": "2026-02-02"}, {("use_by", "expired"), ("use_by", "out_of_order")}),
    ("food",     {"production_date": "2025-03-01", "shelf_life": "12 month"}, set()),
    ("food",     {"production_date": "2025-02-28", "shelf_life": "12 month"}, {("shelf_life", "expired")}),
    ("food",     {"production_date": "2026-02-30"},                        {("production_date", "unreadable")}),
    # how facts are written
    ("food",     {"net_content": "0 g"},                                   {("net_content", "unreadable")}),
    ("food",     {"net_content": "500 oz"},                                {("net_content", "unit_unknown")}),
    ("food",     {"shelf_life": "999999999 year"},                         set()),
    ("toys",     {"maker": "Toy Maker Ltd"},                               {("maker", "not_chinese")}),
    ("toys",     {"price_unit": "dozen"},                                  {("price_unit", "choice_unknown")}),
    ("toys",     {"gtin": "6901234567893"},                                {("gtin", "check_digit")}),
    ("toys",     {"gtin": "69012345"},                                     {("gtin", "check_digit")}),
    ("toys",     {"gtin": "nine"},                                         {("gtin", "unreadable")}),
    ("publications", {"isbn": "9787020002208"},                            {("isbn", "check_digit")}),
    ("toys",     {"price": "0.00"},                                        {("price", "unreadable")}),
    ("toys",     {"price": "1000000000000000000"},                         {("price", "unreadable")}),
    ("toys",     {"price": "-5"},                                          {("price", "unreadable")}),
    ("toys",     {"description_zh": "好" * 20_001},                         {("description_zh", "too_long")}),
    ("toys",     {"colour_of_box": "red"},                                 {("colour_of_box", "field_unknown")}),
    # text that is not what it seems
    ("toys",     {"title_zh": "玩具\u202e车"},                              {("title_zh", "turned")}),
    ("toys",     {"title_zh": "玩\u200b具车"},                              {("title_zh", "hidden")}),
    ("toys",     {"brand": "Аpple"},                                       {("brand", "mixed")}),
    ("toys",     {"brand": "Матрёшка"},                                    set()),
    ("toys",     {"title_zh": "  "},                                       {("title_zh", "missing")}),
]
# fmt: on


@pytest.mark.parametrize(("category", "facts", "expected"), FAULTS)
def test_each_fault_is_named(category, facts, expected):
    assert found(changed(category, **facts)) == expected


def test_expired_food_is_refused_under_the_article_on_expired_food():
    (finding,) = disclosure.check(changed("food", production_date="2024-01-01"), on=ON)

    assert finding.article.en == "FSL art. 34.1.10"


def test_advice_does_not_block_and_a_wrong_advised_fact_does_not_either():
    findings = disclosure.check(changed("toys", gtin="nine", extra="x"), on=ON)

    assert [(each.field, each.blocks) for each in findings] == [("gtin", False), ("extra", False)]


def test_what_is_asked_since_a_day_is_not_asked_before():
    liquid = changed("infant_formula", formula_kind="liquid")
    del liquid["formula_registration"], liquid["registration_link"]
    liquid["production_date"] = "2025-11-01"

    assert ("liquid_registration", "missing") in found(liquid, date(2025, 12, 1))
    assert ("liquid_registration", "missing") not in found(liquid, date(2025, 11, 30))


def test_an_unknown_category_is_refused():
    for name in ("", "anything", "spaceships", "x" * 10_000):
        with pytest.raises(Refusal, match="no category"):
            disclosure.check({"category": name}, on=ON)


@pytest.mark.parametrize("name", ALL)
def test_the_json_schema_is_one_and_accepts_what_the_checker_accepts(name):
    schema = disclosure.schema(disclosure.category(name), on=ON)

    Draft202012Validator.check_schema(schema)
    example = disclosure.category(name).example()
    asked = {key: example[key] for key in example if key not in disclosure.category(name).implied}
    Draft202012Validator(schema, format_checker=FormatChecker()).validate(asked)


MISSING = st.sets(st.sampled_from([f.name for f in disclosure.category("food").fields]), max_size=8)


@given(name=st.sampled_from(ALL), left_out=MISSING, origin=st.sampled_from(["CN", "DE", ""]),
       condition=st.sampled_from(["new", "used", ""]))  # fmt: skip
def test_schema_and_checker_miss_the_same_facts(name, left_out, origin, condition):
    kind = disclosure.category(name)
    facts = {k: v for k, v in kind.example().items() if k not in left_out and k not in kind.implied}
    facts |= {"category": name}
    if "origin" in {f.name for f in kind.fields}:
        facts |= {"origin": origin, "condition": condition}

    validator = Draft202012Validator(disclosure.schema(kind, on=ON))
    missed = set()
    for error in validator.iter_errors(facts):
        if error.validator == "required":
            missed |= set(error.validator_value) - set(error.instance)
        if error.validator == "minLength":
            missed.add(error.absolute_path[-1])

    assert missed == {field for field, rule in found(facts) if rule == "missing"}


@pytest.mark.parametrize("name", ALL)
def test_schema_org_keeps_every_fact_there_and_back(name):
    kind = disclosure.category(name)
    facts = {key: text for key, text in kind.example().items() if key not in kind.implied}

    said = linked.product(facts, kind, return_days=7)
    back = linked.read(said)

    assert back.facts == facts
    assert back.left == []
    policy = said["offers"]["hasMerchantReturnPolicy"]
    assert policy["merchantReturnDays"] == 7


def test_foreign_json_ld_is_read_as_far_as_it_goes():
    said = {"@graph": [{"@type": "WebPage"}, {
        "@type": ["Product"], "name": "玩具车", "brand": "木马屋", "gtin13": "6901234567892",
        "offers": [{"@type": "Offer", "price": 89.5, "itemCondition": "http://schema.org/NewCondition"}],
        "aggregateRating": {"ratingValue": 5},
    }]}  # fmt: skip

    read = linked.read(said)

    assert read.facts == {
        "category": "goods", "title_zh": "玩具车", "brand": "木马屋", "gtin": "6901234567892",
        "price": "89.5", "condition": "new",
    }  # fmt: skip
    assert read.left == ["aggregateRating"]


@pytest.mark.parametrize(
    "said", [None, 5, "Product", [], {}, {"@type": "Thing"}, [[[[[[[[{}]]]]]]]]]
)
def test_what_is_no_product_is_refused(said):
    with pytest.raises(Refusal) as refused:
        linked.read(said)
    assert refused.value.code == "product_unreadable"


def test_goods_without_a_right_to_return_say_so():
    kind = disclosure.category("digital_content")

    said = linked.product(kind.example(), kind, return_days=None)

    policy = said["offers"]["hasMerchantReturnPolicy"]
    assert policy["returnPolicyCategory"].endswith("MerchantReturnNotPermitted")


def cited():
    used = {f.cause.words.en for k in disclosure.categories().values() for f in k.fields}
    used |= {
        f.not_past.words.en
        for k in disclosure.categories().values()
        for f in k.fields
        if f.not_past
    }
    return sorted(each for each in used if " art. " in each)


def test_every_citation_is_an_article_of_the_statute():
    tool = SHARED / "tools" / "articles.py"
    if not tool.exists():
        pytest.skip(f"NO STATUTES at {SHARED}: citations are not held against the texts")
    for each in cited():
        short, _, path = each.partition(" art. ")
        steps = [int(step) for step in path.split(".")]
        command = [
            sys.executable,
            str(tool),
            disclosure.instruments()[short]["file"],
            str(steps[0]),
        ]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        assert ended.returncode == 0, f"{each}: {ended.stderr}"
        paragraphs = [p for p in ended.stdout.strip().splitlines()[1:] if not p.startswith("（")]
        items = [p for p in ended.stdout.splitlines() if p.startswith("（")]
        if len(steps) > 1:
            assert steps[1] <= len(paragraphs), each
        if len(steps) > 2:
            assert steps[2] <= len(items), each


def test_an_instrument_has_the_name_that_the_law_pack_gives_it():
    sources = {c.source.short: c.source for rule in RULES for c in rule.cites}
    shared = {s: i for s, i in disclosure.instruments().items() if s in sources}

    assert len(shared) >= 8
    for short, said in shared.items():
        source = sources[short]
        assert (said["zh"], said["articles"]) == (source.zh, source.articles)
        assert said["since"] == source.since
