"""The pages of listings and recalls: the form of the standard, the review queue, the recall (S02, S03, S04)."""

from __future__ import annotations

import re

import pytest

from gongdao.stages.aftersales.recalls import queries as recalled
from gongdao.stages.listings import queries
from gongdao.stages.listings.review import queries as reviewed
from tests.builders.goods import facts_of

pytestmark = pytest.mark.django_db

FORM = {
    "category": "toys", "title_zh": "玩具汽车", "title_en": "Toy car", "price": "225.00",
    "freight": "0", **facts_of("toys"),
}  # fmt: skip


def body(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def drafted(merchant, **changed):
    response = merchant.post("/goods/new", **(FORM | changed))
    assert response.status_code == 302, response.content.decode()[:3000]
    return re.search(r"lst_\w+", response["Location"])[0]


def test_the_form_has_a_labelled_field_for_every_fact_and_says_its_article(sign_in):
    page = body(sign_in("merchant").get("/goods/new?category=food"))

    for name in ("net_content", "ingredients", "shelf_life", "production_licence"):
        assert f'name="{name}"' in page
    assert "第六十七条第一款第二项" in page
    assert 'name="limited_use"' not in page, "of food it goes without saying"
    assert page.count("<label") >= page.count("<textarea")


def test_what_is_typed_is_checked_beneath_each_field_and_nothing_is_kept(sign_in, world):
    merchant = sign_in("merchant")

    found = body(
        merchant.post("/goods/check", **(FORM | {"title_zh": "国家级玩具", "warnings": ""}))
    )

    under_title = re.search(r'<div id="f-title_zh".*?</div>', found, re.DOTALL)[0]
    assert "国家级" in under_title
    assert "广告法" in under_title
    assert "未成年人保护法" in re.search(r'<div id="f-warnings".*?</div>', found, re.DOTALL)[0]
    assert queries.shelf(world.market.id) == []
    assert "title_zh" in body(merchant.post("/goods/check", category="toys"))


def test_a_merchant_drafts_is_stopped_mends_and_publishes(sign_in, world):
    merchant = sign_in("merchant")
    ref = drafted(merchant, warnings="")

    page = body(merchant.post(f"/goods/{ref}/publish"), 409)
    assert "还有1处问题" in page
    assert merchant.post(f"/goods/{ref}", **FORM).status_code == 302
    assert merchant.post(f"/goods/{ref}/publish").status_code == 302

    public = body(sign_in(None).get(f"/listings/{ref}"))
    assert "江苏木马玩具有限公司" in public
    assert "产品质量法" in public
    assert "我的商品" in body(merchant.get("/goods"))


def test_what_cannot_be_kept_is_said_on_the_page_with_what_was_typed(sign_in):
    page = body(sign_in("merchant").post("/goods/new", **(FORM | {"price": "abc"})), 409)

    assert 'value="玩具汽车"' in page
    assert 'class="notice refusal"' in page or "refusal" in page


def test_the_trust_team_sees_what_changed_and_decides(sign_in, world):
    merchant, platform = sign_in("merchant"), sign_in("platform")
    ref = drafted(merchant)
    merchant.post(f"/goods/{ref}/publish")
    merchant.post(f"/goods/{ref}", **(FORM | {"title_zh": "国家级玩具汽车"}))
    merchant.post(f"/goods/{ref}/appeal", reason="是机构名称")

    assert ref in body(platform.get("/reviews"))
    page = body(platform.get(f"/reviews/{ref}"))
    assert "<ins>国家级</ins>" in page
    assert "是机构名称" in page
    assert 'aria-keyshortcuts="a"' in page
    assert body(platform.post(f"/reviews/{ref}/override", reason=" "), 409)
    assert platform.post(f"/reviews/{ref}/override", reason="属实").status_code == 302

    assert reviewed.queue(by=world["platform"]) == []
    public = body(sign_in(None).get(f"/listings/{ref}"))
    assert "<del>玩具汽车</del>" in public


def test_a_recall_on_pages(sign_in, world):
    merchant, consumer, platform = (sign_in(role) for role in ("merchant", "consumer", "platform"))
    ref = drafted(merchant)
    merchant.post(f"/goods/{ref}/publish")
    world.pays(world.orders(ref))
    form = {"listing": ref, "hazard": "小零件脱落", "advice": "停止使用", "found_on": "2026-03-01",
            "remedies": ["refund", "repair"], "grave": "yes"}  # fmt: skip

    assert "请填写发现日期" in body(
        merchant.post("/recalls/announce", **(form | {"found_on": ""})), 409
    )
    at = merchant.post("/recalls/announce", **form)["Location"].partition("?")[0]

    public = body(sign_in(None).get(at))
    assert "小零件脱落" in public
    assert "ord_" not in public, "who bought is nobody's business"
    assert "召回" in body(sign_in(None).get(f"/listings/{ref}"))
    (notice,) = recalled.mine(by=world["consumer"])
    assert "I want" in body(sign_in("consumer", "en").get(at))
    assert consumer.post(f"{at}/answer", notice=notice.id, choice="refund").status_code == 302
    assert consumer.post(f"{at}/remedy", notice=notice.id).status_code in (403, 409)
    assert merchant.post(f"{at}/remedy", notice=notice.id, note="").status_code == 302
    for step in ("report", "plan", "publish"):
        assert merchant.post(f"{at}/{step}").status_code == 302
    assert platform.post(f"{at}/close").status_code == 302
    assert "召回已结束" in body(platform.get(at))


CJK = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("role", [None, "consumer", "merchant", "platform"])
def test_pages_have_no_script_of_their_own_and_a_refusal_for_other_roles(sign_in, world, role):
    reader = sign_in(role, "en")
    for path, roles in (("/goods", "merchant"), ("/goods/new?category=toys", "merchant"),
                        ("/reviews", "platform"), ("/recalls", role)):  # fmt: skip
        response = reader.get(path)
        if role == roles:
            page = body(response)
            assert not re.search(r"<[^>]*\s(style|on[a-z]+)=", page)
            text = re.sub(
                r"<(script|style|textarea|nav)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL
            )
            shown = text.replace("公道", "").replace("中文", "")
            assert not CJK.search(shown), CJK.search(shown) and shown[:500]
        else:
            assert response.status_code in (302, 403)
