"""Every page with a real engine: readable by assistive technology, and never wider than the phone."""

from __future__ import annotations

import pytest

from gongdao.stages.disputes import queries as disputes
from gongdao.stages.orders import queries as orders
from tests.browser.test_journeys import enter, site  # noqa: F401 - the same prepared stories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STORIES = ("story-toy-car", "story-seventh-day", "story-made-to-order", "story-lost-parcel")


def test_no_page_has_a_barrier_or_runs_off_the_side(page, site):  # noqa: F811
    from axe_playwright_python.sync_playwright import Axe

    found = orders.by_external(site.cast.market.id, [*STORIES, "story-counterfeit"])
    (case,) = disputes.of_order(found["story-counterfeit"].id)
    paths = {
        "consumer": [
            "/subscriptions",
            "/plans",
            "/prepaid",
            "/orders",
            *(f"/orders/{found[name].id}" for name in STORIES),
        ],
        "merchant": [
            "/shipping",
            "/desk/plans",
            "/courier-claims",
            "/prepaid",
            "/desk",
            f"/cases/{case.id}",
        ],
        "courier": ["/parcels", "/parcels?show=secret", "/courier-claims"],
        "arbiter": ["/cases", f"/cases/{case.id}"],
        "platform": ["/platform", "/", "/listings", "/machines", "/verify", "/no/such/page"],
    }
    barriers = []
    for role, mine in paths.items():
        enter(page, site, role)
        for path in mine:
            page.goto(site.url + path)
            page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            wide, room = page.evaluate(
                "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
            )
            assert wide <= room, (path, wide)
            for violation in Axe().run(page).response["violations"]:
                barriers += [(path, violation["id"], n["html"][:120]) for n in violation["nodes"]]
    assert barriers == []
