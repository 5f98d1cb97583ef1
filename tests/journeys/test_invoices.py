"""An invoice is made out to who asks, and what goes back later owes a credit note (S16)."""

from __future__ import annotations

import pytest

from gongdao.kernel.money import cny
from gongdao.stages.aftersales import actions as aftersales
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.orders.invoicing import actions as invoicing
from gongdao.stages.orders.invoicing import queries as invoices
from tests.builders import code
from tests.builders.kinds import (
    open_duties,
    refused,
)

pytestmark = pytest.mark.django_db


def invoiced(world, **made_out):
    order = world.delivered_order()
    invoicing.ask(
        by=world["consumer"], order=order.id, at=world.now,
        made_out=invoicing.MadeOut(**made_out),
    )  # fmt: skip
    return invoicing.issue(
        by=world["merchant"], order=order.id, number="24312000000000000001", at=world.now
    )


def test_an_invoice_is_made_out_to_a_company_with_its_tax_number(world):
    row = invoiced(world, title="云朵科技有限公司", tax_number=code(9))
    assert (row.made_out_to, row.tax_number, row.amount_minor) == ("company", code(9), 22_500)
    assert invoiced_to_person(world)


def invoiced_to_person(world):
    order = world.delivered_again("SF7777")
    row = invoicing.ask(by=world["consumer"], order=order.id, at=world.now)
    return (row.made_out_to, row.title, row.tax_number) == ("person", "", "")


@pytest.mark.parametrize(
    ("title", "number"),
    [("云朵科技", ""), ("", code(9)), ("云朵科技", code(9)[:-1] + "?"), ("云", code(9)), ("<b>x</b>", code(9))],
)  # fmt: skip
def test_titles_that_cannot_be(world, title, number):
    with refused("invoice_title_unreadable"):
        invoiced(world, title=title, tax_number=number)


def test_a_refund_after_the_invoice_owes_a_credit_note(world):
    row = invoiced(world)
    order = row.order
    ret = aftersales.ask_return(by=world["consumer"], order=order.id, at=world.now)
    aftersales.agree(by=world["merchant"], ret=ret.id, at=world.now)
    aftersales.send_back(by=world["consumer"], ret=ret.id, at=world.now)
    aftersales.take_back(by=world["merchant"], ret=ret.id, at=world.now)
    aftersales.refund(by=world["merchant"], ret=ret.id, at=world.now)

    (note,) = invoices.credit_notes(order.id)
    assert (note.amount_minor, note.state) == (22_500, "owed")
    assert set(open_duties(order)) == {"red_invoice"}
    with refused("credit_note_unknown"):
        invoicing.issue_credit_note(
            by=world["consumer"], note=note.id, number="R00001", at=world.now
        )
    world.advances(days=8)
    note.refresh_from_db()
    assert note.state == "overdue"
    invoicing.issue_credit_note(by=world["merchant"], note=note.id, number="R00001", at=world.now)
    note.refresh_from_db()
    assert (note.state, note.number) == ("issued", "R00001")


def test_what_was_refunded_before_the_invoice_needs_no_credit_note(world):
    order = world.delivered_order()
    invoicing.ask(by=world["consumer"], order=order.id, at=world.now)
    escrow.refund(
        by=world["merchant"], order=order, amount=cny("25.00"), under="x", at=world.now, cites=""
    )
    row = invoicing.issue(by=world["merchant"], order=order.id, number="243120001", at=world.now)
    assert row.amount_minor == 20_000
    assert invoices.credit_notes(order.id) == []


def test_an_invoice_for_a_company_and_its_credit_note_through_the_doors(world, people):
    order = world.delivered_order()
    refusal = people("consumer").does(
        f"/orders/{order.id}/invoice/ask", title="云朵科技有限公司", tax_number="123", status=409
    )
    assert "check digit" in refusal
    assert "云朵科技有限公司" in refusal  # what was typed stays
    people("consumer").does(
        f"/orders/{order.id}/invoice/ask", title="云朵科技有限公司", tax_number=code(9)
    )
    people("merchant").does(f"/orders/{order.id}/invoice/issue", number="243120000001")
    escrow.refund(
        by=world["merchant"], order=order, amount=cny("25.00"), under="x", at=world.now, cites=""
    )
    (note,) = people("consumer").gets(f"/orders/{order.id}/credit-notes")
    assert note["amount"]["minor"] == 2_500
    people("merchant").does(f"/credit-notes/{note['id']}/issue", number="R-000001")
    assert "R-000001" in people("consumer").sees(f"/orders/{order.id}")
