"""What the gateway says against what our book says: files, breaks, chargebacks, money paid outside (S11)."""

from __future__ import annotations

from datetime import date

import pytest

from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.messages import queries as messages
from gongdao.stages.aftersales import actions as aftersales
from gongdao.stages.escrow import queries as holds
from gongdao.stages.escrow.gateways import daily
from gongdao.stages.escrow.gateways.fake import FakeGateway
from gongdao.stages.escrow.gateways.port import Settled
from gongdao.stages.escrow.matching import actions as matching
from gongdao.stages.escrow.matching import chargebacks, queries
from gongdao.stages.escrow.parts import actions as parts
from gongdao.stages.escrow.parts.shares import Part
from gongdao.stages.orders import queries as orders
from gongdao.stages.remedies import queries as awards
from tests.journeys.test_payouts import staff
from tests.journeys.test_stories import balanced

pytestmark = pytest.mark.django_db
FIRST = date(2026, 3, 1)


@pytest.fixture
def paid(world):
    order = world.orders(world.offers("225.00"))
    world.pays(order)
    return order


def payment_of(order):
    return holds.payments_of(order.id)[0]


def take_in(world, *lines, day=FIRST):
    text = daily.written("fake", day, [Settled(k, ref, cny(y) if y[0] != "-" else -cny(y[1:])) for k, ref, y in lines])  # fmt: skip
    return matching.take_in(by=world["platform"], file=daily.read(text), at=world.now)


def breaks(world):
    return [(b.kind, b.state, b.difference) for b in queries.breaks(by=world["platform"])]


def clearing(world):
    kinds = dict(ledger.by_kind(world.market.id))
    return kinds["clearing"]


def test_a_day_that_fits_opens_no_break_and_books_what_the_gateway_took(world, paid):
    take_in(
        world,
        ("payment", payment_of(paid).id, "225.00"),
        ("fee", "f1", "-1.35"),
        ("payout", "p1", "-200.00"),
    )

    assert breaks(world) == []
    kinds = dict(ledger.by_kind(world.market.id))
    assert (kinds["charges"], kinds["clearing"]) == (cny("1.35"), cny("23.65"))
    assert balanced(world)


