"""What is booked as refunded really goes out: told to the gateway, once, whatever happens on the way (S11, S19)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongdao.interfaces import gateways
from gongdao.interfaces import instructions as worker
from gongdao.kernel.money import Money, cny
from gongdao.kernel.refusal import Refusal
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.messages import queries as messages
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow import queries as holds
from gongdao.stages.escrow.gateways import daily
from gongdao.stages.escrow.gateways.port import Answer, Outcome, Settled
from gongdao.stages.escrow.gateways.till import Mood, Till
from gongdao.stages.escrow.instructions import actions, queries
from gongdao.stages.escrow.matching import actions as matching
from gongdao.stages.escrow.matching import chargebacks
from gongdao.stages.escrow.matching import queries as matched
from gongdao.stages.orders import actions as contracts
from tests.journeys.test_payouts import staff
from tests.journeys.test_stories import balanced

pytestmark = pytest.mark.django_db
DEAF, BROKEN, LOST = Mood(deaf=True), Mood(broken=True), Mood(loses_answer=True)
CLOSED = Mood(refuses="account closed")


@pytest.fixture(autouse=True)
def till():
    """The far side of the fake gateway, new for each test."""
    before, gateways.FAKE.till = gateways.FAKE.till, Till()
    yield gateways.FAKE.till
    gateways.FAKE.till = before


@pytest.fixture
def refunded(world):
    """An order of 225.00, of which 25.00 is given back."""
    order = world.orders(world.offers("225.00"))
    world.pays(order)
    give_back(world, order, "25.00")
    return order


def give_back(world, order, figures, under="x"):
    escrow.refund(
        by=world["merchant"], order=order, amount=cny(figures), under=f"{order.id}/{under}",
        at=world.now, cites="",
    )  # fmt: skip


def tries(world, *, after=timedelta(0)):
    """The worker goes once over everything, so much later."""
    world.now += after
    return worker.carry_out(marketplace=world.market.id, now=world.now)


def state(order):
    (row,) = queries.of(order.id)
    return row.state


def moved(till):
    return [(done.kind, done.payment, done.amount_minor) for done in till.moved.values()]


def payments(order):
    return [p.id for p in holds.payments_of(order.id)]


def test_a_refund_is_queued_with_its_entry_and_told_to_the_gateway_afterwards(
    world, refunded, till
):
    assert (state(refunded), till.asked) == ("queued", 0)

    tries(world)
    assert (state(refunded), moved(till)) == ("sent", [("refund", payments(refunded)[0], 2_500)])

    tries(world, after=timedelta(minutes=2))
    assert state(refunded) == "confirmed"
    (row,) = queries.of(refunded.id)
    said = [m.en for m in messages.thread(refunded.id, by=world["consumer"])]
    assert row.settled_on == date(2026, 3, 1)
    assert any("CNY 25.00 went back the way it came" in words for words in said)


@pytest.mark.parametrize(
    "moods",
    [[DEAF], [BROKEN], [LOST], [LOST, DEAF], [DEAF, LOST, BROKEN, LOST], [LOST, LOST, LOST]],
)
def test_a_gateway_that_falls_silent_is_tried_again_and_moves_the_money_once(
    world, refunded, till, moods
):
    till.behave(*moods)

    for _ in range(12):
        tries(world, after=timedelta(hours=7))

    assert state(refunded) == "confirmed"
    assert [minor for _, _, minor in moved(till)] == [2_500]
    assert balanced(world)


def test_the_wait_between_tries_grows(world, refunded, till):
    till.behave(*[DEAF] * 9)
    asked = []
    for _ in range(60):
        tries(world, after=timedelta(minutes=10))
        asked.append(till.asked)

    assert asked[0] == 1
    assert asked[5] == 4
    assert asked[-1] <= 7


def test_two_workers_do_not_try_the_same_at_once(world, refunded):
    by = gateways.acts("fake", marketplace=world.market.id)
    clock = worker.clock_of(world.market.id)
    first = actions.claim(by=clock, at=world.now)
    second = actions.claim(by=clock, at=world.now)

    assert (len(first), second) == (1, [])
    with pytest.raises(Refusal) as refused:
        actions.claim(by=by, at=world.now)
    assert refused.value.code == "not_allowed"


def test_a_worker_that_dies_between_telling_and_writing_down_leaves_nothing_told_twice(
    world, refunded, till
):
    clock = worker.clock_of(world.market.id)
    (task,) = actions.claim(by=clock, at=world.now)
    gateways.FAKE.carry_out(task.told)  # and here it dies

    tries(world, after=timedelta(minutes=1))
    assert state(refunded) == "queued"
    tries(world, after=timedelta(minutes=5))

    assert state(refunded) == "confirmed"
    assert len(till.moved) == 1


def test_a_refund_of_an_order_paid_in_parts_goes_back_by_both_payments(world, till):
    order = world.orders(world.offers("225.00"))
    world.pays(order, cny("100.00"))
    world.advances(days=0.01)
    world.pays(order, cny("125.00"))
    one, two = payments(order)

    give_back(world, order, "30.00", "a")
    give_back(world, order, "150.00", "b")
    give_back(world, order, "45.00", "c")
    tries(world)

    assert sorted(moved(till)) == sorted(
        [("refund", one, 3_000), ("refund", one, 7_000), ("refund", two, 8_000), ("refund", two, 4_500)]
    )  # fmt: skip


def test_what_is_more_than_came_in_is_paid_to_the_buyer_another_way(world, till):
    from gongdao.registers.ledger import escrow as entries
    from gongdao.stages.escrow import giving_back

    order = world.orders(world.offers("225.00"))
    world.pays(order)
    case = entries.Case(world.market.id, order.id, world.now)
    parts = {f"deposit:{order.merchant}": 50_000}  # of which the payment can bring back 225.00
    damages = entries.payments(
        case, parts, what="damages", currency="CNY", under="dsp_1/loss", gateway="fake"
    )

    giving_back.pay(order, damages)
    giving_back.pay(order, damages)
    tries(world)

    (payment,) = payments(order)
    assert sorted(moved(till)) == [("payout", payment, 27_500), ("refund", payment, 22_500)]


def test_the_same_refund_again_is_not_told_again(world, refunded, till):
    for _ in range(2):
        give_back(world, refunded, "25.00")
    for _ in range(3):
        tries(world, after=timedelta(minutes=2))

    assert len(queries.of(refunded.id)) == len(till.moved) == 1


def test_money_that_came_too_late_is_told_back_whole(world, till):
    order = world.orders(world.offers("225.00"))
    (payment,) = escrow.start(
        payings=[escrow.Paying(world["consumer"], world.now, order.id, "alipay")], gateway="fake"
    )
    contracts.cancel(by=world["consumer"], order=order.id, at=world.now)
    world.advances(days=0)
    escrow.receive(by=world["gateway"], notices=[world.notice(payment)])
    tries(world)

    assert moved(till) == [("cancel", payment.id, 22_500), ("refund", payment.id, 22_500)]
    assert holds.payment(payment.id).state == "returned"


@pytest.mark.parametrize("ends", ["cancelled", "lapsed"])
def test_an_order_that_ends_half_paid_gives_the_half_back(world, till, ends):
    order = world.orders(world.offers("225.00"))
    world.pays(order, cny("100.00"))
    assert world.held(order) == 10_000

    if ends == "cancelled":
        contracts.cancel(by=world["consumer"], order=order.id, at=world.now)
    world.advances(days=0 if ends == "cancelled" else 5)

    order.refresh_from_db()
    assert (order.state, world.held(order)) == ("cancelled", 0)
    assert holds.hold_of(order.id).state == "refunded"
    assert ("refund", payments(order)[0], 10_000) in moved(till)
    assert balanced(world)


def test_what_a_gateway_cannot_do_is_a_break_and_is_paid_by_bank_transfer(world, refunded, till):
    till.behave(CLOSED)
    tries(world)
    (row,) = queries.of(refunded.id)
    (broken,) = matched.breaks(by=world["platform"])
    assert (row.state, row.answer) == ("failed", "account closed")
    assert (broken.kind, broken.difference) == ("not_carried_out", cny("25.00"))

    other = staff(world)
    matching.explain(by=other, broken=broken.id, explanation="card closed", at=world.now)
    matching.resolve(by=world["platform"], broken=broken.id, counter="bank", owner="", at=world.now)

    stands = dict(ledger.by_kind(world.market.id))
    assert state(refunded) == "by_hand"
    assert stands["clearing"] == cny("225.00")
    said = [m.en for m in messages.thread(refunded.id, by=world["consumer"])]
    assert any("paid CNY 25.00 back by bank transfer" in words for words in said)
    assert balanced(world)


def test_a_gateway_that_is_never_reached_is_given_up_after_two_days(world, refunded, till):
    till.behave(*[DEAF] * 500)
    world.advances(to="2026-03-03 23:59")
    assert state(refunded) == "queued"
    world.advances(to="2026-03-04 00:00")

    assert state(refunded) == "given_up"
    assert [b.kind for b in matched.breaks(by=world["platform"])] == ["not_carried_out"]
    before = till.asked
    world.advances(days=1)
    assert till.asked == before


def test_a_gateway_that_is_at_it_for_ever_is_given_up_after_seven_days(world, refunded, till):
    tries(world)
    till.behave(*[DEAF] * 500)
    world.advances(to="2026-03-08 23:59")
    assert state(refunded) == "sent"
    world.advances(to="2026-03-09 00:00")

    assert state(refunded) == "given_up"


def outcome(row, state, at, key=None):
    return Outcome("evt", key or row.id, Answer(state, "re_1"), at)


@pytest.mark.parametrize("told", [["confirmed"], ["confirmed"] * 2, ["confirmed", "failed"], ["sent", "confirmed", "sent"]])  # fmt: skip
def test_a_callback_before_the_answer_twice_or_out_of_order_settles_it_once(
    world, refunded, till, told
):
    (row,) = queries.of(refunded.id)
    for each in told:
        actions.hear(by=world_gateway(world), outcomes=[outcome(row, each, world.now)])
    tries(world, after=timedelta(minutes=10))

    assert state(refunded) == "confirmed"
    assert len(matched.breaks(by=world["platform"])) == 0


def world_gateway(world, name="fake"):
    return gateways.acts(name, marketplace=world.market.id)


def test_another_gateway_does_not_speak_for_this_one(world, refunded):
    (row,) = queries.of(refunded.id)
    actions.hear(by=world_gateway(world, "stripe"), outcomes=[outcome(row, "confirmed", world.now)])
    assert state(refunded) == "queued"


def take_in(world, day, *lines):
    text = daily.written("fake", day, [Settled(k, ref, m) for k, ref, m in lines])
    return matching.take_in(by=world["platform"], file=daily.read(text), at=world.now)


def test_the_daily_file_confirms_and_what_is_on_its_way_is_not_missed(world, refunded):
    (row,) = queries.of(refunded.id)
    (payment,) = payments(refunded)
    first, second = date(2026, 3, 1), date(2026, 3, 2)
    take_in(world, first, ("payment", payment, cny("225.00")))
    assert matched.breaks(by=world["platform"]) == []

    take_in(world, second, ("refund", row.id, -cny("25.00")))

    (row,) = queries.of(refunded.id)
    assert (row.state, row.settled_on) == ("confirmed", second)
    assert matched.breaks(by=world["platform"]) == []


@pytest.mark.parametrize(
    ("lines", "kind"), [([], "missing_there"), ([("refund", -cny("24.99"))], "amount_differs")]
)
def test_a_file_that_does_not_have_what_was_confirmed_is_a_break(world, refunded, lines, kind):
    (row,) = queries.of(refunded.id)
    (payment,) = payments(refunded)
    actions.hear(by=world_gateway(world), outcomes=[outcome(row, "confirmed", world.now)])

    take_in(
        world, date(2026, 3, 1), ("payment", payment, cny("225.00")),
        *((k, row.id, m) for k, m in lines),
    )  # fmt: skip

    assert [b.kind for b in matched.breaks(by=world["platform"])] == [kind]


def test_a_gateway_that_does_it_after_it_was_paid_by_hand_is_noticed(world, refunded, till):
    till.behave(CLOSED)
    tries(world)
    (row,) = queries.of(refunded.id)
    (broken,) = matched.breaks(by=world["platform"])
    matching.explain(by=staff(world), broken=broken.id, explanation="closed", at=world.now)
    matching.resolve(by=world["platform"], broken=broken.id, counter="bank", owner="", at=world.now)

    (payment,) = payments(refunded)
    take_in(
        world, date(2026, 3, 1), ("payment", payment, cny("225.00")),
        ("refund", row.id, -cny("25.00")),
    )  # fmt: skip

    kinds = sorted((b.kind, b.state) for b in matched.breaks(by=world["platform"]))
    assert kinds == [("carried_out_twice", "open"), ("not_carried_out", "resolved")]


def test_a_late_yes_settles_what_was_given_up_and_it_cannot_be_paid_by_hand_any_more(
    world, refunded, till
):
    till.behave(*[DEAF] * 500)
    world.advances(days=4)
    (row,) = queries.of(refunded.id)
    (broken,) = matched.breaks(by=world["platform"])
    matching.explain(by=staff(world), broken=broken.id, explanation="silence", at=world.now)
    actions.hear(by=world_gateway(world), outcomes=[outcome(row, "confirmed", world.now)])

    with pytest.raises(Refusal) as refused:
        matching.resolve(
            by=world["platform"], broken=broken.id, counter="bank", owner="", at=world.now
        )

    assert (state(refunded), refused.value.code) == ("confirmed", "move_not_allowed")


@pytest.mark.parametrize(("ends", "refunds"), [("win", 22_500), ("lose", 0)])
def test_a_refund_that_fell_due_under_a_chargeback_is_owed_again_if_it_is_won(
    world, till, ends, refunds
):
    order = world.orders(world.offers("225.00"))
    world.pays(order)
    (payment,) = holds.payments_of(order.id)
    row = chargebacks.open_(
        by=world["gateway"], payment=payment.id, amount=payment.amount, reason="x", at=world.now
    )
    chargebacks.answer(by=world["platform"], chargeback=row.id, act="contest", at=world.now)
    give_back(world, order, "225.00")
    assert moved(till) == []

    chargebacks.end(by=world["gateway"], chargeback=row.id, act=ends, at=world.now)
    world.advances(days=1)

    assert sum(minor for kind, _, minor in moved(till) if kind == "refund") == refunds
    assert ledger.refunded(world.market.id, order.id, currency="CNY") == cny("225.00")
    assert world.held(order) == 0
    assert balanced(world)


def test_a_callback_at_the_door_is_believed_only_if_it_is_signed(world, refunded, people):
    from gongdao.stages.escrow.gateways.fake import FakeGateway

    (row,) = queries.of(refunded.id)
    said = {"event": "e1", "key": row.id, "state": "confirmed", "at": world.now}
    door = people(None).browser

    def calls(callback):
        headers = dict(callback.headers)
        return door.post(
            "/api/v1/gateways/fake/callbacks", callback.body, content_type="application/json",
            headers=headers,
        )  # fmt: skip

    forged = calls(FakeGateway("guess").sign_outcome(**said))
    assert (forged.status_code, state(refunded)) == (401, "queued")

    true = [calls(gateways.FAKE.sign_outcome(**said)) for _ in range(2)]
    assert [each.json()["state"] for each in true] == ["confirmed"] * 2
    assert state(refunded) == "confirmed"


def test_a_prepayment_that_is_ended_and_a_charge_that_comes_back_are_told_too(world, till):
    from gongdao.kernel.words import Words
    from gongdao.stages.escrow.gateways.port import Notice
    from gongdao.stages.escrow.prepaid import actions as prepaid

    offered = prepaid.offer(
        by=world["merchant"], market=world.market, title=Words("卡", "Card"), price=cny("500.00"),
        bonus=Money("CNY", 0), days=7, at=world.now,
    )  # fmt: skip
    row = prepaid.pay(by=world["consumer"], offered=offered.id, gateway="fake", at=world.now)
    heard = Notice("e", row.id, True, row.paid, world.now)
    prepaid.receive(by=world["gateway"], heard=heard)
    prepaid.end(by=world["consumer"], prepayment=row.id, cause="consumer", at=world.now)
    tries(world)

    assert moved(till) == [("refund", row.id, 50_000)]


@pytest.mark.parametrize(
    ("passes", "words"), [(0, "refund on its way"), (1, "refund on its way"), (2, "refund arrived")]
)
def test_the_buyer_reads_where_the_refund_is(world, refunded, people, passes, words):
    for _ in range(passes):
        tries(world, after=timedelta(minutes=2))

    assert words in people("consumer").sees(f"/orders/{refunded.id}")
    (said,) = people("consumer").gets(f"/orders/{refunded.id}/refunds")
    assert said["amount"]["minor"] == 2_500
    assert (said["arrived_at"] is not None) == (passes == 2)


def test_somebody_elses_refunds_are_not_shown(world, refunded, people):
    assert people("stranger").gets(f"/orders/{refunded.id}/refunds", 404)["code"] == "order_unknown"


def test_the_finance_desk_sees_what_is_not_done_and_sends_it(world, refunded, people, till):
    till.behave(DEAF)
    desk = people("platform")
    desk.does("/finance/instruct")
    (row,) = queries.of(refunded.id)
    page = desk.sees("/finance")
    assert row.id in page
    assert "no answer" in page

    (listed,) = desk.gets("/instructions")["data"]
    assert (listed["id"], listed["state"], listed["tries"]) == (row.id, "queued", 1)
    assert people("merchant").gets("/instructions", 403)["code"] == "not_allowed"

    till.behave(Mood(), CLOSED)  # it is asked first, and has never heard of it
    tries(world, after=timedelta(hours=1))
    assert "could not go back the way it came" in people("consumer").sees(f"/orders/{refunded.id}")
    assert "a refund was not carried out" in desk.sees("/finance")
