"""A buyer's parcels: where they are, where they may be left, and that one left elsewhere is there after all."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from gongdao.interfaces.web.consumer import orders as order_pages
from gongdao.interfaces.web.door import again, done, for_role
from gongdao.stages.delivery import actions as delivery
from gongdao.stages.delivery import queries as parcels


@for_role("consumer")
@again(order_pages.page)
def drop(request: Any, ref: str) -> HttpResponse:
    """Where parcels of this order may be left; what is not ticked is not agreed to."""
    places = request.POST.getlist("place")
    delivery.consent_to_drop(by=request.actor, order=ref, places=places, at=request.now)
    return done(f"/orders/{ref}", "drop")


@for_role("consumer")
@again(lambda request, ref: order_pages.page(request, parcels.see(ref, by=request.actor).order_id))
def accept(request: Any, ref: str) -> HttpResponse:
    """The buyer has a parcel that was left somewhere without consent."""
    row = delivery.accept(by=request.actor, parcel=ref, at=request.now)
    return done(f"/orders/{row.order_id}", "accept")
