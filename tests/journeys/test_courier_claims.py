"""Merchant against carrier: what a parcel cost, who answers, what the law gives, and the money (S14)."""

from __future__ import annotations

import pytest

from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.chart import account
from gongdao.stages.delivery import actions as parcels
from gongdao.stages.delivery.claims import actions
from gongdao.stages.delivery.claims.facts import Finding
from gongdao.stages.escrow import actions as escrow

pytestmark = pytest.mark.django_db


def ships(world, waybill="SF1001", *, price="1000.00", **said):
    order = world.orders(world.offers(price))
    world.pays(order)
    shipping = parcels.Shipping(
        world["merchant"], world.now, order.id, world["courier"].party, waybill, **said
    )
    (parcel,) = parcels.ship(shippings=[shipping])
    return parcel


def sees(world, kind, waybill="SF1001"):
    parcels.scan(seen=[parcels.Seen(world["courier"], world.now, waybill, kind, "上海")])


@pytest.fixture
def lost(world):
    parcel = ships(world)
    sees(world, "lost")
    return parcel


def claims(world, parcel, ground="lost", loss=None, by="merchant"):
    return actions.file(
        by=world[by], parcel=parcel.id, ground=ground, loss=cny(loss) if loss else None,
        words="包裹丢失", at=world.now,
    )  # fmt: skip


def stands(world, kind, role):
    name = account(kind, world[role].party)
    return ledger.balance(world.market.id, name, currency="CNY").minor


def refused(act):
    with pytest.raises(Refusal) as no:
        act()
    return no.value.code


def test_the_buyer_is_paid_long_before_the_carrier_pays(world, lost):
    claim = claims(world, lost)
    world.advances(days=6)
    lost.order.refresh_from_db()
    assert lost.order.state == "rescinded"
    assert ledger.refunded(world.market.id, lost.order_id, currency="CNY") == cny("1000.00")
    claim.refresh_from_db()
    assert claim.state == "answering"


def test_admitted_owed_and_paid(world, lost):
    claim = claims(world, lost)
    before = stands(world, "payable", "merchant")
    claim = actions.concede(by=world["courier"], claim=claim.id, at=world.now)
    assert (claim.state, claim.owed) == ("owing", cny("1000.00"))
    assert stands(world, "courier", "courier") == stands(world, "awaited", "merchant") == 100000
    actions.pay(by=world["platform"], claim=claim.id, at=world.now)
    assert stands(world, "courier", "courier") == stands(world, "awaited", "merchant") == 0
    assert stands(world, "payable", "merchant") - before == 100000
    assert not any(ledger.trial_balance(world.market.id).values())
    assert duties.open_about(claim.id) == []


@pytest.mark.parametrize(
    ("days", "state"),
    [(8, "answering"), (9, "owing")],
    ids=["the seventh day is a Sunday, so Monday counts", "Tuesday"],
)
def test_a_carrier_that_is_silent_owes_after_seven_days(world, lost, days, state):
    claim = claims(world, lost)
    world.advances(days=days)
    claim.refresh_from_db()
    assert claim.state == state


@pytest.mark.parametrize(
    ("declared", "ground", "loss", "owed"),
    [
        (0, "lost", None, 100000),
        (80000, "lost", None, 80000),
        (80000, "damaged", "500.00", 40000),
        (0, "damaged", "500.00", 50000),
    ],
)
def test_insured_parcels_are_paid_in_proportion_others_at_market_value(
    world, declared, ground, loss, owed
):
    parcel = ships(world, declared=declared, fee=1200)
    sees(world, "lost" if ground == "lost" else "damaged")
    claim = claims(world, parcel, ground, loss)
    assert actions.concede(by=world["courier"], claim=claim.id, at=world.now).owed_minor == owed


def test_an_excuse_must_be_one_the_law_knows_and_be_proved(world, lost):
    claim = claims(world, lost)

    def deny(excuse):
        return actions.deny(
            by=world["courier"], claim=claim.id, excuse=excuse, words="台风", at=world.now
        )

    assert refused(lambda: deny("bad_luck")) == "excuse_unknown"
    assert deny("force_majeure").state == "deciding"
    decided = actions.decide(
        by=world["arbiter"], claim=claim.id, found=Finding(excused=True),
        reasons="台风预警属实", at=world.now,
    )  # fmt: skip
    assert (decided.state, decided.owed_minor) == ("dismissed", 0)
    assert stands(world, "courier", "courier") == 0


