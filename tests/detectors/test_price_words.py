"""Sayings about the price: what is one, what is none, and where exactly it stands."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongdao.detectors.price_words import KINDS, scan

SAID = [
    ("全国包邮，次日达", "free_delivery", "全国包邮"),
    ("本店免运费", "free_delivery", "免运费"),
    ("Free shipping today", "free_delivery", "Free shipping"),
    ("下单后需补运费差价", "charge", None),
    ("安装须另付安装费80元", "charge", None),
    ("运费到付", "charge", "运费到付"),
    ("标价不含税费，开票另算", "charge", "标价不含税费"),
    ("拍下后联系改价", "charge", None),
    ("An additional handling fee is due", "charge", "additional handling fee"),
    ("Prices do not include packaging", "charge", None),
    ("系统默认勾选运费险", "ticked", "系统默认勾选"),
    ("Insurance is pre-selected", "ticked", "pre-selected"),
    ("特价仅剩3小时", "countdown", "仅剩3小时"),
    ("限时特价，手慢无", "countdown", "限时特价"),
    ("今晚恢复原价", "countdown", "今晚恢复原价"),
    ("Only 2 hours left!", "countdown", "Only 2 hours left"),
    ("原价199元，现在只要99", "was", "原价199"),
    ("专柜价：¥1280.00", "was", "专柜价：¥1280.00"),
    ("was €59.90, now €39.90", "was", "was €59.90"),
]
UNSAID = [
    "本品不包邮",
    "无需另付运费",
    "不再收取任何费用",
    "绝不默认勾选任何服务",
    "不会自动开通会员",
    "There are no extra charges",
    "Nothing is ticked for you",
    "我们不补差价",
    "最后一步请擦干",
    "保质期还有300天",
    "It was 5 pm",
    "原产地：江苏",
    "充电倒数三次即可",
    "邮票册，含邮票",
    "The list of parts",
]


@pytest.mark.parametrize(("text", "kind", "quote"), SAID)
def test_what_is_said(text, kind, quote):
    found = [each for each in scan(text) if each.kind == kind]

    assert found, text
    assert text[found[0].start : found[0].end] == found[0].quote
    assert quote in (None, found[0].quote)


@pytest.mark.parametrize("text", UNSAID)
def test_what_is_not_said(text):
    assert scan(text) == []


@pytest.mark.parametrize(
    ("text", "conditional"),
    [
        ("满99元包邮", True),
        ("购2件以上包邮", True),
        ("包邮", False),
        ("Free delivery on orders over €50", True),
        ("Free delivery", False),
    ],
)
def test_free_delivery_from_so_much_on(text, conditional):
    assert [each.conditional for each in scan(text)] == [conditional]


@pytest.mark.parametrize(
    ("text", "amount"),
    [("原价199.50", Decimal("199.50")), ("须另付安装费80元", Decimal(80)), ("运费到付", None)],
)
def test_amounts_are_read(text, amount):
    assert scan(text)[0].amount == amount


@given(st.text(max_size=200), st.sampled_from([text for text, *_ in SAID]))
def test_spans_are_those_of_the_text_whatever_stands_before(noise, said):
    text = f"{noise}。{said}"
    for each in scan(text):
        assert text[each.start : each.end] == each.quote
        assert each.kind in KINDS
