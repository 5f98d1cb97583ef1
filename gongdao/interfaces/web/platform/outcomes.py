"""Fairness at a glance: outcomes by size of merchant, lay panels against experts, complaints in groups."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from gongdao.interfaces.web.door import for_role
from gongdao.interfaces.web.wording.names import SIZES
from gongdao.kernel.words import Words
from gongdao.registers.parties import queries as parties
from gongdao.stages.disputes.claims import KINDS
from gongdao.stages.disputes.panels import measures
from gongdao.stages.disputes.panels import queries as panels
from gongdao.stages.disputes.reception import queries as desk
from gongdao.stages.disputes.reporting import queries as reports

GROUPS = {
    "all": Words("全部评审员", "All jurors"),
    "consumer": Words("消费者评审员", "Consumers"),
    "merchant": Words("商家评审员", "Merchants"),
}


@for_role("platform", "officer")
def outcomes(request: Any) -> HttpResponse:
    """Who wins, who is judged by silence, who leans which way; each with how sure one can be."""
    found = reports.fairness(by=request.actor)
    votes = panels.votes(by=request.actor)
    jurors = measures.jurors(votes)
    names = parties.handles(each.name for each in jurors)
    said = {
        "sizes": [(SIZES[each.size], each) for each in found],
        "apart": [(SIZES[one], SIZES[other]) for one, other in reports.suspicious(found)],
        "standings": [(GROUPS[each.name], each) for each in measures.standings(votes)],
        "jurors": [(names.get(each.name, each.name), each) for each in jurors],
        "groups": [(group, KINDS[group.kind].name) for group in desk.groups(by=request.actor)],
    }
    return render(request, "outcomes.html", said)
