"""Do comparable buyers pay alike? The platform's and the regulator's page, with all that defends its answer."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from gongdao.interfaces.web.door import for_role
from gongdao.interfaces.web.tags import ZONE
from gongdao.kernel.refusal import Refusal
from gongdao.law import book
from gongdao.stages.listings.fair_checks import NOTABLE, SURE
from gongdao.stages.orders.dealing import queries
from gongdao.stages.orders.dealing.classes import EXCUSES, TRAITS, value_of

DAYS = 30
DAYS_MOST = 92


@for_role("platform", "officer")
def page(request: Any) -> HttpResponse:
    """The comparison over some days, by default the last thirty; as JSON or its input as CSV, too."""
    try:
        since, until = _span(request)
    except Refusal as refusal:
        request.refusal = refusal
        since, until = _default(request.now)
    if request.GET.get("as") == "csv":
        return _file(queries.deals_csv(by=request.actor, since=since, until=until))
    found = queries.compare(
        by=request.actor, since=since, until=until, pack=book.pack(request.market.law)
    )
    if request.GET.get("as") == "json":
        return JsonResponse(found.as_data(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    said = {
        "found": found,
        "since": since.date(),
        "until": (until - timedelta(seconds=1)).date(),
        "left_out": [(EXCUSES[each.excuse], each) for each in found.report.left_out],
        "rows": [
            (
                TRAITS[each.group.trait], value_of(each.group.trait, each.group.value), each,
                f"{each.median:+.2%}", f"{each.adjusted:.2g}", each in found.report.unlawful,
            )
            for each in found.report.compared
        ],
        "sure": SURE,
        "notable": f"{NOTABLE:.1%}",
        "currency": request.market.currency,
    }  # fmt: skip
    return render(request, "fairness.html", said)


def _span(request: Any) -> tuple[datetime, datetime]:
    """Two days that were typed, the second one whole."""
    given = [request.GET.get(name, "") for name in ("since", "until")]
    if not any(given):
        return _default(request.now)
    try:
        first, last = (date.fromisoformat(text) for text in given)
    except ValueError:
        first, last = date.max, date.min
    if not timedelta(0) <= last - first < timedelta(days=DAYS_MOST):
        raise Refusal(
            "span_wrong",
            f"时段有误：须在{DAYS_MOST}天以内，且开始不晚于结束。",
            f"The stretch of time is wrong: at most {DAYS_MOST} days, from earlier to later.",
        )
    return _start(first), _start(last + timedelta(days=1))


def _default(now: datetime) -> tuple[datetime, datetime]:
    tomorrow = now.astimezone(ZONE).date() + timedelta(days=1)
    return _start(tomorrow - timedelta(days=DAYS)), _start(tomorrow)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)


def _file(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="deals.csv"'
    return response
