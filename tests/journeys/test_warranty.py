"""Things that break within their guarantee: until when, which remedy, and what follows when somebody is slow (S18)."""

from __future__ import annotations

from datetime import date

import pytest

from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.duties import queries as duties
from gongdao.registers.ledger import queries as ledger
from gongdao.stages.aftersales.promises import actions as promising
from gongdao.stages.aftersales.repairs import actions, facts, queries
from gongdao.stages.delivery import queries as delivery
from gongdao.stages.listings import actions as listings
from gongdao.stages.orders import queries as bought

pytestmark = pytest.mark.django_db


def offered(world, category="appliances", price="300.00", *traits, months=None, kind="own"):
    said = listings.Said(
        Words("电热水壶", "Kettle"),
        category,
        cny(price),
        cny("0"),
        frozenset(traits or ("durable",)),
    )
    (listing,) = listings.offer(offerings=[listings.Offering(world["merchant"], world.now, said)])
    if months is not None:
        promising.promise(
            by=world["merchant"], listing=listing.id, kind=kind, months=months, at=world.now
        )
    return listing.id


def kettle(world, *what, quantity=1, **more):
    """Something durable, signed for on 3 March 2026 at ten."""
    order = world.orders(offered(world, *what, **more), quantity=quantity)
    world.pays(order)
    world.advances(to="2026-03-02 10:00")
    world.ships(order)
    world.advances(to="2026-03-03 10:00")
    world.delivers()
    return order


def asks(world, order, wish="repair", piece=1):
    (line,) = bought.lines(order)
    return actions.ask(
        by=world["consumer"], order=order.id, line=line.id, piece=piece, wish=wish,
        fault="不通电", at=world.now,
    )  # fmt: skip


def does(world, verb, row, **said):
    by = world[
        "consumer" if verb in ("hand_in", "confirm", "fail_again", "withdraw") else "merchant"
    ]
    return getattr(actions, verb)(by=by, repair=row.id, at=world.now, **said)


def in_repair(world, row):
    does(world, "accept", row)
    return does(world, "hand_in", row)


def mended(world, row, days=5):
    in_repair(world, row)
    world.advances(days=days)
    return does(world, "hand_back", row, work="换了温控器")


def until(world, order):
    (line,) = bought.lines(order)
    before = facts.past(order, queries.of_piece(line.id, 1))
    return facts.covered_until(order, line, delivery.delivered_at(order.id), before)


def open_kinds(order):
    return [duty.kind for duty in duties.open_about(order.id) if duty.kind != "release"]


def repaid(world, order):
    return ledger.refunded(world.market.id, order.id, currency="CNY").minor


def refused(code, act, **said):
    with pytest.raises(Refusal) as no:
        act(**said)
    assert no.value.code == code, no.value
    return no.value


# Until when.


@pytest.mark.parametrize(
    ("what", "months", "last_day", "cites"),
    [
        (("appliances",), 12, date(2027, 3, 3), "CPL Regulation art. 18.1"),
        (("appliances",), 36, date(2029, 3, 3), "CPL Regulation art. 18.1"),
        (("phones",), None, date(2027, 3, 3), "CPL Regulation art. 18.1"),
        (("phones",), 6, date(2027, 3, 3), "CPL Regulation art. 18.1"),
        (("phones",), 24, date(2028, 3, 3), "CPL Regulation art. 18.1"),
        (("phones", "30.00", "food"), None, date(2028, 3, 3), "CC art. 621.2"),
        (("books",), None, date(2028, 3, 3), "CC art. 621.2"),
    ],
)
def test_the_longest_guarantee_counts_and_names_its_article(world, what, months, last_day, cites):
    answer = until(world, kettle(world, *what, months=months))

    assert answer.value == last_day
    assert str(answer.cites) == cites


@pytest.mark.parametrize(("day", "code"), [("2027-03-03 23:59", None), ("2027-03-04 00:00", "guarantee_over")])  # fmt: skip
def test_the_last_day_is_in_time_and_the_day_after_is_not(world, day, code):
    order = kettle(world, months=12)
    world.advances(to=day)
    if code is None:
        assert asks(world, order).state == "asked"
        return
    with pytest.raises(Refusal) as late:
        asks(world, order)
    assert (late.value.code, late.value.cites) == (code, "CPL Regulation art. 18.1")


def test_days_in_repair_do_not_count(world):
    order = kettle(world, months=12)
    row = mended(world, asks(world, order), days=20)
    does(world, "confirm", row)

    assert until(world, order).value == date(2027, 3, 23)


