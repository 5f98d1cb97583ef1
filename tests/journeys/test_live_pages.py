"""The main pages of each role follow what others do: their version changes with it, and only then."""

from __future__ import annotations

import re

import pytest

from gongdao.kernel.money import cny
from gongdao.stages.aftersales.inspections.actions import Objection
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.orders.conversations import actions as talks
from gongdao.stages.orders.conversations.actions import Topic
from tests.journeys.test_returns_taken_to_a_dispute import contests
from tests.journeys.test_warranty import asks

pytestmark = pytest.mark.django_db
LIVE = re.compile(r'data-live="([^"]+)" data-version="([^"]+)"')


def complains(world, order):
    said = disputes.Complaint("not_as_described", "refund", "颜色不对")
    return disputes.file(by=world["consumer"], order=order.id, complaint=said, at=world.now)


def denies(world, case):
    disputes.answer(by=world["merchant"], dispute=case.id, words="没有", admits=False, at=world.now)


def writes(world, order):
    talks.say(by=world["consumer"], topic=Topic(order.id), text="请问？", at=world.now)


PAGES = {
    "the buyer's orders": ("consumer", "/orders", complains),
    "an order, for its buyer": ("consumer", "/orders/{order}", asks),
    "an order, for its merchant": ("merchant", "/orders/{order}", complains),
    "the buyer's guarantees": ("consumer", "/guarantees", asks),
    "the merchant's bench": ("merchant", "/bench", asks),
    "the merchant's desk": ("merchant", "/desk", complains),
    "the merchant's parcels": ("merchant", "/shipping", asks),
    "a conversation": ("merchant", "/conversations/{order}", writes),
    "the help desk": ("platform", "/help", writes),
    "the arbiter's desk": ("arbiter", "/cases", complains),
}


def version(browser, address, known=""):
    return browser.get(address, headers={"if-none-match": f'"{known}"'}).status_code


@pytest.mark.parametrize("name", PAGES)
def test_a_page_changes_its_version_with_what_others_do(world, people, name):
    role, path, act = PAGES[name]
    order = world.delivered_order()
    person = people(role)
    found = LIVE.search(person.sees(path.format(order=order.id)))
    assert found, "the page does not follow anything"
    address, shown = found[1], found[2]
    assert version(person.browser, address, shown) == 304
    act(world, order)
    assert version(person.browser, address, shown) == 200


def test_the_desk_of_contested_returns_follows_what_merchants_contest(world, people):
    person = people("arbiter")
    found = LIVE.search(person.sees("/contested"))
    contests(world, Objection("not_intact", "吊牌已剪", cny("40.00")))
    assert version(person.browser, found[1], found[2]) == 200


def test_each_side_and_the_arbiter_follow_a_case(world, people):
    case = complains(world, world.delivered_order())
    pages = {
        role: people(role).sees(f"/cases/{case.id}") for role in ("consumer", "merchant", "arbiter")
    }
    denies(world, case)
    for role, page in pages.items():
        found = LIVE.search(page)
        assert version(people(role).browser, found[1], found[2]) == 200


def test_a_list_with_nothing_on_it_waits_quietly(world, people):
    found = LIVE.search(people("stranger").sees("/guarantees"))
    assert version(people("stranger").browser, found[1], found[2]) == 304
    complains(world, world.delivered_order())
    assert version(people("stranger").browser, found[1], found[2]) == 304
