"""The first page: what this is, and the way in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import authenticate, login, logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.parties import queries as parties
from gongdao.stages.orders import queries as orders

BACKEND = "django.contrib.auth.backends.ModelBackend"
DEMO: dict[str, tuple[Words, Words, str]] = {
    "consumer": (
        Words("消费者", "Consumer"),
        Words("我的订单与权利", "My orders and my rights"),
        "/orders",
    ),
    "merchant": (
        Words("商家", "Merchant"),
        Words("我欠什么，何时到期", "What I owe, and by when"),
        "/desk",
    ),
    "arbiter": (
        Words("仲裁员", "Arbiter"),
        Words("案件、举证与裁决", "Cases, proof and rulings"),
        "/cases",
    ),
    "senior": (Words("复核员", "Senior arbiter"), Words("复核案件", "Appeals"), "/cases"),
    "platform": (
        Words("平台", "Platform"),
        Words("时钟、义务与账目", "The clock, duties and books"),
        "/platform",
    ),
}
STORIES: dict[str, Words] = {
    "story-toy-car": Words(
        "玩具汽车：商家说缺货，不发货", "The toy car: “out of stock”, the merchant will not ship"
    ),
    "story-seventh-day": Words("还在七日之内的衬衫", "A shirt still within its seven days"),
    "story-eighth-day": Words("第八天才想退的T恤", "A T-shirt, on the eighth day"),
    "story-made-to-order": Words("印了照片的马克杯", "A mug with the buyer's photo"),
    "story-unsealed": Words("面霜：没有人要求确认", "A moisturiser, and nobody asked to confirm"),
    "story-unsealed-confirmed": Words(
        "口红：购买时已单独确认", "A lipstick, and the buyer confirmed"
    ),
    "story-counterfeit": Words("疑似假货的跑鞋", "Running shoes that may be counterfeit"),
    "story-lost-parcel": Words("丢失的包裹", "A lost parcel"),
    "story-silence": Words("沉默的商家", "A merchant that stays silent"),
}


def home(request: Any) -> HttpResponse:
    """What this is; sign-in, by one click in a sandbox."""
    markets = [m for m in parties.marketplaces() if m.mode == "sandbox"]
    market = next((m for m in markets if m.slug == request.GET.get("market")), None) or (
        markets[0] if markets else None
    )
    found = orders.by_external(market.id, STORIES) if market else {}
    stories = [(words, found[name]) for name, words in STORIES.items() if name in found]
    said = {"sandbox": market, "markets": markets, "demo": DEMO, "stories": stories}
    return render(request, "home.html", said)


@require_POST
def sign_in(request: Any) -> HttpResponse:
    """With a name and a password, or as somebody of a sandbox."""
    if role := request.POST.get("demo"):
        market = parties.marketplace(request.POST.get("market", ""))
        handle = f"demo-{role}@{market.slug}"
        person = parties.by_handle([handle]).get(handle)
        if market.mode != "sandbox" or person is None or role not in DEMO:
            raise Refusal(
                "demo_only", "一键登录只用于演示平台。", "One-click sign-in is for sandboxes only."
            )
        login(request, person, backend=BACKEND)
        return redirect(_inside(request.POST.get("next", "")) or DEMO[role][2])
    person = authenticate(
        request, username=request.POST.get("handle", ""), password=request.POST.get("password", "")
    )
    if person is None:
        raise Refusal("sign_in_failed", "账户或密码不对。", "The name or the password is wrong.")
    login(request, person)
    return redirect(_inside(request.POST.get("next", "")) or "/orders")


@require_POST
def sign_out(request: Any) -> HttpResponse:
    """Good-bye."""
    logout(request)
    return redirect("/")


def _inside(address: str) -> str:
    """An address of ours, or nothing: nobody is sent elsewhere from here."""
    return address if address.startswith("/") and not address.startswith(("//", "/\\")) else ""
