"""Ordering on a phone: from the shelf to a signed contract, a change agreed, and a withdrawal by link."""

from __future__ import annotations

import pytest

from gongdao.interfaces.paper import signing
from gongdao.kernel.money import cny
from gongdao.kernel.words import Words
from gongdao.stages.listings import actions as listings
from gongdao.stages.orders import queries as orders
from tests.browser.test_journeys import enter, fits, site

__all__ = ["site"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def lipstick(site):
    said = listings.Said(
        Words("口红", "Lipstick"), "beauty", cny("99"), cny("6"), frozenset({"unfit_if_opened"})
    )
    seller = site.cast.staff["demo-merchant"]
    now = site.cast.market.clock_at
    (listing,) = listings.offer(offerings=[listings.Offering(seller, now, said)])
    return listing.id


def test_a_buyer_orders_and_keeps_the_contract(page, site, lipstick, tmp_path):
    enter(page, site, "consumer")
    page.goto(f"{site.url}/listings/{lipstick}")
    fits(page)
    page.fill("input[name=quantity]", "2")
    page.click("form[action='/basket/change'] button.primary")
    fits(page)
    page.click("a[href='/checkout']")
    fits(page)
    tick = page.locator("input[name=confirm]")
    assert not tick.is_checked()
    tick.check()
    page.click("form[action='/checkout/submit'] button.primary")
    page.wait_for_url("**/orders/ord_*")
    fits(page)
    (order, *_) = orders.page(by=site.cast.staff["demo-consumer"])
    assert order.total.minor == 20_400
    assert orders.lines(order)[0].no_return_confirmed
    with page.expect_download() as started:
        page.click("a[href$='contract?as=pdf']")
    file = tmp_path / "contract.pdf"
    started.value.save_as(file)
    found = signing.signature_of(file.read_bytes())
    assert found is not None
    assert found.good


@pytest.mark.parametrize("path", ["/basket", "/checkout"])
def test_basket_and_checkout_are_accessible(page, site, lipstick, path):
    from axe_playwright_python.sync_playwright import Axe

    enter(page, site, "consumer")
    page.goto(f"{site.url}/listings/{lipstick}")
    page.click("form[action='/basket/change'] button.primary")
    page.goto(site.url + path)
    serious = [
        f"{v['id']}: {v['nodes'][0]['html'][:90]}"
        for v in Axe().run(page).response["violations"]
        if v["impact"] in ("serious", "critical")
    ]
    assert serious == []
