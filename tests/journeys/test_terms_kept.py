"""A shop's void clause is found when its terms are filed, and no later decision listens to it (S08)."""

from __future__ import annotations

import pytest

from gongdao.kernel.money import cny
from gongdao.stages.disputes import actions as disputes

pytestmark = pytest.mark.django_db

TERMS = "欢迎光临。\n商品售出，概不退换。\n本店拥有最终解释权。"


def test_a_void_clause_is_public_and_is_not_considered_in_a_ruling(world, people):
    shop, buyer, arbiter, anybody = (
        people("merchant"), people("consumer"), people("arbiter"), people(None)
    )  # fmt: skip
    merchant = world["merchant"].party

    # The shop files; its page marks what binds nobody, for everybody, with article and lawful wording.
    shop.does("/desk/terms/file", text=TERMS)
    page = anybody.sees(f"/shops/{merchant}/terms")
    assert page.count("<mark>") == 2
    assert "CPL art. 26.3" in page
    assert "This would stand" in page

    # A buyer orders under those terms and complains; the shop invokes the clause.
    order = world.delivered_order("1200.00")
    assert "概不退换" in buyer.sees(f"/orders/{order.id}")
    case = disputes.file(
        by=world["consumer"], order=order.id, at=world.now,
        complaint=disputes.Complaint("not_as_described", "refund", "颜色不对。", cny("0.00")),
    )  # fmt: skip
    shop.does(f"/desk/answer/{case.id}", words="本店条款写明概不退换。")

    # Meanwhile it mends its terms. The order stays under the version it was concluded with.
    world.advances(days=1)
    shop.does("/desk/terms/file", text="质量问题七日内退货，运费由本店承担。")
    assert anybody.sees(f"/shops/{merchant}/terms").count("<mark>") == 0
    assert anybody.sees(f"/shops/{merchant}/terms/1").count("<mark>") == 2
    world.advances(days=12)
    seen = arbiter.sees(f"/cases/{case.id}")
    assert "Clauses of the shop that are not considered" in seen

    # The ruling says so, with the article, and evidence keeps the reason.
    arbiter.does(f"/cases/{case.id}/decide", defective="true", remarks="")
    (decision,) = arbiter.gets(f"/disputes/{case.id}")["decisions"]
    aside = [r for r in decision["reasons"] if "概不退换" in r["zh"]]
    assert aside[0]["cites"] == "CPL art. 26.3"
    assert "not considered" in buyer.sees(f"/cases/{case.id}")

    # An order under the mended terms has nothing to set aside.
    later = world.orders(world.offers())
    assert "bind nobody" not in buyer.sees(f"/orders/{later.id}")


def test_a_shop_objects_and_a_person_overturns_the_finding(world, people):
    shop, arbiter, staff, buyer = (
        people("merchant"), people("arbiter"), people("platform"), people("consumer")
    )  # fmt: skip
    merchant = world["merchant"].party
    filed = shop.posts("/terms", {"text": TERMS}, 201)
    first = filed["clauses"][0]["id"]

    shop.does(f"/desk/clauses/{first}/object", words="本店只卖定作商品。")
    assert "本店只卖定作商品。" in staff.sees("/platform/rules")
    assert len(buyer.gets(f"/merchants/{merchant}/ineffective-clauses")) == 2
    assert (
        shop.posts(f"/clauses/{first}/review", {"act": "overturn", "words": "x"}, 403)["code"]
        == "not_allowed"
    )
    arbiter.does(f"/platform/rules/clauses/{first}/overturn", words="全部为定作商品。")

    left = buyer.gets(f"/merchants/{merchant}/ineffective-clauses")
    assert [c["kind"] for c in left] == ["final_interpretation"]
    page = buyer.sees(f"/shops/{merchant}/terms")
    assert page.count("<mark>") == 1
    assert "全部为定作商品。" in page


@pytest.mark.parametrize(
    ("text", "code"), [(" ", "terms_missing"), ("一" * 200_001, "request_unreadable")]
)
def test_what_are_no_terms_is_refused(people, text, code):
    status = 422 if code != "terms_unchanged" else 409
    assert people("merchant").posts("/terms", {"text": text}, status)["code"] == code
    assert people("consumer").posts("/terms", {"text": "x"}, 403)["code"] == "not_allowed"


def test_a_suspicion_is_between_the_shop_and_the_platform_until_a_person_has_looked(world, people):
    shop, staff = people("merchant"), people("platform")
    buyer, anybody = people("consumer"), people(None)
    merchant = world["merchant"].party
    text = "搬家途中磕碰在所难免，师傅不赔。"

    # Once filed, only the shop and the platform see the mark.
    shop.does("/desk/terms/file", text=text)
    assert "are suspected" in shop.sees("/desk/terms")
    assert "师傅不赔</mark>" not in anybody.sees(f"/shops/{merchant}/terms")
    assert "bind nobody" not in anybody.sees(f"/shops/{merchant}/terms")
    assert buyer.gets(f"/merchants/{merchant}/terms")[0]["clauses"] == []
    (clause,) = shop.gets(f"/merchants/{merchant}/terms")[0]["clauses"]
    assert (clause["state"], clause["state_words"]["zh"]) == (
        "suspected", "疑似无效，待人工查看",
    )  # fmt: skip
    assert set_aside(buyer, merchant) == []

    # A person says that it does not stand; from then on everybody is told.
    assert "No pattern knows it" in staff.sees("/platform/rules")
    silent = f"/platform/rules/clauses/{clause['id']}/uphold"
    staff.does(silent, 409, words=" ")
    staff.does(silent, words="搬家公司对自己造成的损坏负责。")
    assert "1 clauses bind nobody" in anybody.sees(f"/shops/{merchant}/terms")
    assert set_aside(buyer, merchant) == ["excludes_liability"]


def set_aside(buyer, merchant):
    return [c["kind"] for c in buyer.gets(f"/merchants/{merchant}/ineffective-clauses")]
