"""Somebody without an account reports on a phone, comes back with the key, and is asked while looking."""

from __future__ import annotations

import pytest

from gongdao.registers.parties import queries as who
from gongdao.stages.monitoring.reports.asking import actions as asking
from tests.browser.test_journeys import enter, fits, site

__all__ = ["site"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def well_made(page):
    from axe_playwright_python.sync_playwright import Axe

    fits(page)
    serious = [
        f"{v['id']}: {v['nodes'][0]['html'][:90]}"
        for v in Axe().run(page).response["violations"]
        if v["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_a_visitor_reports_and_follows_it_without_reloading(page, site):
    page.goto(f"{site.url}/report")
    well_made(page)
    page.select_option("select[name=kind]", "brushing")
    page.check("input[name=target][value=room]")
    page.fill("input[name=subject]", "小王直播间")
    page.fill("textarea[name=words]", "主播让粉丝下单后退款，再写好评，每单返五元。")
    page.click("form[action='/report/send'] button.primary")
    well_made(page)
    number, key = page.locator("dl.facts code").all_text_contents()
    page.click("a[href='/report/mine'].primary")
    well_made(page)
    page.fill("input[name=report]", number)
    page.fill("input[name=return_key]", key)
    page.click("form[action='/report/enter'] button")
    page.wait_for_selector("form[action='/report/mine/attach']")
    well_made(page)

    market = site.cast.market
    market.refresh_from_db()
    now = who.now(market, real=market.clock_at)
    asking.ask(by=site.cast.staff["demo-platform"], report=number, words="哪一天看到的？", at=now)
    page.get_by_text("哪一天看到的？").wait_for(timeout=20_000)
    page.fill("form[action='/report/mine/answer'] textarea", "三月一日晚上。")
    page.click("form[action='/report/mine/answer'] button")
    page.get_by_text("三月一日晚上。").wait_for()
    page.goto(f"{site.url}/report/figures")
    well_made(page)

    enter(page, site, "platform")
    page.goto(f"{site.url}/report-desk")
    well_made(page)
    page.click(f"a[href='/report-desk/{number}']")
    page.get_by_text("三月一日晚上。").wait_for()
    well_made(page)
