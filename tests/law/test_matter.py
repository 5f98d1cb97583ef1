"""The documented form of a case, and the adviser that talks its way to one."""

from __future__ import annotations

from datetime import date

import jsonschema
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from gongdao.kernel.refusal import Refusal
from gongdao.law import adviser, book, matter
from gongdao.law.expr import UNKNOWN
from gongdao.project.law import open_book

open_book(["cn", "eu", "platform"])
CN = book.pack("cn")
DAY = date(2026, 3, 1)
FAKE = {
    "price": "225.00", "counterfeit": True, "false_statement": False, "unwitting": False,
    "harmless_label_flaw": False, "fabricated": False, "promised_multiple": 0,
    "by_consumer": True, "by_operator": True,
}  # fmt: skip


def decided(**facts):
    case = matter.read({"law": "cn", "day": "2026-03-01", "facts": facts})
    return {each.question.name: each for each in matter.decide(case)}


def faults(**form):
    with pytest.raises(matter.Faults) as wrong:
        matter.read({"law": "cn", "day": "2026-03-01", "facts": {}} | form)
    return [fault.code for fault in wrong.value.faults]


def test_a_case_is_answered_with_amount_article_working_and_payer():
    said = decided(**FAKE)["compensation_for_fraud"].as_data(matter.vocabulary(CN))

    assert (said["answer"], said["owed_by"], said["cites"]) == (
        "675.00",
        "merchant",
        "CPL art. 55.1",
    )
    assert said["working"][0]["figures"] == "max(CNY 225.00 × 3, CNY 500.00) = CNY 675.00"


def test_what_is_left_out_is_unknown_and_said_so():
    said = decided(price="225.00", counterfeit=True)["is_fraud"].as_data(matter.vocabulary(CN))

    assert (said["known"], said["answer"]) == (False, None)
    assert {fact["fact"] for fact in said["unknown"]} == {
        "unwitting", "false_statement", "fabricated",
    }  # fmt: skip


def test_no_sum_is_owed_before_it_is_known_that_anything_is():
    open_one = decided(price="225.00", promised_multiple=0)["compensation_for_fraud"]
    nothing = decided(**FAKE | {"counterfeit": False})["compensation_for_fraud"]

    assert (open_one.value, open_one.answer.is_known) == (None, False)
    assert "counterfeit" in open_one.answer.unknown
    assert (nothing.value, str(nothing.answer.cites)) == ("0.00", "Penalty Measures art. 16.1")
    assert decided(**FAKE)["compensation_for_fraud"].value == "675.00"


def test_an_amount_is_an_amount_wherever_a_plain_nothing_stands_beside_it():
    renewal = {
        "renews_on": "2026-06-10", "reminded_on": "2026-06-10", "told_at_start": True,
        "chosen_freely": True, "cancel_any_time": True, "charged": "25.00",
    }  # fmt: skip

    assert decided(**renewal)["renewal_charge_returned"].value == "25.00"


@pytest.mark.parametrize("under", ["cn", "eu"])
def test_no_answer_in_minor_units_is_printed_as_a_number(under):
    counted = {"months_by_law"}
    numbers = {r.question.name for r in book.pack(under).rules if r.answer.type in ("int", "none")}

    assert numbers <= counted


def test_a_fact_that_half_the_law_asks_for_touches_no_question_by_itself():
    phone = {
        "sold_on": "2026-03-01",
        "asked_on": "2026-03-08",
        "listed_fault": True,
        "misused": False,
    }

    assert "car_reply_by" not in decided(**phone)
    assert "phone_remedy" in decided(**phone)
    assert "compensation_for_drugs" not in decided(**FAKE)


def test_a_period_that_ends_in_a_year_nobody_knows_says_so_and_silences_nothing_else():
    found = decided(sold_on="2040-06-01", days_in_repair=0, price="9.00", counterfeit=True)
    late = found["phone_guarantee_until"]

    assert not late.answer.is_known
    assert "2041" in late.answer.sentence.en
    assert "not end before 2041-06-01" in late.answer.sentence.en
    assert "compensation_for_fraud" in found


