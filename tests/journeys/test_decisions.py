"""A decision: reasoned, served, and carried out to the last fen (S20, S23, S24)."""

from __future__ import annotations

import pytest
from django.conf import settings

from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.duties import queries as duties
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.messages import queries as messages
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.disputes.actions import Complaint, Ruling
from gongdao.stages.disputes.course import digest_of
from gongdao.stages.disputes.disclosure import actions as disclosure
from gongdao.stages.disputes.further import Further
from gongdao.stages.listings import actions as listings
from gongdao.stages.listings import queries as shelf
from gongdao.stages.remedies import actions as remedies
from gongdao.stages.remedies import queries as awards
from gongdao.stages.remedies.measures import actions as measures
from gongdao.stages.remedies.models import Recovery
from gongdao.stages.remedies.recoveries import actions as recoveries
from gongdao.stages.remedies.rectifications import actions as rectifications

pytestmark = pytest.mark.django_db


def balanced(world) -> bool:
    sums = ledger.trial_balance(world.market.id)
    return not any(sums.values()) and not ledger.faults(world.market.id)


def complained(world, kind="not_as_described", wish="refund", price="225.00", *traits):
    order = world.delivered_order(price, *traits)
    said = Complaint(kind, wish, "颜色不对")
    return order, disputes.file(by=world["consumer"], order=order.id, complaint=said, at=world.now)


def ruled(world, dispute, ruling):
    disputes.answer(
        by=world["merchant"], dispute=dispute.id, words="不认可", admits=False, at=world.now
    )
    world.advances(days=11)
    return disputes.decide(by=world["arbiter"], dispute=dispute.id, ruling=ruling, at=world.now)


def test_a_decision_names_each_fact_its_evidence_and_who_had_to_prove_it(world):
    order, dispute = complained(world)
    disputes.exhibit(
        by=world["consumer"], dispute=dispute.id, fact="defective", words="照片三张",
        sha256="a" * 64, at=world.now,
    )  # fmt: skip

    made = ruled(world, dispute, Ruling({"defective": True}))

    (finding,) = made.findings
    assert (finding["value"], finding["must_prove"]) == (True, "consumer")
    assert [(e["by"], e["sha256"]) for e in finding["exhibits"]] == [("buyer", "a" * 64)]
    assert made.liable == [{"party": order.merchant, "as": "merchant", "cites": "", "article": ""}]
    assert made.digest == digest_of(made)
    kept = evidence.last_data(order.id, "dispute.decided")
    assert (kept["sha256"], kept["decision"]) == (made.digest, made.id)


def test_it_is_served_on_both_sides_and_the_time_to_appeal_runs_from_service(world):
    order, dispute = complained(world)
    made = ruled(world, dispute, Ruling({"defective": True}))

    served = messages.services(dispute.id)
    assert {s.to for s in served} == {order.buyer, order.merchant}
    assert {(s.document, s.digest, s.method, s.cites) for s in served} == {
        (made.id, made.digest, "inbox", "Platform Rules art. 91")
    }
    (appeal,) = [d for d in duties.open_about(order.id) if d.kind == "time_to_appeal"]
    assert (appeal.due_at - world.now).days in (7, 8)
    assert all(s.received_at is None for s in served)
    disputes.receive(by=world["consumer"], dispute=dispute.id, at=world.now)
    disputes.receive(by=world["consumer"], dispute=dispute.id, at=world.now)
    opened = {s.to: s.received_at for s in messages.services(dispute.id)}
    assert (opened[order.buyer], opened[order.merchant]) == (world.now, None)
    acts = [record.act for record in evidence.about(order.id)]
    assert acts.count("decision.received") == 1


@pytest.mark.parametrize(
    ("head", "findings", "cites"),
    [
        ("replace", {"defective": False}, "CPL art. 24.1"),
        ("apologise", {"defective": True}, "CPL art. 24.1"),
        ("take_down", {"defective": True}, "CPL art. 24.1"),
        ("release", {"defective": True}, "CPL art. 24.1"),
    ],
)
def test_what_the_law_does_not_allow_cannot_be_ordered(world, head, findings, cites):
    _, dispute = complained(world)
    with pytest.raises(Refusal) as refused:
        ruled(world, dispute, Ruling(findings, further=[Further(head)]))
    assert (refused.value.code, refused.value.cites) == ("order_not_open", cites)


