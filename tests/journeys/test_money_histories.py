"""Random histories of money: it is conserved, nobody is paid twice, and every history settles (S11, S19)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from gongdao.interfaces import gateways
from gongdao.interfaces import instructions as worker
from gongdao.kernel.money import Money, cny
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.parties.powers import clock_of
from gongdao.stages.aftersales import actions as aftersales
from gongdao.stages.aftersales import queries as returns
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow import queries as holds
from gongdao.stages.escrow.accounts import actions as accounts
from gongdao.stages.escrow.gateways.port import Answer, Away, Outcome
from gongdao.stages.escrow.gateways.till import Mood, Till
from gongdao.stages.escrow.instructions import actions as instructions
from gongdao.stages.escrow.instructions import queries as told
from gongdao.stages.escrow.matching import chargebacks
from gongdao.stages.escrow.matching import queries as matching
from gongdao.stages.escrow.parts import actions as parts
from gongdao.stages.escrow.parts.shares import Part
from gongdao.stages.escrow.payouts import actions as payouts
from gongdao.stages.escrow.payouts import queries as paid
from gongdao.stages.escrow.payouts.bankfile import Word
from gongdao.stages.escrow.states import CHARGEBACK, HOLD, INSTRUCTION, PAYOUT
from gongdao.stages.orders import actions as contracts
from gongdao.stages.orders import queries as orders
from tests.builders import World
from tests.journeys.test_payouts import staff

pytestmark = pytest.mark.django_db
WHICH = st.integers(0, 5)
PRICES = st.integers(1, 30_000)
FAR = st.integers(0, 3)
"""Placed, paid, delivered, confirmed."""

MOODS = st.lists(
    st.sampled_from(
        [Mood(deaf=True), Mood(broken=True), Mood(loses_answer=True), Mood(at_once=True), Mood(refuses="closed")]
    ),
    max_size=4,
)  # fmt: skip
"""How the far side of the gateway treats the next requests."""

ENDS = 250
"""Days after which every period of law and rules is over, one after another."""


class Histories(RuleBasedStateMachine):
    """Buyers, a merchant, the platform, banks and the clock, each doing what they may, in any order."""

    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.world, self.orders, self.keys = World.make(deposit="50.00"), [], 0
        self.second = staff(self.world)
        self.till = gateways.FAKE.till = Till()

    def teardown(self):
        try:
            self.settle()
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    @initialize(minor=PRICES, quantity=st.integers(1, 3), far=FAR)
    def begin(self, minor, quantity, far):
        self.buy(minor, quantity, far)

    @rule(minor=PRICES, quantity=st.integers(1, 3), far=FAR)
    def buy(self, minor, quantity, far):
        """An order, and how far its life has come already."""
        figures = str(Money("CNY", minor)).partition(" ")[2]
        order = self.world.orders(self.world.offers(figures, freight="0.07"), quantity=quantity)
        self.orders.append(order)
        last = len(self.orders) - 1
        for step in (self.pay_once, self.deliver, self.confirm)[:far]:
            step(last)

    def pay_once(self, which):
        with suppress(Refusal):
            self.world.pays(self.chosen(which))

    @rule(which=WHICH, share=st.integers(1, 9))
    def pay_a_part(self, which, share):
        """A part of the price: it is held until the rest comes, or goes back if it never does."""
        order = self.chosen(which)
        with suppress(Refusal), transaction.atomic():
            self.world.pays(order, Money("CNY", max(1, order.total.minor * share // 10)))

    @rule(which=WHICH)
    def cancel(self, which):
        self.act(contracts.cancel, "consumer", order=self.chosen(which).id)

    @rule(which=WHICH)
    def pay_and_hear_it_twice(self, which):
        self.pay_once(which)
        for payment in holds.payments_of(self.chosen(which).id):
            notice = self.world.notice(payment)
            escrow.receive(by=self.world["gateway"], notices=[notice])

    @rule(which=WHICH)
    def pay_outside(self, which):
        self.act(parts.declare_outside, "merchant", order=self.chosen(which).id, reference="cash")

    @rule(which=WHICH)
    def deliver(self, which):
        order, waybill = self.chosen(which), f"W{self.key()}"
        with suppress(Refusal):
            self.world.ships(order, waybill)
            self.world.delivers(waybill)

    @rule(which=WHICH)
    def confirm(self, which):
        order = self.chosen(which)
        with suppress(Refusal):
            confirming = escrow.Confirming(self.world["consumer"], self.world.now, order.id)
            escrow.confirm(confirmings=[confirming])

    @rule(which=WHICH)
    def release_line(self, which):
        order = self.chosen(which)
        line = orders.lines(order)[0].id
        self.act(parts.release_line, "consumer", order=order.id, line=line)

    @rule(which=WHICH, reason=st.sampled_from(["late", "scratch"]), freight=st.integers(0, 7))
    def refund_part(self, which, reason, freight):
        order = self.chosen(which)
        piece = Part(orders.lines(order)[0].id, 1)
        self.act(
            parts.refund_part, "merchant", order=order.id, reason=reason, parts=[piece],
            freight=Money("CNY", freight),
        )  # fmt: skip

    @rule(which=WHICH, far=st.integers(0, 4))
    def send_goods_back(self, which, far):
        """A return is asked for, and how far it goes before somebody falls silent."""
        self.act(aftersales.ask_return, "consumer", order=self.chosen(which).id)
        for act in ("agree", "send_back", "take_back", "refund")[:far]:
            by = "consumer" if act == "send_back" else "merchant"
            for row in returns.of_order(self.chosen(which).id)[-1:]:
                self.act(getattr(aftersales, act), by, ret=row.id)

    @rule(which=WHICH, act=st.sampled_from(["contest", "concede", "win", "lose"]))
    def charge_back(self, which, act):
        for payment in holds.payments_of(self.chosen(which).id)[:1]:
            self.act(
                chargebacks.open_, "gateway", payment=payment.id, amount=payment.amount, reason="x"
            )
            if row := matching.chargeback_of(payment.id):
                ends = act in ("win", "lose")
                does = chargebacks.end if ends else chargebacks.answer
                self.act(does, "gateway" if ends else "platform", chargeback=row.id, act=act)

    @rule(moods=MOODS, times=st.integers(1, 3))
    def speak_to_the_gateway(self, moods, times):
        """The worker goes over what is due, however the far side behaves; it may die before it writes down."""
        self.till.behave(*moods)
        clock = clock_of(self.world.market.id)
        for task in instructions.claim(by=clock, at=self.world.now, most=1):
            with suppress(Away):
                gateways.FAKE.carry_out(task.told)  # and then the worker is gone
        for _ in range(times):
            worker.carry_out(marketplace=self.world.market.id, now=self.world.now)

    @rule(which=WHICH, state=st.sampled_from(["sent", "confirmed"]), twice=st.booleans())
    def the_gateway_calls_back(self, which, state, twice):
        """About something that it really did, or is at; twice, and out of order."""
        for row in told.of(self.chosen(which).id)[-1:]:
            done = self.till.moved.get(row.id)
            if done is None or done.state == "failed":
                continue
            if state == "confirmed":
                self.till.moved[row.id] = done = replace(done, state="confirmed")
            answer = Answer(state if done.state == "sent" else "confirmed")
            outcome = Outcome(self.key(), row.id, answer, self.world.now)
            for _ in range(1 + twice):
                instructions.hear(by=self.world_gateway(), outcomes=[outcome])

    def world_gateway(self):
        return gateways.acts("fake", marketplace=self.world.market.id)

    @rule(percent=st.integers(0, 100), frozen=st.sampled_from(["", "", "doubt"]))
    def set_terms(self, percent, frozen):
        merchant = self.world["merchant"].party
        self.act(
            payouts.set_terms, "platform", merchant=merchant, reserve_percent=percent,
            frozen_why=frozen,
        )  # fmt: skip

    @rule(send=st.booleans())
    def pay_out(self, send):
        made = self.act(payouts.run, "platform", currency="CNY")
        if send and made:
            self.act(payouts.send, "platform", run=made.id)

    @rule(act=st.sampled_from(["confirm", "fail"]), twice=st.booleans())
    def hear_the_bank(self, act, twice):
        for row in paid.payouts(by=self.world["platform"], most=2):
            for _ in range(1 + twice):
                word = Word(row.id, act, row.amount, "")
                self.act(payouts.hear, "platform", words=[word])

    @rule(minor=st.integers(1, 5_000))
    def top_up(self, minor):
        merchant, amount = self.world["merchant"].party, Money("CNY", minor)
        self.act(accounts.top_up, "merchant", merchant=merchant, amount=amount, key=self.key())

    @rule(days=st.integers(1, 6))
    def wait(self, days):
        self.world.advances(days=days)

    @invariant()
    def money_is_conserved(self):
        market = self.world.market.id
        assert not any(ledger.trial_balance(market).values())
        assert ledger.faults(market) == []
        for order in self.orders:
            moved = ledger.about(market, order.id, currency="CNY")
            into = -sum(m for (_, kind), m in moved.items() if kind == "hold" and m < 0)
            out = sum(m for (_, kind), m in moved.items() if kind == "hold" and m > 0)
            assert into - out == self.world.held(order) >= 0
            price = order.total.minor
            assert ledger.refunded(market, order.id, currency="CNY").minor <= price

    @invariant()
    def a_gateway_moves_no_more_than_it_took_in(self):
        """What went back by a payment is never more than came by it; each instruction moved once."""
        back = {}
        for key, done in self.till.moved.items():
            if done.kind == "refund" and done.state != "failed":
                back[done.payment] = back.get(done.payment, 0) + done.amount_minor
            assert told.by_ref(key).amount_minor == done.amount_minor
        for order in self.orders:
            for payment in holds.payments_of(order.id):
                assert back.get(payment.id, 0) <= payment.amount_minor

    @invariant()
    def what_is_booked_out_is_what_gateways_are_told(self):
        for order in self.orders:
            moved = ledger.about(self.world.market.id, order.id, currency="CNY")
            booked = sum(
                -minor
                for (why, kind), minor in moved.items()
                if kind == "clearing" and why.startswith(("refund", "damages"))
            )
            assert booked == sum(row.amount_minor for row in told.of(order.id))

    @invariant()
    def nobody_is_paid_out_more_than_was_released(self):
        moved = ledger.moved(self.world.market.id)
        released = self.sum(moved, "release", "reserve_freed", "fee_back", "net")
        assert self.sum(moved, "transfer_posted") <= released

    def settle(self):
        """Nobody does anything any more: the clock ends every case, and nothing is left on the way."""
        for order in self.orders:
            self.world.advances(days=0)
            self.deliver_if_bound(order)
        self.till.behave()
        for _ in range(4):
            self.world.advances(days=ENDS / 4)
        market = self.world.market.id
        still = {d.kind for o in self.orders for d in duties.open_about(o.id)}
        assert still == set()
        states = [holds.hold_of(o.id).state for o in self.orders if holds.hold_of(o.id)]
        assert set(states) <= HOLD.ends
        rows = paid.payouts(by=self.world["platform"], most=1_000)
        assert {row.state for row in rows} <= PAYOUT.ends
        orders_told = [row for o in self.orders for row in told.of(o.id)]
        assert {row.state for row in orders_told} <= INSTRUCTION.ends
        for row in orders_told:
            done = self.till.moved.get(row.id)
            assert (row.state == "confirmed") == (done is not None and done.state == "confirmed")
        ended = matching.chargebacks(by=self.world["platform"], most=1_000)
        assert {row.state for row in ended} <= CHARGEBACK.ends
        stands = dict(ledger.by_kind(market))
        traced = sum(row.amount_minor for row in rows if row.state == "unconfirmed")
        assert stands.get("transit", cny("0")).minor == traced
        assert stands.get("reserve", cny("0")) == cny("0")
        assert stands.get("disputed", cny("0")) == cny("0")
        self.money_is_conserved()

    def deliver_if_bound(self, order):
        with suppress(Refusal):
            self.world.ships(order, waybill := f"W{self.key()}")
            self.world.delivers(waybill)

    def act(self, does, by, **said):
        with suppress(Refusal), transaction.atomic():
            return does(by=self.world[by], at=self.world.now, **said)

    def chosen(self, which):
        order = self.orders[which % len(self.orders)]
        order.refresh_from_db()
        return order

    def key(self):
        self.keys += 1
        return str(self.keys)

    @staticmethod
    def sum(moved, *reasons):
        return sum(amount.minor for (why, _), (_, amount) in moved.items() if why in reasons)


def test_any_history_conserves_money_and_settles():
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=12, stateful_step_count=18, deadline=None, derandomize=True,
            database=None, suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
