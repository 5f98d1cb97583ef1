"""Coupons to take and to use, points, and what merchants and the platform offer: coupons, bundles, gifts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from gongdao.interfaces.web.door import again, day, done, for_role
from gongdao.kernel.money import parse
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.law import book
from gongdao.stages.admission import queries as admission
from gongdao.stages.listings import queries as listings
from gongdao.stages.orders.promotions import actions, queries
from gongdao.stages.orders.promotions.actions import Terms
from gongdao.stages.orders.promotions.kinds import AUDIENCES
from gongdao.stages.orders.promotions.points import queries as points

SIDES = ("consumer", "merchant", "platform")


@for_role(*SIDES)
def index(request: Any) -> HttpResponse:
    """What the reader can take and holds, or has issued, offered and given."""
    me, roles = request.actor, request.actor.roles
    shelf = queries.shelf(request.market.id, at=request.now)
    goods = listings.of_merchant(me.party, marketplace=request.market.id)
    titles = {version.listing_id: Words(version.title_zh, version.title_en) for version in goods}
    said = {
        "shelf": shelf if "consumer" in roles else [],
        "held": queries.held(by=me, at=request.now) if "consumer" in roles else [],
        "points": points.balance(by=me),
        "entries": points.entries(by=me),
        "issued": queries.issued(by=me) if roles & {"merchant", "platform"} else [],
        "bundles": [
            (each.bundle, [(titles.get(ref), n) for ref, n in each.parts.items()])
            for each in queries.bundles_of(me.party)
        ],
        "gifts": [
            (row, titles.get(row.main_id), titles.get(row.gift_id))
            for row in queries.gifts_of(me.party)
        ],
        "shops": admission.shops({row.merchant for row in shelf if row.merchant}),
        "goods": goods if "merchant" in roles else [],
        "audiences": AUDIENCES,
        "is_consumer": "consumer" in roles,
        "is_issuer": bool(roles & {"merchant", "platform"}),
    }
    return render(request, "coupons.html", said)


@for_role(*SIDES)
@again(lambda request, **_: index(request))
def act(request: Any, verb: str, ref: str = "") -> HttpResponse:
    """Take, issue or stop a coupon; offer or end a bundle or a gift."""
    by, market, now, form = request.actor, request.market, request.now, request.POST
    if verb == "take":
        actions.take(by=by, coupon=ref, at=now)
    elif verb == "issue":
        actions.issue(by=by, said=_terms(request), at=now)
    elif verb == "stop":
        actions.stop(by=by, coupon=ref, at=now)
    elif verb == "bundle":
        price = parse(form.get("price", ""), currency=market.currency)
        actions.bundle(
            by=by, market=market, title=_title(form), price=price, parts=_parts(form), at=now
        )
    elif verb == "end_bundle":
        actions.end_bundle(by=by, bundle=ref, at=now)
    elif verb == "gift":
        stated = parse(form.get("stated", ""), currency=market.currency)
        actions.give_with(
            by=by, market=market, main=form.get("main", ""), gift=form.get("gift", ""),
            stated=stated, at=now,
        )  # fmt: skip
    elif verb == "end_gift":
        actions.end_gift(by=by, gift=ref, at=now)
    else:
        raise Http404
    return done("/coupons", f"promotion_{verb}")


def _title(form: Any) -> Words:
    zh = form.get("title_zh", "").strip()
    return Words(zh, form.get("title_en", "").strip() or zh)


def _terms(request: Any) -> Terms:
    """What was typed of a coupon: from today until the end of a day."""
    form, pack = request.POST, book.pack(request.market.law)
    today = pack.day_of(request.now)
    since, until = day(form.get("since", "")) or today, day(form.get("until", ""))
    counts = [form.get(name) or "1" for name in ("each_most", "in_all")]
    if until is None or not all(n.isascii() and n.isdigit() and len(n) < 8 for n in counts):
        raise Refusal(
            "coupon_unreal",
            "请写明最后一天，限领和总量须为整数。",
            "Name the last day; the limits are whole numbers.",
        )
    begins = request.now if since <= today else pack.end_of(since - timedelta(days=1))
    return Terms(
        _title(form),
        parse(form.get("off", ""), currency=request.market.currency),
        parse(form.get("threshold", ""), currency=request.market.currency),
        begins,
        pack.end_of(until),
        audience=form.get("audience", "everyone"),
        stacks=form.get("stacks") == "yes",
        each_most=int(counts[0]),
        in_all=int(counts[1]),
    )


def _parts(form: Any) -> dict[str, int]:
    """How many pieces of each listing: the boxes that are not empty."""
    typed = {k.removeprefix("part-"): v.strip() for k, v in form.items() if k.startswith("part-")}
    wanted = {ref: text for ref, text in typed.items() if text not in ("", "0")}
    if not all(text.isascii() and text.isdigit() and len(text) < 4 for text in wanted.values()):
        raise Refusal(
            "quantity_unreal",
            "数量须为1至100的整数。",
            "The quantity must be a whole number from 1 to 100.",
        )
    return {ref: int(text) for ref, text in wanted.items()}