@pytest.mark.parametrize(
    ("amount", "fits"), [("225.00", True), ("225.01", False), ("0.00", False), (None, False)]
)
def test_a_penalty_is_at_most_the_price_and_goes_from_the_deposit_into_the_fund(
    world, amount, fits
):
    _, dispute = complained(world)
    wanted = Further("fine", "多次违规", amount and cny(amount))
    ruling = Ruling({"defective": True}, further=[wanted])
    if not fits:
        with pytest.raises(Refusal) as refused:
            ruled(world, dispute, ruling)
        assert refused.value.code == "penalty_wrong"
        return
    ruled(world, dispute, ruling)
    world.advances(days=12)
    deposit = f"deposit:{world['merchant'].party}"
    assert ledger.balance(world.market.id, deposit, currency="CNY") == cny("1775.00")
    assert ledger.balance(world.market.id, "fund", currency="CNY") == cny("100225.00")
    assert balanced(world)


def test_a_counterfeit_is_taken_down_when_the_ruling_is_final_and_not_before(world):
    order, dispute = complained(world, "counterfeit", "refund_and_damages")
    (line,) = order.lines.all()
    listing = line.version.listing_id
    ruled(world, dispute, Ruling({"counterfeit": True}, further=[Further("take_down")]))
    world.advances(days=5)
    assert shelf.latest(world.market.id, [listing])
    world.advances(days=7)
    assert not shelf.latest(world.market.id, [listing])
    assert balanced(world)
    assert world.held(order) == 0


def test_an_apology_is_published_by_the_merchant_or_by_the_ruling(world):
    order, dispute = complained(world)
    further = [Further("apologise")]
    ruled(world, dispute, Ruling({"defective": True}, further=further, dignity_harmed=True))
    world.advances(days=8)
    (measure,) = awards.measures_of(dispute.id)
    with pytest.raises(Refusal) as empty:
        measures.do(by=world["merchant"], measure=measure.id, words=" ", at=world.now)
    assert empty.value.code == "measure_words_missing"
    measures.do(by=world["merchant"], measure=measure.id, words="对不起，林女士。", at=world.now)
    (apology,) = awards.apologies(world.market.id)
    assert (apology.words, apology.own) == ("对不起，林女士。", True)
    world.advances(days=5)
    assert world.held(order) == 0


def test_an_apology_that_never_comes_is_replaced_by_the_ruling(world):
    _, dispute = complained(world)
    further = [Further("apologise")]
    ruled(world, dispute, Ruling({"defective": True}, further=further, dignity_harmed=True))
    world.advances(days=20)
    (apology,) = awards.apologies(world.market.id)
    assert not apology.own
    assert "商品不符合质量要求或描述" in apology.words
    assert awards.measures_of(dispute.id)[0].state == "enforced"


def test_a_false_listing_is_corrected_or_goes(world):
    order, dispute = complained(world, "counterfeit", "refund_and_damages")
    (line,) = order.lines.all()
    further = [Further("correct_advertisement", "删去“正品”字样")]
    ruled(world, dispute, Ruling({"counterfeit": True}, further=further))
    world.advances(days=8)
    (measure,) = awards.measures_of(dispute.id)
    with pytest.raises(Refusal) as same:
        measures.do(by=world["merchant"], measure=measure.id, words="改好了", at=world.now)
    assert same.value.code == "advertisement_unchanged"
    said = listings.Said(
        Words("仿制玩具汽车", "Replica toy car"), "toys", cny("225.00"), cny("0.00"), frozenset()
    )
    listings.revise(by=world["merchant"], listing=line.version.listing_id, said=said, at=world.now)
    measures.do(by=world["merchant"], measure=measure.id, words="改好了", at=world.now)
    assert shelf.latest(world.market.id, [line.version.listing_id])