@pytest.mark.parametrize(
    ("lines", "kind", "difference"),
    [
        ([], "missing_there", -cny("225.00")),
        ([("payment", "{p}", "225.01")], "amount_differs", cny("0.01")),
        ([("payment", "{p}", "225.00"), ("payment", "pay_x", "7.00")], "missing_here", cny("7.00")),
        ([("payment", "{p}", "225.00"), ("payment", "{p}", "225.00")], "amount_differs", cny("225")),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_a_break(world, paid, lines, kind, difference):
    take_in(world, *((k, ref.format(p=payment_of(paid).id), y) for k, ref, y in lines))

    assert breaks(world) == [(kind, "open", difference)]


def test_the_same_file_again_changes_nothing_and_another_one_for_the_day_is_refused(world, paid):
    first = take_in(world)
    assert take_in(world).id == first.id
    assert len(breaks(world)) == 1

    with pytest.raises(Refusal) as refused:
        take_in(world, ("payment", payment_of(paid).id, "225.00"))

    assert refused.value.code == "gateway_file_differs"


def test_what_was_missing_yesterday_and_is_there_today_is_matched(world, paid):
    take_in(world)
    world.advances(days=1)

    take_in(world, ("payment", payment_of(paid).id, "225.00"), day=date(2026, 3, 2))

    assert breaks(world) == [("missing_there", "matched", -cny("225.00"))]
    assert duties.open_kinds(world.market.id, ["break_explanation"]) == []


def test_a_break_is_explained_by_one_and_resolved_by_another_with_an_entry(world, paid):
    other = staff(world)
    take_in(world, ("payment", payment_of(paid).id, "225.01"))
    (row,) = queries.breaks(by=world["platform"])
    with pytest.raises(Refusal) as early:
        matching.resolve(by=other, broken=row.id, counter="suspense", owner="", at=world.now)
    matching.explain(by=other, broken=row.id, explanation="rounded up", at=world.now)
    with pytest.raises(Refusal) as same:
        matching.resolve(by=other, broken=row.id, counter="charges", owner="", at=world.now)

    matching.resolve(by=world["platform"], broken=row.id, counter="charges", owner="", at=world.now)

    assert (early.value.code, same.value.code) == ("break_unexplained", "four_eyes_needed")
    assert breaks(world) == [("amount_differs", "resolved", cny("0.01"))]
    assert clearing(world) == cny("225.01")
    assert balanced(world)


def test_a_break_nobody_explains_goes_to_suspense_and_comes_back_when_it_turns_up(world, paid):
    take_in(world)
    world.advances(days=4)
    assert breaks(world)[0][1] == "parked"
    kinds = dict(ledger.by_kind(world.market.id))
    assert (kinds["clearing"], kinds["suspense"]) == (cny("0"), -cny("225.00"))

    take_in(world, ("payment", payment_of(paid).id, "225.00"), day=date(2026, 3, 5))

    assert breaks(world)[0][1] == "matched"
    assert clearing(world) == cny("225.00")
    assert dict(ledger.by_kind(world.market.id))["suspense"] == cny("0")
    assert balanced(world)


@pytest.mark.parametrize(
    ("counter", "owner"),
    [("pocket", ""), ("buyer", ""), ("fees", "somebody"), ("hold", "x"), ("", "")],
)
def test_a_difference_is_booked_only_where_it_may_be(world, paid, counter, owner):
    take_in(world)
    (row,) = queries.breaks(by=world["platform"])
    matching.explain(by=world["platform"], broken=row.id, explanation="x", at=world.now)

    with pytest.raises(Refusal) as refused:
        matching.resolve(by=staff(world), broken=row.id, counter=counter, owner=owner, at=world.now)

    assert refused.value.code == "counter_account_unknown"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "gateway_file_unreadable"),
        ("x\ny\nz\n", "gateway_file_unreadable"),
        ("gateway,day,lines\nfake,tomorrow,0\nkind,reference,amount,currency\n", "gateway_file_unreadable"),
        ("gateway,day,lines\nfake,2026-03-01,1\nkind,reference,amount,currency\n", "gateway_file_incomplete"),
        ("gateway,day,lines\nfake,2026-03-01,1\nkind,reference,amount,currency\nloan,r,1.00,CNY\n", "gateway_line_unreadable"),
        ("gateway,day,lines\nfake,2026-03-01,1\nkind,reference,amount,currency\npayment,r,1.005,CNY\n", "gateway_line_unreadable"),
        ("gateway,day,lines\nfake,2026-03-01,1\nkind,reference,amount,currency\npayment,r,--1,CNY\n", "gateway_line_unreadable"),
        ("gateway,day,lines\nfake,2026-03-01,1\nkind,reference,amount,currency\npayment,r,0,CNY\n", "gateway_line_unreadable"),
        ("gateway,day,lines\nfake,2026-03-01,1\nkind,reference,amount,currency\npayment,1.00,CNY\n", "gateway_line_unreadable"),
    ],
)  # fmt: skip
def test_a_file_that_is_wrong_is_refused_by_its_line(text, code):
    with pytest.raises(Refusal) as refused:
        daily.read(text)
    assert refused.value.code == code


def test_the_fake_gateway_forgets_and_mistakes_a_line_now_and_then_and_each_is_found(world):
    fake = FakeGateway("secret")
    moved = [Settled("payment", f"pay_{n}", cny("10.00")) for n in range(1_000)]

    file = daily.read(fake.settles(FIRST, moved))

    told = {line.reference: line.amount for line in file.lines if line.kind == "payment"}
    wrong = [m for m in moved if told.get(m.reference) != m.amount]
    matching.take_in(by=world["platform"], file=file, at=world.now)
    assert 5 < len(wrong) < 50
    assert fake.settles(FIRST, moved) == fake.settles(FIRST, moved)
    assert all(b.kind == "missing_here" for b in queries.breaks(by=world["platform"]))


def charge_back(world, order):
    (payment,) = holds.payments_of(order.id)
    take_in(world, ("payment", payment.id, "225.00"), ("chargeback", payment.id, "-225.00"))
    (row,) = queries.chargebacks(by=world["platform"])
    return row


def test_a_chargeback_in_the_file_freezes_the_money_and_is_lost_by_silence(world, paid):
    row = charge_back(world, paid)
    assert row.state == "opened"
    assert holds.hold_of(paid.id).frozen

    world.advances(days=8)

    assert holds.hold_of(paid.id).state == "refunded"
    assert ledger.refunded(world.market.id, paid.id, currency="CNY") == cny("225.00")
    assert clearing(world) == cny("0")
    assert balanced(world)