def test_a_replacement_begins_the_guarantee_anew(world):
    order = kettle(world, months=12)
    row = asks(world, order, wish="replace")
    world.advances(to="2026-03-08 10:00")
    does(world, "replace", row)

    assert until(world, order).value == date(2027, 3, 8)


def test_a_promise_made_later_is_not_for_what_was_bought_before(world):
    order = kettle(world, months=12)
    (line,) = bought.lines(order)
    promising.promise(
        by=world["merchant"], listing=line.version.listing_id, kind="own", months=1, at=world.now
    )

    assert until(world, order).value == date(2027, 3, 3)


def test_a_longer_guarantee_is_bought_like_any_other_thing_and_used_once(world):
    order = kettle(world, months=12)
    contract = world.orders(
        offered(world, "services", "50.00", "digital", months=6, kind="extension")
    )
    (line,) = bought.lines(order)
    said = {"by": world["consumer"], "covers": line.id, "covered_order": order.id, "at": world.now}
    refused("extension_unfit", promising.extend, order=contract.id, **said)
    world.pays(contract)
    refused("line_unknown", promising.extend, order=contract.id, **(said | {"covers": 0}))
    refused("extension_unknown", promising.extend, order=order.id, **said)

    promising.extend(order=contract.id, **said)

    assert until(world, order).value == date(2027, 9, 3)
    refused("extension_used", promising.extend, order=contract.id, **said)


@pytest.mark.parametrize(("kind", "months"), [("own", -1), ("own", 121), ("gossip", 12)])
def test_a_promise_that_cannot_be_is_refused(world, kind, months):
    listing = offered(world)
    refused(
        "promise_unreal", promising.promise, by=world["merchant"], listing=listing, kind=kind,
        months=months, at=world.now,
    )  # fmt: skip


# Which remedy.


@pytest.mark.parametrize(
    ("category", "day", "wish", "state"),
    [
        ("appliances", "2026-03-10 12:00", "refund", "replacing"),
        ("appliances", "2026-03-11 12:00", "refund", None),
        ("appliances", "2026-03-11 12:00", "replace", "replacing"),
        # A phone: seven days from the sale on 1 March give the price back, fifteen another phone.
        ("phones", "2026-03-08 12:00", "refund", "asked or replacing"),
        ("phones", "2026-03-20 12:00", "replace", None),
        ("phones", "2026-03-20 12:00", "repair", "asked"),
    ],
)
def test_what_may_be_asked_for_depends_on_the_day_and_the_goods(world, category, day, wish, state):
    order = kettle(world, category, months=12)
    world.advances(to=day)
    if state is None:
        with pytest.raises(Refusal) as more:
            asks(world, order, wish=wish)
        assert more.value.code == "remedy_not_due"
        assert more.value.cites
        return
    assert asks(world, order, wish=wish).state in state


def test_a_refund_at_once_pays_for_the_piece_and_leaves_the_other(world):
    order = kettle(world, months=12, quantity=2)
    row = asks(world, order, wish="refund", piece=2)
    assert open_kinds(order) == ["replacement"]

    does(world, "refund", row)

    assert repaid(world, order) == 30000
    with pytest.raises(Refusal) as gone:
        asks(world, order, piece=2)
    assert gone.value.code == "nothing_to_repair"
    assert asks(world, order, piece=1).state == "asked"


# The way of a repair.


def test_a_kettle_is_mended_and_each_step_owes_the_next(world):
    order = kettle(world, months=12)
    row = asks(world, order)
    steps = [open_kinds(order)]
    for verb, said in (
        ("accept", {}), ("hand_in", {}), ("wait_for_parts", {"parts": "温控器"}),
        ("hand_back", {"work": "换了温控器"}), ("confirm", {}),
    ):  # fmt: skip
        does(world, verb, row, **said)
        steps.append(open_kinds(order))

    assert steps == [["repair_reply"], ["hand_in"], ["repair"], ["parts"], ["repair_trial"], []]
    row.refresh_from_db()
    assert (row.state, row.parts_lacking, row.work_done) == ("mended", "温控器", "换了温控器")


