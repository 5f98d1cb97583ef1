"""A consumer's subscriptions: what is charged next, what was agreed to, and the one step out."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from gongdao.interfaces import gateways
from gongdao.interfaces.web import handing, refunds
from gongdao.interfaces.web.door import again, done, for_role
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.kinds import KINDS
from gongdao.registers.messages import queries as messages
from gongdao.registers.parties.powers import Actor
from gongdao.stages.admission import queries as admission
from gongdao.stages.escrow.charges import actions as charges
from gongdao.stages.escrow.gateways.fake import FakeGateway
from gongdao.stages.escrow.handovers import queries as handovers
from gongdao.stages.escrow.mandates import actions, queries, terms
from gongdao.stages.escrow.mandates.states import CHARGE, MANDATE

SIGNED_FOR = ("pending", "trial", "active")
READERS = ("consumer", "merchant", "platform")


@for_role(*READERS)
def shelf(request: Any) -> HttpResponse:
    """What can be subscribed to."""
    rows = queries.plans(by=request.actor, mine=False)
    shops = admission.shops({row.merchant for row in rows})
    return render(request, "plans.html", {"rows": [(row, shops.get(row.merchant)) for row in rows]})


@for_role(*READERS)
def plan(request: Any, ref: str) -> HttpResponse:
    """All that must be known before a yes, and the yes itself, which nobody ticked in advance."""
    row = queries.plan(ref, by=request.actor)
    shown = queries.shown(row, at=request.now)
    said = {
        "plan": row,
        "shown": shown,
        "digest": terms.digest(shown),
        "shop": admission.shops([row.merchant]).get(row.merchant),
        "ways": gateways.offered(request.market, signs=True),
        "open": row.state == "offered" and "consumer" in request.actor.roles,
    }
    return render(request, "plan.html", said)


@for_role("consumer")
@again(plan)
def give(request: Any, ref: str) -> HttpResponse:
    """Subscribe: the box must have been ticked by the consumer."""
    name, way = gateways.chosen(request.POST.get("method", ""), request.market, signs=True)
    row = actions.give(
        by=request.actor, plan=ref, agreement=_agreement(request, way), gateway=name,
        at=request.now,
    )  # fmt: skip
    with suppress(Refusal):
        handing.over(request, handovers.of_mandate(row))
    return done(f"/subscriptions/{row.id}", "mandate_give")


@for_role(*READERS)
def index(request: Any) -> HttpResponse:
    """The reader's subscriptions, running ones first."""
    rows = queries.page(by=request.actor)
    rows.sort(key=lambda row: row.state in MANDATE.ends)
    return render(
        request, "subscriptions.html", {"rows": [(r, MANDATE.names[r.state]) for r in rows]}
    )


@for_role(*READERS)
def page(request: Any, ref: str) -> HttpResponse:
    """One subscription: the next charge, the proofs, the way out."""
    row, me = queries.see(ref, by=request.actor), request.actor
    new = queries.newest(row.line)
    rises = new if new and new.id != row.plan_id and not queries.consent_to(row, new) else None
    charged = queries.charges(row)
    again_shown = queries.shown_again(row, rises) if rises else None
    mine = {"buyer"} if row.consumer == me.party else set()
    mine |= {"seller"} if row.merchant == me.party else set()
    said = {
        "mandate": row,
        "state": MANDATE.names[row.state],
        "running": row.state in ("trial", "active"),
        "next_minor": min(new.price_minor, row.plan.price_minor) if new else 0,
        "new": rises,
        "shown": again_shown,
        "digest": terms.digest(again_shown) if again_shown else "",
        "rises": bool(rises and rises.price_minor > row.plan.price_minor),
        "agree_address": f"/subscriptions/{row.id}/agree",
        "consents": queries.consents(row),
        "notices": queries.notices(row),
        "charges": [(c, CHARGE.names[c.state]) for c in charged],
        "refunds": refunds.of(row.id, *(c.id for c in charged)),
        "duties": [(d, KINDS[d.kind]) for d in duties.open_about(row.id)],
        "thread": messages.thread(row.id, by=me),
        "acts": {act for side in mine for act in MANDATE.allows(row.state, by=side)},
        "is_consumer": row.consumer == me.party,
        "ways": gateways.offered(request.market, signs=True),
        "near": row.gateway == FakeGateway.name,
        "sandbox": request.market.mode == "sandbox",
        "unsigned": row.state in SIGNED_FOR and not handovers.signed(row),
        **handing.shown(row.id, begin=f"/subscriptions/{row.id}/begin", now=request.now),
    }
    return render(request, "subscription.html", said)


@for_role("consumer", "merchant")
@again(lambda request, ref, **_: page(request, ref))
def act(request: Any, ref: str, verb: str) -> HttpResponse:
    """One button, one action."""
    by, now = request.actor, request.now
    if verb == "cancel":
        actions.cancel(by=by, mandate=ref, at=now)
    elif verb == "agree":
        actions.agree(by=by, mandate=ref, agreement=_agreement(request, ""), at=now)
    elif verb == "begin":
        handing.over(request, handovers.of_mandate(queries.see(ref, by=by)))
    elif verb == "stop":
        charges.stop(by=by, mandate=ref, at=now)
    elif verb == "settle":
        _settle(request, ref)
    else:
        raise Http404
    return done(f"/subscriptions/{ref}", f"mandate_{verb}")


def _agreement(request: Any, way: str) -> actions.Agreement:
    form = request.POST
    return actions.Agreement(form.get("agree") == "yes", form.get("digest", ""), way)


def _settle(request: Any, ref: str) -> None:
    """In a sandbox the fake gateway sends its signed notice when a button asks for it."""
    row = queries.see(ref, by=request.actor)
    asked = [c for c in queries.charges(row) if c.state == "asked"]
    if request.market.mode != "sandbox" or not asked:
        raise Refusal(
            "sandbox_only",
            "只有沙箱平台可以模拟支付结果，且须有等待支付机构的扣款。",
            "Only a sandbox can simulate what a gateway says, of a charge that awaits it.",
        )
    fake, charge = FakeGateway(settings.GONGDAO_GATEWAY_SECRET), asked[-1]
    sent = fake.sign(
        event=charge.id, payment=charge.id, captured=request.POST.get("outcome") == "captured",
        amount=charge.amount, at=request.now,
    )  # fmt: skip
    acting = Actor(fake.name, request.market.id, frozenset({"gateway"}))
    charges.receive(by=acting, heard=fake.notice(sent, now=request.now))
