"""Withdrawing by a link: two steps, no account, and a signed receipt at once (S10, S17)."""

from __future__ import annotations

import re

import pytest

from gongdao.interfaces.paper import signing
from gongdao.interfaces.web.public.withdrawal import link_of
from gongdao.registers.duties import queries as duties
from gongdao.stages.aftersales import queries as returns
from tests.interfaces.web.conftest import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def delivered(world):
    order = world.orders(world.offers("225.00"), quantity=3)
    world.pays(order)
    world.ships(order)
    world.advances(to="2026-03-03 10:00")
    world.delivers()
    return order


@pytest.fixture
def guest():
    return Reader(None, "en")


def pieces(page):
    return dict(re.findall(r'name="(piece-\d+)"[^>]*value="(\d+)"', page))


def test_a_guest_withdraws_in_two_steps_and_gets_a_signed_receipt(world, delivered, guest):
    link = link_of(delivered.id)
    first = guest.get(link)
    assert first["Cache-Control"] == "no-store"
    page = first.content.decode()
    assert "Withdraw from the contract here" in page
    assert "2026-03-10" in page
    (name,) = pieces(page)

    second = guest.post(f"{link}/confirm", **{name: "2"})
    assert second.status_code == 200
    assert "Confirm withdrawal" in second.content.decode()
    assert returns.of_order(delivered.id) == []
    assert guest.post(f"{link}/submit", **pieces(second.content.decode())).status_code == 302

    (ret,) = returns.of_order(delivered.id)
    assert [p.quantity for p in ret.pieces.all()] == [2]
    assert ret.refund.minor == 45_000
    assert [d.kind for d in duties.open_about(delivered.id)] == ["return_reply"]
    paper = guest.get(f"{link}/receipt")
    found = signing.signature_of(paper.content)
    assert found is not None
    assert found.good
    assert found.at == world.now
    again = guest.get(f"{link}/receipt")
    assert again.content == paper.content
    assert "Download the acknowledgement" in guest.get(link).content.decode()
    assert guest.post(f"{link}/submit", **{name: "1"}).status_code == 409


def test_the_last_day_and_the_day_after(world, delivered, guest):
    link = link_of(delivered.id)
    (name,) = pieces(guest.get(link).content.decode())
    world.advances(to="2026-03-11 00:00")
    late = guest.post(f"{link}/submit", **{name: "1"})
    assert late.status_code == 409
    assert "2026-03-10" in late.content.decode()
    assert returns.of_order(delivered.id) == []


def test_before_the_goods_come_there_is_nothing_to_send_back(world, guest):
    order = world.orders(world.offers("225.00"))
    world.pays(order)
    page = guest.get(link_of(order.id)).content.decode()
    assert "opens when the goods are signed for" in page
    assert guest.get(f"{link_of(order.id)}/receipt").status_code == 409


@pytest.mark.parametrize("count", ["0", "4", "-1", "two", "9" * 300])
def test_pieces_that_cannot_go_back(delivered, guest, count):
    link = link_of(delivered.id)
    (name,) = pieces(guest.get(link).content.decode())
    assert guest.post(f"{link}/confirm", **{name: count}).status_code == 409


def test_a_forged_link_opens_nothing_and_a_link_opens_one_order(world, delivered, guest):
    other = world.delivered_again("SF2002")
    token = link_of(delivered.id).rpartition(":")[2]
    for path in (f"/withdraw/{delivered.id}", f"/withdraw/{other.id}:{token}", "/withdraw/x:y"):
        assert guest.get(path).status_code == 404
    assert guest.get(f"/orders/{delivered.id}").status_code == 302


def test_the_buyer_finds_the_link_on_the_order(delivered):
    assert (
        link_of(delivered.id)
        in Reader("consumer@gongdao").get(f"/orders/{delivered.id}").content.decode()
    )
    assert (
        "/withdraw/"
        not in Reader("merchant@gongdao").get(f"/orders/{delivered.id}").content.decode()
    )
