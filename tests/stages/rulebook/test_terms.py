"""Terms are filed, read, and what does not stand in them is kept: objections, reviews, and each version's own verdict."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.stages.rulebook.models import Clause, Terms
from gongdao.stages.rulebook.terms import actions, queries
from tests.builders import at

pytestmark = pytest.mark.django_db
BAD = "商品售出，概不退换。\n签收后七日内可以无理由退货。\n本店拥有最终解释权。"
GOOD = "七日内可以无理由退货，质量问题运费由本店承担。"


def filed(world, text=BAD):
    return actions.file(by=world["merchant"], text=text, at=world.now)


def kinds(world, on):
    return [c.kind for c in queries.ineffective(world["merchant"].party, on=at(on))]


def code(call, **said):
    with pytest.raises(Refusal) as refused:
        call(**said)
    return refused.value.code


def test_what_does_not_stand_is_kept_with_its_place_and_article(world):
    terms = filed(world)

    found = queries.clauses(terms)
    assert [c.kind for c in found] == ["excludes_remedies", "final_interpretation"]
    assert [BAD[c.start : c.end] for c in found] == [c.quote for c in found]
    assert [c.cites for c in found] == ["CPL art. 26.3", "SPC Online Consumption art. 1"]


def test_each_moment_has_the_verdict_of_the_terms_that_were_in_use(world):
    assert kinds(world, "2026-03-01 09:00") == []
    filed(world)
    world.advances(to="2026-03-10 09:00")
    filed(world, GOOD)
    world.advances(to="2026-03-20 09:00")
    filed(world, "本店拥有最终解释权。")

    assert kinds(world, "2026-03-01 08:59") == []
    assert kinds(world, "2026-03-01 09:00") == ["excludes_remedies", "final_interpretation"]
    assert kinds(world, "2026-03-10 08:59") == ["excludes_remedies", "final_interpretation"]
    assert kinds(world, "2026-03-10 09:00") == []
    assert kinds(world, "2026-03-20 09:00") == ["final_interpretation"]
    assert [
        t.number for t in queries.history(world["merchant"].party, marketplace=world.market.id)
    ] == [3, 2, 1]


def objected(world, clause):
    return actions.object_to(
        by=world["merchant"], clause=clause.id, words="只是店名说明。", at=world.now
    )


@pytest.mark.parametrize(
    ("act", "state", "left"),
    [
        ("overturn", "overturned", ["final_interpretation"]),
        ("uphold", "upheld", ["excludes_remedies", "final_interpretation"]),
    ],
)
def test_a_person_reviews_an_objection_and_the_clause_stands_or_not(world, act, state, left):
    first = queries.clauses(filed(world))[0]
    objected(world, first)
    assert [c.id for c in queries.to_review(by=world["arbiter"])] == [first.id]

    actions.review(by=world["arbiter"], clause=first.id, act=act, words="看过全文。", at=world.now)

    first.refresh_from_db()
    assert first.state == state
    assert kinds(world, "2026-03-01 09:00") == left
    assert [d.outcome for d in duties.all_about(first.terms_id)] == ["met"]


def test_an_objection_that_nobody_reviews_leaves_the_finding_and_is_the_platforms_delay(world):
    first = queries.clauses(filed(world))[0]
    objected(world, first)
    assert "excludes_remedies" in kinds(world, "2026-03-01 09:00")

    world.advances(days=8)

    first.refresh_from_db()
    assert first.state == "upheld"
    assert [d.outcome for d in duties.all_about(first.terms_id)] == ["missed"]
    assert code(objected, world=world, clause=first) == "move_not_allowed"


def test_only_the_shop_objects_and_only_people_of_the_platform_review(world):
    first = queries.clauses(filed(world))[0]
    said = {"clause": first.id, "words": "x", "at": world.now}

    assert code(actions.object_to, by=world["consumer"], **said) == "not_allowed"
    objected(world, first)
    assert code(actions.review, by=world["merchant"], act="overturn", **said) == "not_allowed"
    silent = said | {"words": " "}
    assert code(actions.review, by=world["arbiter"], act="overturn", **silent) == "reason_missing"


@pytest.mark.parametrize(
    ("text", "refused"),
    [(" \n", "terms_missing"), (BAD, "terms_unchanged"), ("一" * 200_001, "terms_too_long")],
)
def test_what_are_no_terms_is_refused_and_changes_nothing(world, text, refused):
    filed(world)

    assert code(filed, world=world, text=text) == refused
    assert Terms.objects.get().until is None


def test_only_merchants_file_terms(world):
    assert code(actions.file, by=world["consumer"], text=BAD, at=world.now) == "not_allowed"


def test_the_database_keeps_what_was_filed(world):
    terms = filed(world)

    with pytest.raises(IntegrityError), transaction.atomic():
        Terms.objects.filter(pk=terms.id).update(text=GOOD)
    assert Clause.objects.filter(terms=terms).count() == 2


ALIKE = "搬家途中磕碰在所难免，师傅不赔。"


def test_what_is_only_suspected_sets_nothing_aside_until_a_person_has_looked(world):
    terms = filed(world, ALIKE)
    [row] = queries.clauses(terms, by=world["merchant"])

    assert (row.state, row.verdict_en) == (
        "suspected",
        "suspected not to stand; a person should look",
    )
    assert queries.clauses(terms) == queries.clauses(terms, by=world["consumer"]) == []
    assert queries.ineffective(world["merchant"].party, on=world.now) == []
    assert [c.id for c in queries.to_review(by=world["platform"])] == [row.id]
    assert [d.kind for d in duties.open_for([row.id])] == ["clause_review"]

    actions.review(
        by=world["platform"], clause=row.id, act="uphold", words="确实免责", at=world.now
    )

    assert kinds(world, "2026-03-01 09:00") == ["excludes_liability"]
    assert [c.state for c in queries.clauses(terms)] == ["upheld"]
    assert not duties.open_for([row.id])


def test_a_suspicion_that_nobody_looks_at_falls(world):
    terms = filed(world, ALIKE)

    world.advances(to="2026-03-09 09:00")

    assert [c.state for c in queries.clauses(terms)] == ["overturned"]
    assert queries.ineffective(world["merchant"].party, on=world.now) == []


def test_the_shop_does_not_object_to_what_is_only_suspected(world):
    [row] = queries.clauses(filed(world, ALIKE), by=world["merchant"])

    assert code(objected, world=world, clause=row) == "move_not_allowed"
