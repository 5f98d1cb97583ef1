"""Where parcels are, who took them and what the law makes of it: split, left, refused, returned, lost (S14)."""

from __future__ import annotations

import pytest

from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.messages import queries as messages
from gongdao.stages.delivery import actions, contents, queries
from gongdao.stages.delivery.models import Scan
from gongdao.stages.orders import queries as orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(world):
    """Two toy cars at 100.00 each with 10.00 of freight, paid."""
    order = world.orders(world.offers("100.00", freight="10.00"), quantity=2)
    world.pays(order)
    return order


def ships(world, order, waybill, pieces=None, **said):
    named = None
    if pieces is not None:
        (line,) = orders.lines(order)
        named = {line.id: pieces}
    shipping = actions.Shipping(
        world["merchant"], world.now, order.id, world["courier"].party, waybill, named, **said
    )
    (parcel,) = actions.ship(shippings=[shipping])
    return parcel


def sees(world, kind, waybill="SF1001", **said):
    seen = actions.Seen(world["courier"], world.now, waybill, kind, "上海", **said)
    (parcel,) = actions.scan(seen=[seen])
    return parcel


def owed(order):
    return {d.kind for d in duties.open_about(order.id)}


def refused(act):
    with pytest.raises(Refusal) as no:
        act()
    return no.value.code


class TestSplit:
    def test_the_clock_of_release_runs_from_the_last_parcel(self, world, paid):
        ships(world, paid, "SF1", 1)
        assert "dispatch" in owed(paid)
        world.advances(days=1)
        ships(world, paid, "SF2", 1)
        assert "dispatch" not in owed(paid)
        sees(world, "signed_for", "SF1")
        assert "release" not in owed(paid)
        world.advances(days=2)
        sees(world, "signed_for", "SF2")
        (release,) = [d for d in duties.open_about(paid.id) if d.kind == "release"]
        assert release.owed_at == world.now

    def test_a_part_that_arrives_releases_nothing_while_the_rest_is_unsent(self, world, paid):
        ships(world, paid, "SF1", 1)
        sees(world, "signed_for", "SF1")
        assert owed(paid) == {"dispatch"}

    def test_the_part_that_was_never_sent_is_paid_back_and_the_other_is_released(self, world, paid):
        ships(world, paid, "SF1", 1)
        sees(world, "signed_for", "SF1")
        world.advances(days=15)

        paid.refresh_from_db()
        gone = ledger.refunded(world.market.id, paid.id, currency="CNY")
        assert (paid.state, gone.minor) == ("bound", 10500)
        world.advances(days=10)
        assert world.held(paid) == 0
        assert owed(paid) == set()
        assert not ledger.faults(world.market.id)

    def test_the_time_to_return_begins_with_the_last_parcel_too(self, world, paid):
        ships(world, paid, "SF1", 1)
        sees(world, "signed_for", "SF1")
        assert queries.delivered_at(paid.id) is None
        world.advances(days=1)
        ships(world, paid, "SF2", 1)
        sees(world, "signed_for", "SF2")
        assert queries.delivered_at(paid.id) == world.now

    def test_once_the_missing_part_is_paid_back_the_other_counts_as_delivered(self, world, paid):
        ships(world, paid, "SF1", 1)
        sees(world, "signed_for", "SF1")
        arrived = world.now
        world.advances(days=15)
        assert queries.delivered_at(paid.id) == arrived

    def test_one_of_two_parcels_lost_is_paid_for_in_part(self, world, paid):
        ships(world, paid, "SF1", 1)
        ships(world, paid, "SF2", 1)
        sees(world, "signed_for", "SF1")
        sees(world, "lost", "SF2")
        assert owed(paid) == {"make_good"}
        assert contents.undelivered(paid).minor == 10500
        world.advances(days=7)
        assert ledger.refunded(world.market.id, paid.id, currency="CNY").minor == 10500
        assert owed(paid) == {"release"}

    def test_what_was_lost_may_be_sent_again(self, world, paid):
        ships(world, paid, "SF1", 1)
        ships(world, paid, "SF2", 1)
        sees(world, "signed_for", "SF1")
        sees(world, "lost", "SF2")
        ships(world, paid, "SF3", 1)
        assert owed(paid) == {"delivery"}
        sees(world, "signed_for", "SF3")
        assert owed(paid) == {"release"}

    @pytest.mark.parametrize(
        ("pieces", "code"), [(3, "contents_exceed_order"), (0, "contents_wrong")]
    )
    def test_no_more_is_sent_than_was_bought(self, world, paid, pieces, code):
        assert refused(lambda: ships(world, paid, "SF1", pieces)) == code

    @pytest.mark.parametrize(("declared", "fits"), [(10000, True), (10001, False)])
    def test_no_value_is_declared_beyond_the_contents(self, world, paid, declared, fits):
        if fits:
            assert ships(world, paid, "SF1", 1, declared=declared).declared_minor == declared
        else:
            code = refused(lambda: ships(world, paid, "SF1", 1, declared=declared))
            assert code == "declared_above_value"


