"""Forms: one button, one action; what is refused is said in words, changes nothing, and keeps what was typed."""

from __future__ import annotations

import pytest

from gongdao.registers.evidence import queries as evidence
from gongdao.registers.parties import actions as parties
from gongdao.stages.aftersales import queries as returns
from gongdao.stages.disputes import queries as cases
from gongdao.stages.escrow import queries as holds
from gongdao.stages.orders import queries as orders
from tests.interfaces.web.conftest import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def recorded(world):
    return lambda: evidence.pending(world.market.id)


def refused(response, words, status=409):
    body = response.content.decode()
    assert response.status_code == status, body[:300]
    assert words in body
    assert 'class="notice refusal"' in body
    return body


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("losses", "a lot", "a lot"),
        ("losses", "-3", "-3"),
        ("losses", "9" * 40, "cannot be read"),
        ("story", "   ", "Say what happened"),
        ("kind", "gossip", "Unknown kind"),
        ("wish", "", "Unknown kind or wish"),
    ],
)
def test_a_bad_complaint_says_why_and_keeps_the_rest(world, sign_in, recorded, field, value, words):
    order = world.delivered_order()
    before = recorded()
    form = {"kind": "counterfeit", "wish": "refund", "story": "A <long> story", "losses": "12"}

    response = sign_in("consumer", "en").post(
        f"/orders/{order.id}/complain", **(form | {field: value})
    )

    body = refused(response, words)
    assert field == "story" or "A &lt;long&gt; story" in body
    assert recorded() == before
    assert cases.of_order(order.id) == []


def test_a_complaint_freezes_the_money_and_the_page_says_so(world, sign_in):
    order = world.delivered_order()
    reader = sign_in("consumer", "en")

    response = reader.post(
        f"/orders/{order.id}/complain", kind="counterfeit", wish="refund", story="The label."
    )

    assert response["Location"] == f"/orders/{order.id}?done=complain"
    assert "the money is frozen" in reader.get(response["Location"]).content.decode()
    assert holds.hold_of(order.id).frozen


def test_a_return_of_some_pieces(world, sign_in):
    order = world.orders(world.offers("20.00"), quantity=3)
    world.pays(order)
    world.ships(order)
    world.delivers()
    (line,) = orders.lines(order)
    reader = sign_in("consumer", "en")

    refused(reader.post(f"/orders/{order.id}/return", **{f"piece-{line.id}": "0"}), "at least one")
    refused(
        reader.post(f"/orders/{order.id}/return", **{f"piece-{line.id}": "two"}), "whole number"
    )
    refused(
        reader.post(f"/orders/{order.id}/return", **{f"piece-{line.id}": "4"}), "pieces are wrong"
    )
    reader.post(f"/orders/{order.id}/return", **{f"piece-{line.id}": "2"})

    (back,) = returns.of_order(order.id)
    assert str(back.refund) == "CNY 40.00"


def test_a_right_that_the_law_takes_away_is_refused_with_its_article(world, sign_in):
    order = world.delivered_order("49.00", "made_to_order")

    body = refused(sign_in("consumer", "en").post(f"/orders/{order.id}/return"), "art. 25.1.1")

    assert "you can still complain" in body


def test_paying_goes_through_the_gateways_page(world, sign_in):
    order = world.orders(world.offers("225.00"))
    reader = sign_in("consumer", "en")

    page = reader.post(f"/orders/{order.id}/pay", method="wechat")["Location"]
    failed = reader.post(f"{page}/settle", outcome="failed")["Location"]
    order.refresh_from_db()
    assert (failed, order.state) == (f"/orders/{order.id}?done=pay_failed", "concluded")
    page = reader.post(f"/orders/{order.id}/pay", method="alipay")["Location"]
    reader.post(f"{page}/settle", outcome="captured")
    reader.post(f"{page}/settle", outcome="captured")

    order.refresh_from_db()
    assert order.state == "bound"
    assert world.held(order) == 22500


def test_nobody_simulates_a_payment_of_somebody_else(world, sign_in):
    order = world.orders(world.offers("225.00"))
    page = sign_in("consumer").post(f"/orders/{order.id}/pay")["Location"]

    response = sign_in("stranger").post(f"{page}/settle", outcome="captured")

    assert response.status_code == 404
    order.refresh_from_db()
    assert order.state == "concluded"


def test_a_live_marketplace_has_no_play_money_and_no_open_door(world):
    market = parties.open_marketplace(
        slug="real", zh="真", en="Real", law="cn", currency="CNY", mode="live", at=world.now
    )
    parties.enrol(
        marketplace=market.id,
        people=[parties.Enrolment("demo-consumer@real", ("consumer",), "correct horse")],
        at=world.now,
    )

    refused(Reader(None, "en").post("/sign-in", demo="consumer", market="real"), "sandboxes only")
    reader = Reader("demo-consumer@real", "en")
    response = reader.post(f"/orders/ord_{'0' * 26}/pay")
    assert response.status_code in (404, 409)
    assert b"has not opened any way to pay" in response.content


