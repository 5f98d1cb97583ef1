"""Where returns go: the vault has it, and a buyer sees it only while goods are to be sent."""

from __future__ import annotations

import pytest
from django.conf import settings

from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.aftersales import actions as returns
from gongdao.stages.aftersales.addresses import actions, queries
from gongdao.stages.disputes.disclosure import actions as disclosure

pytestmark = pytest.mark.django_db

TO = {"name": "王仓管", "phone": "13912345678", "address": "浙江省金华市仓库路8号3号门"}


def master():
    return MasterKey(settings.GONGDAO_VAULT_KEY)


def kept(world, **changes):
    actions.keep(by=world["merchant"], to=TO | changes, at=world.now, master=master())


def seen(world, ret, by="consumer"):
    return actions.see(by=world[by], ret=ret.id, at=world.now, master=master())


def code(call, *given, **said):
    with pytest.raises(Refusal) as refused:
        call(*given, **said)
    return refused.value.code


@pytest.fixture
def asked(world):
    order = world.delivered_order()
    return returns.ask_return(by=world["consumer"], order=order.id, at=world.now)


def test_it_is_shown_from_the_consent_to_the_receipt_and_not_otherwise(world, asked):
    kept(world)
    buyer, seller = world["consumer"], world["merchant"]

    assert code(seen, world, asked) == "return_not_due"
    returns.agree(by=seller, ret=asked.id, at=world.now)
    assert seen(world, asked) == TO
    returns.send_back(by=buyer, ret=asked.id, at=world.now)
    assert seen(world, asked) == TO
    returns.take_back(by=seller, ret=asked.id, at=world.now)
    assert code(seen, world, asked) == "return_not_due"

    looked = [row.act for row in evidence.about(asked.order_id)]
    assert looked.count("return.address_seen") == 2
    assert not any(
        value in row.body for row in evidence.about(asked.order_id) for value in TO.values()
    )


@pytest.mark.parametrize(
    ("who", "expected"),
    [("merchant", "not_allowed"), ("arbiter", "not_allowed"), ("stranger", "return_unknown")],
)
def test_only_the_buyer_of_the_return_sees_it(world, asked, who, expected):
    kept(world)
    returns.agree(by=world["merchant"], ret=asked.id, at=world.now)

    assert code(seen, world, asked, who) == expected


def test_a_merchant_without_one_is_named_as_such(world, asked):
    returns.agree(by=world["merchant"], ret=asked.id, at=world.now)

    assert code(seen, world, asked) == "return_address_missing"


@pytest.mark.parametrize(
    "wrong", [{"phone": "call me"}, {"address": "<b>"}, {"name": ""}, {"address": "x" * 201}]
)
def test_an_address_that_nobody_can_send_to_is_not_kept(world, wrong):
    assert code(kept, world, **wrong) == "recipient_unreadable"
    assert queries.masked(world["merchant"].party) == {}


def test_only_merchants_have_one_and_pages_mask_it(world):
    kept(world)

    shown = queries.masked(world["merchant"].party)
    assert set(shown) == set(TO)
    assert not set(shown.values()) & set(TO.values())
    refused = code(actions.keep, by=world["consumer"], to=TO, at=world.now, master=master())
    assert refused == "not_allowed"


def test_telling_who_the_merchant_is_does_not_tell_where_returns_go(world, asked):
    kept(world)
    told = disclosure.disclose(
        by=world["consumer"], order=asked.order_id, reason="起诉", at=world.now, master=master()
    )

    assert not any(field.startswith("returns_") for field in told.contact)


def test_the_pages_of_both_sides(world, asked, client):
    kept(world)
    returns.agree(by=world["merchant"], ret=asked.id, at=world.now)

    for role, path, expected in (
        ("consumer", f"/returns/{asked.id}", "查看退货地址"),
        ("merchant", "/desk/returns-address", "退货寄到哪里"),
    ):
        page = entered(client, role).get(path).content.decode()
        assert expected in page
        assert TO["address"] not in page
    buyer = entered(client, "consumer")
    shown = buyer.post(f"/returns/{asked.id}/address")
    assert TO["address"] in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    refused = entered(client, "merchant").post(f"/returns/{asked.id}/address")
    assert refused.status_code in (403, 409)
    assert TO["address"] not in refused.content.decode()


def entered(client, role):
    from gongdao.registers.parties.queries import by_handle

    handle = f"{role}@gongdao"
    client.force_login(by_handle([handle])[handle])
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh"
    return client