class TestWhoTookIt:
    @pytest.mark.parametrize(
        ("left_with", "consent", "inspection", "state"),
        [
            ("recipient", [], True, "delivered"),
            ("recipient", [], False, "left"),
            ("named_person", ["named_person"], True, "delivered"),
            ("named_person", [], True, "left"),
            ("neighbour", ["neighbour"], True, "delivered"),
            ("neighbour", [], True, "left"),
            ("pick_up_point", ["pick_up_point"], True, "delivered"),
            ("pick_up_point", ["door"], True, "left"),
            ("door", ["door"], True, "delivered"),
            ("door", [], True, "left"),
        ],
    )
    def test_a_parcel_left_without_consent_is_not_delivered(
        self, world, paid, left_with, consent, inspection, state
    ):
        if consent:
            actions.consent_to_drop(
                by=world["consumer"], order=paid.id, places=consent, at=world.now
            )
        ships(world, paid, "SF1001")
        parcel = sees(world, "signed_for", left_with=left_with, inspection_offered=inspection)
        assert (parcel.state, parcel.left_with) == (state, left_with)
        assert ("release" in owed(paid)) is (state == "delivered")

    def test_consent_that_was_withdrawn_no_longer_counts(self, world, paid):
        for places in (["door"], []):
            actions.consent_to_drop(
                by=world["consumer"], order=paid.id, places=places, at=world.now
            )
        ships(world, paid, "SF1001")
        assert sees(world, "left", left_with="door").state == "left"

    def test_nobody_else_consents_and_only_to_places_there_are(self, world, paid):
        def consent(by, place):
            actions.consent_to_drop(by=world[by], order=paid.id, places=[place], at=world.now)

        assert refused(lambda: consent("merchant", "door")) == "not_allowed"
        assert refused(lambda: consent("consumer", "roof")) == "drop_place_unknown"

    def test_the_buyer_is_told_and_may_accept(self, world, paid):
        ships(world, paid, "SF1001")
        parcel = sees(world, "left", left_with="pick_up_point")
        assert any("尚未送达" in said.zh for said in messages.thread(paid.id, by=world["consumer"]))
        assert (
            refused(lambda: actions.accept(by=world["merchant"], parcel=parcel.id, at=world.now))
            == "not_allowed"
        )
        actions.accept(by=world["consumer"], parcel=parcel.id, at=world.now)
        assert owed(paid) == {"release"}

    def test_one_that_nobody_fetches_ends_as_lost_at_the_merchants_risk(self, world, paid):
        ships(world, paid, "SF1001")
        parcel = sees(world, "left", left_with="neighbour")
        world.advances(days=40)
        parcel.refresh_from_db()
        paid.refresh_from_db()
        assert (parcel.state, paid.state) == ("lost", "rescinded")
        assert ledger.refunded(world.market.id, paid.id, currency="CNY") == paid.total


class TestBack:
    def test_a_refused_parcel_goes_back_and_the_merchant_makes_good(self, world, paid):
        ships(world, paid, "SF1001")
        assert sees(world, "refused").state == "returning"
        assert owed(paid) == {"bring_back"}
        world.advances(days=3)
        assert sees(world, "returned").state == "returned"
        assert owed(paid) == {"make_good"}

    def test_one_that_never_comes_back_is_lost_by_the_clock(self, world, paid):
        ships(world, paid, "SF1001")
        parcel = sees(world, "undeliverable")
        world.advances(days=16)
        parcel.refresh_from_db()
        assert parcel.state == "lost"
        assert owed(paid) == {"make_good"}

    def test_refused_and_returned_in_one_batch(self, world, paid):
        ships(world, paid, "SF1001")
        world.advances(days=1)
        seen = [
            actions.Seen(world["courier"], world.now, "SF1001", kind, "上海")
            for kind in ("refused",)
        ]
        world.advances(days=1)
        seen.append(actions.Seen(world["courier"], world.now, "SF1001", "returned", "杭州"))
        actions.scan(seen=list(reversed(seen)))
        assert owed(paid) == {"make_good"}


class TestOrderOfScans:
    def test_an_older_scan_is_history_and_moves_nothing(self, world, paid):
        ships(world, paid, "SF1001")
        world.advances(days=1)
        early = world.now
        world.advances(days=1)
        sees(world, "signed_for")
        late = actions.Seen(world["courier"], early, "SF1001", "undeliverable", "上海")
        (parcel,) = actions.scan(seen=[late])
        assert parcel.state == "delivered"
        assert [s.kind for s in queries.scans(paid.id)] == ["undeliverable", "signed_for"]

    def test_a_newer_scan_that_contradicts_the_end_is_refused(self, world, paid):
        ships(world, paid, "SF1001")
        sees(world, "signed_for")
        world.advances(days=1)
        assert refused(lambda: sees(world, "undeliverable")) == "move_not_allowed"

    def test_the_same_scan_twice_is_one_scan_and_one_record(self, world, paid):
        parcel = ships(world, paid, "SF1001")
        for _ in range(2):
            sees(world, "signed_for")
        assert Scan.objects.filter(parcel=parcel).count() == 1
        acts = [r.act for r in evidence.about(paid.id)]
        assert acts.count("parcel.signed_for") == 1

    @pytest.mark.parametrize(
        ("said", "code"),
        [
            ({"kind": "teleported"}, "scan_unknown"),
            ({"kind": "signed_for", "left_with": "dog"}, "left_with_unknown"),
            ({"kind": "collected", "waybill": "NONE"}, "parcel_unknown"),
        ],
    )
    def test_scans_nobody_can_believe(self, world, paid, said, code):
        ships(world, paid, "SF1001")
        assert refused(lambda: sees(world, **said)) == code

    def test_damage_is_told_to_the_buyer(self, world, paid):
        ships(world, paid, "SF1001")
        assert sees(world, "damaged").state == "moving"
        assert any("破损" in said.zh for said in messages.thread(paid.id, by=world["consumer"]))