def test_the_money_stays_in_escrow_until_the_replacement_is_sent(world):
    order, dispute = settled_for(world, "replacement")
    assert world.held(order) == 22500
    (measure,) = awards.measures_of(dispute.id)
    measures.do(by=world["merchant"], measure=measure.id, words="SF2002", at=world.now)
    assert world.held(order) == 22500
    world.advances(days=8)
    assert world.held(order) == 0
    assert not awards.of_order(order.id)
    assert balanced(world)


def test_a_replacement_that_never_comes_becomes_a_refund(world):
    order, dispute = settled_for(world, "repair")
    world.advances(days=9)
    assert [(a.head, a.amount) for a in awards.of_order(order.id)] == [("refund", cny("225.00"))]
    assert awards.measures_of(dispute.id)[0].state == "enforced"
    assert world.held(order) == 0
    assert balanced(world)


def settled_for(world, kind):
    order, dispute = complained(world)
    disputes.answer(
        by=world["merchant"], dispute=dispute.id, words="可以换", admits=False, at=world.now
    )
    made = disputes.offer(
        by=world["merchant"], dispute=dispute.id, at=world.now,
        proposal=disputes.Proposal(kind, words="寄来新的"),
    )  # fmt: skip
    disputes.settle(by=world["consumer"], dispute=dispute.id, offer=made.id, at=world.now)
    world.advances(days=0.01)
    return order, dispute


def test_without_a_breach_the_money_can_be_released_at_once(world):
    order, dispute = complained(world)
    ruled(world, dispute, Ruling({"defective": False}, further=[Further("release")]))
    world.advances(days=8)
    assert world.held(order) == 0
    assert balanced(world)


@pytest.mark.parametrize(
    ("found", "traits", "role", "cites"),
    [
        ({"platform_knew": True, "took_measures": False}, (), "joint", "ECL art. 38.1"),
        ({"looked_like_own": True}, (), "seller", "SPC Online Rules art. 4.2"),
        ({"checked_or_protected": False}, ("food",), "corresponding", "ECL art. 38.2"),
        ({}, (), None, None),
    ],
)
def test_the_platform_answers_where_the_law_says_so_and_then_pays_at_once(
    world, found, traits, role, cites
):
    order, dispute = complained(world, "counterfeit", "refund_and_damages", "800.00", *traits)
    made = ruled(world, dispute, Ruling({"counterfeit": True}, platform=found))
    beside = [(each["as"], each["cites"]) for each in made.liable[1:]]
    assert [each[0] for each in beside] == ([role] if role else [])
    assert not cites or beside[0][1].split(" art.")[1] == cites.split(" art.")[1]
    world.advances(days=8)
    assert bool(awards.of_order(order.id)) == bool(role)
    world.advances(days=4)
    assert len(awards.of_order(order.id)) == 2
    assert balanced(world)


def test_what_no_arbiter_can_find_is_refused(world):
    _, dispute = complained(world)
    with pytest.raises(Refusal) as unknown:
        ruled(world, dispute, Ruling({}, platform={"is_rich": True}))
    assert unknown.value.code == "finding_unknown"


@pytest.fixture
def claim(world):
    """The fund paid 400 yuan first; the merchant owes it."""
    _, dispute = complained(world, "counterfeit", "refund_and_damages", "800.00")
    ruled(world, dispute, Ruling({"counterfeit": True}))
    world.advances(days=12)
    return Recovery.objects.get()


def test_recourse_can_be_contested_and_given_up(world, claim):
    row = recoveries.contest(
        by=world["merchant"], recovery=claim.id, words="消费者调包", at=world.now
    )
    assert row.state == "contested"
    with pytest.raises(Refusal):
        recoveries.decide(
            by=world["merchant"], recovery=claim.id, upheld=False, words="x", at=world.now
        )
    row = recoveries.decide(
        by=world["platform"], recovery=claim.id, upheld=False, words="确系调包", at=world.now
    )
    assert row.state == "waived"
    claims = f"claims:{world['merchant'].party}"
    assert ledger.balance(world.market.id, claims, currency="CNY") == cny("0")
    assert balanced(world)


