"""The stories, clicked through in a real browser, in both languages, on a desktop and on a phone."""

from __future__ import annotations

import json

import pytest

from gongdao.interfaces.cli import stories
from gongdao.interfaces.cli.cast import Cast
from gongdao.interfaces.cli.history.past import History
from gongdao.registers.evidence import bundle
from gongdao.stages.disputes import queries as disputes
from gongdao.stages.orders import queries as orders
from gongdao.stages.remedies import queries as awards
from tests.builders import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server, _flushable, settings):
    empty = History([], {}, {}, [])
    cast = Cast.of("demo", [], empty, opened_at=at("2026-07-01 09:00"))
    cast.set_clock(at("2026-07-20 10:00"))
    from rich.console import Console

    stories.prepare(cast, console=Console(quiet=True))
    live_server.cast = cast
    return live_server


def enter(page, site, role):
    page.goto(site.url + "/")
    page.click(f"button.role[value={role}]")


def story(site, name):
    return orders.by_external(site.cast.market.id, [name])[name]


def fits(page):
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    assert page.faults == []


def test_the_toy_car_from_the_complaint_to_the_money(page, site):
    order = story(site, "story-toy-car")
    enter(page, site, "consumer")
    page.goto(f"{site.url}/orders/{order.id}")
    fits(page)
    page.locator("article.right.open summary").first.click()
    form = page.locator("article.right.open form").first
    form.locator("select[name=wish]").select_option("refund")
    form.locator("textarea").fill("商家说缺货，不发货。")
    form.locator("input[name=losses]").fill("30")
    form.locator("button").click()
    (case,) = disputes.of_order(order.id)

    enter(page, site, "merchant")
    page.goto(f"{site.url}/cases/{case.id}")
    page.locator("textarea[name=words]").first.fill("确实缺货。")
    page.check("input[name=admits]")
    page.locator("form[action*='/desk/answer/'] button").click()

    enter(page, site, "platform")
    for _ in range(2):
        page.click("button[value='7']")
    enter(page, site, "arbiter")
    page.goto(f"{site.url}/cases/{case.id}")
    page.check("input[name=refused][value=true]")
    page.wait_for_selector("#draft .finding .yes")
    fits(page)
    page.locator("form[action$='/decide'] button").click()
    enter(page, site, "platform")
    page.click("button[value='30']")

    paid = {award.head: str(award.amount) for award in awards.of_order(order.id)}
    assert paid == {"refund": "CNY 225.00", "loss": "CNY 30.00"}
    enter(page, site, "consumer")
    page.goto(f"{site.url}/orders/{order.id}")
    assert "225.00" in page.inner_text(".money")


def test_the_seventh_day_the_eighth_and_the_exceptions_say_why(page, site):
    enter(page, site, "consumer")
    page.goto(f"{site.url}/orders/{story(site, 'story-seventh-day').id}")
    page.locator("form[action$='/return'] button").click()
    assert page.locator("form[action$='/withdraw']").count() == 1
    for name, cites in (
        ("story-eighth-day", ("第二十五条", "art. 25.1")),
        ("story-made-to-order", ("第二十五条第一款第一项", "art. 25.1.1")),
        ("story-unsealed-confirmed", ("第七条", "art. 7")),
    ):
        page.goto(f"{site.url}/orders/{story(site, name).id}")
        assert page.locator("form[action$='/return']").count() == 0
        closed = page.inner_text("article.right.closed")
        assert any(text in closed for text in cites)
        fits(page)


def test_a_bundle_is_downloaded_and_verified_in_the_browser(page, site, tmp_path):
    enter(page, site, "consumer")
    page.goto(f"{site.url}/orders/{story(site, 'story-counterfeit').id}")
    with page.expect_download() as started:
        page.click("button[formaction$='/evidence']")
    file = tmp_path / "shoes.gongdao.json"
    started.value.save_as(file)
    assert bundle.verify(file.read_bytes()).valid

    page.goto(site.url + "/verify")
    page.set_input_files("#bundle-file", file)
    page.wait_for_function("document.querySelector('#bundle-verdict').textContent.length > 20")
    assert page.locator("#bundle-verdict").get_by_text("/records/0").count() == 0
    content = json.loads(file.read_text(encoding="utf-8"))
    content["records"][0]["record"]["by"] = "pty_somebody_else"
    forged = tmp_path / "forged.gongdao.json"
    forged.write_text(json.dumps(content), encoding="utf-8")
    page.set_input_files("#bundle-file", forged)
    page.locator("#bundle-verdict").get_by_text("/records/0").first.wait_for()
    fits(page)
    assert bundle.verify(forged.read_bytes()).findings


@pytest.mark.parametrize(
    "path", ["/", "/verify", "/machines", "/listings", "/advise", "/advise/terms"]
)
def test_public_pages_are_accessible(page, site, path):
    from axe_playwright_python.sync_playwright import Axe

    page.goto(site.url + path)
    fits(page)
    serious = [
        f"{v['id']}: {v['nodes'][0]['html'][:90]}"
        for v in Axe().run(page).response["violations"]
        if v["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_the_desks_are_accessible_and_fit(page, site):
    from axe_playwright_python.sync_playwright import Axe

    for role in ("consumer", "merchant", "arbiter", "platform"):
        enter(page, site, role)
        fits(page)
        serious = [
            f"{role} {v['id']}: {v['nodes'][0]['html'][:90]}"
            for v in Axe().run(page).response["violations"]
            if v["impact"] in ("serious", "critical")
        ]
        assert serious == []


def test_strangers_are_turned_away_in_their_language(page, site):
    order = story(site, "story-toy-car")
    enter(page, site, "merchant")
    response = page.goto(f"{site.url}/orders/ord_{'0' * 26}")
    assert response.status == 404
    page.goto(f"{site.url}/platform")
    assert page.locator(".refusal").count() == 1
    assert order.buyer not in page.content()


def test_a_merchant_checks_terms_before_publishing_them(page, site):
    page.goto(site.url + "/check")
    page.fill("textarea", "商品售出，概不退换。All sales are final. 七天无理由退货。")
    page.click("button.primary")

    assert page.locator(".said mark").count() == 2
    page.click(".said mark >> nth=0 >> a")
    assert "CPL art. 26.3" in page.inner_text("#f1") or "第二十六条" in page.inner_text("#f1")
    fits(page)
    page.check("input[value=copy]")
    page.select_option("select", "food")
    page.fill("textarea", "全网最低价，降血压")
    page.click("button.primary")
    assert page.locator("article.fault").count() == 2
    fits(page)
    assert not page.faults
