"""A page where something waits changes after another party's act, and keeps what is being typed."""

from __future__ import annotations

import pytest

from gongdao.interfaces import clock
from gongdao.registers.parties import queries as who
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.orders.conversations import actions as talks
from gongdao.stages.orders.conversations.actions import Topic
from tests.browser.test_journeys import enter, fits, site, story

__all__ = ["site"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SOON = 20_000


def now(site):
    site.cast.market.refresh_from_db()
    return who.now(site.cast.market, real=site.cast.market.clock_at)


def says(site, order, text, role="demo-consumer"):
    by = site.cast.staff[role]
    talks.say(by=by, topic=Topic(order.id), text=text, at=now(site))


def test_a_conversation_grows_while_somebody_types_an_answer(page, site):
    order = story(site, "story-toy-car")
    enter(page, site, "merchant")
    page.goto(f"{site.url}/conversations/{order.id}")
    box = page.locator("textarea[name=text]")
    box.fill("我正在写答复")
    box.evaluate("each => each.setSelectionRange(2, 4)")
    loads = []
    page.on("load", lambda _: loads.append(1))
    says(site, order, "请问什么时候发货？")
    page.get_by_text("请问什么时候发货？").wait_for(timeout=SOON)
    assert box.input_value() == "我正在写答复"
    assert page.evaluate("document.activeElement.name") == "text"
    assert page.evaluate(
        "[document.activeElement.selectionStart, document.activeElement.selectionEnd]"
    ) == [2, 4]
    assert page.locator("#live-note").text_content() in (
        "这一页刚刚更新。",
        "This page was just updated.",
    )
    assert loads == []
    page.click("form[action$='/say'] button.primary")
    page.get_by_text("我正在写答复").first.wait_for()
    fits(page)


def test_a_case_follows_the_other_side_and_a_desk_its_work(page, site):
    order = story(site, "story-toy-car")
    buyer, seller = site.cast.staff["demo-consumer"], site.cast.staff["demo-merchant"]
    enter(page, site, "merchant")
    page.goto(f"{site.url}/desk")
    said = disputes.Complaint("refusal_to_ship", "refund", "没有发货")
    case = disputes.file(by=buyer, order=order.id, complaint=said, at=now(site))
    page.locator(f"a[href='/cases/{case.id}']").first.wait_for(timeout=SOON)
    enter(page, site, "consumer")
    page.goto(f"{site.url}/cases/{case.id}")
    disputes.answer(by=seller, dispute=case.id, words="马上发货", admits=False, at=now(site))
    page.get_by_text("马上发货").wait_for(timeout=SOON)
    fits(page)


def test_a_form_that_is_gone_is_not_taken_away_from_who_fills_it_in(page, site):
    order = story(site, "story-toy-car")
    buyer, seller = site.cast.staff["demo-consumer"], site.cast.staff["demo-merchant"]
    said = disputes.Complaint("refusal_to_ship", "refund", "没有发货")
    case = disputes.file(by=buyer, order=order.id, complaint=said, at=now(site))
    enter(page, site, "merchant")
    page.goto(f"{site.url}/cases/{case.id}")
    page.locator("textarea[name=words]").first.fill("写了一半")
    disputes.answer(
        by=seller, dispute=case.id, words="另一个窗口的答复", admits=False, at=now(site)
    )
    page.locator("#live-note.notice").wait_for(timeout=SOON)
    assert page.locator("textarea[name=words]").first.input_value() == "写了一半"


def test_what_did_not_change_is_answered_in_one_statement(site, client, django_assert_num_queries):
    order = story(site, "story-toy-car")
    from gongdao.interfaces.web import live

    watched = live.thing(order.id)
    tag = f'"{watched.version}"'
    with django_assert_num_queries(1):
        same = client.get(f"/live/{watched.token}", headers={"if-none-match": tag})
    assert (same.status_code, same["ETag"], same.content) == (304, tag, b"")
    says(site, order, "在吗？")
    other = client.get(f"/live/{watched.token}", headers={"if-none-match": tag})
    assert (other.status_code, other["ETag"] != tag) == (200, True)
    assert client.get(f"/live/{watched.token}x").status_code == 404
    assert order.id not in watched.version
    clock.run_until(marketplace=site.cast.market.id, to=now(site))
