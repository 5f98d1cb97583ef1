"""Subscriptions: an express yes, a notice in time, one step out, and no charge without both (S12)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from gongdao.kernel.money import Money, cny
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.duties import queries as duties
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.chart import account
from gongdao.registers.messages import queries as messages
from gongdao.stages.escrow.charges import actions as charges
from gongdao.stages.escrow.gateways.port import Notice as Heard
from gongdao.stages.escrow.mandates import actions, queries, terms
from gongdao.stages.escrow.mandates.models import Charge, Consent, Notice
from gongdao.stages.escrow.plans import actions as plans
from tests.builders import ZONE, at

pytestmark = pytest.mark.django_db
TITLE = Words("绘本月刊", "Picture-book monthly")


def said(price="30.00", **more):
    return plans.Terms(TITLE, cny(price), **more)


def offers(world, price="30.00", **more):
    return plans.offer(
        by=world["merchant"], market=world.market, terms=said(price, **more), at=world.now
    )


def revises(world, plan, price):
    return plans.revise(
        by=world["merchant"], market=world.market, plan=plan.id, terms=said(price), at=world.now
    )


def subscribes(world, plan, *, agreed=True, digest=None, by="consumer"):
    shown = digest or terms.digest(queries.shown(plan, at=world.now))
    return actions.give(
        by=world[by], plan=plan.id, agreement=actions.Agreement(agreed, shown, "alipay"),
        gateway="fake", at=world.now,
    )  # fmt: skip


def hears(world, payment, amount, *, captured=True, event="evt"):
    return Heard(event, payment, captured, amount, world.now)


def pays(world, mandate, *, captured=True):
    asked = [c for c in queries.charges(mandate) if c.state in ("asked", "expired")][-1]
    heard = hears(world, asked.id, asked.amount, captured=captured)
    charge = charges.receive(by=world["gateway"], heard=heard)
    mandate.refresh_from_db()
    return charge


def subscribed(world, price="30.00"):
    """A subscription of 1 March 2026, its first month paid."""
    mandate = subscribes(world, offers(world, price))
    pays(world, mandate)
    return mandate


def cancels(world, mandate, by="consumer"):
    return actions.cancel(by=world[by], mandate=mandate.id, at=world.now)


def payable(world):
    name = account("payable", world["merchant"].party)
    return ledger.balance(world.market.id, name, currency="CNY").minor


def refused(act):
    with pytest.raises(Refusal) as no:
        act()
    return no.value.code


def owed(mandate):
    return {d.kind for d in duties.open_about(mandate.id)}


class TestConsent:
    def test_without_an_express_yes_there_is_no_subscription(self, world):
        plan = offers(world)
        assert refused(lambda: subscribes(world, plan, agreed=False)) == "consent_missing"
        assert queries.page(by=world["consumer"]) == []

    def test_a_yes_to_other_words_does_not_count(self, world):
        plan = offers(world)
        digest = terms.digest(queries.shown(plan, at=world.now))
        world.advances(days=1)
        assert refused(lambda: subscribes(world, plan, digest=digest)) == "terms_changed"

    def test_what_was_shown_is_kept_and_its_digest_is_evidence(self, world):
        mandate = subscribes(world, offers(world))
        (consent,) = queries.consents(mandate)
        assert consent.digest == terms.digest(consent.shown)
        (given,) = [r for r in evidence.about(mandate.id) if r.act == "mandate.given"]
        assert consent.digest in str(vars(given))
        assert any(
            consent.digest in m.zh for m in messages.thread(mandate.id, by=world["consumer"])
        )

    def test_nobody_subscribes_twice(self, world):
        plan = offers(world)
        subscribes(world, plan)
        assert refused(lambda: subscribes(world, plan)) == "mandate_running"

    @pytest.mark.parametrize(
        "more", [{"price": "0.00"}, {"every_months": 0}, {"every_months": 37}, {"trial_days": 366}]
    )
    def test_terms_nobody_could_keep(self, world, more):
        assert refused(lambda: offers(world, **more)) == "plan_terms_wrong"

    def test_only_an_admitted_merchant_offers(self, world):
        def act(by):
            return plans.offer(by=world[by], market=world.market, terms=said(), at=world.now)

        assert refused(lambda: act("consumer")) == "not_allowed"


class TestNoticeAndCharge:
    def test_the_notice_comes_five_days_before_and_the_charge_on_the_day(self, world):
        mandate = subscribed(world)
        assert mandate.next_on == date(2026, 4, 1)
        world.advances(to="2026-03-26 23:00")
        assert len(queries.notices(mandate)) == 1
        world.advances(to="2026-03-27 00:30")
        notice = queries.notices(mandate)[-1]
        assert (notice.kind, notice.for_on, notice.told_on) == (
            "renewal", date(2026, 4, 1), date(2026, 3, 27),
        )  # fmt: skip
        world.advances(to="2026-03-31 23:00")
        assert len(queries.charges(mandate)) == 1
        world.advances(to="2026-04-01 00:30")
        assert queries.charges(mandate)[-1].state == "asked"
        pays(world, mandate)
        assert mandate.next_on == date(2026, 5, 1)

    def test_the_money_is_held_while_the_term_runs_and_then_paid(self, world):
        mandate = subscribed(world)
        (first,) = queries.charges(mandate)
        held = account("hold", first.id)
        assert ledger.balance(world.market.id, held, currency="CNY").minor == 3000
        before = payable(world)
        world.advances(to="2026-04-01 00:30")
        assert payable(world) - before == 2940
        assert ledger.balance(world.market.id, held, currency="CNY").minor == 0
        assert not ledger.faults(world.market.id)

    def test_a_year_of_renewals_balances(self, world):
        mandate = subscribed(world)
        for _ in range(11):
            world.advances(to=f"{mandate.next_on} 09:00")
            pays(world, mandate)
        assert len(queries.charges(mandate)) == 12
        assert all(c.notice.told_on <= c.for_on for c in queries.charges(mandate))
        assert not any(ledger.trial_balance(world.market.id).values())
        assert not ledger.faults(world.market.id)

    def test_told_too_late_the_renewal_waits_until_five_days_have_passed(self, world):
        mandate = subscribed(world)
        late = [d for d in duties.open_about(mandate.id) if d.kind == "renewal_notice"]
        actions.announce(duties=late, at=at("2026-03-30 09:00"))
        mandate.refresh_from_db()
        assert mandate.next_on == date(2026, 4, 4)
        assert queries.notices(mandate)[-1].told_on == date(2026, 3, 30)

    def test_a_charge_that_fails_ends_it(self, world):
        mandate = subscribed(world)
        world.advances(to="2026-04-01 00:30")
        pays(world, mandate, captured=False)
        assert (mandate.state, owed(mandate)) == ("ended", set())

    def test_a_gateway_that_is_silent_ends_it_and_late_money_goes_back(self, world):
        mandate = subscribes(world, offers(world))
        world.advances(days=4)
        mandate.refresh_from_db()
        assert mandate.state == "ended"
        assert pays(world, mandate).state == "returned"
        assert not any(ledger.trial_balance(world.market.id).values())

    def test_the_same_notice_of_the_gateway_twice_moves_no_money_twice(self, world):
        mandate = subscribes(world, offers(world))
        (charge,) = queries.charges(mandate)
        for _ in range(3):
            charges.receive(by=world["gateway"], heard=hears(world, charge.id, charge.amount))
        held = account("hold", charge.id)
        assert ledger.balance(world.market.id, held, currency="CNY").minor == 3000

    @pytest.mark.parametrize("amount", ["29.99", "30.01"])
    def test_another_amount_is_refused(self, world, amount):
        mandate = subscribes(world, offers(world))
        (charge,) = queries.charges(mandate)
        heard = hears(world, charge.id, cny(amount))
        act = lambda: charges.receive(by=world["gateway"], heard=heard)  # noqa: E731
        assert refused(act) == "payment_amount_differs"


class TestDatabase:
    """What must never be false is false in the database, too: whatever a programmer forgets."""

    def row(self, mandate, notice, consent, changed):
        given = {
            "id": "chg_test", "marketplace": mandate.marketplace, "mandate": mandate,
            "consent": consent, "notice": notice, "for_on": notice.for_on,
            "until_on": notice.for_on + timedelta(days=30), "told_on": notice.told_on,
            "currency": "CNY", "amount_minor": notice.amount_minor,
            "agreed_minor": consent.price_minor, "asked_at": notice.at,
        }  # fmt: skip
        return Charge(**(given | changed))

    @pytest.fixture
    def ready(self, world):
        mandate = subscribed(world)
        world.advances(to="2026-03-28 09:00")
        return mandate, queries.notices(mandate)[-1], queries.consents(mandate)[0]

    @pytest.mark.parametrize(
        "changed",
        [
            {"amount_minor": 2999},
            {"amount_minor": 3001, "agreed_minor": 3001},
            {"agreed_minor": 9999},
            {"for_on": date(2026, 4, 2)},
            {"told_on": date(2026, 3, 1)},
            {"notice": None},
            {"consent": None},
        ],
    )
    def test_no_charge_without_the_notice_and_the_consent(self, ready, changed):
        with pytest.raises(IntegrityError), transaction.atomic():
            self.row(*ready, changed).save()
            with transaction.get_connection().cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_with_both_it_stands(self, ready):
        self.row(*ready, {}).save()

    def test_no_notice_on_the_day_itself(self, ready):
        mandate, *_ = ready
        with pytest.raises(IntegrityError), transaction.atomic():
            Notice.objects.create(
                marketplace=mandate.marketplace, mandate=mandate, kind="renewal",
                for_on=date(2026, 6, 1), amount_minor=1, told_on=date(2026, 6, 1),
                at=datetime(2026, 6, 1, tzinfo=ZONE),
            )  # fmt: skip

    def test_no_consent_without_the_digest_of_what_was_shown(self, ready):
        mandate, _, consent = ready
        consent.pk, consent.digest, consent.plan = None, "", offers_again(mandate)
        with pytest.raises(IntegrityError), transaction.atomic():
            Consent.objects.bulk_create([consent])


def offers_again(mandate):
    plan = mandate.plan
    plan.pk, plan.line = "pln_test", "pln_test"
    plan.save(force_insert=True)
    return plan


class TestCancel:
    def test_one_step_and_nothing_more_is_charged(self, world):
        mandate = subscribed(world)
        cancelled = cancels(world, mandate)
        assert cancelled.state == "ending"
        assert owed(mandate) == {"term_end"}
        world.advances(days=40)
        mandate.refresh_from_db()
        assert (mandate.state, len(queries.charges(mandate))) == ("ended", 1)
        assert owed(mandate) == set()

    @pytest.mark.parametrize("moment", ["2026-03-01 10:00", "2026-03-28 10:00", "2026-03-31 23:59"])
    def test_at_any_time_even_after_the_notice(self, world, moment):
        mandate = subscribed(world)
        world.advances(to=moment)
        cancels(world, mandate)
        world.advances(days=60)
        assert len(queries.charges(mandate)) == 1

    def test_money_on_its_way_when_it_was_cancelled_goes_back(self, world):
        mandate = subscribed(world)
        world.advances(to="2026-04-01 00:30")
        cancels(world, mandate)
        assert pays(world, mandate).state == "returned"
        assert not any(ledger.trial_balance(world.market.id).values())
        world.advances(days=40)
        mandate.refresh_from_db()
        assert mandate.state == "ended"

    def test_the_receipt_says_until_when(self, world):
        mandate = subscribed(world)
        cancels(world, mandate)
        assert any(
            "2026-04-01" in m.zh and "已取消" in m.zh
            for m in messages.thread(mandate.id, by=world["consumer"])
        )

    def test_only_the_consumer_cancels(self, world):
        mandate = subscribed(world)
        assert refused(lambda: cancels(world, mandate, by="merchant")) == "not_allowed"
        assert refused(lambda: cancels(world, mandate, by="stranger")) == "mandate_unknown"

    def test_after_a_cancellation_one_may_subscribe_again(self, world):
        mandate = subscribed(world)
        cancels(world, mandate)
        assert subscribes(world, mandate.plan).id != mandate.id


class TestTrial:
    def test_the_trial_is_free_announced_and_then_charged(self, world):
        mandate = subscribes(world, offers(world, trial_days=14))
        assert (mandate.state, queries.charges(mandate)) == ("trial", [])
        world.advances(to="2026-03-10 09:00")
        assert queries.notices(mandate)[-1].kind == "trial_end"
        world.advances(to="2026-03-15 09:00")
        charge = pays(world, mandate)
        assert (mandate.state, charge.for_on) == ("active", date(2026, 3, 15))
        assert mandate.next_on == date(2026, 4, 15)

    def test_cancelled_in_the_trial_it_costs_nothing(self, world):
        mandate = subscribes(world, offers(world, trial_days=14))
        assert cancels(world, mandate).state == "ended"
        world.advances(days=60)
        assert queries.charges(mandate) == []

    def test_a_trial_shorter_than_the_notice_is_lengthened_not_the_notice_shortened(self, world):
        mandate = subscribes(world, offers(world, trial_days=2))
        world.advances(days=0.1)
        mandate.refresh_from_db()
        assert mandate.next_on == date(2026, 3, 6)
        assert queries.notices(mandate)[-1].told_on == date(2026, 3, 1)


class TestPrice:
    def test_a_higher_price_without_consent_is_never_charged(self, world):
        mandate = subscribed(world)
        revises(world, mandate.plan, "45.00")
        world.advances(to="2026-03-28 09:00")
        assert queries.notices(mandate)[-1].kind == "price_rise"
        world.advances(to="2026-04-01 09:00")
        mandate.refresh_from_db()
        assert (mandate.state, len(queries.charges(mandate))) == ("ended", 1)

    def test_with_an_express_consent_it_is(self, world):
        mandate = subscribed(world)
        new = revises(world, mandate.plan, "45.00")
        world.advances(to="2026-03-28 09:00")
        digest = terms.digest(queries.shown_again(mandate, new))
        agreement = actions.Agreement(True, digest, "alipay")
        actions.agree(by=world["consumer"], mandate=mandate.id, agreement=agreement, at=world.now)
        world.advances(to="2026-04-01 09:00")
        assert queries.charges(mandate)[-1].amount == cny("45.00")
        assert len(queries.consents(mandate)) == 2

    def test_a_lower_price_needs_no_consent(self, world):
        mandate = subscribed(world)
        revises(world, mandate.plan, "20.00")
        world.advances(to="2026-04-01 09:00")
        assert queries.charges(mandate)[-1].amount == cny("20.00")

    def test_a_plan_that_is_closed_is_not_renewed(self, world):
        mandate = subscribed(world)
        plans.close(by=world["merchant"], plan=mandate.plan.id, at=world.now)
        world.advances(days=40)
        mandate.refresh_from_db()
        assert (mandate.state, len(queries.charges(mandate))) == ("ended", 1)

    def test_there_is_nothing_to_agree_to_without_new_terms(self, world):
        mandate = subscribed(world)
        agreement = actions.Agreement(True, "0" * 64, "alipay")
        act = lambda: actions.agree(  # noqa: E731
            by=world["consumer"], mandate=mandate.id, agreement=agreement, at=world.now
        )
        assert refused(act) == "nothing_to_agree"


class TestMoneyBack:
    @pytest.mark.parametrize(
        ("to", "back"),
        [("2026-03-01 10:00", 3100), ("2026-03-11 10:00", 2100), ("2026-03-31 10:00", 100)],
    )
    def test_a_merchant_that_stops_gives_back_the_days_left(self, world, to, back):
        mandate = subscribed(world, "31.00")
        world.advances(to=to)
        charges.stop(by=world["merchant"], mandate=mandate.id, at=world.now)
        (charge,) = queries.charges(mandate)
        assert (charge.state, charge.refunded_minor) == ("refunded", back)
        gone = ledger.refunded(world.market.id, charge.id, currency="CNY")
        assert gone.minor == back
        held = ledger.balance(world.market.id, account("hold", charge.id), currency="CNY")
        assert held == Money("CNY", 0)
        assert not ledger.faults(world.market.id)
        assert owed(mandate) == set()

    def test_a_charge_nobody_asked_for_goes_back_with_the_article(self, world):
        mandate = subscribed(world)
        heard = hears(world, mandate.id, cny("88.00"), event="stray-1")
        for _ in range(2):
            charges.send_back(by=world["gateway"], heard=heard, at=world.now)
        assert ledger.refunded(world.market.id, mandate.id, currency="CNY") == cny("88.00")
        (back,) = [r for r in evidence.about(mandate.id) if r.act == "charge.sent_back"]
        assert "Online Trading" in str(vars(back)) or "art. 18" in str(vars(back))


@pytest.mark.parametrize(
    ("anchor", "after", "every", "day"),
    [
        (date(2026, 1, 31), date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), date(2026, 2, 28), 1, date(2026, 3, 31)),
        (date(2024, 2, 29), date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 30), date(2026, 11, 30), 3, date(2027, 2, 28)),
    ],
)
def test_terms_keep_the_day_they_began_on(anchor, after, every, day):
    assert terms.following(anchor, after, every) == day


class TestApi:
    """The same, as a program meets it."""

    @pytest.fixture(autouse=True)
    def _mounted(self, settings):
        settings.ROOT_URLCONF = "tests.interfaces.api.urls"

    @pytest.fixture
    def callers(self, world):
        from tests.interfaces.api.conftest import Caller

        return {role: Caller(world, role) for role in ("merchant", "consumer", "stranger")}

    @pytest.fixture
    def plan(self, callers):
        said = {
            "title_zh": TITLE.zh, "title_en": TITLE.en,
            "price": {"currency": "CNY", "minor": 3000},
        }  # fmt: skip
        response = callers["merchant"].post("/plans", said)
        assert response.status_code == 201, response.content
        return response.json()["id"]

    def subscribe(self, callers, plan, **changed):
        shown = callers["consumer"].get(f"/plans/{plan}/terms").json()
        said = {"agreed": True, "digest": shown["digest"], "method": "alipay"} | changed
        return callers["consumer"].post(f"/plans/{plan}/mandates", said)

    def test_from_the_words_shown_to_the_receipt(self, callers, plan):
        mandate = self.subscribe(callers, plan).json()
        (charge,) = mandate["charges"]
        settle = callers["consumer"].post(f"/charges/{charge['id']}/simulate", {"captured": True})
        assert settle.json()["state"] == "captured"
        said = callers["consumer"].get(f"/mandates/{mandate['id']}").json()
        assert (said["state"], said["allowed_actions"]) == ("active", ["cancel"])
        assert callers["consumer"].get("/mandates").json()["data"][0]["id"] == mandate["id"]
        assert callers["stranger"].get(f"/mandates/{mandate['id']}").status_code == 404
        gone = callers["consumer"].post(f"/mandates/{mandate['id']}/cancel")
        assert gone.json()["state"] == "ending"

    @pytest.mark.parametrize(
        ("changed", "status"),
        [({"agreed": False}, 422), ({"digest": "0" * 64}, 409), ({"agreed": "yes"}, 422)],
    )
    def test_a_yes_that_is_none(self, callers, plan, changed, status):
        assert self.subscribe(callers, plan, **changed).status_code == status

    def test_a_signed_callback_about_a_charge_nobody_asked_for(self, world, client, callers, plan):
        from gongdao.interfaces import gateways

        mandate = self.subscribe(callers, plan).json()["id"]
        sent = gateways.FAKE.sign(
            event="stray", payment=mandate, captured=True, amount=cny("9.00"), at=world.now
        )
        forged = {**sent.headers, "webhook-signature": "v1,x"}
        address = "/api/v1/gateways/fake/charges"
        no = client.post(address, sent.body, content_type="application/json", headers=forged)
        assert no.status_code == 401
        yes = client.post(address, sent.body, content_type="application/json", headers=sent.headers)
        assert yes.json() == {"payment": mandate, "state": "returned"}