def test_a_period_that_ends_before_the_days_are_announced_is_counted_and_says_so():
    late = decided(sold_on="2026-06-01", days_in_repair=0, price="9.00")["phone_guarantee_until"]

    assert late.value == "2027-06-01"
    assert "the swapped days of 2027 are not announced yet" in late.answer.deciding.figures


def test_nested_and_dotted_facts_are_the_same():
    assert (
        decided(goods={"perishable": True}).keys() == decided(**{"goods.perishable": True}).keys()
    )


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"facts": 3}, "matter_unreadable"),
        ({"law": "mars"}, "law_unknown"),
        ({"law": ["cn", "eu"]}, "law_not_one"),
        ({"fact": {}}, "matter_key_unknown"),
        ({"currency": "USD"}, "currency_foreign"),
        ({"facts": {"colour": 1}}, "fact_unknown"),
        ({"facts": {"price": "-1"}}, "fact_unreadable"),
        ({"facts": {"price": 1.5}}, "fact_unreadable"),
        ({"facts": {"counterfeit": "yes"}}, "fact_unreadable"),
        ({"facts": {"kind": "gossip"}}, "fact_unreadable"),
        ({"facts": {"promised_days": -1}}, "fact_unreadable"),
        ({"facts": {"promised_days": True}}, "fact_unreadable"),
        ({"facts": {"signed_for_on": "2026-02-30"}}, "fact_unreadable"),
        (
            {"facts": {"concluded_on": "2026-03-02", "signed_for_on": "2026-03-01"}},
            "facts_contradict",
        ),
        ({"facts": {"sold_on": "2026-03-02", "asked_on": "2026-03-01"}}, "facts_contradict"),
        (
            {"facts": {"goods.perishable": True, "goods": {"perishable": False}}},
            "fact_told_twice",
        ),
        ({"day": "soon"}, "day_unreadable"),
        ({"judged": "soon"}, "judged_unreadable"),
        ({"judged": "2026-02-28"}, "judged_unreadable"),
        ({"questions": ["gossip"]}, "question_unknown"),
        ({"questions": 7}, "question_unknown"),
    ],
)
def test_a_bad_form_says_what_is_wrong(form, code):
    assert faults(**form) == [code]


GYM = {
    "law": "cn", "day": "2022-03-31", "questions": ["may_end_prepaid"],
    "facts": {"ending_ground": "moved", "renegotiated": False},
}  # fmt: skip


def test_an_interpretation_decides_older_facts_once_it_is_in_force():
    before = matter.read(GYM | {"judged": "2025-04-30"})
    after = matter.read(GYM | {"judged": "2025-05-01"})

    assert matter.decide(before) == []
    (said,) = matter.decide(after)
    assert (said.value, str(said.answer.cites)) == (True, "SPC Prepaid art. 13.1")


def test_what_the_law_was_silent_on_says_when_it_spoke_and_what_would_bring_it_in():
    (said,) = matter.silent(matter.read(GYM))
    (too_old,) = matter.silent(matter.read(GYM | {"day": "2014-03-14"}))

    assert "2025-05-01" in said.sentence.en
    assert "judged" in said.sentence.en
    assert "judged" not in too_old.sentence.en
    assert matter.silent(matter.read(GYM | {"judged": "2026-01-01"})) == []


def test_a_statute_never_reaches_back():
    renewal = {
        "law": "cn", "day": "2025-04-30", "judged": "2026-01-01", "questions": ["renewal_binds"],
        "facts": {"told_at_start": True, "chosen_freely": True, "renews_on": "2025-06-10", "reminded_on": "2025-06-08"},
    }  # fmt: skip
    (said,) = matter.decide(matter.read(renewal))

    assert (said.value, str(said.answer.cites)) == (False, "Online Trading Measures 2021 art. 18")


def test_a_slip_of_the_pen_is_told_what_was_perhaps_meant():
    with pytest.raises(matter.Faults, match="perhaps counterfeit;"):
        matter.read({"law": "cn", "day": "2026-03-01", "facts": {"counterfit": True}})


