"""Who receives the goods: sealed, masked on every page, shown for a reason, and the look is evidence (S15)."""

from __future__ import annotations

import pytest
from django.conf import settings

from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.vault.cipher import MasterKey
from gongdao.registers.vault.models import Item
from gongdao.stages.delivery import actions, queries

pytestmark = pytest.mark.django_db
LIN = {"name": "林小雨", "phone": "13812345678", "address": "浙江省杭州市西湖区文三路1号2单元301"}


@pytest.fixture
def named(world):
    order = world.orders(world.offers("225.00"))
    name(world, order)
    return order


def name(world, order, by="consumer", **changed):
    actions.name_recipient(
        by=world[by], order=order.id, recipient=LIN | changed, at=world.now, master=master()
    )


def look(world, order, by, field="phone", reason="派件前联系收件人"):
    return actions.see_recipient(
        by=world[by], order=order.id, field=field, reason=reason, at=world.now, master=master()
    )


def master():
    return MasterKey(settings.GONGDAO_VAULT_KEY)


def test_pages_see_masks_and_rows_hold_only_what_is_sealed(world, named):
    shown = queries.recipient(named.id)

    assert set(shown) == set(LIN)
    assert not set(shown.values()) & set(LIN.values())
    assert all(LIN[i.field].encode() not in bytes(i.sealed) for i in Item.objects.all())
    kept = str([vars(r) for r in evidence.about(named.id)])
    assert LIN["phone"] not in kept
    assert LIN["name"] not in kept


def test_the_merchant_sees_it_for_a_reason_and_that_is_evidence(world, named):
    assert look(world, named, "merchant") == LIN["phone"]
    assert [r for r in evidence.about(named.id) if r.act == "recipient.seen"]
    with pytest.raises(Refusal) as silent:
        look(world, named, "merchant", reason=" ")
    assert silent.value.code == "reason_missing"


def test_the_carrier_sees_it_only_once_it_carries_the_parcel(world, named):
    with pytest.raises(Refusal) as early:
        look(world, named, "courier")
    assert early.value.code == "not_allowed"
    world.pays(named)
    world.ships(named)
    assert look(world, named, "courier", field="address") == LIN["address"]


def test_an_arbiter_does_not_see_it(world, named):
    with pytest.raises(Refusal) as stranger:
        look(world, named, "arbiter")
    assert stranger.value.code == "not_allowed"


def test_only_the_buyer_names_the_recipient_and_only_before_the_goods_leave(world, named):
    with pytest.raises(Refusal) as theirs:
        name(world, named, by="merchant")
    assert theirs.value.code == "not_allowed"
    world.pays(named)
    world.ships(named)
    with pytest.raises(Refusal) as late:
        name(world, named)
    assert late.value.code == "recipient_fixed"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("phone", "call me"),
        ("phone", "1"),
        ("address", "<b>"),
        ("address", "x" * 201),
    ],
)
def test_what_no_carrier_could_use_is_refused(world, field, value):
    order = world.orders(world.offers("225.00"))
    with pytest.raises(Refusal) as wrong:
        name(world, order, **{field: value})
    assert wrong.value.code == "recipient_unreadable"
    assert queries.recipient(order.id) == {}