def test_an_excuse_that_nobody_finds_proved_in_time_does_not_count(world, lost):
    claim = claims(world, lost)
    actions.deny(
        by=world["courier"], claim=claim.id, excuse="force_majeure", words="x", at=world.now
    )
    world.advances(days=8)
    claim.refresh_from_db()
    assert (claim.state, claim.owed_minor) == ("owing", 100000)


@pytest.mark.parametrize(
    ("deposit", "state", "paid"),
    [
        ("1500.00", "paid", 100000),
        ("1000.00", "paid", 100000),
        ("400.00", "unpaid", 40000),
        (None, "unpaid", 0),
    ],
)
def test_what_is_not_paid_is_taken_from_the_carriers_deposit(world, lost, deposit, state, paid):
    if deposit:
        escrow.lodge(
            by=world["platform"], merchant=world["courier"].party, amount=cny(deposit),
            key="lodge/courier", at=world.now,
        )  # fmt: skip
    claim = claims(world, lost)
    actions.concede(by=world["courier"], claim=claim.id, at=world.now)
    world.advances(days=4)
    claim.refresh_from_db()
    assert (claim.state, claim.paid_minor) == (state, paid)
    assert stands(world, "courier", "courier") == 100000 - paid
    assert not ledger.faults(world.market.id)
    assert not any(ledger.trial_balance(world.market.id).values())


@pytest.mark.parametrize(
    ("ground", "code"),
    [("lost", "ground_not_there"), ("delayed", "ground_not_there"), ("bored", "ground_unknown")],
)
def test_a_claim_stands_on_what_the_scans_say(world, ground, code):
    parcel = ships(world)
    assert refused(lambda: claims(world, parcel, ground)) == code


def test_late_goods_carry_a_claim_for_delay(world):
    parcel = ships(world)
    world.advances(days=16)
    sees(world, "signed_for")
    assert claims(world, parcel, "delayed", "50.00").loss == cny("50.00")


@pytest.mark.parametrize("loss", ["1000.01", "2000.00"])
def test_no_loss_is_larger_than_the_parcel_was_worth(world, lost, loss):
    assert refused(lambda: claims(world, lost, loss=loss)) == "loss_above_value"


def test_ordinary_mail_is_not_paid_for(world):
    parcel = ships(world, service="ordinary_mail")
    sees(world, "lost")
    assert refused(lambda: claims(world, parcel)) == "nothing_owed"


def test_one_claim_for_one_ground(world, lost):
    claims(world, lost)
    assert refused(lambda: claims(world, lost)) == "courier_claim_open"


def test_each_side_keeps_to_its_own_moves(world, lost):
    assert refused(lambda: claims(world, lost, by="courier")) == "not_allowed"
    claim = claims(world, lost)
    for act in (actions.concede, actions.pay):
        assert refused(lambda act=act: act(by=world["merchant"], claim=claim.id, at=world.now)) == (
            "not_allowed"
        )
    found = lambda: actions.decide(  # noqa: E731
        by=world["courier"], claim=claim.id, found=Finding(), reasons="x", at=world.now
    )
    assert refused(found) == "not_allowed"
    stranger = lambda: actions.concede(by=world["stranger"], claim=claim.id, at=world.now)  # noqa: E731
    assert refused(stranger) == "courier_claim_unknown"


def test_proof_is_taken_from_both_sides_until_the_end(world, lost):
    claim = claims(world, lost)
    for role in ("merchant", "courier"):
        actions.prove(by=world[role], claim=claim.id, words="照片", sha256="ab" * 32, at=world.now)
    bad = lambda: actions.prove(  # noqa: E731
        by=world["merchant"], claim=claim.id, words="x", sha256="zz", at=world.now
    )
    assert refused(bad) == "proof_not_taken"
    actions.withdraw(by=world["merchant"], claim=claim.id, at=world.now)
    late = lambda: actions.prove(  # noqa: E731
        by=world["merchant"], claim=claim.id, words="x", sha256="cd" * 32, at=world.now
    )
    assert refused(late) == "proof_not_taken"
    assert duties.open_about(claim.id) == []
