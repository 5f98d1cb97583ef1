"""The first page: what this is, and the way in."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render

from gongdao.kernel.words import Words
from gongdao.registers.parties import queries as parties
from gongdao.stages.orders import queries as orders


class Role(NamedTuple):
    """One way into a sandbox: a mark, a name, what one sees, and where one arrives."""

    mark: str
    name: Words
    about: Words
    page: str


DEMO: dict[str, Role] = {
    "consumer": Role(
        "买",
        Words("消费者", "Consumer"),
        Words("我的订单，我现在的权利", "My orders, and my rights now"),
        "/orders",
    ),
    "merchant": Role(
        "卖",
        Words("商家", "Merchant"),
        Words("我欠什么，何时到期", "What I owe, and by when"),
        "/desk",
    ),
    "arbiter": Role(
        "裁",
        Words("仲裁员", "Arbiter"),
        Words("事实、举证与裁决", "Facts, proof and rulings"),
        "/cases",
    ),
    "senior": Role(
        "核",
        Words("复核员", "Senior arbiter"),
        Words("一方不服时，再看一遍", "A second look, on appeal"),
        "/cases",
    ),
    "platform": Role(
        "台",
        Words("平台", "Platform"),
        Words("时钟、义务与账本", "The clock, duties, the book"),
        "/platform",
    ),
    "courier": Role(
        "递",
        Words("快递", "Courier"),
        Words("扫描包裹，期限由此起算", "Scans, from which periods run"),
        "/parcels",
    ),
    "newcomer": Role(
        "新",
        Words("新商家", "Newcomer"),
        Words("申请入驻，还缺哪些材料", "Applying to sell, and what is missing"),
        "/desk/application",
    ),
    "certifier": Role(
        "证",
        Words("认证机构", "Certifier"),
        Words("签发、吊销可验证的证书", "Certificates, issued and revoked"),
        "/issuer",
    ),
    "officer": Role(
        "监",
        Words("监管人员", "Officer"),
        Words("看得见，留有记录", "Sees, and leaves a record of it"),
        "/platform/fairness",
    ),
}
STORIES: dict[str, tuple[Words, Words]] = {
    "story-toy-car": (
        Words("玩具汽车", "The toy car"),
        Words(
            "付了款，商家说缺货。合同还算数吗？",
            "Paid, then “out of stock”. Does the contract still stand?",
        ),
    ),
    "story-seventh-day": (
        Words("第七天以前的衬衫", "A shirt, within seven days"),
        Words(
            "穿上不喜欢，还能退吗？到哪一天？", "Not to my liking. Can it go back, and until when?"
        ),
    ),
    "story-eighth-day": (
        Words("过了七天的T恤", "A T-shirt, too late"),
        Words(
            "过期一天也是过期；质量问题却不受此限。",
            "Late is late; but defects are another matter.",
        ),
    ),
    "story-made-to-order": (
        Words("印了照片的马克杯", "A mug with a photo"),
        Words("按我的要求定作的，为什么不能退？", "Made to my order. Why can it not go back?"),
    ),
    "story-unsealed": (
        Words("拆了封的面霜", "A moisturiser, unsealed"),
        Words(
            "商家没有让我单独确认，例外就不成立。", "Nobody asked me to confirm, so no exception."
        ),
    ),
    "story-unsealed-confirmed": (
        Words("确认过的口红", "A lipstick, confirmed"),
        Words("下单时单独确认过，拆封就不能退。", "Confirmed at the purchase: it stays."),
    ),
    "story-counterfeit": (
        Words("疑似假货的跑鞋", "Running shoes, perhaps fake"),
        Words(
            "退一赔三怎么算？谁来举证？",
            "Three times the price: how is it worked out, who must prove?",
        ),
    ),
    "story-lost-parcel": (
        Words("丢失的包裹", "A lost parcel"),
        Words("快递丢了，损失由谁承担？", "Lost on the way. Who bears it?"),
    ),
    "story-silence": (
        Words("沉默的商家", "A silent merchant"),
        Words("商家不答复，案件会停住吗？", "The merchant says nothing. Does the case stop?"),
    ),
}


def home(request: Any) -> HttpResponse:
    """What this is; sign-in, by one click in a sandbox."""
    markets = [m for m in parties.marketplaces() if m.mode == "sandbox"]
    asked = request.POST.get("market") or request.GET.get("market")
    market = next((m for m in markets if m.slug == asked), markets[0] if markets else None)
    found = orders.by_external(market.id, STORIES) if market else {}
    said = {
        "sandbox": market,
        "markets": markets,
        "demo": DEMO,
        "stories": [(*STORIES[name], found[name]) for name in STORIES if name in found],
        "next": inside(request.POST.get("next") or request.GET.get("next", "")),
    }
    return render(request, "home.html", said)


def inside(address: str) -> str:
    """An address of ours, or nothing: nobody is sent elsewhere from here."""
    inside = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if inside and address.isprintable() else ""
