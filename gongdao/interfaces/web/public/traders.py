"""The public face of a trader: who it is, what it is permitted to sell, how consumers fared with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from gongdao.interfaces import traders
from gongdao.interfaces.web.public.certification import checks, secret
from gongdao.registers.parties import queries as parties
from gongdao.stages.admission.credentials import queries as certificates
from gongdao.stages.admission.credentials.scopes import SCOPES
from gongdao.stages.admission.standing import actions as standing
from gongdao.stages.admission.states import APPLICATION


def trader(request: Any, ref: str) -> HttpResponse:
    """Open to everybody, signed in or not."""
    market = request.market or parties.first_sandbox()
    now = parties.now(market, real=request.now)
    face = traders.face(ref, market=market, at=now)
    held = certificates.seals([ref], marketplace=market.id, at=now, secret=secret())
    said = {
        "face": face,
        "row": face.row,
        "state": APPLICATION.names[face.row.state],
        "seals": [(seal, SCOPES[seal.row.scope].words, checks(seal.now)) for seal in held],
        "measures": [(each, standing.CAUSES[each.cause]) for each in face.measures],
    }
    return render(request, "trader.html", said)
