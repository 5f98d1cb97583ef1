"""Claims of merchants against carriers: both sides and the arbiter on one page."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from gongdao.interfaces.web.door import again, done, for_role
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.kinds import KINDS
from gongdao.registers.messages import queries as messages
from gongdao.registers.parties import queries as parties
from gongdao.stages.delivery.claims import actions, queries
from gongdao.stages.delivery.claims.facts import Finding
from gongdao.stages.delivery.kinds import EXCUSES, GROUNDS
from gongdao.stages.delivery.states import COURIER_CLAIM

SIDES = ("merchant", "courier", "arbiter", "platform")
FILE_MOST = 20 * 1024 * 1024


@for_role(*SIDES)
def index(request: Any) -> HttpResponse:
    """The reader's claims, newest first."""
    rows = [
        (c, GROUNDS[c.ground], COURIER_CLAIM.names[c.state]) for c in queries.page(by=request.actor)
    ]
    return render(request, "courier_claims.html", {"rows": rows})


@for_role(*SIDES)
def page(request: Any, ref: str) -> HttpResponse:
    """One claim: what is claimed, what was said and shown, what the law gives, what is owed next."""
    row, me = queries.see(ref, by=request.actor), request.actor
    sides = {"seller": row.merchant, "carrier": row.carrier}
    mine = {side for side, party in sides.items() if party == me.party}
    mine |= me.roles & {"arbiter", "platform"}
    proofs, said = queries.proofs(row), messages.thread(row.id, by=me)
    names = parties.handles({row.merchant, row.carrier, *(m.by for m in said)})
    return render(
        request, "courier_claim.html",
        {
            "claim": row,
            "ground": GROUNDS[row.ground],
            "state": COURIER_CLAIM.names[row.state],
            "excuse": EXCUSES.get(row.excuse or ""),
            "merchant": names.get(row.merchant, ""),
            "carrier": names.get(row.carrier, ""),
            "thread": [(m, names.get(m.by, "")) for m in said],
            "proofs": [(p, names.get(p.by, "")) for p in proofs],
            "duties": [(d, KINDS[d.kind]) for d in duties.open_about(row.id)],
            "acts": {act for side in mine for act in COURIER_CLAIM.allows(row.state, by=side)},
            "excuses": EXCUSES.items(),
            "may_prove": bool(mine & {"seller", "carrier"}) and row.state not in COURIER_CLAIM.ends,
        },
    )  # fmt: skip


@for_role(*SIDES)
@again(lambda request, ref, **_: page(request, ref))
def act(request: Any, ref: str, verb: str) -> HttpResponse:
    """One button, one action."""
    by, now, form = request.actor, request.now, request.POST
    if verb in ("concede", "withdraw", "pay"):
        getattr(actions, verb)(by=by, claim=ref, at=now)
    elif verb == "deny":
        actions.deny(
            by=by, claim=ref, excuse=form.get("excuse", ""), words=form.get("words", ""), at=now
        )
    elif verb == "decide":
        found = Finding(form.get("excused") == "yes", form.get("gross") == "yes")
        actions.decide(by=by, claim=ref, found=found, reasons=form.get("reasons", ""), at=now)
    elif verb == "prove":
        actions.prove(
            by=by, claim=ref, words=form.get("words", ""), sha256=_digest(request), at=now
        )
    else:
        raise Http404
    return done(f"/courier-claims/{ref}", f"claim_{verb}")


def _digest(request: Any) -> str:
    """What names the file that was shown; the file itself stays with whoever shows it."""
    file = request.FILES.get("file")
    if file is None or file.size > FILE_MOST:
        raise Refusal(
            "proof_file_missing",
            "请选择要出示的文件（不超过 20 MB）。",
            "Choose the file that you show, of at most 20 MB.",
        )
    return sha256(file.read()).hexdigest()