def test_every_fault_is_said_at_once():
    assert faults(facts={"price": "x", "colour": 1}, currency="USD") == [
        "currency_foreign", "fact_unreadable", "fact_unknown",
    ]  # fmt: skip


def test_the_schema_accepts_what_the_reader_accepts():
    schema = matter.schema(CN)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate({"law": "cn", "day": "2026-03-01", "facts": FAKE}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"law": "cn", "facts": {"counterfeit": "yes"}}, schema)


def test_a_name_means_one_thing_under_every_question():
    from gongdao.law.facts import shape

    types = {}
    for rule in CN.rules:
        for path, (kind, _) in shape(rule.question.about).items():
            types.setdefault(path, set()).add(kind)
    assert all(len(kinds) == 1 for kinds in types.values())


VALUES = {
    "bool": st.booleans(), "int": st.integers(0, 40), "money": st.integers(0, 10**7),
    "date": st.dates(date(2025, 6, 1), date(2026, 9, 1)), "text": st.just("general"),
}  # fmt: skip


OFFERED = [(under, topic) for under in ("cn", "eu") for topic in adviser.topics(under)]


@settings(max_examples=300, deadline=None)
@drawn(st.sampled_from(OFFERED), st.data())
def test_the_adviser_asks_at_most_twelve_and_only_what_can_change_the_answer(offered, data):
    under, topic = offered
    told, skipped, asked = {}, set(), []
    while True:
        advice = adviser.advise(topic, told, skipped=frozenset(skipped), under=under, on=DAY)
        if advice.asks is None:
            break
        asked.append(advice.asks)
        assert any(advice.asks in each.answer.unknown for each in advice.decided)
        known = advice.known[advice.asks]
        value = data.draw(st.sampled_from(known.choices) if known.choices else VALUES[known.type])
        if data.draw(st.integers(0, 9)) == 0:
            skipped.add(advice.asks)
        else:
            told[advice.asks] = value
    assert len(asked) == len(set(asked)) <= 12
    # What then stays open is a period that ends in a year whose calendar nobody has announced.
    assert skipped or all(
        each.answer.value is not UNKNOWN or not each.answer.unknown for each in advice.decided
    )


def test_the_adviser_says_what_would_turn_the_answer_and_who_proves_what():
    told = {k: v for k, v in FAKE.items() if k != "price"} | {"price": 22500}
    advice = adviser.advise(adviser.topic("fraud"), told, skipped=frozenset(), under="cn", on=DAY)

    assert [each.value for each in advice.decided] == [True, "225.00", "675.00"]
    assert set(advice.turning) == {
        "counterfeit", "unwitting", "fabricated", "by_consumer", "by_operator",
    }  # fmt: skip
    assert "counterfeit" in advice.keep
    assert "unwitting" in advice.theirs


def test_an_unknown_topic_is_refused():
    with pytest.raises(Refusal, match="There is no topic"):
        adviser.topic("gossip")


@pytest.mark.parametrize("topic", adviser.TOPICS, ids=[t.name for t in adviser.TOPICS])
def test_every_choice_and_outcome_of_the_adviser_has_words(topic):
    from gongdao.law.choices import CHOICES, OUTCOMES, ROLES
    from gongdao.law.facts import shape

    named = {step.question.name for step in topic.steps}
    for rule in (r for pack in book.packs.values() for r in pack.rules if r.question.name in named):
        facts = shape(rule.question.about)
        units = [facts[path][1]["unit"] for path in rule.fields() if facts[path][0] == "text"]
        assert {word for unit in units for word in unit.split(", ")} <= CHOICES.keys()
        if isinstance(rule.question.default, str):
            said = [rule.answer, *(each.answer for each in rule.exceptions)]
            consts = {n.args[0] for tree in said for n in _outcomes(tree)}
            assert consts <= OUTCOMES.keys() | ROLES.keys()


def _outcomes(tree):
    """The constants a text answer can come to, not those it compares with."""
    if tree.op == "const":
        yield tree
    if tree.op == "when":
        for branch in tree.args[1:]:
            yield from _outcomes(branch)
