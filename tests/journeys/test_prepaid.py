"""Prepaid balances: held, released as they are used, given back by the law's own formulae (S12)."""

from __future__ import annotations

import pytest

from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.duties import queries as duties
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.chart import account
from gongdao.stages.escrow.gateways.port import Notice as Heard
from gongdao.stages.escrow.prepaid import actions, queries

pytestmark = pytest.mark.django_db


def pays(world, *, price="1000.00", bonus="0.00", days=0, captured=True):
    offered = actions.offer(
        by=world["merchant"], market=world.market, title=Words("洗车卡", "Car-wash card"),
        price=cny(price), bonus=cny(bonus), days=days, at=world.now,
    )  # fmt: skip
    row = actions.pay(by=world["consumer"], offered=offered.id, gateway="fake", at=world.now)
    return hears(world, row, captured=captured) if captured is not None else row


def hears(world, row, *, captured=True, amount=None):
    heard = Heard("e", row.id, captured, amount or row.paid, world.now)
    return actions.receive(by=world["gateway"], heard=heard)


def uses(world, row, drawn, listed=None, key="1", by="consumer"):
    return actions.use(
        by=world[by], prepayment=row.id, drawn=cny(drawn), listed=cny(listed or drawn),
        words="洗车", key=key, at=world.now,
    )  # fmt: skip


def ends(world, row, cause="consumer", by="consumer"):
    return actions.end(by=world[by], prepayment=row.id, cause=cause, at=world.now)


def stands(world, kind, owner):
    return ledger.balance(world.market.id, account(kind, owner), currency="CNY").minor


def refused(act):
    with pytest.raises(Refusal) as no:
        act()
    return no.value.code


@pytest.mark.parametrize(
    ("to", "back"), [("2026-03-09 20:00", 100000), ("2026-03-10 00:30", 92000)]
)
def test_within_seven_days_the_discount_is_kept_after_that_the_list_price_counts(world, to, back):
    # 1 March and seven days is Sunday the 8th, so Monday the 9th is the last day.
    row = pays(world)
    if back < 100000:
        uses(world, row, "60.00", "80.00")
    world.advances(to=to)
    assert ends(world, row).returned_minor == back
    assert stands(world, "hold", row.id) == 0
    assert not ledger.faults(world.market.id)


@pytest.mark.parametrize(
    ("cause", "by", "back"),
    [
        ("consumer", "consumer", 92000),
        ("neither", "consumer", 94000),
        ("operator", "merchant", 94000),
    ],
)
def test_what_was_used_counts_at_the_price_that_fits_the_cause(world, cause, by, back):
    row = pays(world)
    uses(world, row, "60.00", "80.00")
    world.advances(days=20)
    assert ends(world, row, cause, by).returned_minor == back
    assert not any(ledger.trial_balance(world.market.id).values())


def test_credit_given_on_top_counts_in_the_ratio_of_what_was_paid(world):
    row = pays(world, price="1000.00", bonus="250.00")
    uses(world, row, "500.00")
    world.advances(days=20)
    assert ends(world, row, "neither").returned_minor == 60000


def test_at_the_list_price_nobody_pays_on_top(world):
    row = pays(world, price="100.00")
    uses(world, row, "90.00", "150.00")
    world.advances(days=20)
    assert ends(world, row).returned_minor == 0
    assert stands(world, "hold", row.id) == 0


def test_money_is_the_merchants_only_as_it_is_used(world):
    row = pays(world)
    before = stands(world, "payable", world["merchant"].party)
    uses(world, row, "100.00")
    assert stands(world, "hold", row.id) == 90000
    assert stands(world, "payable", world["merchant"].party) - before == 9800


def test_used_up_nothing_stays_held_however_it_divides(world):
    row = pays(world, price="100.00", bonus="0.01")
    for n in range(3):
        uses(world, row, "33.33", key=str(n))
    row = uses(world, row, "0.02", key="last")
    assert (row.left_minor, stands(world, "hold", row.id)) == (0, 0)
    assert not ledger.faults(world.market.id)


