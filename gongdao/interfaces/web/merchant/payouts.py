"""A merchant's money: what is there, what was paid out, and the statement to take home."""

from __future__ import annotations

import csv
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from gongdao.interfaces.web.door import for_role
from gongdao.interfaces.web.tags import moment
from gongdao.interfaces.web.wording.names import ENTRIES
from gongdao.kernel.words import Words
from gongdao.registers.ledger.chart import CHART, kind_of
from gongdao.stages.escrow.payouts import queries
from gongdao.stages.escrow.states import PAYOUT

PAGE = 30
FILE_MOST = 100_000


@for_role("merchant")
def index(request: Any) -> HttpResponse:
    """Balances, payouts, and one account's movements from a cursor on."""
    me, kind = request.actor.party, request.GET.get("account", "payable")
    after = request.GET.get("after", "")
    rows = queries.statement(me, kind, by=request.actor, after=after, most=PAGE)
    stands = queries.stands(me, by=request.actor, currency=request.market.currency)
    said = {
        "stands": [(kind_of(name), CHART[kind_of(name)].name, m) for name, m in stands.items()],
        "terms": queries.standing(me),
        "payouts": [
            (row, PAYOUT.names[row.state]) for row in queries.payouts(by=request.actor, most=PAGE)
        ],
        "kind": kind,
        "name": CHART[kind].name,
        "rows": [(row, _why(row.why)) for row in rows],
        "following": rows[-1].cursor if len(rows) == PAGE else "",
    }
    return render(request, "payouts.html", said)


@for_role("merchant")
def statement(request: Any) -> HttpResponse:
    """The same movements as a CSV file, newest first."""
    kind = request.GET.get("account", "payable")
    me, language = request.actor.party, request.language
    rows = queries.statement(me, kind, by=request.actor, most=FILE_MOST)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="statement-{kind}.csv"'
    response.write("\ufeff")
    lines = csv.writer(response, lineterminator="\r\n")
    lines.writerow(["time", "why", "about", "amount", "currency", "article"])
    for row in rows:
        figures = str(row.amount).partition(" ")[2]
        why = _why(row.why).said_in(language)
        lines.writerow([moment(row.at), why, row.subject, figures, row.amount.currency, row.cites])
    return response


def _why(why: str) -> Words:
    return ENTRIES.get(why) or Words(why, why)