def test_an_objection_nobody_answers_upholds_the_claim_and_time_begins_anew(world, claim):
    recoveries.contest(by=world["merchant"], recovery=claim.id, words="不是我", at=world.now)
    world.advances(days=8)
    claim.refresh_from_db()
    assert claim.state == "upheld"
    world.advances(days=31)
    claim.refresh_from_db()
    assert claim.state == "written_to_court"
    assert balanced(world)


def test_recourse_is_set_off_against_what_the_merchant_has(world, claim):
    with pytest.raises(Refusal) as short:
        recoveries.settle(by=world["merchant"], recovery=claim.id, at=world.now)
    assert short.value.code == "payment_not_covered"
    from gongdao.stages.escrow import actions as escrow

    escrow.lodge(
        by=world["merchant"], merchant=world["merchant"].party, amount=cny("400.00"),
        key="more", at=world.now,
    )  # fmt: skip
    row = recoveries.settle(by=world["merchant"], recovery=claim.id, at=world.now)
    assert row.state == "recovered"
    assert ledger.balance(world.market.id, "fund", currency="CNY") == cny("100000.00")
    assert balanced(world)


def test_three_rulings_on_one_listing_open_a_rectification_that_is_checked(world):
    listing = world.offers("99.00")
    made = upheld(world, listing, 3)
    (row,) = awards.rectifications(by=world["merchant"])
    assert (row.state, row.cause) == ("owed", "not_as_described")
    assert set(row.cases) == {d.id for d in made}
    assert not awards.rectifications(by=world["consumer"])
    rectifications.report(
        by=world["merchant"], rectification=row.id, plan="更换供应商", at=world.now
    )
    world.advances(days=31)
    row.refresh_from_db()
    assert row.state == "effective"
    assert shelf.latest(world.market.id, [listing])


def test_a_rectification_nobody_reports_takes_the_listing_down(world):
    listing = world.offers("99.00")
    upheld(world, listing, 3)
    world.advances(days=16)
    (row,) = awards.rectifications(by=world["platform"])
    assert row.state == "failed"
    assert not shelf.latest(world.market.id, [listing])


def test_two_rulings_are_not_three(world):
    listing = world.offers("99.00")
    upheld(world, listing, 2)
    assert not awards.rectifications(by=world["platform"])


def upheld(world, listing, times):
    """So many cases about this listing at once, each ending for its buyer."""
    made = []
    for number in range(times):
        order = world.orders(listing)
        world.pays(order)
        world.ships(order, f"SF9{number}")
        world.delivers(f"SF9{number}")
        said = Complaint("not_as_described", "refund", "坏的")
        made.append(
            disputes.file(by=world["consumer"], order=order.id, complaint=said, at=world.now)
        )
    for each in made:
        disputes.answer(
            by=world["merchant"], dispute=each.id, words="是坏的", admits=True, at=world.now
        )
    world.advances(days=11)
    for each in made:
        disputes.decide(by=world["arbiter"], dispute=each.id, ruling=Ruling({}), at=world.now)
    world.advances(days=8)
    for each in made:
        remedies.perform(by=world["merchant"], dispute=each.id, at=world.now)
    return made


def test_nothing_is_performed_before_the_ruling_is_final(world):
    _, dispute = complained(world)
    ruled(world, dispute, Ruling({"defective": True}))
    with pytest.raises(Refusal) as early:
        remedies.perform(by=world["merchant"], dispute=dispute.id, at=world.now)
    assert early.value.code == "nothing_owed"


def test_the_buyer_learns_who_the_merchant_is_for_a_reason_and_that_is_evidence(world):
    order = world.delivered_order()
    master = MasterKey(settings.GONGDAO_VAULT_KEY)

    def ask(by, reason):
        return disclosure.disclose(
            by=world[by], order=order.id, reason=reason, at=world.now, master=master
        )

    assert ask("consumer", "准备起诉").credit_code.startswith("91310000")
    told = evidence.last_data(order.id, "merchant.disclosed")
    assert (told["reason"], told["cites"]) == ("准备起诉", "CPL art. 44.1")
    for by, reason, code in (("consumer", " ", "reason_missing"), ("merchant", "x", "not_allowed")):
        with pytest.raises(Refusal) as refused:
            ask(by, reason)
        assert refused.value.code == code
