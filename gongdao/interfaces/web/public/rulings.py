"""What everybody may read of decided cases: decisions without names, and apologies."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from gongdao.detectors.disclosure.standard import categories
from gongdao.interfaces.web.wording.names import HEADS, SIZES
from gongdao.registers.parties import queries as parties
from gongdao.stages.admission import queries as admission
from gongdao.stages.disputes.claims import KINDS
from gongdao.stages.disputes.reporting import queries as reports
from gongdao.stages.remedies import queries as remedies


def decisions(request: Any) -> HttpResponse:
    """Final decisions, found by what they say or cite."""
    market = request.market or parties.first_sandbox()
    asked = {name: request.GET.get(name, "") for name in ("text", "kind", "outcome")}
    asked["kind"] = asked["kind"] if asked["kind"] in KINDS else ""
    asked["outcome"] = asked["outcome"] if asked["outcome"] in reports.OUTCOMES else ""
    asked["text"] = asked["text"][: reports.TEXT_MOST]
    found = reports.published(market.id, **asked)
    goods = categories()
    said = {
        "found": [
            (
                each,
                KINDS[each.kind].name,
                goods.get(each.category),
                [(HEADS[order["head"]], order) for order in each.orders],
            )
            for each in found
        ],
        "asked": asked,
        "kinds": [(name, kind.name) for name, kind in KINDS.items()],
        "shown": market,
    }
    return render(request, "decisions.html", said)


def fairness(request: Any) -> HttpResponse:
    """How cases end for merchants of each size, and who is judged by silence: for everybody to check."""
    market = request.market or parties.first_sandbox()
    found = reports.by_size(market.id)
    said = {
        "shown": market,
        "sizes": [(SIZES[each.size], each) for each in found],
        "apart": [(SIZES[one], SIZES[other]) for one, other in reports.suspicious(found)],
    }
    return render(request, "decisions_fairness.html", said)


def apologies(request: Any) -> HttpResponse:
    """Apologies that rulings ordered: the merchants' own, or the ruling in their place."""
    market = request.market or parties.first_sandbox()
    found = remedies.apologies(market.id)
    shops = admission.shops({each.merchant for each in found})
    said = {"found": [(each, shops.get(each.merchant)) for each in found], "shown": market}
    return render(request, "apologies.html", said)
