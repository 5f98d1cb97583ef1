"""One journey for each kind of order: what is told first, how it is performed, and what the law makes of its end."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from hashlib import sha256

import pytest
from django.conf import settings

from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.duties import queries as duties
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.chart import account
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.aftersales import actions as aftersales
from gongdao.stages.delivery import queries as delivery
from gongdao.stages.delivery.handing import actions as handing
from gongdao.stages.delivery.performing import actions as performing
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow import queries as holds
from gongdao.stages.escrow.preorders import actions as preorders
from gongdao.stages.listings import actions as listings
from gongdao.stages.orders import actions as orders
from gongdao.stages.orders import queries
from gongdao.stages.orders.drafts import Pick, Purchase
from gongdao.stages.orders.invoicing import actions as invoicing
from gongdao.stages.orders.invoicing import queries as invoices
from gongdao.stages.remedies import queries as remedies
from tests.builders import code

pytestmark = pytest.mark.django_db

MASTER = MasterKey(settings.GONGDAO_VAULT_KEY)
STATED = {
    "made_to_order": {"made_in_days": "10"},
    "second_hand": {"condition": "good", "defects": "左侧有一道划痕"},
    "cross_border": {"ships_from": "JP", "import_tax": "9.10"},
    "service": {"served_at": "上门"},
    "digital": {"runs_on": "Windows 11"},
    "preorder": {
        "earnest": "40.00", "earnest_kind": "earnest",
        "final_payment_by": "2026-03-20", "delivers_by": "2026-04-10",
    },
}  # fmt: skip


def offers(world, kind, price="200.00", **changed):
    said = listings.Said(
        Words("商品", f"A {kind}"), "toys", cny(price), cny("0.00"),
        attributes=STATED.get(kind, {}) | changed, kind=kind,
    )  # fmt: skip
    (row,) = listings.offer(offerings=[listings.Offering(world["merchant"], world.now, said)])
    return row.id


def buys(world, listing, quantity=1):
    (order,) = orders.place(
        market=world.market,
        purchases=[Purchase(world["consumer"], world.now, (Pick(listing, quantity),))],
    )
    return order


def bought(world, kind, quantity=1, **changed):
    order = buys(world, offers(world, kind, **changed), quantity)
    world.pays(order)
    return order, queries.lines(order)[0].id


def open_duties(order):
    return {duty.kind: duty for duty in duties.open_about(order.id)}


def refunded(world, order):
    return ledger.refunded(world.market.id, order.id, currency="CNY").minor


def payable(world):
    name = account("payable", world["merchant"].party)
    return ledger.balance(world.market.id, name, currency="CNY").minor


class refused:  # noqa: N801 - it reads as the sentence it is
    """`with refused("content_closed"):` says which refusal is meant."""

    def __init__(self, code):
        self.code = code

    def __enter__(self):
        return self

    def __exit__(self, kind, raised, _):
        assert kind is Refusal, f"{self.code} was not refused"
        assert raised.code == self.code, raised
        return True


# What must be stated


@pytest.mark.parametrize(
    ("kind", "changed", "code"),
    [
        ("second_hand", {"condition": "perfect"}, "kind_fact_missing"),
        ("second_hand", {"defects": ""}, "kind_fact_missing"),
        ("cross_border", {"ships_from": "Japan"}, "kind_fact_missing"),
        ("made_to_order", {"made_in_days": "0"}, "kind_fact_missing"),
        ("preorder", {"final_payment_by": "2026-02-30"}, "day_unreadable"),
        ("preorder", {"earnest": "-1"}, "kind_fact_missing"),
        ("lottery", {}, "kind_unknown"),
    ],
)
def test_a_kind_says_what_it_must_or_is_not_kept(world, kind, changed, code):
    with refused(code):
        offers(world, kind, **changed)


def test_goods_of_before_keep_their_digest():
    said = listings.Said(Words("玩具汽车", "Toy car"), "toys", cny("225.00"), cny("0.00"))
    as_before = sha256(
        json.dumps(
            ["玩具汽车", "Toy car", "toys", "CNY", 22500, 0, []], ensure_ascii=False
        ).encode()
    ).hexdigest()
    assert said.digest == as_before
    assert "kind" not in said.facts


@pytest.mark.parametrize("kind", sorted(STATED))
def test_what_was_stated_and_told_stands_in_the_contract(world, kind):
    order = buys(world, offers(world, kind))
    (line,) = order.contract["lines"]
    assert line["kind"] == kind
    assert line["stated"] == STATED[kind]
    assert all(told["zh"] and told["en"] for told in line["told"])
    assert line["told"]


def test_different_ways_to_perform_are_different_orders(world):
    toy, clean = offers(world, "goods"), offers(world, "service")
    picks = (Pick(toy), Pick(clean))
    with refused("one_way_per_order"):
        orders.place(market=world.market, purchases=[Purchase(world["consumer"], world.now, picks)])


# Services


def report(world, order, line, acts=1, words="完成"):
    return performing.report(
        by=world["merchant"], order=order.id, line=line, acts=acts, words=words,
        done_at=world.now, at=world.now,
    )  # fmt: skip


def test_a_service_in_two_acts_is_confirmed_and_paid(world):
    order, line = bought(world, "service", quantity=2)
    with refused("performed_otherwise"):
        world.ships(order)
    first = report(world, order, line)
    assert {"dispatch", "acceptance"} <= set(open_duties(order))
    performing.accept(by=world["consumer"], performance=first.id, at=world.now)
    assert delivery.delivered_at(order.id) is None
    world.advances(days=1)
    second = report(world, order, line)
    assert "dispatch" not in open_duties(order)
    with refused("acts_exceed_order"):
        report(world, order, line)

    world.advances(days=4)  # silence confirms

    second.refresh_from_db()
    assert second.state == "accepted"
    assert delivery.delivered_at(order.id) == second.done_at
    assert "release" in open_duties(order)
    with refused("no_right_to_return"):
        aftersales.ask_return(by=world["consumer"], order=order.id, at=world.now)
    world.advances(days=10)
    assert payable(world) == 40_000 - 800
    assert open_duties(order) == {}


def test_a_service_that_was_not_done_is_made_good_or_refunded(world):
    order, line = bought(world, "service", quantity=2)
    done = report(world, order, line)
    performing.accept(by=world["consumer"], performance=done.id, at=world.now)
    claimed = report(world, order, line)
    with refused("objection_empty"):
        performing.contest(by=world["consumer"], performance=claimed.id, words=" ", at=world.now)
    performing.contest(by=world["consumer"], performance=claimed.id, words="没有来", at=world.now)
    assert "make_good" in open_duties(order)

    world.advances(days=30)

    assert refunded(world, order) == 20_000  # the act that was done is paid for, the other is not
    assert payable(world) == 20_000 - 400
    assert ledger.faults(world.market.id) == []


@pytest.mark.parametrize(("days", "hours"), [(1, 0), (0, -24)])
def test_a_service_is_not_done_in_the_future_nor_before_the_order(world, days, hours):
    order, line = bought(world, "service")
    done_at = world.now + timedelta(days=days, hours=hours)
    with refused("done_when"):
        performing.report(
            by=world["merchant"], order=order.id, line=line, acts=1, words="", done_at=done_at,
            at=world.now,
        )  # fmt: skip


def test_only_the_sides_report_and_answer(world):
    order, line = bought(world, "service")
    with refused("not_allowed"):
        performing.report(
            by=world["consumer"], order=order.id, line=line, acts=1, words="", done_at=world.now,
            at=world.now,
        )  # fmt: skip
    done = report(world, order, line)
    with refused("performance_unknown"):
        performing.accept(by=world["stranger"], performance=done.id, at=world.now)
    with refused("not_allowed"):
        performing.accept(by=world["merchant"], performance=done.id, at=world.now)


# Digital content


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


# Pre-orders


def first_part(world, **changed):
    order = buys(world, offers(world, "preorder", **changed))
    world.pays(order)  # what is due now: the first part
    return order


def test_a_preorder_is_paid_in_two_parts_and_shipped_by_the_promised_day(world):
    order = first_part(world)
    assert order.state == "concluded"
    assert world.held(order) == 4_000
    assert set(open_duties(order)) == {"final_payment"}
    assert open_duties(order)["final_payment"].due_at.astimezone(world.now.tzinfo).date().isoformat() == "2026-03-20"  # fmt: skip
    with refused("earnest_paid"):
        orders.cancel(by=world["consumer"], order=order.id, at=world.now)
    world.advances(to="2026-03-19 10:00")

    world.pays(order)

    assert order.state == "bound"
    assert world.held(order) == 20_000
    assert order.deliver_by.isoformat() == "2026-04-10"
    world.ships(order)
    world.delivers()
    world.advances(days=10)
    assert payable(world) == 20_000 - 400


@pytest.mark.parametrize("how", ["lapse", "give_up"])
@pytest.mark.parametrize(
    ("earnest", "kind", "back", "lost"),
    [
        ("40.00", "earnest", 0, 4_000),  # a fifth of the price: all of it binds
        ("50.00", "earnest", 1_000, 4_000),  # what goes beyond a fifth comes back
        ("40.00", "down_payment", 4_000, 0),
    ],
)
def test_whoever_does_not_pay_the_rest_loses_earnest_money_and_no_more(
    world, how, earnest, kind, back, lost
):
    order = first_part(world, earnest=earnest, earnest_kind=kind)
    if how == "lapse":
        world.advances(to="2026-03-21 00:30")
    else:
        preorders.give_up(by=world["consumer"], order=order.id, at=world.now)
    order.refresh_from_db()

    assert order.state == "cancelled"
    assert refunded(world, order) == back
    assert world.held(order) == 0
    assert payable(world) == lost - lost * 2 // 100
    assert holds.hold_of(order.id).state == ("released" if lost else "refunded")
    assert open_duties(order) == {}
    assert ledger.faults(world.market.id) == []


@pytest.mark.parametrize(("kind", "extra"), [("earnest", 4_000), ("down_payment", 0)])
def test_a_merchant_that_does_not_deliver_pays_earnest_money_twice(world, kind, extra):
    order = first_part(world, earnest_kind=kind)
    world.advances(days=1)
    world.pays(order)
    world.advances(to="2026-05-30 10:00")
    order.refresh_from_db()

    assert order.state == "rescinded"
    assert refunded(world, order) == 20_000
    awards = {row.head: row.amount.minor for row in remedies.of_order(order.id)}
    assert awards == {"refund": 20_000} | ({"earnest": extra} if extra else {})
    assert ledger.faults(world.market.id) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"earnest": "200.00"}, "earnest_exceeds_price"),
        ({"earnest": "0"}, "earnest_exceeds_price"),
        ({"final_payment_by": "2026-02-28"}, "preorder_over"),
        ({"final_payment_by": "2026-04-11"}, "preorder_over"),
    ],
)
def test_preorders_that_cannot_be(world, changed, code):
    listing = offers(world, "preorder", **changed)
    with refused(code):
        buys(world, listing)


def test_giving_up_what_is_not_open(world):
    order = buys(world, offers(world, "preorder"))
    with refused("preorder_not_open"):
        preorders.give_up(by=world["consumer"], order=order.id, at=world.now)


# Invoices and credit notes


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


# Through the pages and the API


def basket(person, listing, quantity="1"):
    person.does("/basket/change", listing=listing, quantity=quantity)
    return person.sees("/checkout")


def submits(person, page, **form):
    seen = re.findall(r'name="seen" value="([0-9a-f]{64})"', page)
    person.does("/checkout/submit", seen=seen, **form)


def newest(world):
    return queries.page(by=world["consumer"])[0]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("made_to_order", ("days to make it", "Made as you ask", "CPL art. 25.1.1")),
        ("second_hand", ("light traces of use", "左侧有一道划痕", "of any other you can complain")),
        ("cross_border", ("no Chinese label", "not for resale", "import tax in the price", "9.10")),
        ("service", ("where it is done", "silence counts as done", "CPL art. 25.1")),
        ("digital", ("Windows 11", "kept sealed for you alone")),
        ("preorder", ("earnest money", "CC art. 586.2", "CC art. 587", "2026-03-20")),
    ],
)
def test_everything_a_buyer_must_know_stands_before_the_button(world, people, kind, words):
    listing = offers(world, kind)
    assert words[0] in people(None).sees(f"/listings/{listing}")
    page = basket(people("consumer"), listing)
    before, _, _ = page.partition("Order with obligation to pay")
    for each in words:
        assert each in before
    submits(people("consumer"), page)
    order = newest(world)
    people("consumer").sees(f"/orders/{order.id}")
    said = people("consumer").gets(f"/orders/{order.id}")
    assert said["lines"][0]["kind"] == kind
    paper = people("consumer").browser.get(f"/orders/{order.id}/contract", {"as": "pdf"})
    assert paper.content.startswith(b"%PDF")


def test_a_service_through_the_pages(world, people):
    order, line = bought(world, "service")
    people("merchant").does(f"/orders/{order.id}/report_done", line=line, acts="1", words="两小时")
    assert "It was done" in people("consumer").sees(f"/orders/{order.id}")
    (row,) = delivery.performances(order.id)
    again = people("consumer").does(f"/performances/{row.id}/object", words=" ", status=409)
    assert "Say what was not done" in again
    people("consumer").does(f"/performances/{row.id}/accept")
    assert "confirmed as done" in people("merchant").sees(f"/orders/{order.id}")
    assert people("merchant").does(
        f"/orders/{order.id}/report_done", line=line, acts="many", status=409
    )


def test_a_service_through_the_api(world, people):
    order, line = bought(world, "service")
    made = people("merchant").posts(
        f"/orders/{order.id}/performances", {"line": f"lin_{line}", "acts": 1}, 201
    )
    assert made["state"] == "reported"
    people("consumer").posts(f"/performances/{made['id']}/object", {"words": "没来"})
    (said,) = people("consumer").gets(f"/orders/{order.id}/performances")
    assert (said["state"], said["objection"]) == ("contested", "没来")


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


def test_a_preorder_through_the_pages_and_the_api(world, people):
    order = first_part(world)
    page = people("consumer").sees(f"/orders/{order.id}")
    assert "Give the pre-order up" in page
    assert "CC art. 587" in page
    people("consumer").posts(f"/orders/{order.id}/cancel", status=409)
    assert people("consumer").posts(f"/orders/{order.id}/give-up")["state"] == "cancelled"
    other = first_part(world)
    people("consumer").does(f"/orders/{other.id}/give_up")
    assert newest(world).state == "cancelled"


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


def test_a_merchant_drafts_second_hand_goods_in_the_form(world, people):
    form = people("merchant").sees("/goods/new", category="toys")
    assert "What must be stated of a kind" in form
    assert "known defects" in form


def test_coupons_bundles_and_gifts_through_the_pages(world, people):
    car, case = offers(world, "goods", "400.00"), offers(world, "goods", "35.00")
    shop, buyer = people("merchant"), people("consumer")
    shop.does(
        "/coupons/issue", title_zh="满300减50", title_en="50 off 300", off="50.00",
        threshold="300.00", until="2026-03-31", each_most="1", in_all="10", audience="everyone",
    )  # fmt: skip
    shop.does("/coupons/gift", main=car, gift=case, stated="30.00")
    again = shop.does("/coupons/gift", main=car, gift=case, stated="30.00", status=409)
    assert "comes with that listing already" in again
    (coupon,) = buyer.gets("/coupons")
    assert "50 off 300" in buyer.sees("/coupons")
    buyer.does(f"/coupons/take/{coupon['id']}")
    (voucher,) = buyer.gets("/vouchers")
    page = basket(buyer, car)
    assert "50 off 300" in page
    assert "Stated value" in page
    assert "¥400.00" in page

    buyer.does("/checkout/coupons", voucher=[voucher["id"]])

    page = buyer.sees("/checkout")
    assert "¥350.00" in page
    submits(buyer, page)
    order = newest(world)
    assert order.total == cny("350.00")
    said = buyer.gets(f"/orders/{order.id}")
    assert [each["off"]["minor"] for each in said["reductions"]] == [5_000]
    assert [line["gift"] for line in said["lines"]] == [False, True]
    assert "at the merchant's expense" in buyer.sees(f"/orders/{order.id}")
    assert buyer.gets("/vouchers") == []


def test_a_coupon_that_does_not_fit_is_refused_in_the_checkout_and_nothing_is_used(world, people):
    cheap = offers(world, "goods", "20.00")
    coupon = people("platform").posts(
        "/coupons",
        {
            "title_zh": "满减", "title_en": "Off", "off": {"currency": "CNY", "minor": 5000},
            "threshold": {"currency": "CNY", "minor": 30000}, "since": world.now.isoformat(),
            "until": (world.now + timedelta(days=9)).isoformat(),
        },
        201,
    )  # fmt: skip
    voucher = people("consumer").posts(f"/coupons/{coupon['id']}/take", status=201)
    basket(people("consumer"), cheap)
    refusal = people("consumer").does("/checkout/coupons", voucher=[voucher["id"]], status=409)
    assert "counts from CNY 300.00 on" in refusal
    assert "¥20.00" in people("consumer").sees("/checkout")


def test_bundles_through_the_api(world, people):
    one, two = offers(world, "goods", "100.00"), offers(world, "goods", "80.00")
    made = people("merchant").posts(
        "/bundles",
        {"title_zh": "两件套", "title_en": "Pair", "price": {"currency": "CNY", "minor": 15000},
         "parts": {one: 1, two: 1}},
        201,
    )  # fmt: skip
    looked = people("consumer").posts("/checkouts", {"picks": [{"listing": one}, {"listing": two}]})
    (offer,) = looked["offers"]
    assert (offer["listed"]["minor"], offer["total"]["minor"]) == (18_000, 15_000)
    assert people("merchant").posts(f"/bundles/{made['id']}/end")["ended_at"]
