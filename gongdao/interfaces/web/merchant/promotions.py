"""Promotions: a merchant announces and ends its own; the platform sees all and has the shelf swept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from gongdao.interfaces.promotions import proof_of
from gongdao.interfaces.web.door import again, done, for_role
from gongdao.interfaces.web.tags import ZONE
from gongdao.kernel.money import Money, parse
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties import queries as parties
from gongdao.stages.listings import queries as shelves
from gongdao.stages.listings.pricing import actions, queries
from gongdao.stages.listings.pricing.kinds import AUDIENCES, BASES, KINDS
from gongdao.stages.listings.pricing.states import PROMOTION

PAGE = 50
SWEPT = 500


@for_role("merchant", "platform")
def index(request: Any) -> HttpResponse:
    """Every promotion, newest first, what can be done with it, and the form of a new one."""
    by = request.actor
    rows = queries.mine(by=by, after=request.GET.get("after", ""), most=PAGE)
    asked = request.POST.get("kind") or request.GET.get("kind", "")
    said = {
        "rows": [(row, KINDS[row.kind], AUDIENCES[row.audience], PROMOTION.names[row.state]) for row in rows],
        "following": rows[-1].id if len(rows) == PAGE else "",
        "goods": shelves.of_merchant(by.party, marketplace=by.marketplace) if "merchant" in by.roles else [],
        "kinds": KINDS.items(), "kind": asked if asked in KINDS else "reduction", "audiences": AUDIENCES.items(), "bases": BASES.items(),
        "words_most": actions.WORDS_MOST, "conditions_most": actions.CONDITIONS_MOST,
        "from": request.GET.get("from", ""), "found": request.GET.get("found", ""),
    }  # fmt: skip
    return render(request, "promotions.html", said)


@for_role("merchant")
@again(index)
def announce(request: Any) -> HttpResponse:
    """Announce what was filled in; refused, the form keeps it."""
    actions.announce(by=request.actor, plan=_plan(request), at=request.now)
    return done("/promotions", "promotion_announced")


@for_role("merchant")
@again(lambda request, **_: index(request))
def act(request: Any, ref: str, verb: str) -> HttpResponse:
    """Withdraw what has not begun, or end what runs."""
    verbs = {"withdraw": actions.withdraw, "end": actions.end}
    if verb not in verbs:
        raise Http404
    verbs[verb](by=request.actor, promotion=ref, at=request.now)
    return done("/promotions", f"promotion_{verb}")


@for_role("platform")
@again(index)
def sweep(request: Any) -> HttpResponse:
    """Look how the next stretch of the shelf shows its prices; findings go to the review queue."""
    by, after = request.actor, request.POST.get("from", "")
    rows = queries.shelf(by.marketplace, after=after, most=SWEPT)
    found = actions.sweep(by=by, shelf=rows, at=request.now)
    further = rows[-1].listing_id if len(rows) == SWEPT else ""
    return redirect(f"/promotions?done=prices_swept&found={found}&from={further}")


def proof(request: Any, ref: str) -> HttpResponse:
    """The proof of a promotion as a file. Open to everybody once it runs."""
    market = request.market or parties.first_sandbox()
    row = queries.promotion(ref, marketplace=market.id, by=request.actor)
    # A visitor has no clock of the marketplace; the promotion itself tells the time it is about.
    at = request.now if request.market else max(request.now, row.begins_at)
    response = JsonResponse(
        proof_of(row, at=at), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    response["Content-Disposition"] = f'attachment; filename="{row.id}.proof.json"'
    return response


def _plan(request: Any) -> actions.Plan:
    form, currency = request.POST, request.market.currency

    def amount(name: str) -> Money | None:
        text = form.get(name, "").strip()
        return parse(text, currency=currency) if text else None

    return actions.Plan(
        listing=form.get("listing", ""), kind=form.get("kind", ""),
        begins_at=_moment(form.get("begins_at", "")) or request.now,
        ends_at=_moment(form.get("ends_at", "")) or request.now,
        was=amount("was"), now=amount("now"), percent=_percent(form.get("percent", "")),
        audience=form.get("audience", ""), basis=form.get("basis", ""),
        basis_words=form.get("basis_words", "").strip(), gift=form.get("gift", "").strip(),
        gift_listing=form.get("gift_listing", ""), gift_value=amount("gift_value"),
        conditions=form.get("conditions", "").strip(), countdown="countdown" in form,
    )  # fmt: skip


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZONE)
    except ValueError:
        raise Refusal(
            "moment_unreadable",
            f"时间“{text[:20]}”无法识别，请写成 2026-03-10T09:00 的样子。",
            f'The moment "{text[:20]}" cannot be read; write it like 2026-03-10T09:00.',
        ) from None


def _percent(text: str) -> int | None:
    """A whole number; what is none becomes one that no promotion has, and is refused there."""
    text = text.strip()
    return (
        (int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0) if text else None
    )
