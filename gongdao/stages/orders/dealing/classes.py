"""The coarse classes in which we remember how a price was shown; nothing finer about a buyer is kept.

They are what a comparison of prices needs and no more: a kind of device, not the device; a province, not
a place; whether somebody is a member or new, not what else he bought.
"""

from __future__ import annotations

from collections.abc import Mapping

from gongdao.kernel.words import Words

CHANNELS: Mapping[str, Words] = {
    "app": Words("应用", "app"),
    "web": Words("网页", "web"),
    "mini_program": Words("小程序", "mini program"),
    "live": Words("直播间", "live room"),
}
DEVICES: Mapping[str, Words] = {
    "": Words("不详", "not known"),
    "ios": Words("苹果手机", "iPhone or iPad"),
    "android": Words("安卓手机", "Android"),
    "harmony": Words("鸿蒙手机", "HarmonyOS"),
    "desktop": Words("电脑", "desktop"),
}
MEMBERSHIPS: Mapping[str, Words] = {
    "": Words("不详", "not known"),
    "member": Words("会员", "member"),
    "guest": Words("非会员", "no member"),
}
HISTORIES: Mapping[str, Words] = {
    "new": Words("首次下单", "first order"),
    "returning": Words("下过单", "has ordered before"),
}
EXCUSES: Mapping[str, Words] = {
    "": Words("没有优惠", "no special offer"),
    "new_user": Words("新用户优惠", "new users' offer"),
    "random": Words("随机优惠", "random offer"),
    "custom": Words("交易习惯", "trade custom"),
}
PROVINCES = [
    "11",
    "12",
    "13",
    "14",
    "15",
    "21",
    "22",
    "23",
    "31",
    "32",
    "33",
    "34",
    "35",
    "36",
    "37",
    "41",
    "42",
    "43",
    "44",
    "45",
    "46",
    "50",
    "51",
    "52",
    "53",
    "54",
    "61",
    "62",
    "63",
    "64",
    "65",
    "71",
    "81",
    "82",
]
"""GB/T 2260, the first two digits."""

TRAITS: Mapping[str, Words] = {
    "device": Words("设备", "device"),
    "membership": Words("会员身份", "membership"),
    "history": Words("是否新客", "history"),
}
"""By what comparable buyers are told apart."""


def value_of(trait: str, value: str) -> Words:
    """A value of a trait, as people call it."""
    known = {"device": DEVICES, "membership": MEMBERSHIPS, "history": HISTORIES}[trait]
    return known.get(value) or Words(value, value)