def test_the_same_use_twice_draws_nothing_twice(world):
    row = pays(world)
    for _ in range(2):
        row = uses(world, row, "60.00")
    assert row.used_minor == 6000
    assert len(queries.uses(row)) == 1


@pytest.mark.parametrize(
    ("drawn", "listed", "code"),
    [
        ("1000.01", "1000.01", "balance_too_small"),
        ("0.00", "1.00", "use_wrong"),
        ("2.00", "1.00", "use_wrong"),
    ],
)
def test_uses_that_cannot_be(world, drawn, listed, code):
    row = pays(world)
    assert refused(lambda: uses(world, row, drawn, listed)) == code


def test_each_keeps_to_what_is_theirs(world):
    row = pays(world)
    assert refused(lambda: uses(world, row, "1.00", by="merchant")) == "not_allowed"
    assert refused(lambda: uses(world, row, "1.00", by="stranger")) == "prepayment_unknown"
    assert refused(lambda: ends(world, row, "operator")) == "cause_wrong"
    ends(world, row)
    assert refused(lambda: ends(world, row)) == "move_not_allowed"


def test_unpaid_it_lapses_and_late_money_goes_back(world):
    row = pays(world, captured=None)
    assert refused(lambda: uses(world, row, "1.00")) == "move_not_allowed"
    world.advances(days=4)
    late = hears(world, row)
    assert late.state == "returned"
    assert not any(ledger.trial_balance(world.market.id).values())
    assert duties.open_about(row.id) == []


def test_another_amount_is_refused_and_twice_is_once(world):
    row = pays(world, captured=None)
    assert refused(lambda: hears(world, row, amount=cny("1.00"))) == "payment_amount_differs"
    for _ in range(2):
        hears(world, row)
    assert stands(world, "hold", row.id) == 100000


def test_by_the_api_from_the_offer_to_the_money_back(world, settings):
    from tests.interfaces.api.conftest import Caller

    settings.ROOT_URLCONF = "tests.interfaces.api.urls"
    seller, buyer = Caller(world, "merchant"), Caller(world, "consumer")
    yuan = lambda minor: {"currency": "CNY", "minor": minor}  # noqa: E731
    terms = {"title_zh": "洗车卡", "title_en": "Car wash", "price": yuan(50000)}
    offered = seller.post("/prepaid-offers", terms).json()["id"]
    row = buyer.post(f"/prepaid-offers/{offered}/prepayments").json()["id"]
    buyer.post(f"/prepayments/{row}/simulate", {"captured": True})
    used = buyer.post(f"/prepayments/{row}/uses", {"drawn": yuan(6000), "key": "1"}).json()
    assert (used["left"]["minor"], used["last_day"]) == (44000, "2026-03-09")
    back = buyer.post(f"/prepayments/{row}/end", {"cause": "consumer"}).json()
    assert (back["state"], back["returned"]["minor"]) == ("ended", 44000)
    assert Caller(world, "stranger").get(f"/prepayments/{row}").status_code == 404


def test_by_the_pages(world, settings, client):
    from gongdao.registers.parties import queries as parties

    for role, visits in (("merchant", False), ("consumer", True)):
        client.force_login(parties.by_handle([f"{role}@gongdao"])[f"{role}@gongdao"])
        if not visits:
            form = {"title_zh": "洗车卡", "price": "500", "bonus": "50"}
            assert client.post("/prepaid/offer", form).status_code == 302
            assert client.post("/prepaid/offer", {"price": "5"}).status_code == 409
            continue
        (offered,) = queries.offers(by=world["consumer"])
        address = client.post(f"/prepaid/offers/{offered.id}")["Location"].partition("?")[0]
        client.post(f"{address}/settle", {"outcome": "captured"})
        assert client.post(f"{address}/use", {"drawn": "11", "words": "洗车"}).status_code == 302
        assert "2026-03-09" in client.get(address).content.decode()
        assert client.post(f"{address}/use", {"drawn": "9999", "words": "x"}).status_code == 409
        assert client.post(f"{address}/end", {"cause": "consumer"}).status_code == 302
        assert client.get("/prepaid").status_code == 200
    (row,) = queries.page(by=world["consumer"])
    assert (row.state, row.returned_minor) == ("ended", 49000)
