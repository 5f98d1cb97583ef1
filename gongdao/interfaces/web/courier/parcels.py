"""What a carrier tells us: scans. Periods run from them, so each is evidence."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from gongdao.interfaces.web.acts import called
from gongdao.interfaces.web.door import again, done, for_role
from gongdao.stages.delivery import actions as delivery

SCANS = ("collected", "in_transit", "out_for_delivery", "signed_for", "damaged")
PLACE_MOST = 80


@for_role("courier")
def index(request: Any) -> HttpResponse:
    """The form of a scan."""
    kinds = [(kind, called(f"parcel.{kind}")) for kind in SCANS]
    return render(request, "parcels.html", {"kinds": kinds})


@for_role("courier")
@again(index)
def scan(request: Any) -> HttpResponse:
    """Take in one scan."""
    form = request.POST
    waybill, place = (form.get(name, "").strip() for name in ("waybill", "place"))
    seen = delivery.Seen(
        request.actor, request.now, waybill, form.get("kind", ""), place[:PLACE_MOST]
    )
    delivery.scan(seen=[seen])
    return done("/parcels", "scan")
