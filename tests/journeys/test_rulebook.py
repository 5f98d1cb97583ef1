"""A rule changes: drafted, discussed, published in time, in force, left by a merchant, and found again from an order (S09)."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from gongdao.interfaces.cli.rules import app as rules
from gongdao.registers.evidence import queries as evidence

pytestmark = pytest.mark.django_db

FIRST = "# 费用\n! 佣金为成交额的百分之五。\n争议由平台依法处理。"
FIRST_EN = "# Fees\n! The commission is five per cent.\nThe platform settles disputes."
SECOND = FIRST.replace("百分之五", "百分之八")
SECOND_EN = FIRST_EN.replace("five", "eight")


def drafted(**more):
    return {
        "zh": FIRST, "en": FIRST_EN, "reason_zh": "公布收费标准", "reason_en": "Fees are published",
        "wide": "yes", "burdens": "yes", **more,
    }  # fmt: skip


def run(*words):
    ended = CliRunner().invoke(rules, [str(word) for word in words])
    assert ended.exit_code == 0, ended.exception
    return ended.stdout


def test_a_first_edition_is_drafted_discussed_and_published_in_time(world, people):
    staff, buyer, anybody = people("platform"), people("consumer"), people(None)

    # The platform drafts on its page, from the rules that the program runs by; nobody else sees a draft.
    assert "Platform Rules art. 1" in staff.sees("/platform/rules/new")
    new = drafted(name="fees", kind="merchants", title_zh="收费规则", title_en="Fees")
    untitled = staff.does("/platform/rules/new/write", 409, **new | {"title_en": ""})
    assert "in Chinese and in English" in untitled
    staff.does("/platform/rules/new/write", **new)
    assert "no edition" in anybody.sees("/rules")
    anybody.sees("/rules/fees", 404)

    # Opened, it stands on the notice board; a consumer comments, the platform answers, for all to read.
    staff.does("/platform/rules/fees/1/open")
    assert "open for comments" in anybody.sees("/rules")
    buyer.does("/rules/fees/1/comment", words="请写明计费方法。")
    page = anybody.sees("/rules/fees/1")
    assert "请写明计费方法。" in page
    assert world["consumer"].party not in page
    assert "Waits for an answer" in page
    world.advances(days=15)
    early = staff.does("/platform/rules/fees/1/announce", 409, day="2026-04-20")
    assert "wait for an answer" in early
    (said,) = staff.gets("/rules/fees/editions/1")["comments"]
    answer = {"comment": said["id"], "adopted": "yes", "words": "已写明。"}
    staff.does("/platform/rules/fees/1/answer", **answer)

    # Published a day too late it is refused, with the article; in time it takes effect by itself.
    late = staff.does("/platform/rules/fees/1/announce", 409, day="2026-03-30")
    assert "Platform Rules Measures art. 12.2" in late
    staff.does("/platform/rules/fees/1/announce", day="2026-04-01")
    world.advances(to="2026-04-01 08:00")
    assert "in force since 2026-04-01" in anybody.sees("/rules")
    assert "five per cent" in anybody.sees("/rules", q="COMMISSION")
    assert anybody.browser.get("/rules/fees/1/text").content.decode() == FIRST_EN


def begin(staff, world, day="2026-04-01"):
    """The first edition, through the API alone; in force on a day."""
    new = {
        "name": "fees", "kind": "merchants", "title_zh": "收费规则", "title_en": "Fees",
        "zh": FIRST, "en": FIRST_EN, "reason_zh": "公布", "reason_en": "published",
    }  # fmt: skip
    publish(staff, world, staff.posts("/rules", new, 201)["id"], day)


def change(staff, world, day):
    second = {"zh": SECOND, "en": SECOND_EN, "reason_zh": "成本", "reason_en": "costs"}
    publish(staff, world, staff.posts("/rules/fees/editions", second, 201)["id"], day)


def publish(staff, world, edition, day):
    staff.posts(f"/editions/{edition}/open", {})
    world.advances(days=15)
    staff.posts(f"/editions/{edition}/announce", {"in_force_on": day})


def test_an_order_names_the_edition_it_was_concluded_under(world, people):
    staff, buyer, anybody = people("platform"), people("consumer"), people(None)
    begin(staff, world)
    world.advances(to="2026-04-02 09:00")
    change(staff, world, "2026-05-10")

    early = world.orders(world.offers())
    world.advances(to="2026-05-10 09:00")
    late = world.orders(world.offers())

    assert buyer.gets(f"/orders/{early.id}")["rules"][0]["number"] == 1
    assert buyer.gets(f"/orders/{late.id}/rules")[0]["number"] == 2
    assert "/rules/fees/1" in buyer.sees(f"/orders/{early.id}")
    assert "/rules/fees/2" in buyer.sees(f"/orders/{late.id}")
    # What changed is marked, on the page and in the terminal; the old edition is kept and says how long.
    assert "<del>five</del><ins>eight</ins>" in anybody.sees("/rules/fees/diff", old=1, new=2)
    assert "百分之五八" in run("diff", "fees", 1, 2, "--market", "gongdao")
    assert run("show", "fees", 1, "--en", "--market", "gongdao").strip() == FIRST_EN
    assert "fees" in run("list", "--market", "gongdao")
    assert "Kept by law at least until 2029-05-10" in anybody.sees("/rules/fees/1")


def test_a_merchant_leaves_over_a_change_and_no_worse_terms_bind_it(world, people):
    staff, shop, buyer, anybody = (
        people("platform"), people("merchant"), people("consumer"), people(None)
    )  # fmt: skip
    begin(staff, world)
    world.advances(to="2026-04-02 09:00")
    change(staff, world, "2026-05-10")

    shop.does("/rules/fees/2/leave", reason="佣金太高")
    world.advances(to="2026-05-02 09:00")
    assert "you are leaving" in shop.does("/rules/fees/2/leave", 409).lower()
    (gone,) = shop.gets("/leavings")
    assert gone["duties"][0]["cites"] == "Platform Rules art. 84"

    settled = "/platform/rules/leavings/" + gone["id"] + "/settle"
    world.advances(to="2026-05-02 10:00")
    kept = world.orders(world.offers())
    staff.does(settled, settlement="退还剩余技术服务费 80 元")
    (governing,) = buyer.gets(f"/orders/{kept.id}")["rules"]
    assert governing["number"] == 1
    assert shop.gets("/leavings")[0]["state"] == "left"
    assert 'class="card item"' not in anybody.sees("/listings")

    # Nothing of it is lost: the history is public, and every step is evidence.
    assert [e["number"] for e in buyer.gets("/rules/fees/editions")] == [2, 1]
    acts = [row.act for row in evidence.about(staff.gets("/rules")[0]["id"])]
    assert acts == [
        "rule.drafted", "rule.opened", "rule.considering", "rule.announced", "rule.in_force",
        "rule.drafted", "rule.opened", "rule.considering", "rule.announced", "rule.refused",
    ]  # fmt: skip


def test_after_the_change_took_effect_who_leaves_is_back_on_the_old_edition(world, people):
    staff, shop, buyer = people("platform"), people("merchant"), people("consumer")
    begin(staff, world)
    world.advances(to="2026-04-02 09:00")
    change(staff, world, "2026-05-10")
    world.advances(to="2026-05-11 09:00")

    shop.does("/rules/fees/2/leave")

    order = world.orders(world.offers())
    (governing,) = buyer.gets(f"/orders/{order.id}")["rules"]
    assert (governing["number"], bool(governing["leaving"])) == (1, True)
    assert "the merchant is leaving" in buyer.sees(f"/orders/{order.id}")


def test_what_imposes_on_merchants_or_binds_no_consumer_is_marked_for_the_editor(people):
    staff = people("platform")
    text = drafted(
        zh="商家不得在其他平台开店。\n平台拥有最终解释权。", en="Sellers must trade exclusively on our platform.",
        name="bad", kind="agreement", title_zh="协议", title_en="Agreement",
    )  # fmt: skip

    staff.does("/platform/rules/new/write", **text)

    page = staff.sees("/rules/bad/1")
    assert "exclusive dealing" in page
    assert "Platform Rules Measures art. 27.1" in page
    zh = staff.browser.get("/rules/bad/1", {"lang": "zh"}).content.decode()
    assert "最终解释权" in zh
    assert "单方最终解释权" in zh


def test_bad_input_is_refused_and_changes_nothing(world, people):
    staff, shop = people("platform"), people("merchant")
    new = {
        "name": "fees", "kind": "merchants", "title_zh": "收费", "title_en": "Fees", "zh": FIRST,
        "en": FIRST_EN, "reason_zh": "x", "reason_en": "x",
    }  # fmt: skip

    assert shop.posts("/rules", new, 403)["code"] == "not_allowed"
    assert staff.posts("/rules", new | {"name": "../etc"}, 422)["code"] == "rule_unreal"
    assert staff.posts("/rules", new | {"wide": "yes"}, 422)["code"] == "request_unreadable"
    assert staff.gets("/rules") == []
    edition = staff.posts("/rules", new, 201)["id"]
    assert staff.posts("/rules", new, 409)["code"] == "rule_named_already"
    early = {"in_force_on": "2026-06-01"}
    assert staff.posts(f"/editions/{edition}/announce", early, 409)["code"] == "move_not_allowed"
    assert (
        shop.posts(f"/editions/{edition}/comments", {"words": "x"}, 404)["code"] == "rule_unknown"
    )
    assert staff.gets("/rules/fees/editions/7", 404)["code"] == "rule_unknown"
    assert shop.gets("/rules/fees/diff?old=1&new=x", 422)["code"] == "request_unreadable"
    staff.does("/platform/rules/fees/1/announce", 409, day="yesterday")
    people(None).sees("/rules/no-such-rule", 404)
    people(None).sees("/rules/fees/diff", 404, old="1", new="99999999")


def test_years_later_every_edition_and_what_governed_an_old_order_are_still_there(world, people):
    staff, buyer, anybody = people("platform"), people("consumer"), people(None)
    begin(staff, world)
    world.advances(to="2026-04-02 09:00")
    old = world.orders(world.offers())
    change(staff, world, "2026-05-10")
    world.advances(to="2030-06-01 09:00")

    editions = buyer.gets("/rules/fees/editions")
    assert [(e["number"], e["state"]) for e in editions] == [(2, "in_force"), (1, "superseded")]
    assert buyer.gets("/rules/fees/editions/1")["body"]["en"] == FIRST_EN
    assert buyer.gets(f"/orders/{old.id}/rules")[0]["number"] == 1
    page = anybody.sees("/rules/fees/1")
    assert "five per cent" in page
    assert "2026-05-10" in page

    # The same in Chinese.
    chinese = anybody.browser.get(
        "/rules/fees/1", headers={"accept-language": "zh"}
    ).content.decode()
    assert "佣金为成交额的百分之五" in chinese
    assert "已被新版取代" in chinese
