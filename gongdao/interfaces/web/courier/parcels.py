"""A carrier's desk: what it carries, what it saw, the files it sends, the key its labels are sealed to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from gongdao.interfaces import carriers
from gongdao.interfaces.web.door import again, done, for_role
from gongdao.interfaces.web.wording.acts import called
from gongdao.kernel.refusal import Refusal
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.delivery import actions as delivery
from gongdao.stages.delivery import queries
from gongdao.stages.delivery.claims import queries as claims
from gongdao.stages.delivery.feeds import queries as feeds
from gongdao.stages.delivery.kinds import GROUNDS, SCANS, WITH
from gongdao.stages.delivery.labels import actions as labels
from gongdao.stages.delivery.labels import queries as keys
from gongdao.stages.delivery.states import COURIER_CLAIM, PARCEL

PLACE_MOST = 80
WAYBILL_MOST = 40


@for_role("courier")
def index(request: Any) -> HttpResponse:
    """What is in hand, and the forms for what a carrier says."""
    me = request.actor
    key = keys.key_of(me.party, marketplace=me.marketplace)
    said = {
        "kinds": [(kind, called(f"parcel.{kind}")) for kind in SCANS],
        "with": WITH.items(),
        "rows": [(p, PARCEL.names[p.state]) for p in queries.of_carrier(me)],
        "feeds": [(feed, feeds.fault_count(feed)) for feed in feeds.latest(by=me, most=8)],
        "claims": [
            (c, GROUNDS[c.ground], COURIER_CLAIM.names[c.state])
            for c in claims.page(by=me, most=10)
        ],
        "key": bytes(key.public).hex() if key else "",
        "address": f"/api/v1/carriers/{me.party}/callbacks",
        "secret": carriers.secret_of(me.party) if request.GET.get("show") == "secret" else "",
        "reached": getattr(request, "reached", ""),
    }
    response = render(request, "parcels.html", said)
    response["Cache-Control"] = "no-store"
    return response


@for_role("courier")
@again(index)
def scan(request: Any) -> HttpResponse:
    """Take in one scan."""
    form = request.POST
    waybill, place = (form.get(name, "").strip() for name in ("waybill", "place"))
    seen = delivery.Seen(
        request.actor, request.now, waybill, form.get("kind", ""), place[:PLACE_MOST],
        left_with=form.get("left_with") or "recipient",
        inspection_offered=form.get("no_inspection") != "yes",
    )  # fmt: skip
    delivery.scan(seen=[seen])
    return done("/parcels", "scan")


@for_role("courier")
@again(index)
def send(request: Any) -> HttpResponse:
    """Take in a file; what became of it stands on its own page."""
    file = request.FILES.get("file")
    if file is None or file.size > carriers.SIZE_MOST:
        raise Refusal(
            "feed_file_missing",
            "请选择一个扫描文件（EDIFACT 或每行一个 JSON 对象）。",
            "Choose a file of scans: EDIFACT, or one JSON object a line.",
        )
    feed = carriers.take_in(
        by=request.actor, market=request.market, name=file.name, data=file.read(), at=request.now
    )
    return done(f"/parcels/feeds/{feed.id}", "feed")


@for_role("courier", "platform")
def feed(request: Any, ref: str) -> HttpResponse:
    """Which rows of a file were taken, and why the others were not."""
    row = feeds.see(ref, by=request.actor)
    said = {"feed": row, "faults": feeds.faults(row), "refused": feeds.fault_count(row)}
    return render(request, "feed.html", said)


@for_role("courier")
@again(index)
def give_key(request: Any) -> HttpResponse:
    """Give the public key to which labels are sealed from now on."""
    try:
        public = bytes.fromhex(request.POST.get("public", "").strip())
    except ValueError:
        public = b""
    labels.give_key(by=request.actor, public=public, at=request.now)
    return done("/parcels", "carrier_key")


@for_role("courier")
@again(index)
def reach(request: Any) -> HttpResponse:
    """The telephone behind a label's code, once, for a reason that becomes evidence."""
    request.reached = labels.reach(
        by=request.actor, code=request.POST.get("code", "").replace(" ", ""),
        reason=request.POST.get("reason", ""), at=request.now,
        master=MasterKey(settings.GONGDAO_VAULT_KEY),
    )  # fmt: skip
    return index(request)


@for_role("courier")
@again(index)
def write(request: Any) -> HttpResponse:
    """Write to the recipient through us."""
    labels.write(
        by=request.actor, code=request.POST.get("code", "").replace(" ", ""),
        words=request.POST.get("words", ""), at=request.now,
    )  # fmt: skip
    return done("/parcels", "written")
