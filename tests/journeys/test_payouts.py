"""Merchants are paid out: what is released, to whom, by whose eyes, and what the bank says (S11)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongdao.kernel.money import Money, cny
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.ledger import escrow as entries
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.actions import post
from gongdao.registers.parties import actions as parties
from gongdao.registers.parties import queries as who
from gongdao.stages.admission import queries as shops
from gongdao.stages.admission.standing import actions as standing
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow import queries as holds
from gongdao.stages.escrow.accounts import actions as accounts
from gongdao.stages.escrow.matching import chargebacks
from gongdao.stages.escrow.matching import queries as matching
from gongdao.stages.escrow.parts import actions as parts
from gongdao.stages.escrow.parts import shares
from gongdao.stages.escrow.payouts import actions as payouts
from gongdao.stages.escrow.payouts import bankfile, queries
from gongdao.stages.orders import queries as orders
from tests.journeys.test_stories import balanced

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(world):
    """Another member of staff."""
    return staff(world)


def staff(world, name="platform-2"):
    (party,) = parties.enrol(
        marketplace=world.market.id,
        people=[parties.Enrolment(f"{name}@gongdao", ("platform",))],
        at=world.now,
    )
    return who.actor(party)


def released(world, price="225.00", waybill="SF9"):
    order = world.orders(world.offers(price))
    world.pays(order)
    world.ships(order, waybill)
    world.delivers(waybill)
    confirming = escrow.Confirming(world["consumer"], world.now, order.id)
    escrow.confirm(confirmings=[confirming])
    return order


def run(world, by="platform"):
    actor = world[by] if isinstance(by, str) else by
    made = payouts.run(by=actor, currency="CNY", at=world.now)
    return made, queries.payouts(by=world["platform"], run=made.id)


def stands(world, kind):
    name = f"{kind}:{world['merchant'].party}"
    return ledger.balance(world.market.id, name, currency="CNY")


def bank(world, text, **changed):
    return payouts.hear(
        by=world["platform"], words=bankfile.read("payout,outcome,amount,currency,reason\n" + text),
        at=changed.get("at", world.now),
    )  # fmt: skip


def test_what_is_released_less_the_fee_is_paid_out_when_the_bank_confirms(world):
    released(world)
    made, (payout,) = run(world)
    assert (payout.state, payout.amount) == ("approved", cny("220.50"))
    assert stands(world, "payable") == cny("0")

    sent = payouts.send(by=world["platform"], run=made.id, at=world.now)
    merchant = world["merchant"].party
    written = f"payout,payee,amount,currency\n{payout.id},{merchant},220.50,CNY\n"
    assert bankfile.written(sent) == written
    (paid,) = bank(world, f"{payout.id},paid,220.50,CNY,\n")

    assert paid.state == "paid"
    assert duties.open_about(payout.id) == []
    assert balanced(world)


def test_a_second_run_under_another_request_pays_nothing_twice(world):
    released(world)
    run(world)

    _, again = run(world)

    assert again == []
    assert stands(world, "payable") == cny("0")


def test_the_banks_file_twice_changes_nothing(world):
    released(world)
    made, (payout,) = run(world)
    payouts.send(by=world["platform"], run=made.id, at=world.now)
    line = f"{payout.id},paid,220.50,CNY,\n"
    bank(world, line)

    assert bank(world, line + line) == []
    with pytest.raises(Refusal):
        bank(world, f"{payout.id},failed,220.50,CNY,closed\n")
    assert balanced(world)


def test_what_the_bank_sends_back_is_the_merchants_again_and_goes_out_anew(world):
    released(world)
    made, (payout,) = run(world)
    payouts.send(by=world["platform"], run=made.id, at=world.now)

    (failed,) = bank(world, f"{payout.id},failed,220.50,CNY,account closed\n")

    assert (failed.state, failed.why) == ("failed", "account closed")
    assert stands(world, "payable") == cny("220.50")
    _, (anew,) = run(world)
    assert anew.amount == cny("220.50")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "bank_file_unreadable"),
        ("a,b\n1,2\n", "bank_file_unreadable"),
        ("payout,outcome,amount,currency,reason\nx\n", "bank_line_unreadable"),
        ("payout,outcome,amount,currency,reason\npyo_1,paid,1.00,CNY,\n", "bank_line_unreadable"),
        ("payout,outcome,amount,currency,reason\n{p},perhaps,220.50,CNY,\n", "bank_line_unreadable"),
        ("payout,outcome,amount,currency,reason\n{p},paid,-1,CNY,\n", "bank_line_unreadable"),
        ("payout,outcome,amount,currency,reason\n{p},paid,1.00,XXX,\n", "bank_line_unreadable"),
        ("payout,outcome,amount,currency,reason\n{p},paid,220.51,CNY,\n", "payout_amount_differs"),
        (
            "payout,outcome,amount,currency,reason\n{p},paid,220.50,CNY,\n{p},failed,220.50,CNY,\n",
            "bank_file_contradicts",
        ),
    ],
)  # fmt: skip
def test_a_bank_file_that_is_wrong_is_refused_whole(world, text, code):
    released(world)
    made, (payout,) = run(world)
    payouts.send(by=world["platform"], run=made.id, at=world.now)

    with pytest.raises(Refusal) as refused:
        payouts.hear(
            by=world["platform"], words=bankfile.read(text.format(p=payout.id)), at=world.now
        )

    assert refused.value.code == code
    assert queries.see(payout.id, by=world["platform"]).state == "sent"


@pytest.mark.parametrize(("price", "state"), [("51020.40", "approved"), ("51020.42", "proposed")])
def test_above_the_limit_a_second_pair_of_eyes_is_needed(world, second, price, state):
    released(world, price)
    _, (payout,) = run(world)
    assert payout.state == state
    if state == "approved":
        return

    with pytest.raises(Refusal) as refused:
        payouts.approve(by=world["platform"], payout=payout.id, at=world.now)

    assert refused.value.code == "four_eyes_needed"
    assert payouts.approve(by=second, payout=payout.id, at=world.now).state == "approved"


def test_a_payout_nobody_approves_lapses_and_the_money_is_back(world):
    released(world, "60000.00")
    _, (payout,) = run(world)

    world.advances(days=4)

    assert queries.see(payout.id, by=world["platform"]).state == "expired"
    assert stands(world, "payable") == cny("58800.00")
    assert balanced(world)


def test_a_rejected_payout_goes_back_with_its_reason(world, second):
    released(world, "60000.00")
    _, (payout,) = run(world)
    with pytest.raises(Refusal):
        payouts.reject(by=second, payout=payout.id, reason=" ", at=world.now)

    payouts.reject(by=second, payout=payout.id, reason="wrong account", at=world.now)

    assert stands(world, "payable") == cny("58800.00")
    with pytest.raises(Refusal) as refused:
        payouts.approve(by=second, payout=payout.id, at=world.now)
    assert refused.value.code == "move_not_allowed"


def test_a_payout_the_bank_is_silent_about_is_traced_and_still_ends(world):
    released(world)
    made, (payout,) = run(world)
    payouts.send(by=world["platform"], run=made.id, at=world.now)
    world.advances(days=6)
    (traced,) = matching.breaks(by=world["platform"])
    assert (traced.kind, traced.reference) == ("payout_unconfirmed", payout.id)

    bank(world, f"{payout.id},paid,220.50,CNY,\n")

    assert queries.see(payout.id, by=world["platform"]).state == "paid"
    assert matching.breaks(by=world["platform"])[0].state == "matched"
    assert balanced(world)


@pytest.mark.parametrize("why", ["frozen", "suspended", "below_zero"])
def test_who_is_left_out_is_named_with_the_reason(world, why):
    released(world)
    merchant = world["merchant"].party
    if why == "frozen":
        payouts.set_terms(
            by=world["platform"], merchant=merchant, reserve_percent=0,
            frozen_why="identity in doubt", at=world.now,
        )  # fmt: skip
    elif why == "suspended":
        application = shops.shops([merchant])[merchant]
        standing.suspend(by=world["platform"], application=application.id, reason="x", at=world.now)
    else:
        charged_back(world, released(world, "500.00", "SF10"), paid_out=True)

    made, rows = run(world)

    assert rows == []
    assert [(s["merchant"], s["why"]) for s in made.skipped] == [(merchant, why)]


def charged_back(world, order, *, paid_out):
    if paid_out:
        made, (payout,) = run(world)
        payouts.send(by=world["platform"], run=made.id, at=world.now)
        figures = str(payout.amount).partition(" ")[2]
        bank(world, f"{payout.id},paid,{figures},CNY,\n")
    (payment,) = holds.payments_of(order.id)
    row = chargebacks.open_(
        by=world["gateway"], payment=payment.id, amount=payment.amount, reason="fraud", at=world.now
    )
    chargebacks.answer(by=world["platform"], chargeback=row.id, act="concede", at=world.now)
    return row


def test_a_clawback_after_the_payout_goes_below_zero_and_is_netted(world):
    order = released(world)
    charged_back(world, order, paid_out=True)
    assert stands(world, "payable") == -cny("220.50")

    run(world)
    (call,) = [d for d in duties.open_of(world["merchant"].party) if d.kind == "top_up"]
    assert call.cites == "Platform Rules art. 33"
    released(world, "1000.00", "SF11")

    assert stands(world, "payable") == cny("759.50")
    _, (payout,) = run(world)
    assert payout.amount == cny("759.50")
    assert balanced(world)


def test_whoever_pays_in_is_even_again_and_whoever_does_not_loses_deposit(world):
    charged_back(world, released(world), paid_out=True)
    run(world)
    owes = accounts.top_up(
        by=world["merchant"], merchant=world["merchant"].party, amount=cny("100.00"), key="t1",
        at=world.now,
    )  # fmt: skip
    assert owes == cny("0")
    assert stands(world, "payable") == cny("0")
    assert stands(world, "deposit") == cny("1879.50")


def test_a_top_up_nobody_pays_is_taken_from_the_deposit(world):
    charged_back(world, released(world, "3000.00"), paid_out=True)
    run(world)

    world.advances(days=8)

    assert stands(world, "deposit") == cny("0")
    assert stands(world, "payable") == -cny("940.00")
    assert queries.standing(world["merchant"].party).frozen_why
    assert balanced(world)


def test_the_fee_goes_back_in_proportion_when_a_refund_is_made_after_the_release(world):
    order = released(world, "100.00")
    (line,) = orders.lines(order)
    parts.refund_part(
        by=world["merchant"], order=order.id, reason="late", parts=[shares.Part(line.id, 1)],
        freight=cny("0"), at=world.now,
    )  # fmt: skip

    assert stands(world, "payable") + stands(world, "deposit") == cny("2000.00")
    moved = ledger.about(world.market.id, order.id, currency="CNY")
    assert moved["fee_back", "fees"] == 200
    assert balanced(world)


def test_a_reserve_is_kept_for_thirty_days_and_then_freed(world):
    merchant = world["merchant"].party
    payouts.set_terms(
        by=world["platform"], merchant=merchant, reserve_percent=10, frozen_why="", at=world.now
    )
    released(world, "100.00")
    assert (stands(world, "payable"), stands(world, "reserve")) == (cny("88.20"), cny("9.80"))

    world.advances(days=30)
    assert stands(world, "reserve") == cny("9.80")
    world.advances(days=1)

    assert (stands(world, "payable"), stands(world, "reserve")) == (cny("98.00"), cny("0"))
    assert balanced(world)


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_reserve_is_a_share(world, percent):
    with pytest.raises(Refusal) as refused:
        payouts.set_terms(
            by=world["platform"], merchant=world["merchant"].party, reserve_percent=percent,
            frozen_why="", at=world.now,
        )  # fmt: skip
    assert refused.value.code == "reserve_wrong"


def test_euros_are_changed_at_the_booked_rate_and_paid_out(world):
    merchant = world["merchant"].party
    case = entries.Case(world.market.id, merchant, world.now)
    post([entries.lodge(case, Money("EUR", 10000), into=f"payable:{merchant}", key="sale")])
    accounts.name_rate(
        by=world["platform"], base="EUR", quote="CNY", rate="7.8", source="PBOC", at=world.now
    )

    got = accounts.change(
        by=world["platform"], merchant=merchant, amount=Money("EUR", 10000), into="CNY",
        at=world.now + timedelta(hours=1),
    )  # fmt: skip

    assert got == cny("780.00")
    _, (payout,) = run(world)
    assert payout.amount == cny("780.00")
    assert balanced(world)


@pytest.mark.parametrize("role", ["consumer", "merchant", "courier", "arbiter"])
def test_only_the_platform_runs_payouts(world, role):
    with pytest.raises(Refusal) as refused:
        run(world, by=role)
    assert refused.value.code == "not_allowed"


def test_one_unit_split_three_ways_is_one_unit(world):
    order = world.orders(world.offers("0.01"), quantity=3)
    lines = orders.lines(order)

    one = [shares.of_parts(order, lines, [shares.Part(lines[0].id, n)]).minor for n in (1, 2, 3)]

    assert one == [1, 2, 3]
