"""Somebody guards an account with a second factor, comes back with a code, and looks at what is held."""

from __future__ import annotations

import json
from base64 import b32decode
from datetime import UTC, datetime

import pytest

from gongdao.registers.accounts import totp
from gongdao.registers.parties import actions as parties
from tests.browser.test_journeys import site
from tests.browser.test_reports import well_made

__all__ = ["site"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery"


def enters(page, site):
    page.goto(site.url + "/")
    page.fill("input[name=handle]", "li@demo")
    page.fill("input[name=password]", PASSWORD)
    page.click("form.stack button.primary")


def test_a_second_factor_from_the_picture_to_the_next_sign_in(page, site):
    market = site.cast.market
    parties.enrol(
        marketplace=market.id,
        people=[parties.Enrolment("li@demo", ("consumer",), PASSWORD)],
        at=market.opened_at,
    )
    enters(page, site)
    page.goto(f"{site.url}/account")
    well_made(page)
    page.fill("form[action='/account/factor/begin'] input[name=password]", PASSWORD)
    page.click("form[action='/account/factor/begin'] button")
    page.wait_for_selector(".qr svg")
    well_made(page)
    shown = page.locator("code.break").text_content()
    secret = b32decode(shown + "=" * (-len(shown) % 8))
    step = totp.step_of(datetime.now(UTC))
    page.fill("input[name=code]", "000000")
    page.click("form[action='/account/factor/confirm'] button")
    page.wait_for_selector("section.refusal")
    page.faults.clear()  # the browser says of every 409 that it could not load it
    page.fill("input[name=code]", totp.code(secret, step))
    page.click("form[action='/account/factor/confirm'] button")
    page.wait_for_selector("ol.codes")
    assert page.locator("ol.codes code").count() == 10
    well_made(page)
    spare = page.locator("ol.codes code").first.text_content()
    page.click("form[action='/sign-out'] button")

    enters(page, site)
    page.wait_for_url("**/sign-in/code")
    well_made(page)
    page.fill("input[name=code]", spare)
    page.click("form[action='/sign-in/code/submit'] button")
    page.wait_for_url("**/orders")
    page.goto(f"{site.url}/account/data")
    well_made(page)
    with page.expect_download() as kept:
        page.click("form[action='/account/data/copy'] button")
    made = json.loads(kept.value.path().read_text(encoding="utf-8"))
    assert made["account"]["handle"] == "li@demo"
    assert len(made["sign_ins"]) == 2


def test_what_is_held_and_the_request_about_it_fit_every_screen(page, site):
    page.goto(site.url + "/")
    page.click("button.role[value=consumer]")
    page.goto(f"{site.url}/account/data")
    page.click("details summary >> nth=0")
    well_made(page)
    page.fill("textarea[name=words]", "请解释为什么保存我的地址。")
    page.click("form[action='/account/data/ask'] button")
    page.wait_for_selector(".notice.done")
    well_made(page)
    page.goto(site.url + "/")
    page.click("button.role[value=platform]")
    page.goto(f"{site.url}/data-requests")
    well_made(page)
    page.click("form[action$='/read'] button")
    page.get_by_text("请解释为什么保存我的地址。").wait_for()
    page.goto(f"{site.url}/account")
    well_made(page)
