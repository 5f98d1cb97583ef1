"""Every page with a real engine: readable by assistive technology, and never wider than the phone."""

from __future__ import annotations

import pytest

from gongdao.interfaces.cli import bargains, desks, premises, scenes
from gongdao.stages.disputes import queries as disputes
from gongdao.stages.orders import queries as orders
from tests.browser.test_journeys import enter, site  # noqa: F401 - the same prepared stories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORIES = ("story-toy-car", "story-seventh-day", "story-made-to-order", "story-lost-parcel")
BOUGHT = ("bargain-font", "bargain-cleaning", "desk-headphones", "scene-repair")
PAGES = {
    "nobody": (
        "/", "/advise", "/advise/return", "/check", "/rules", "/rules/platform-rules", "/decisions",
        "/decisions/fairness", "/apologies", "/certificates", "/machines", "/verify", "/report",
        "/report/mine", "/report/figures", "/listings", "/listings > a[href^='/listings/']",
        "/no/such/page",
    ),
    "consumer": (
        "/orders", "/basket", "/checkout", "/subscriptions", "/subscriptions > a[href^='/subscriptions/']",
        "/guarantees", "/panels", "/coupons", "/plans", "/plans > a[href^='/plans/']", "/prepaid",
        "/prepaid > a[href^='/prepaid/']",
    ),
    "merchant": (
        "/desk", "/desk > a[href^='/returns/']", "/desk > a[href^='/cases/']", "/help",
        "/help > a[href^='/conversations/']", "/goods", "/goods/new?category=toys", "/goods > a[href^='/goods/']",
        "/orders", "/shipping", "/bench", "/promotions", "/promotions?kind=gift",
        "/promotions?kind=free_delivery", "/coupons", "/desk/plans", "/payouts", "/recourse",
        "/desk/application", "/desk/certificates", "/desk/terms", "/desk/returns-address",
        "/courier-claims", "/prepaid",
    ),
    "courier": ("/parcels", "/parcels?show=secret", "/courier-claims"),
    "arbiter": ("/cases", "/cases > a.row", "/contested", "/contested > a.row"),
    "senior": ("/cases", "/platform/applications"),
    "officer": ("/platform/fairness", "/report-desk"),
    "platform": (
        "/platform", "/help", "/platform/applications", "/platform/applications > a.row", "/reviews",
        "/reviews > a.row", "/promotions", "/coupons", "/recalls", "/recalls > a[href^='/recalls/']",
        "/cases", "/orders", "/finance", "/platform/fairness", "/platform/outcomes", "/report-desk",
        "/report-desk > a.row", "/platform/rules", "/platform/rules/new", "/platform/certification",
    ),
}  # fmt: skip
"""By role; what stands after a `>` is the first link of that kind on the page before it."""


@pytest.fixture
def furnished(site):  # noqa: F811
    for setting in (premises, bargains, desks, scenes):
        setting.prepare(site.cast)
    return site


def go(page, site, path):  # noqa: F811
    address, _, link = path.partition(" > ")
    page.goto(site.url + address)
    if link:
        page.goto(site.url + page.locator(f"main {link}").first.get_attribute("href"))
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


def barriers(page, path):
    """What keeps somebody out of the page that is open."""
    from axe_playwright_python.sync_playwright import Axe

    wide, room = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    found = [(path, "wider than the window", wide)] if wide > room else []
    for violation in Axe().run(page).response["violations"]:
        found += [(path, violation["id"], n["html"][:120]) for n in violation["nodes"]]
    return found


def test_no_page_has_a_barrier_or_runs_off_the_side(page, furnished):
    known = orders.by_external(furnished.cast.market.id, [*STORIES, *BOUGHT, "story-counterfeit"])
    (case,) = disputes.of_order(known["story-counterfeit"].id)
    its = {
        "consumer": [f"/orders/{known[name].id}" for name in (*STORIES, *BOUGHT)],
        "merchant": [f"/cases/{case.id}", f"/orders/{known['bargain-cleaning'].id}"],
    }
    found = []
    for role, paths in PAGES.items():
        if role != "nobody":
            enter(page, furnished, role)
        for path in (*paths, *its.get(role, ())):
            go(page, furnished, path)
            found += barriers(page, f"{role} {path}")

    assert found == []


def test_the_menu_brings_what_is_open_into_sight(page, furnished):
    enter(page, furnished, "platform")
    page.goto(furnished.url + "/report-desk")

    tab = page.locator(".top nav.own [aria-current]").bounding_box()

    assert page.locator(".top nav.own [aria-current]").count() == 1
    assert tab["x"] >= 0
    assert tab["x"] + tab["width"] <= page.viewport_size["width"]
