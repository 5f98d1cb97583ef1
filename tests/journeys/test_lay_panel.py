"""A lay panel: drawn so that anybody can draw again, voting with reasons, measured against experts (S22)."""

from __future__ import annotations

from collections import Counter

import pytest
from django.conf import settings

from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence import actions as sealing
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.evidence.heads import key_of
from gongdao.registers.parties import actions as parties
from gongdao.registers.parties import queries as who
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.disputes import queries as cases
from gongdao.stages.disputes.actions import Complaint, Ruling
from gongdao.stages.disputes.panels import actions as panels
from gongdao.stages.disputes.panels import draw, measures, queries
from gongdao.stages.disputes.panels.measures import Vote

pytestmark = pytest.mark.django_db
CROWD = [("consumer", n) for n in range(8)] + [("merchant", n) for n in range(5)]


@pytest.fixture
def crowd(world):
    """Thirteen people who are ready to sit, and both sides of the case, too."""
    people = parties.enrol(
        marketplace=world.market.id,
        people=[parties.Enrolment(f"juror-{role}-{n}@gongdao", (role,)) for role, n in CROWD],
        at=world.now,
    )
    found = {p.id: who.actor(p) for p in people}
    for juror in (*found.values(), world["consumer"], world["merchant"]):
        panels.join(by=juror, at=world.now)
    return found


@pytest.fixture
def case(world):
    order = world.delivered_order()
    said = Complaint("not_as_described", "refund", "颜色不对")
    row = disputes.file(by=world["consumer"], order=order.id, complaint=said, at=world.now)
    world.advances(days=4)
    key = key_of(settings.GONGDAO_EVIDENCE_KEY)
    sealing.seal(marketplace=world.market.id, at=world.now, key=key)
    return row


def asked(world, case, by="consumer"):
    return panels.ask(by=world[by], dispute=case.id, at=world.now)


def vote(world, case, juror, for_buyer, reason="照片清楚"):
    return panels.vote(by=juror, dispute=case.id, for_buyer=for_buyer, reason=reason, at=world.now)


def test_the_draw_can_be_repeated_from_what_is_public(world, crowd, case):
    panel = asked(world, case)
    head = evidence.head(world.market.id)

    seed = draw.seed_of(head=head.root, size=head.size, case=case.id)
    again = draw.drawn(seed, panel.pool, panel.excluded)

    assert panel.seed == seed
    ballots = queries.ballots(panel)
    assert [(b.juror, b.standing) for b in ballots] == again
    assert Counter(b.standing for b in ballots) == Counter(draw.SEATS)
    kept = evidence.last_data(case.order_id, "panel.drawn")
    assert (kept["seed"], kept["head_root"]) == (seed, head.root.hex())


def test_the_sides_and_whoever_traded_with_them_are_left_out(world, crowd, case):
    friend = next(a for a in crowd.values() if "consumer" in a.roles)
    world.people["consumer"], kept = friend, world["consumer"]
    world.orders(world.offers())
    world.people["consumer"] = kept

    panel = asked(world, case)

    assert panel.excluded == {
        case.order.buyer: "side", case.order.merchant: "side", friend.party: "traded",
    }  # fmt: skip
    assert not {b.juror for b in queries.ballots(panel)} & set(panel.excluded)


def test_another_seed_draws_others_and_no_seat_is_given_twice():
    pool = {f"p{n}": "consumer" if n % 2 else "merchant" for n in range(100)}
    draws = [draw.drawn(draw.seed_of(head=b"h", size=n, case="c"), pool, {}) for n in range(200)]
    assert len({tuple(d) for d in draws}) == 200
    assert all(len(set(d)) == 7 for d in draws)
    seats = Counter(party for d in draws for party, _ in d)
    assert max(seats.values()) < 45
    assert len(seats) == 100


def test_too_few_jurors_draw_nothing(world, case):
    with pytest.raises(Refusal) as few:
        asked(world, case)
    assert few.value.code == "jurors_lacking"


