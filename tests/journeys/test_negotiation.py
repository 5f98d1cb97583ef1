"""Settling, and who decides when that fails: typed offers, sealed figures, seats, neutrals, slips (S22)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.messages import queries as messages
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.disputes import facts
from gongdao.stages.disputes import queries as cases
from gongdao.stages.disputes.actions import Complaint, Proposal, Ruling
from gongdao.stages.disputes.bench import actions as bench
from gongdao.stages.disputes.talks import actions as talks
from gongdao.stages.disputes.talks.suggesting import suggest
from gongdao.stages.remedies import queries as awards

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world):
    """A case in its ten days of talks."""
    order = world.delivered_order()
    said = Complaint("not_as_described", "refund", "颜色不对")
    row = disputes.file(by=world["consumer"], order=order.id, complaint=said, at=world.now)
    disputes.answer(
        by=world["merchant"], dispute=row.id, words="可以商量", admits=False, at=world.now
    )
    return row


def offer(world, case, side="merchant", kind="part_refund", amount="50.00"):
    return disputes.offer(
        by=world[side], dispute=case.id, at=world.now,
        proposal=Proposal(kind, amount and cny(amount)),
    )  # fmt: skip


def settle(world, case, made, side="consumer"):
    return disputes.settle(by=world[side], dispute=case.id, offer=made.id, at=world.now)


def code_of(act, *args, **kwargs):
    with pytest.raises(Refusal) as refused:
        act(*args, **kwargs)
    return refused.value.code


@pytest.mark.parametrize(
    ("kind", "amount", "head", "paid"),
    [
        ("refund", None, "refund", "225.00"),
        ("part_refund", "50.00", "settlement", "50.00"),
        ("discount", "20.00", "settlement", "20.00"),
        ("replacement", None, "replace", None),
        ("repair", None, "repair", None),
        ("apology", None, "apologise", None),
    ],
)
def test_each_kind_of_offer_becomes_its_order_and_is_carried_out(
    world, case, kind, amount, head, paid
):
    settle(world, case, offer(world, case, kind=kind, amount=amount))

    (order,) = cases.final_orders(case.id)
    assert order["head"] == head
    world.advances(days=5)
    assert [a.amount for a in awards.of_order(case.order_id)] == ([cny(paid)] if paid else [])
    assert [m.head for m in awards.measures_of(case.id)] == ([] if paid else [head])
    world.advances(days=20)
    assert world.held(case.order) == 0
    assert not any(ledger.trial_balance(world.market.id).values())


@pytest.mark.parametrize(
    ("kind", "amount", "code"),
    [
        ("gift", "1.00", "offer_kind_wrong"),
        ("part_refund", None, "offer_unreal"),
        ("discount", "0.00", "offer_unreal"),
    ],
)
def test_what_cannot_be_offered(world, case, kind, amount, code):
    assert code_of(offer, world, case, kind=kind, amount=amount) == code


def test_two_offers_that_cross_settle_once(world, case):
    theirs, mine = offer(world, case), offer(world, case, "consumer", amount="80.00")
    settle(world, case, theirs)
    assert code_of(settle, world, case, mine, "merchant") == "move_not_allowed"
    assert [o["amount_minor"] for o in cases.final_orders(case.id)] == [5000]


def test_nobody_takes_their_own_offer(world, case):
    assert code_of(settle, world, case, offer(world, case), "merchant") == "offer_unknown"


def test_an_offer_after_the_ten_days_is_too_late(world, case):
    made = offer(world, case)
    world.advances(days=11)
    assert code_of(settle, world, case, made) == "move_not_allowed"
    assert code_of(offer, world, case) == "move_not_allowed"


def test_a_case_being_decided_cannot_be_withdrawn(world, case):
    world.advances(days=11)
    act = disputes.withdraw
    code = code_of(act, by=world["consumer"], dispute=case.id, at=world.now)
    assert code == "move_not_allowed"


@pytest.mark.parametrize(
    ("asks", "gives", "agreed"),
    [
        ("60.00", "100.00", "80.00"),
        ("80.00", "80.00", "80.00"),
        ("80.01", "80.00", None),
        ("60.01", "60.02", "60.02"),
    ],
)
def test_sealed_figures_meet_in_the_middle_or_stay_sealed(world, case, asks, gives, agreed):
    talks.seal(by=world["consumer"], dispute=case.id, amount=cny(asks), at=world.now)
    row = talks.seal(by=world["merchant"], dispute=case.id, amount=cny(gives), at=world.now)

    assert row.state == ("settled" if agreed else "talking")
    amounts = [o["amount_minor"] for o in cases.final_orders(case.id)]
    assert amounts == ([cny(agreed).minor] if agreed else [])
    sealed = [r.body for r in evidence.about(case.order_id) if r.act == "dispute.sealed"]
    assert len(sealed) == 2
    assert not any(figure in body for body in sealed for figure in (asks, gives))


def test_a_sealed_figure_is_the_last_one(world, case):
    talks.seal(by=world["consumer"], dispute=case.id, amount=cny("60.00"), at=world.now)
    again = {"by": world["consumer"], "dispute": case.id, "at": world.now}
    assert code_of(talks.seal, amount=cny("50.00"), **again) == "sealed_already"
    unreal = again | {"by": world["merchant"]}
    assert code_of(talks.seal, amount=cny("0.00"), **unreal) == "offer_unreal"


def test_the_suggestion_is_the_laws_own_draft_with_its_range(world, case):
    case.refresh_from_db()
    unproved = suggest(facts.case_of(case))
    assert (unproved.kind, unproved.amount, unproved.most) == ("apology", cny("0"), cny("225.00"))
    assert "225.00" in unproved.why.en
    case.admitted = True
    admitted = suggest(facts.case_of(case))
    assert (admitted.kind, admitted.amount) == ("part_refund", cny("225.00"))
    assert (admitted.least, admitted.most) == (cny("0"), cny("225.00"))


def ruling(world, case, by="arbiter"):
    return disputes.decide(
        by=world[by], dispute=case.id, ruling=Ruling({"defective": True}), at=world.now
    )


@pytest.fixture
def other(world):
    """A second arbiter of the same marketplace."""
    from gongdao.registers.parties import actions as parties
    from gongdao.registers.parties import queries as who

    (party, outside) = parties.enrol(
        marketplace=world.market.id,
        people=[
            parties.Enrolment("second@gongdao", ("arbiter",)),
            parties.Enrolment("outside@gongdao", ("consumer",)),
        ],
        at=world.now,
    )
    world.people |= {"second": who.actor(party), "outside": who.actor(outside)}
    return world["second"]


def test_of_two_arbiters_the_one_in_the_seat_decides(world, case, other):
    bench.take(by=world["arbiter"], dispute=case.id, at=world.now)
    world.advances(days=11)
    assert code_of(ruling, world, case, "second") == "case_taken"
    assert ruling(world, case).by == world["arbiter"].party
    assert code_of(ruling, world, case) == "move_not_allowed"


def test_an_arbiter_with_an_interest_does_not_decide_and_whoever_left_does_not_come_back(
    world, case, other
):
    bench.declare(by=other, party=world["merchant"].party, why="曾任职于该店", at=world.now)
    assert code_of(bench.take, by=other, dispute=case.id, at=world.now) == "arbiter_conflicted"
    bench.take(by=world["arbiter"], dispute=case.id, at=world.now)
    leave = {"by": world["arbiter"], "dispute": case.id, "at": world.now}
    assert code_of(bench.recuse, reason=" ", **leave) == "seat_not_yours"
    bench.recuse(reason="与买家相识", **leave)
    assert code_of(bench.take, **leave) == "arbiter_conflicted"
    world.advances(days=11)
    for by in ("arbiter", "second"):
        assert code_of(ruling, world, case, by) == "arbiter_conflicted"
    (seat,) = cases.seats(case.id)
    assert seat.reason == "与买家相识"


def test_a_neutral_from_outside_is_asked_for_appointed_and_decides(world, case, other):
    bench.ask_neutral(by=world["merchant"], dispute=case.id, at=world.now)
    world.advances(days=11)
    assert code_of(ruling, world, case) == "neutral_asked"
    appoint = {"by": world["platform"], "dispute": case.id, "at": world.now}
    for unfit in ("arbiter", "platform"):
        neutral = world[unfit].party
        assert code_of(bench.appoint, neutral=neutral, **appoint) == "neutral_unfit"
    buyer = world["consumer"].party
    assert code_of(bench.appoint, neutral=buyer, **appoint) == "arbiter_conflicted"
    with pytest.raises(Refusal):
        cases.see(case.id, by=world["outside"])
    bench.appoint(neutral=world["outside"].party, **appoint)
    assert cases.see(case.id, by=world["outside"]).id == case.id
    assert ruling(world, case, "outside").by == world["outside"].party


def test_a_slip_is_put_right_by_whoever_made_it_and_moves_no_deadline(world, case, other):
    world.advances(days=11)
    first = ruling(world, case)
    before = [(d.kind, d.due_at) for d in duties.open_about(case.order_id)]
    fix = {"dispute": case.id, "remarks": "蓝色", "note": "“兰色”系笔误", "at": world.now}
    assert code_of(bench.correct, by=other, **fix) == "correction_not_yours"
    second = bench.correct(by=world["arbiter"], **fix)

    assert (second.number, second.kind, second.orders) == (2, "correction", first.orders)
    assert "笔误" in second.remarks
    assert second.digest != first.digest
    assert [(d.kind, d.due_at) for d in duties.open_about(case.order_id)] == before
    assert len([s for s in messages.services(case.id) if s.document == second.id]) == 2


@pytest.mark.parametrize(
    ("early", "in_time"), [(timedelta(microseconds=1), True), (timedelta(0), False)]
)
def test_an_appeal_in_the_last_moment_is_in_time_and_one_moment_later_is_not(
    world, case, early, in_time
):
    world.advances(days=11)
    ruling(world, case)
    (due,) = [d.due_at for d in duties.open_about(case.order_id) if d.kind == "time_to_appeal"]
    world.now = due - early
    from gongdao.interfaces import clock

    clock.advance(by=world["platform"], to=world.now)
    appeal = {"by": world["merchant"], "dispute": case.id, "reason": "不服", "at": world.now}
    if in_time:
        assert disputes.appeal(**appeal).state == "review"
    else:
        assert code_of(disputes.appeal, **appeal) == "move_not_allowed"


def test_whoever_decided_does_not_decide_the_appeal(world, case):
    from gongdao.registers.parties.powers import Actor

    both = Actor(world["arbiter"].party, world.market.id, frozenset({"arbiter", "senior"}))
    world.people["both"] = both
    world.advances(days=11)
    ruling(world, case)
    disputes.appeal(by=world["merchant"], dispute=case.id, reason="不服", at=world.now)
    assert code_of(ruling, world, case, "both") == "arbiter_conflicted"
    assert ruling(world, case, "senior").kind == "review"


def test_a_clock_that_stood_still_for_weeks_catches_up_in_order(world, case):
    world.advances(days=60)
    row = cases.see(case.id, by=world["consumer"])
    assert row.state == "closed"
    assert world.held(row.order) == 0
    assert not any(ledger.trial_balance(world.market.id).values())
