"""The page that checks words: terms and advertising, for a stranger, with nothing kept."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from gongdao.kernel.money import cny
from gongdao.kernel.words import Words
from gongdao.registers.evidence.models import Pending, Record
from gongdao.stages.listings import actions as listings

pytestmark = pytest.mark.django_db


def checked(**said):
    response = Client().post("/check?lang=en", said)
    return response, html.unescape(response.content.decode())


def test_terms_are_marked_where_they_do_not_stand():
    text = "欢迎光临。\n一经售出，概不退换。\n七天无理由退货。\n本店拥有最终解释权。"

    _, body = checked(what="terms", text=text)

    marked = re.findall(r'<mark><a href="#f(\d)">(.*?)</a>', body)
    assert [number for number, _ in marked] == ["1", "2"]
    assert "CPL art. 26.3" in body
    assert "This would stand" in body
    assert "七天无理由退货" in body


def test_advertising_is_marked_with_the_fine():
    _, body = checked(what="copy", category="food", text="全网最低价，治疗高血压")

    assert "Advertising Law art. 9" in body
    assert "a fine of CNY" in body
    assert body.count("<mark>") == 2


def test_lawful_words_and_no_words_are_not_marked():
    assert "Nothing was found" in checked(text="七天无理由退货。")[1]
    assert "Nothing was found" not in checked(text="  ")[1]


def test_what_was_typed_is_shown_as_text_and_never_run():
    _, body = checked(text="<script>alert(1)</script>概不退换")

    assert (
        "<script>alert(1)"
        not in Client().post("/check", {"text": "<script>alert(1)</script>"}).content.decode()
    )
    assert "<script>alert(1)</script>" in body


def test_too_long_a_text_is_refused_and_unknown_choices_fall_back():
    response, body = checked(text="一" * 20_001)
    assert response.status_code == 400
    assert "check it in parts" in body
    assert checked(what="poem", category="gold", text="概不退换")[0].status_code == 200


def test_nothing_is_kept():
    before = Record.objects.count(), Pending.objects.count()

    checked(what="terms", text="商品售出概不退换")

    assert (Record.objects.count(), Pending.objects.count()) == before


def test_the_seller_and_the_platform_see_what_is_wrong_with_a_title(world, sign_in):
    said = listings.Said(Words("全网最低价玩具", "Toy car"), "toys", cny("9.00"), cny("0.00"))
    (row,) = listings.offer(offerings=[listings.Offering(world["merchant"], world.now, said)])

    def sees(role):
        return "fault" in sign_in(role).get(f"/listings/{row.id}").content.decode()

    assert [sees(role) for role in ("merchant", "platform", "consumer", None)] == [
        True, True, False, False,
    ]  # fmt: skip
    listings.revise(
        by=world["merchant"], listing=row.id, at=world.now,
        said=listings.Said(Words("玩具车", "Toy car"), "toys", cny("9.00"), cny("0.00")),
    )  # fmt: skip
    assert not sees("merchant")