def test_a_majority_ends_it_and_the_arbiter_still_decides(world, crowd, case):
    panel = asked(world, case)
    sitting = [crowd[b.juror] for b in queries.ballots(panel)]
    for juror in sitting[:3]:
        vote(world, case, juror, True)
    assert queries.see(case).state == "voting"
    vote(world, case, sitting[3], True)
    assert queries.see(case).state == "for_buyer"
    with pytest.raises(Refusal) as late:
        vote(world, case, sitting[4], False)
    assert late.value.code == "move_not_allowed"
    made = disputes.decide(
        by=world["arbiter"], dispute=case.id, ruling=Ruling({"defective": False}), at=world.now
    )
    assert made.orders == []


@pytest.mark.parametrize(
    ("votes", "state"),
    [
        ([True, True, True, False], "for_buyer"),
        ([False, False, False, True], "for_seller"),
        ([True, True, False, False], "void"),
        ([True, True, True], "void"),
        ([], "void"),
    ],
)
def test_when_time_is_up_the_votes_cast_count_if_they_are_half(world, crowd, case, votes, state):
    panel = asked(world, case)
    for ballot, choice in zip(queries.ballots(panel), votes, strict=False):
        vote(world, case, crowd[ballot.juror], choice)
    world.advances(days=6)
    assert queries.see(case).state == state


def test_a_vote_needs_a_seat_a_reason_and_is_cast_once(world, crowd, case):
    panel = asked(world, case)
    juror = crowd[queries.ballots(panel)[0].juror]
    for by, reason, code in (
        (juror, " ", "ballot_unreal"), (juror, "x" * 2001, "ballot_unreal"),
        (world["merchant"], "x", "ballot_unknown"), (world["stranger"], "x", "dispute_unknown"),
    ):  # fmt: skip
        with pytest.raises(Refusal) as refused:
            vote(world, case, by, True, reason)
        assert refused.value.code == code
    vote(world, case, juror, True)
    with pytest.raises(Refusal):
        vote(world, case, juror, False)
    assert cases.see(case.id, by=juror).id == case.id
    assert not queries.waiting_for(by=juror)


def test_a_panel_is_drawn_once_and_only_while_the_case_waits(world, crowd, case):
    asked(world, case)
    with pytest.raises(Refusal) as twice:
        asked(world, case, "merchant")
    assert twice.value.code == "panel_untimely"


def votes(juror, standing, pairs):
    return [Vote(juror, standing, mine, expert) for mine, expert in pairs]


def test_jurors_are_measured_against_experts_beyond_chance():
    always = votes("always", "consumer", [(True, n % 2 == 0) for n in range(10)])
    expert = votes("expert", "merchant", [(n % 2 == 0, n % 2 == 0) for n in range(10)])
    rare = votes("rare", "merchant", [(True, True)] * 4)

    first, second = measures.jurors([*always, *expert, *rare])

    assert (first.name, first.agreed, first.kappa, first.leaning) == ("always", 0.5, 0.0, 0.5)
    assert (second.name, second.agreed, second.kappa, second.leaning) == ("expert", 1.0, 1.0, 0.0)
    groups = {each.name: each for each in measures.standings([*always, *expert])}
    assert groups["consumer"].leaning == 0.5
    assert groups["merchant"].leaning == 0.0
    assert groups["all"].votes == 20


def test_the_report_reads_votes_beside_the_rulings_that_followed(world, crowd, case):
    panel = asked(world, case)
    for ballot in queries.ballots(panel)[:4]:
        vote(world, case, crowd[ballot.juror], True)
    disputes.decide(
        by=world["arbiter"], dispute=case.id, ruling=Ruling({"defective": True}), at=world.now
    )
    found = queries.votes(by=world["platform"])
    assert [(v.for_buyer, v.expert_for_buyer) for v in found] == [(True, True)] * 4
    with pytest.raises(Refusal):
        queries.votes(by=world["merchant"])