@pytest.mark.parametrize(
    ("steps", "days", "state"),
    [
        ((), 4, "accepted"),
        ((), 20, "withdrawn"),
        (("accept", "hand_in"), 30, "in_repair"),
        (("accept", "hand_in"), 31, "replacing"),
        (("accept", "hand_in"), 40, "refunded"),
        (("accept", "hand_in", "wait_for_parts"), 60, "waiting"),
        (("accept", "hand_in", "wait_for_parts"), 61, "replacing"),
        (("accept", "hand_in", "wait_for_parts"), 70, "refunded"),
        (("accept", "hand_in", "hand_back"), 31, "mended"),
    ],
)
def test_silence_is_answered_by_the_clock(world, steps, days, state):
    order = kettle(world, months=12)
    row = asks(world, order)
    words = {"wait_for_parts": {"parts": "温控器"}, "hand_back": {"work": "修好"}}
    for verb in steps:
        does(world, verb, row, **words.get(verb, {}))

    world.advances(days=days)

    row.refresh_from_db()
    assert row.state == state
    assert repaid(world, order) == (30000 if state == "refunded" else 0)
    assert bool(open_kinds(order)) == (row.ended_at is None)


def test_parts_are_waited_for_from_the_day_the_thing_was_handed_in(world):
    order = kettle(world, months=12)
    row = in_repair(world, asks(world, order))
    world.advances(days=25)
    does(world, "wait_for_parts", row, parts="温控器")

    (owed,) = [d for d in duties.open_about(order.id) if d.kind == "parts"]

    assert (owed.due_at - row.handed_in_at).days == 60


def test_two_repairs_in_vain_give_another_one(world):
    order = kettle(world, "phones", months=12)
    world.advances(to="2026-04-01 10:00")
    first = mended(world, asks(world, order))
    second = does(world, "fail_again", first, fault="又不通电")
    assert (second.id != first.id, second.state) == (True, "asked")
    with pytest.raises(Refusal) as early:
        asks(world, order, wish="replace")
    assert early.value.code == "repair_open"

    last = does(world, "fail_again", mended(world, second), fault="还是不通电")

    assert (last.id, last.state) == (second.id, "replacing")
    assert open_kinds(order) == ["replacement"]


def test_a_fund_pays_what_a_merchant_that_was_paid_already_does_not(world):
    order = kettle(world, months=12)
    world.advances(days=60)
    assert world.held(order) == 0
    row = asks(world, order, wish="replace")

    world.advances(days=8)

    row.refresh_from_db()
    assert row.state == "refunded"
    assert repaid(world, order) == 30000
    assert sum(ledger.trial_balance(world.market.id).values()) == 0


def test_a_spare_is_lent_only_while_the_thing_is_away(world):
    row = asks(world, kettle(world, months=12))
    said = {"by": world["merchant"], "repair": row.id, "spare": "备用壶 3 号", "at": world.now}
    refused("nothing_in_repair", actions.lend, **said)
    in_repair(world, row)

    assert actions.lend(**said).spare == "备用壶 3 号"


def test_a_merchant_that_refuses_says_why_and_leaves_the_way_to_a_complaint(world):
    from gongdao.stages.disputes import actions as disputes

    order = kettle(world, months=12)
    row = asks(world, order)
    refused(
        "words_missing",
        actions.refuse,
        by=world["merchant"],
        repair=row.id,
        words=" ",
        at=world.now,
    )

    row = does(world, "refuse", row, words="壶底有摔痕")

    assert (row.state, row.refusal) == ("refused", "壶底有摔痕")
    said = disputes.Complaint("not_as_described", "refund", "没有摔过。")
    case = disputes.file(by=world["consumer"], order=order.id, complaint=said, at=world.now)
    assert case.state == "answering"


@pytest.mark.parametrize(
    ("who", "verb", "said", "code"),
    [
        ("stranger", "accept", {}, "repair_unknown"),
        ("consumer", "accept", {}, "not_allowed"),
        ("merchant", "hand_in", {}, "not_allowed"),
        ("merchant", "hand_back", {"work": "修好"}, "move_not_allowed"),
        ("merchant", "give_up", {"words": "修不了"}, "move_not_allowed"),
    ],
)
def test_nobody_takes_a_step_that_is_not_theirs_or_not_now(world, who, verb, said, code):
    row = asks(world, kettle(world, months=12))
    refused(code, getattr(actions, verb), by=world[who], repair=row.id, at=world.now, **said)


@pytest.mark.parametrize("piece", [0, 2, -1])
def test_a_piece_that_was_never_bought_is_refused(world, piece):
    order = kettle(world, months=12)
    with pytest.raises(Refusal) as none:
        asks(world, order, piece=piece)
    assert none.value.code == "nothing_to_repair"


def test_what_is_not_delivered_has_no_guarantee_yet(world):
    order = world.orders(offered(world, months=12))
    world.pays(order)
    with pytest.raises(Refusal) as early:
        asks(world, order)
    assert early.value.code == "not_delivered_yet"
