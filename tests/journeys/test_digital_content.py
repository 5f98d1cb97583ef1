"""A key is handed over sealed, and opened by whoever knows that it cannot go back then (S10)."""

from __future__ import annotations

import pytest

from gongdao.stages.aftersales import actions as aftersales
from gongdao.stages.delivery import queries as delivery
from gongdao.stages.delivery.handing import actions as handing
from tests.builders.kinds import (
    MASTER,
    bought,
    payable,
    refunded,
    refused,
)

pytestmark = pytest.mark.django_db


def hands_over(world, order, line, pieces=1, secret="KEY-1234-5678-9999"):
    return handing.hand_over(
        by=world["merchant"], order=order.id, line=line, pieces=pieces, secret=secret,
        at=world.now, master=MASTER,
    )  # fmt: skip


def opens(world, row, by="consumer", *, confirmed=True):
    return handing.open_it(by=world[by], handover=row.id, confirmed=confirmed, at=world.now)


def reads(world, row, by="consumer"):
    return handing.read(by=world[by], handover=row.id, at=world.now, master=MASTER)


def test_a_key_is_opened_after_a_confirmation_and_does_not_go_back(world):
    order, line = bought(world, "digital")
    row = hands_over(world, order, line)
    with refused("opening_unconfirmed"):
        opens(world, row, confirmed=False)
    with refused("handover_unknown"):
        opens(world, row, by="stranger")
    with refused("not_allowed"):
        opens(world, row, by="merchant")

    with refused("content_unopened"):
        reads(world, row)

    opens(world, row)

    assert reads(world, row) == "KEY-1234-5678-9999"
    with refused("handover_unknown"):
        reads(world, row, by="stranger")
    assert delivery.delivered_at(order.id) == world.now
    with refused("no_right_to_return"):
        aftersales.ask_return(by=world["consumer"], order=order.id, at=world.now)
    world.advances(days=9)
    assert payable(world) == 20_000 - 400
    assert reads(world, row) == "KEY-1234-5678-9999"  # at any time


def test_unopened_content_can_go_back_and_then_cannot_be_opened(world):
    order, line = bought(world, "digital")
    row = hands_over(world, order, line)
    world.advances(days=8)  # it counts as received, unopened
    row.refresh_from_db()
    assert row.state == "received"

    ret = aftersales.ask_return(by=world["consumer"], order=order.id, at=world.now)
    with refused("content_closed"):
        opens(world, row)
    aftersales.agree(by=world["merchant"], ret=ret.id, at=world.now)
    aftersales.send_back(by=world["consumer"], ret=ret.id, at=world.now)
    aftersales.take_back(by=world["merchant"], ret=ret.id, at=world.now)
    aftersales.refund(by=world["merchant"], ret=ret.id, at=world.now)

    assert refunded(world, order) == 20_000
    with refused("content_closed"):
        opens(world, row)


@pytest.mark.parametrize(
    ("pieces", "secret", "code"),
    [(2, "KEY-1", "handover_exceeds_order"), (0, "KEY-1", "handover_exceeds_order"),
     (1, "abc", "licence_unreadable"), (1, "a\x00bcde", "licence_unreadable")],
)  # fmt: skip
def test_handovers_that_cannot_be(world, pieces, secret, code):
    order, line = bought(world, "digital")
    with refused(code):
        hands_over(world, order, line, pieces, secret)


def test_no_key_stands_outside_the_vault(world):
    order, line = bought(world, "digital")
    row = hands_over(world, order, line)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(body, '') FROM evidence_record")
        assert "KEY-1234" not in (cursor.fetchone()[0] or "")
    assert "KEY" not in str(vars(row))


def test_digital_content_through_the_pages_and_the_api(world, people):
    order, line = bought(world, "digital", quantity=2)
    people("merchant").does(
        f"/orders/{order.id}/hand_over", line=line, pieces="1", secret="LINK-AAAA-1111"
    )
    made = people("merchant").posts(
        f"/orders/{order.id}/handovers",
        {"line": f"lin_{line}", "pieces": 1, "secret": "LINK-BBBB-2222"},
        201,
    )
    assert "secret" not in made
    assert "LINK-" not in people("merchant").sees(f"/orders/{order.id}")
    first = next(row for row in delivery.handovers(order.id) if row.id != made["id"])
    refusal = people("consumer").does(f"/handovers/{first.id}/open", status=409)
    assert "Confirm first" in refusal
    people("consumer").gets(f"/handovers/{made['id']}/secret", 409)

    people("consumer").does(f"/handovers/{first.id}/open", confirmed="yes")
    people("consumer").posts(f"/handovers/{made['id']}/open", {"confirmed": True})

    page = people("consumer").does(f"/handovers/{first.id}/read", status=200)
    assert "LINK-AAAA-1111" in page
    assert people("consumer").gets(f"/handovers/{made['id']}/secret") == {
        "secret": "LINK-BBBB-2222"
    }
    assert "LINK-" not in people("consumer").sees(f"/orders/{order.id}")
    assert all(row.opened_at for row in delivery.handovers(order.id))