def test_signing_in_with_a_password(world):
    parties.enrol(
        marketplace=world.market.id,
        people=[parties.Enrolment("li@gongdao", ("merchant",), "correct horse")],
        at=world.now,
    )
    reader = Reader(None, "en")

    body = refused(reader.post("/sign-in", handle="li@gongdao", password="wrong"), "is wrong")
    assert 'value="li@gongdao"' in body
    assert "wrong horse" not in body
    entered = reader.post("/sign-in", handle="li@gongdao", password="correct horse")
    assert entered["Location"] == "/desk"
    assert reader.post("/sign-out")["Location"] == "/"
    assert reader.get("/desk").status_code == 302


@pytest.mark.parametrize(
    ("following", "arrives"),
    [
        ("/cases", "/cases"),
        ("https://evil.example/", "/orders"),
        ("//evil.example", "/orders"),
        ("/\\evil.example", "/orders"),
        ("/\n/evil.example", "/orders"),
    ],
)
def test_nobody_is_sent_elsewhere_after_signing_in(world, following, arrives):
    parties.enrol(
        marketplace=world.market.id,
        people=[parties.Enrolment("demo-consumer@gongdao", ("consumer",))],
        at=world.now,
    )

    response = Reader().post("/sign-in", demo="consumer", market="gongdao", next=following)

    assert response["Location"] == arrives


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("consumer", "/orders/{order}/confirm"),
        ("consumer", "/orders/{order}/pay"),
        ("merchant", "/desk/make_good/{order}"),
        ("platform", "/platform/advance"),
        ("courier", "/parcels/scan"),
    ],
)
def test_following_a_link_changes_nothing(world, sign_in, recorded, role, path):
    order = world.delivered_order()
    before = recorded()

    response = sign_in(role).get(path.format(order=order.id))

    assert response.status_code == 200
    assert recorded() == before


def test_an_act_nobody_knows_is_not_found(world, sign_in, disputed):
    order, case = disputed
    assert sign_in("consumer").post(f"/orders/{order.id}/shout").status_code == 404
    assert sign_in("arbiter").post(f"/cases/{case.id}/shout").status_code == 404
    assert sign_in("merchant").post(f"/desk/shout/{order.id}").status_code == 404
    assert sign_in("platform").post(f"/platform/applications/{order.id}/bribe").status_code == 404


def test_the_desk_ships_what_is_owed_and_keeps_a_bad_number(world, sign_in):
    order = world.orders(world.offers("225.00"))
    world.pays(order)
    reader = sign_in("merchant", "en")

    response = reader.post(f"/desk/ship/{order.id}", waybill="YT1")
    taken = reader.post(f"/desk/ship/{order.id}", waybill="YT1")

    assert response["Location"] == "/desk?done=ship"
    refused(taken, "used already")


def test_a_scan_needs_a_known_parcel(world, sign_in):
    body = refused(
        sign_in("courier", "en").post(
            "/parcels/scan", waybill="NOPE", kind="signed_for", place="X"
        ),
        "no such parcel",
    )

    assert 'value="NOPE"' in body


@pytest.mark.parametrize(
    "form", [{"days": "0"}, {"days": "x"}, {"day": "2020-01-01"}, {"day": "soon"}, {}]
)
def test_the_clock_only_goes_forward_and_not_too_far(world, sign_in, recorded, form):
    before = recorded()

    refused(sign_in("platform", "en").post("/platform/advance", **form), "Say how many days")

    assert recorded() == before


def test_the_clock_goes_to_a_day(world, sign_in):
    response = sign_in("platform").post("/platform/advance", day="2026-03-11")

    assert response.status_code == 302
    assert "2026-03-11 09:00" in sign_in("platform").get("/platform").content.decode()


def test_an_offer_that_cannot_be_read_stays_on_the_case(world, sign_in, disputed):
    _, case = disputed

    body = refused(sign_in("merchant", "en").post(f"/desk/offer/{case.id}", amount="abc"), "abc")

    assert 'value="abc"' in body
    assert cases.offers(case.id) == []


def test_the_bundle_and_the_contract_come_as_files(world, sign_in):
    order = world.delivered_order()
    reader = sign_in("consumer")

    bundle = reader.post(f"/orders/{order.id}/evidence")
    contract = reader.get(f"/orders/{order.id}/contract")

    assert bundle["Content-Disposition"] == f'attachment; filename="{order.id}.gongdao.json"'
    assert order.contract_digest in contract.content.decode()
