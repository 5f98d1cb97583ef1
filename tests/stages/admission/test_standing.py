"""After admission: expiry, six months, suspension, changes, small sellers who grow, the report (S01)."""

from __future__ import annotations

from datetime import date

import pytest

from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.duties import queries as duties
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.messages import queries as messages
from gongdao.stages.admission import queries
from gongdao.stages.admission.changes import actions as changes
from gongdao.stages.admission.papers import actions as papers
from gongdao.stages.admission.report import actions as report
from gongdao.stages.admission.standing import actions as standing
from gongdao.stages.delivery import actions as delivery
from gongdao.stages.listings import actions as listings
from gongdao.stages.listings import queries as shelf
from tests.builders import code
from tests.builders.merchants import (
    GRANNY,
    MASTER,
    PERSON,
    admitted,
    newcomer,
    supplies,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cloud(world):
    return newcomer(world, "cloud")


def refused(code_, call, **arguments):
    with pytest.raises(Refusal) as no:
        call(**arguments)
    assert no.value.code == code_, no.value.sentence
    return no.value


def offers(world, by, price="50.00"):
    said = listings.Said(Words("积木", "Blocks"), "toys", cny(price), cny("0.00"))
    (row,) = listings.offer(offerings=[listings.Offering(by, world.now, said)])
    return row.id


def told(world, about):
    return [said.en for said in messages.thread(about, by=world["platform"])]


def shown(world):
    return {version.listing_id for version in shelf.shelf(world.market.id)}


def test_a_paper_that_ran_out_stops_the_shop_at_midnight(world, cloud):
    application = admitted(world, cloud, expires={"licence": date(2026, 4, 15)})
    listing = offers(world, cloud)

    world.advances(to="2026-03-15 23:59")
    assert told(world, application) == []
    world.advances(to="2026-03-16 00:00")
    assert "runs out on 2026-04-15" in told(world, application)[0]
    world.advances(to="2026-04-15 23:59")
    assert world.orders(listing).state == "concluded"
    world.advances(to="2026-04-16 00:00")

    assert [s.cause for s in queries.standing(application)] == ["expired"]
    refused("merchant_not_admitted", offers, world=world, by=cloud)
    refused("merchant_not_selling", world.orders, listing=listing)
    assert listing not in shown(world)


def test_past_expiry_nobody_sells_even_if_the_clock_is_late(world, cloud):
    admitted(world, cloud, expires={"licence": date(2026, 3, 2)})
    listing = offers(world, cloud)

    world.now = world.now.replace(day=2, hour=23, minute=59)
    assert world.orders(listing).state == "concluded"
    world.now = world.now.replace(day=3, hour=0, minute=0)

    refused("merchant_not_admitted", offers, world=world, by=cloud)
    refused("merchant_not_selling", world.orders, listing=listing)


def test_the_renewed_paper_lifts_the_suspension_by_itself(world, cloud):
    application = admitted(world, cloud, expires={"licence": date(2026, 3, 20)})
    listing = offers(world, cloud)
    world.advances(to="2026-03-21 09:00")
    (row,) = queries.standing(application)
    refused("still_wrong", standing.lift, by=world["platform"], suspension=row.id, reason="求情",
            at=world.now)  # fmt: skip

    paper = supplies(world, cloud, application, "licence", expires_on=date(2027, 3, 20))
    refused("merchant_not_selling", world.orders, listing=listing)
    papers.accept(by=world["platform"], paper=paper, at=world.now)

    assert queries.standing(application) == []
    assert world.orders(listing).state == "concluded"
    assert {"expiry", "expiry_notice"} <= {d.kind for d in duties.open_about(application)}


def test_renewed_in_time_nothing_stops(world, cloud):
    application = admitted(world, cloud, expires={"licence": date(2026, 3, 20)})
    paper = supplies(world, cloud, application, "licence", expires_on=date(2027, 3, 20))
    papers.accept(by=world["platform"], paper=paper, at=world.now)

    world.advances(to="2026-03-25 09:00")

    assert queries.standing(application) == []
    assert offers(world, cloud)


def test_every_six_months_the_particulars_are_verified_again(world, cloud):
    application = admitted(world, cloud)
    verify = {"by": world["platform"], "application": application}
    (due,) = [d for d in duties.open_about(application) if d.kind == "reverification"]
    assert (due.cites, due.due_at.astimezone(world.now.tzinfo).date()) == (
        "Online Trading Measures art. 24.1", date(2026, 9, 2),
    )  # fmt: skip

    world.advances(to="2026-08-20 09:00")
    assert "confirm your particulars" in told(world, application)[0]
    refused("application_incomplete", standing.verify, at=world.now, **verify)
    standing.confirm(by=cloud, application=application, at=world.now)
    standing.verify(at=world.now, **verify)
    world.advances(to="2026-09-10 09:00")

    assert queries.standing(application) == []
    assert offers(world, cloud)


def test_unverified_for_six_months_nothing_is_sold_until_it_is(world, cloud):
    application = admitted(world, cloud)
    listing = offers(world, cloud)
    world.advances(to="2026-09-02 00:00")

    assert [s.cause for s in queries.standing(application)] == ["unverified"]
    refused("merchant_not_selling", world.orders, listing=listing)
    standing.confirm(by=cloud, application=application, at=world.now)
    world.advances(days=1)
    standing.verify(by=world["platform"], application=application, at=world.now)

    assert world.orders(listing).state == "concluded"


def test_a_suspended_shop_sells_nothing_and_leaves_if_it_is_not_put_right(world, cloud):
    application = admitted(world, cloud)
    listing = offers(world, cloud)
    suspend = {"by": world["platform"], "application": application, "at": world.now}
    refused("reason_missing", standing.suspend, reason=" ", **suspend)
    refused("not_allowed", standing.suspend, reason="x", **(suspend | {"by": cloud}))
    row = standing.suspend(reason="虚假宣传", **suspend)
    refused("suspended_already", standing.suspend, reason="虚假宣传", **suspend)

    refused("merchant_not_selling", world.orders, listing=listing)
    refused("merchant_not_admitted", offers, world=world, by=cloud)
    standing.lift(by=world["platform"], suspension=row.id, reason="已改正", at=world.now)
    assert world.orders(listing).state == "concluded"

    standing.suspend(reason="再犯", **suspend)
    world.advances(days=61)
    assert queries.mine(by=cloud).state == "left"
    refused("merchant_not_selling", world.orders, listing=listing)
    assert duties.open_about(application) == []


def test_who_leaves_shows_no_person_any_more(world, cloud):
    application = admitted(world, cloud)
    row = queries.trader(cloud.party, marketplace=world.market.id)
    assert set(queries.published(row, master=MASTER)) == {"name", "address", "phone"}

    standing.leave(by=cloud, application=application, at=world.now)

    assert queries.published(row, master=MASTER) == {}
    refused("merchant_not_admitted", offers, world=world, by=cloud)


def test_of_a_small_seller_no_name_is_shown(world, cloud):
    admitted(world, cloud, GRANNY)

    row = queries.trader(cloud.party, marketplace=world.market.id)

    assert set(queries.published(row, master=MASTER)) == {"address", "phone"}


@pytest.mark.parametrize(("price", "over"), [("100000.00", False), ("100000.01", True)])
def test_a_small_seller_who_grows_is_told_to_register_and_then_stopped(world, cloud, price, over):
    application = admitted(world, cloud, GRANNY)
    order = world.orders(offers(world, cloud, price))
    world.pays(order)
    parcel = delivery.Shipping(cloud, world.now, order.id, world["courier"].party, "SF77")
    delivery.ship(shippings=[parcel])
    world.delivers("SF77")

    world.advances(days=32)
    assert ("over the threshold" in str(told(world, application))) is over
    world.advances(days=31)

    assert [s.cause for s in queries.standing(application)] == (["unregistered"] if over else [])


def changed(world, cloud, application, *, on=date(2026, 3, 1), public=None, person=None):
    return changes.report(
        by=cloud, application=application, at=world.now, master=MASTER,
        changed=changes.Changed(on, public or {}, person or {}),
    )  # fmt: skip


def test_a_change_counts_once_it_is_verified(world, cloud):
    application = admitted(world, cloud)
    made = changed(
        world, cloud, application, public={"shop_zh": "彩云玩具"}, person={"phone": "0571-99990000"}
    )
    row = queries.trader(cloud.party, marketplace=world.market.id)
    assert (row.shop_zh, queries.published(row, master=MASTER)["phone"]) == (
        "云朵玩具", "0571-88880000",
    )  # fmt: skip
    refused("change_waits", changed, world=world, cloud=cloud, application=application,
            person={"phone": "0571-99990001"})  # fmt: skip

    changes.decide(
        by=world["platform"], change=made.id, act="accept", reason="", at=world.now, master=MASTER
    )

    row = queries.trader(cloud.party, marketplace=world.market.id)
    assert (row.shop_zh, queries.published(row, master=MASTER)["phone"]) == (
        "彩云玩具", "0571-99990000",
    )  # fmt: skip
    said = "".join(str(deed.body) for deed in evidence.about(application))
    assert "99990000" not in said


@pytest.mark.parametrize(
    ("arguments", "code_"),
    [
        ({}, "change_missing"),
        ({"public": {"state": "admitted"}}, "change_missing"),
        ({"public": {"credit_code": "91310000"}}, "credit_code_wrong"),
        ({"public": {"shop_zh": "彩\u202e云"}}, "name_disguised"),
        ({"person": {"phone": "call me"}}, "phone_wrong"),
        ({"person": {"shoe_size": "43"}}, "particulars_missing"),
        ({"person": {"phone": "0571-99990000"}, "on": date(2026, 3, 2)}, "changed_in_future_wrong"),
    ],
)
def test_changes_that_cannot_be_are_refused(world, cloud, arguments, code_):
    application = admitted(world, cloud)

    refused(code_, changed, world=world, cloud=cloud, application=application, **arguments)


@pytest.mark.parametrize(("to", "late"), [("2026-03-05 09:00", False), ("2026-03-06 09:00", True)])
def test_a_change_is_reported_within_three_working_days(world, cloud, to, late):
    application = admitted(world, cloud)

    world.advances(to=to)

    made = changed(
        world, cloud, application, on=date(2026, 3, 2), person={"phone": "0571-99990000"}
    )
    assert made.late is late


def test_a_change_nobody_verifies_is_not_made(world, cloud):
    application = admitted(world, cloud)
    made = changed(world, cloud, application, person={"phone": "0571-99990000"})
    (due,) = [d for d in duties.open_about(application) if d.kind == "change_check"]
    assert due.cites == "Online Trading Measures art. 26"

    world.advances(to="2026-03-20 09:00")

    assert [change.state for change in queries.changes(application)] == ["lapsed"]
    refused(
        "move_not_allowed", changes.decide, by=world["platform"], change=made.id, act="accept",
        reason="", at=world.now, master=MASTER,
    )  # fmt: skip


def test_the_report_says_what_the_law_has_reported_and_leaves_a_trace(world, cloud):
    admitted(world, cloud)
    small = newcomer(world, "granny")
    admitted(world, small, GRANNY, person=PERSON | {"bank_account": "6230580000000000001"})

    made = report.make(
        by=world["platform"], address="https://shop.example", at=world.now, master=MASTER
    )

    rows = {row["shop"]: row for row in made.rows}
    assert (made.month_begins_on, made.due_on) == (date(2026, 1, 1), date(2026, 1, 31))
    assert rows["云朵玩具"]["credit_code"] == code(77)
    assert rows["云朵玩具"]["identity_number"] == ""
    assert rows["奶奶的手工"]["identity_number"] == PERSON["id_number"]
    assert rows["奶奶的手工"]["declaration"].startswith("个人从事零星小额")
    assert rows["奶奶的手工"]["link"] == f"https://shop.example/traders/{small.party}"
    deeds = [deed.act for deed in evidence.about(world.market.id)]
    assert "traders.reported" in deeds
    refused("not_allowed", report.make, by=cloud, address="", at=world.now, master=MASTER)


def test_what_other_archives_keep_is_verified_there(world):
    """The short way in: a merchant taken over with its file elsewhere owes nothing here."""
    row = queries.mine(by=world["merchant"])

    world.advances(to="2027-03-01 09:00")

    assert (row.archive, duties.open_about(row.id)) == ("platform archive", [])
    assert offers(world, world["merchant"])
