"""What a shop sees under its words while it types, and a trust team that decides without a mouse (S02)."""

from __future__ import annotations

import re

import pytest

from gongdao.stages.listings.review import actions as review
from gongdao.stages.listings.review import queries as reviewed
from tests.browser.test_journeys import enter, fits, site
from tests.builders.goods import a_listing

__all__ = ["site"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUEUE = re.compile(r"/reviews(\?.*)?$")


def appealed(site, title):
    shop, now = site.cast.staff["demo-merchant"], site.cast.market.clock_at
    (row,) = review.draft(drafts=[review.Draft(shop, now, a_listing(title))])
    review.appeal(by=shop, listing=row.listing_id, words="是机构的名称", at=now)
    return row.listing_id


def test_findings_stand_under_the_words_while_they_are_typed(page, site):
    enter(page, site, "merchant")
    page.goto(f"{site.url}/goods/new?category=toys")
    page.type("input[name=title_zh]", "国家级玩具汽车")
    page.wait_for_selector("#m-title_zh mark")

    assert page.text_content("#m-title_zh mark") == "国家级"
    assert "国家级" in page.text_content("#f-title_zh")
    field, marks = (
        page.locator(each).bounding_box() for each in ("input[name=title_zh]", "#m-title_zh")
    )
    assert abs(field["x"] - marks["x"]) < 1
    assert abs(field["width"] - marks["width"]) < 1
    fits(page)

    # The moment the words change, what was marked in the old ones is gone; then the new ones are read.
    page.fill("input[name=title_zh]", "玩具汽车")
    assert page.locator("#m-title_zh").is_hidden()
    page.wait_for_selector("#m-title_zh mark", state="detached")
    page.fill("textarea[name=description_zh]", "结实。\n全国第一的做工。")
    page.wait_for_selector("#m-description_zh mark")
    assert "第一" in page.text_content("#m-description_zh mark")
    assert page.faults == []


def test_the_queue_is_worked_with_the_keyboard_alone(page, site):
    first, second = appealed(site, "国家级玩具汽车"), appealed(site, "国家级玩具火车")
    enter(page, site, "platform")
    page.goto(f"{site.url}/reviews")
    assert "j" in page.text_content("kbd")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/reviews/{first}")
    fits(page)
    page.keyboard.press("r")
    page.keyboard.type("a 属于机构名称")  # in the box letters are letters
    assert page.input_value("textarea[name=reason]") == "a 属于机构名称"
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.wait_for_url(QUEUE)

    queue = reviewed.queue(by=site.cast.staff["demo-platform"])
    assert [row.listing_id for row in queue] == [second]
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/reviews/{second}")
    page.keyboard.press("r")
    page.keyboard.type("没有依据")
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    page.wait_for_url(QUEUE)
    assert reviewed.queue(by=site.cast.staff["demo-platform"]) == []
    assert page.faults == []
