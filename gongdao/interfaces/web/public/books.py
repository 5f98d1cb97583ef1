"""What anybody may look at: the shelf, a listing's history, the state machines, the verification of evidence."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from gongdao.interfaces.web.drawing import drawn
from gongdao.registers.evidence.heads import key_of
from gongdao.registers.parties import queries as parties
from gongdao.stages.admission import queries as admission
from gongdao.stages.admission.states import APPLICATION
from gongdao.stages.aftersales.states import RETURN
from gongdao.stages.delivery.states import PARCEL
from gongdao.stages.disputes.states import DISPUTE
from gongdao.stages.escrow.states import HOLD, PAYMENT
from gongdao.stages.listings import queries as listings
from gongdao.stages.orders.states import ORDER
from gongdao.stages.remedies.states import RECOVERY

MACHINES = (ORDER, PAYMENT, HOLD, PARCEL, RETURN, DISPUTE, RECOVERY, APPLICATION)
PAGE = 24


def verify(request: Any) -> HttpResponse:
    """Verify a bundle in the browser; the file stays where it is."""
    return render(request, "verify.html", {"key": key_of(settings.GONGDAO_EVIDENCE_KEY).id})


def machines(request: Any) -> HttpResponse:
    """Every process there is, drawn from the tables that run it."""
    drawings = [(machine, drawn(machine, request.language)) for machine in MACHINES]
    return render(request, "machines.html", {"drawings": drawings})


def shelf(request: Any) -> HttpResponse:
    """What is for sale."""
    market = request.market or parties.first_sandbox()
    found = listings.shelf(market.id, after=request.GET.get("after", ""), most=PAGE)
    following = found[-1].listing_id if len(found) == PAGE else ""
    return render(request, "shelf.html", {"versions": found, "following": following})


def listing(request: Any, ref: str) -> HttpResponse:
    """Everything a listing ever said."""
    market = request.market or parties.first_sandbox()
    versions = listings.history(ref, marketplace=market.id)
    shop = admission.shops([versions[0].listing.merchant]).get(versions[0].listing.merchant)
    return render(
        request, "listing.html", {"versions": versions, "latest": versions[-1], "shop": shop}
    )
