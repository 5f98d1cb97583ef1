"""A decision sets aside the void clauses that stand in its way, and says nothing of the others."""

from __future__ import annotations

import pytest

from gongdao.detectors.terms import reader
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.disputes.clauses import ANYTHING, TOUCHES
from gongdao.stages.rulebook.terms import actions as terms
from gongdao.stages.rulebook.terms import queries as filed

pytestmark = pytest.mark.django_db

NO_RETURNS = "概不退换"
LAST_WORD = "本店拥有最终解释权"
QUALITY = "签收即视为对商品质量无异议"
COMPLAINTS = "消费者不得以任何理由向监管部门投诉"
LOST_CARD = "会员卡遗失不补"
EVERY = f"商品售出，{NO_RETURNS}。\n{LAST_WORD}。\n{QUALITY}。\n{COMPLAINTS}。\n{LOST_CARD}。"


def set_aside(world, *, kind, wish, findings):
    """The clauses that the decision of a case names, of a shop that has all five."""
    terms.file(by=world["merchant"], text=EVERY, at=world.now)
    order = world.delivered_order()
    case = disputes.file(
        by=world["consumer"], order=order.id, at=world.now,
        complaint=disputes.Complaint(kind, wish, "请处理。"),
    )  # fmt: skip
    world.advances(days=6)
    made = disputes.decide(
        by=world["arbiter"], dispute=case.id, ruling=disputes.Ruling(findings), at=world.now
    )
    said = " ".join(reason["zh"] for reason in made.reasons if "不予考虑" in reason["zh"])
    return {
        name for name in (NO_RETURNS, LAST_WORD, QUALITY, COMPLAINTS, LOST_CARD) if name in said
    }


@pytest.mark.parametrize(
    ("kind", "wish", "findings", "named"),
    [
        ("not_as_described", "refund", {"defective": True}, {NO_RETURNS, QUALITY, COMPLAINTS}),
        ("counterfeit", "refund", {"counterfeit": True}, {NO_RETURNS, QUALITY, COMPLAINTS}),
        ("refusal_to_ship", "performance", {"refused": True}, {COMPLAINTS}),
    ],
)
def test_only_clauses_that_touch_a_claim_or_a_fact_are_named(world, kind, wish, findings, named):
    assert set_aside(world, kind=kind, wish=wish, findings=findings) == named
    assert len(filed.ineffective(world["merchant"].party, on=world.now)) == 5


def test_every_kind_of_clause_that_the_reader_knows_has_its_row():
    assert set(TOUCHES) == set(reader.kinds())
    platform = {"platform"}
    assert all(touched <= ANYTHING | platform for touched in TOUCHES.values())