def test_while_a_chargeback_is_open_the_price_is_not_refunded_a_second_time(world, paid):
    charge_back(world, paid)
    assert holds.refundable(paid, paid.total) == cny("0")


def test_a_contested_chargeback_that_is_won_lets_the_order_go_on(world):
    order = world.delivered_order()
    row = charge_back(world, order)
    chargebacks.answer(by=world["platform"], chargeback=row.id, act="contest", at=world.now)
    (payment,) = holds.payments_of(order.id)

    take_in(world, ("chargeback", payment.id, "225.00"), day=date(2026, 3, 4))
    world.advances(days=30)

    assert queries.chargeback_of(payment.id).state == "won"
    assert holds.hold_of(order.id).state == "released"
    assert balanced(world)


def test_what_a_bank_takes_beyond_the_price_the_buyer_owes_and_not_the_merchant(world, paid):
    (line,) = orders.lines(paid)
    parts.refund_part(
        by=world["merchant"], order=paid.id, reason="late", parts=[Part(line.id, 1)],
        freight=cny("0"), at=world.now,
    )  # fmt: skip
    payment = payment_of(paid)
    row = chargebacks.open_(
        by=world["gateway"], payment=payment.id, amount=payment.amount, reason="x", at=world.now
    )
    chargebacks.answer(by=world["platform"], chargeback=row.id, act="concede", at=world.now)

    owes = ledger.balance(world.market.id, f"claims:{world['consumer'].party}", currency="CNY")
    assert owes == cny("225.00")
    assert ledger.refunded(world.market.id, paid.id, currency="CNY") == cny("225.00")
    assert balanced(world)


def test_two_chargebacks_of_one_payment_are_one(world, paid):
    charge_back(world, paid)
    (payment,) = holds.payments_of(paid.id)
    take_in(world, ("chargeback", payment.id, "-225.00"), day=date(2026, 3, 2))
    assert len(queries.chargebacks(by=world["platform"])) == 1


def outside(world):
    order = world.orders(world.offers("225.00"))
    parts.declare_outside(by=world["merchant"], order=order.id, reference="cash", at=world.now)
    return orders.see(order.id, by=world["consumer"])


def test_money_paid_outside_binds_the_merchant_and_is_not_held(world):
    order = outside(world)

    assert order.state == "bound"
    assert [d.kind for d in duties.open_about(order.id)] == ["dispatch"]
    assert (holds.hold_of(order.id).state, world.held(order)) == ("external", 0)
    assert balanced(world)


def test_only_the_merchant_may_say_that_it_was_paid_outside(world):
    order = world.orders(world.offers())
    with pytest.raises(Refusal) as refused:
        parts.declare_outside(by=world["consumer"], order=order.id, reference="", at=world.now)
    assert refused.value.code == "not_allowed"


def test_what_was_paid_outside_and_never_shipped_comes_from_what_the_merchant_has_with_us(world):
    order = outside(world)

    world.advances(days=20)

    (award,) = awards.of_order(order.id)
    assert award.amount == cny("225.00")
    assert {name.partition(":")[0] for name in award.sources} == {"deposit"}
    assert orders.see(order.id, by=world["consumer"]).state == "rescinded"
    assert balanced(world)


def test_a_merchant_who_was_paid_outside_pays_back_outside_and_the_buyer_is_told(world):
    order = outside(world)
    world.ships(order)
    world.delivers()
    ret = aftersales.ask_return(by=world["consumer"], order=order.id, at=world.now)
    aftersales.agree(by=world["merchant"], ret=ret.id, at=world.now)
    aftersales.send_back(by=world["consumer"], ret=ret.id, at=world.now)
    aftersales.take_back(by=world["merchant"], ret=ret.id, at=world.now)

    aftersales.refund(by=world["merchant"], ret=ret.id, at=world.now)

    assert holds.refundable(order, order.total) == cny("0")
    said = [m.en for m in messages.thread(order.id, by=world["consumer"])]
    assert any("says it paid CNY 225.00 back outside" in words for words in said)
    world.advances(days=60)
    assert balanced(world)
