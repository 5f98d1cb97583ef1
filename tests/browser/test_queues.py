"""Every queue of the trust team is worked with the keyboard alone: rows, decisions, help, and keys that can be turned off."""

from __future__ import annotations

import pytest

from gongdao.interfaces.cli import desks
from gongdao.stages.admission import queries as admitted
from gongdao.stages.aftersales import queries as returns
from gongdao.stages.disputes import queries as disputes
from gongdao.stages.escrow.matching import queries as matched
from gongdao.stages.monitoring.reports import queries as reports
from tests.browser.test_journeys import enter, fits, site, story

__all__ = ["site"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("page", ["zh-CN desktop light"], indirect=True),
]


@pytest.fixture
def staffed(site):
    desks.prepare(site.cast)
    return site


def opens(page, site, role, queue):
    """Enter a queue, go to its first row and open it, all by keys."""
    enter(page, site, role)
    page.goto(f"{site.url}{queue}")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{queue.replace('/contested', '/returns')}/*")
    fits(page)


def types(page, key, words):
    """Go to a field by its key, write, and leave it again."""
    page.keyboard.press(key)
    page.keyboard.type(words)
    page.keyboard.press("Escape")


def test_admission_a_paper_is_accepted_and_another_asked_for_again(page, staffed):
    opens(page, staffed, "platform", "/platform/applications")
    application = page.url.rpartition("/")[2]

    page.keyboard.press("j")
    page.keyboard.press("a")
    page.wait_for_url("**done=*")
    page.keyboard.press("j")
    page.keyboard.press("j")
    types(page, "e", "拍得不清楚")
    page.keyboard.press("g")
    page.wait_for_function("document.body.innerText.includes('拍得不清楚')")

    row = admitted.see(application, by=staffed.cast.staff["demo-platform"])
    first, second, *_ = admitted.checklist(row, at=staffed.cast.now())
    assert (first.status, second.status) == ("accepted", "asked")
    page.keyboard.press("q")
    page.wait_for_url("**/platform/applications")


def test_reports_one_is_taken_up_and_found_not_established(page, staffed):
    opens(page, staffed, "platform", "/report-desk")
    report = page.url.rpartition("/")[2]
    by = staffed.cast.staff["demo-platform"]
    if reports.see(report, by=by).state == "received":
        page.keyboard.press("t")
        page.wait_for_url("**done=*")
    types(page, "r", "直播记录里没有这句话。")
    page.keyboard.press("x")
    page.wait_for_function("!document.querySelector('[aria-keyshortcuts=x]')")

    assert reports.see(report, by=by).state == "dismissed"


def test_the_arbiter_takes_a_case_finds_the_facts_and_decides(page, staffed):
    (case,) = disputes.of_order(story(staffed, "story-counterfeit").id)
    enter(page, staffed, "platform")
    page.click("button[value='7']")
    enter(page, staffed, "arbiter")
    page.goto(f"{staffed.url}/cases/{case.id}")
    page.keyboard.press("t")
    page.wait_for_url("**done=*")
    page.keyboard.press("j")
    page.keyboard.press("1")
    page.wait_for_selector("#draft .yes")
    types(page, "r", "鞋标不符。")
    page.keyboard.press("d")
    assert disputes.decisions(case.id) == []  # the key only goes there; whoever decides presses it
    page.keyboard.press("Enter")
    page.wait_for_url("**done=decide*")

    (decision,) = disputes.decisions(case.id)
    assert decision.remarks == "鞋标不符。"


def test_the_arbiter_rules_on_what_came_back(page, staffed):
    opens(page, staffed, "arbiter", "/contested")
    ret = page.url.rpartition("/")[2]
    types(page, "r", "照片看不出撬痕是谁留下的。")
    page.keyboard.press("d")
    page.keyboard.press("Enter")
    page.wait_for_url("**done=*")

    assert returns.see(ret, by=staffed.cast.staff["demo-arbiter"]).state != "contested"


def test_finance_a_break_is_explained_where_it_stands(page, staffed):
    enter(page, staffed, "platform")
    page.goto(f"{staffed.url}/finance")
    page.keyboard.press("e")  # of no row: nothing happens
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("e")
    page.keyboard.type("jk 手续费少记了五角")
    page.keyboard.press("Enter")
    page.wait_for_url("**done=*")
    fits(page)

    found = matched.breaks(by=staffed.cast.staff["demo-platform"])
    assert sorted(each.state for each in found) == ["explained", "open"]
    assert {each.explanation for each in found} == {"", "jk 手续费少记了五角"}


def test_the_help_names_the_keys_of_the_page_and_turns_them_off(page, staffed):
    opens(page, staffed, "platform", "/report-desk")
    page.keyboard.press("?")
    told = page.inner_text("#keys")
    assert "询问" in told or "问举报人" in told
    page.uncheck("#keys input")
    page.keyboard.press("Escape")
    page.keyboard.press("q")
    page.keyboard.press("?")
    assert "/report-desk/" in page.url
    assert not page.evaluate("document.getElementById('keys').open")

    page.click("[data-help]")  # without keys it is still there, for a hand
    page.check("#keys input")
    page.click("#keys button")
    page.keyboard.press("q")
    page.wait_for_url("**/report-desk")
