"""What else can be done on the page of a case, and what the page shows for it. One button, one action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from gongdao.interfaces import casework, proofs
from gongdao.interfaces.web.door import for_role
from gongdao.kernel.money import parse
from gongdao.kernel.refusal import Refusal
from gongdao.registers.messages import queries as messages
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.delivery import actions as delivery
from gongdao.stages.delivery import queries as parcels
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.disputes import facts
from gongdao.stages.disputes import queries as cases
from gongdao.stages.disputes.bench import actions as bench
from gongdao.stages.disputes.claims import WISHES
from gongdao.stages.disputes.further import Further
from gongdao.stages.disputes.heads import FURTHER, HEADS, OF_MONEY, OFFERS
from gongdao.stages.disputes.panels import actions as panels
from gongdao.stages.disputes.panels import draw
from gongdao.stages.disputes.panels import queries as sitting
from gongdao.stages.disputes.reception import actions as reception
from gongdao.stages.disputes.reception import facts as receiving
from gongdao.stages.disputes.referrals import actions as referrals
from gongdao.stages.disputes.referrals import queries as outside
from gongdao.stages.disputes.states import PANEL, REFERRAL
from gongdao.stages.disputes.talks import actions as talks
from gongdao.stages.disputes.talks.suggesting import suggest
from gongdao.stages.disputes.ways import WAYS
from gongdao.stages.remedies import queries as remedies
from gongdao.stages.remedies.measures import actions as measures
from gongdao.stages.remedies.states import MEASURE

EVERYONE = ("arbiter", "senior", "platform", "consumer", "merchant")
ERASED = "***"
"""The mask of what was erased: a claimant who is gone leaves blanks to be filled in by hand."""
TYPES = {"pdf": "application/pdf"}
BARS = {
    "not_within_powers": ("不属于平台处理范围", "not within our powers"),
    "handled_already": ("已由法院、仲裁、行政机关或消协处理", "dealt with elsewhere already"),
    "no_living_need": ("不是为生活消费购买", "not bought for living needs"),
    "no_real_dispute": ("没有实际消费争议", "no real dispute"),
    "over_three_years": ("知道受侵害已超过三年", "known for more than three years"),
    "papers_missing": ("材料不全或虚假", "papers missing or false"),
    "under_another_name": ("冒用他人名义", "under another's name"),
}


def beside(request: Any, row: Any, side: str) -> dict[str, Any]:
    """What the page of a case shows beside the file itself: talks, bench, panel, measures, ways out."""
    talking = row.state == "talking"
    over = row.state in ("closed", "settled")
    return {
        "offer_kinds": OFFERS,
        "named_offers": {offer.id: OFFERS[offer.kind] for offer in cases.offers(row.id)},
        "suggestion": suggest(facts.case_of(row)) if talking and side else None,
        "sealed": side and talking and cases.has_sealed(row.id, side),
        "seat": cases.seat_of(row.id),
        "seats": cases.seats(row.id),
        "may_take": bool(
            (request.actor.roles & {"arbiter"} and row.state in bench.WAITING["arbiter"])
            or (request.actor.roles & {"senior"} and row.state in bench.WAITING["senior"])
        ),
        "before": row.state in bench.WAITING["arbiter"],
        "further": [(head, HEADS[head].name) for head in FURTHER],
        "services": messages.services(row.id),
        "measures": [
            (each, HEADS[each.head].name, MEASURE.names[each.state])
            for each in remedies.measures_of(row.id)
        ],
        "bars": BARS if "platform" in request.actor.roles and row.state == "answering" else {},
        "may_reopen": side == "buyer" and over and not cases.reopened(row.id),
        "wishes": WISHES,
        "identity": getattr(request, "identity", None),
        **_panel(request, row),
        **_ways(row, side),
    }  # fmt: skip


def further_of(form: Any, currency: str) -> list[Further]:
    """What an arbiter ticked beside the sums: `also-take_down`, with its words, and the penalty's amount."""
    chosen = [head for head in FURTHER if form.get(f"also-{head}")]
    return [
        Further(
            head,
            form.get("also-words", ""),
            parse(form.get("fine", ""), currency=currency) if head == "fine" else None,
        )
        for head in chosen
    ]


@for_role(*EVERYONE)
def paper(request: Any, ref: str, number: int) -> HttpResponse:
    """A decision as PDF, in the reader's language."""
    row = cases.see(ref, by=request.actor)
    made = next((each for each in cases.decisions(row.id) if each.number == number), None)
    if made is None:
        raise Refusal("decision_unknown", "没有这份裁决。", "There is no such decision.")
    said = casework.decision_pdf(row, made, language=request.language)
    return _file(said, f"{made.id}.{request.language}.pdf", "application/pdf")


@for_role("consumer", "platform", "officer")
def dossier(request: Any, ref: str, form: str) -> HttpResponse:
    """A dossier as PDF, Word, or everything in one file; the claimant's own data only for the claimant."""
    row = outside.see(ref, by=request.actor)
    person = _person(request, row) if casework.may_see_person(row, by=request.actor) else {}
    if form == "zip":
        bundle = proofs.bundle(row.dispute.order_id, marketplace=row.marketplace, at=request.now)
        said = casework.dossier_files(row, person=person, bundle=bundle, at=row.made_at)
        return _file(said, f"{row.id}.zip", "application/zip")
    said = casework.paper_of(
        row, language=request.language, form=form, person=person, at=row.made_at
    )
    return _file(said, f"{row.id}.{form}", TYPES.get(form, "application/octet-stream"))


def _offer(request: Any, ref: str) -> None:
    form = request.POST
    kind = form.get("kind", "")
    wanted = kind in OF_MONEY and kind != "refund"
    amount = parse(form.get("amount", ""), currency=request.market.currency) if wanted else None
    proposal = disputes.Proposal(kind, amount, form.get("words", ""))
    disputes.offer(by=request.actor, dispute=ref, proposal=proposal, at=request.now)


def _seal(request: Any, ref: str) -> None:
    amount = parse(request.POST.get("amount", ""), currency=request.market.currency)
    talks.seal(by=request.actor, dispute=ref, amount=amount, at=request.now)


def _take(request: Any, ref: str) -> None:
    bench.take(by=request.actor, dispute=ref, at=request.now)


def _recuse(request: Any, ref: str) -> None:
    reason = request.POST.get("reason", "")
    bench.recuse(by=request.actor, dispute=ref, reason=reason, at=request.now)


def _neutral(request: Any, ref: str) -> None:
    bench.ask_neutral(by=request.actor, dispute=ref, at=request.now)


def _correct(request: Any, ref: str) -> None:
    form = request.POST
    bench.correct(
        by=request.actor, dispute=ref, remarks=form.get("remarks", ""), note=form.get("note", ""),
        at=request.now,
    )  # fmt: skip


def _panel_ask(request: Any, ref: str) -> None:
    proofs.seal(marketplace=request.market.id, at=request.now)
    panels.ask(by=request.actor, dispute=ref, at=request.now)


def _vote(request: Any, ref: str) -> None:
    form = request.POST
    if form.get("for") not in ("buyer", "seller"):
        raise Refusal("ballot_unreal", "请选择支持哪一方。", "Choose whom you find for.")
    panels.vote(
        by=request.actor, dispute=ref, for_buyer=form["for"] == "buyer",
        reason=form.get("reason", ""), at=request.now,
    )  # fmt: skip


def _refuse(request: Any, ref: str) -> None:
    because = request.POST.get("because", "")
    reception.refuse(by=request.actor, dispute=ref, because=because, at=request.now)


def _reopen(request: Any, ref: str) -> None:
    form = request.POST
    row = cases.see(ref, by=request.actor)
    words = form.get("shows", "")
    shown = receiving.NewEvidence(form.get("fact", ""), words, sha256(words.encode()).hexdigest())
    complaint = disputes.Complaint(row.kind, form.get("wish", ""), form.get("story", ""))
    reception.reopen(
        by=request.actor, dispute=ref, complaint=complaint, shown=shown, at=request.now
    )


def _receive(request: Any, ref: str) -> None:
    disputes.receive(by=request.actor, dispute=ref, at=request.now)


def _measure(request: Any, _ref: str) -> None:
    form = request.POST
    measures.do(
        by=request.actor, measure=form.get("measure", ""), words=form.get("words", ""),
        at=request.now,
    )  # fmt: skip


def _way(request: Any, ref: str) -> None:
    referrals.prepare(
        by=request.actor, dispute=ref, way=request.POST.get("way", ""), at=request.now
    )
    proofs.seal(marketplace=request.market.id, at=request.now)


def _report(request: Any, _ref: str) -> None:
    form = request.POST
    referrals.report(
        by=request.actor, referral=form.get("referral", ""), act=form.get("act", ""),
        number=form.get("number", ""), words=form.get("words", ""), at=request.now,
    )  # fmt: skip


ACTS: Mapping[str, Callable[[Any, str], None]] = {
    "propose": _offer,
    "seal": _seal,
    "take": _take,
    "recuse": _recuse,
    "neutral": _neutral,
    "correct": _correct,
    "panel": _panel_ask,
    "vote": _vote,
    "turn_away": _refuse,
    "reopen": _reopen,
    "receive": _receive,
    "measure": _measure,
    "way": _way,
    "report": _report,
}
"""The verbs of a case beside the moves of its machine."""


def _panel(request: Any, row: Any) -> dict[str, Any]:
    panel = sitting.of_case(row.id)
    ballots = sitting.ballots(panel) if panel else []
    over = panel is not None and panel.state in PANEL.ends
    return {
        "panel": panel,
        "panel_state": PANEL.names[panel.state] if panel else None,
        "panel_seats": sum(draw.SEATS.values()),
        "ballots": [(b, over or b.juror == request.actor.party) for b in ballots],
        "cast": sum(b.cast_at is not None for b in ballots),
        "may_vote": panel is not None
        and not over
        and any(b.juror == request.actor.party and b.cast_at is None for b in ballots),
    }


def _ways(row: Any, side: str) -> dict[str, Any]:
    if side != "buyer":
        return {"ways": [], "referrals": []}
    return {
        "ways": [(name, WAYS[name]) for name in outside.open_ways(row)],
        "referrals": [
            (
                each, WAYS[each.way], REFERRAL.names[each.state],
                REFERRAL.allows(each.state, by="buyer"),
            )
            for each in outside.of_case(row.id)
        ],
    }  # fmt: skip


def _person(request: Any, row: Any) -> dict[str, str]:
    """The claimant's own data, as they named the recipient; each look is evidence."""
    order = row.dispute.order_id
    return {
        field: delivery.see_recipient(
            by=request.actor, order=order, field=field, reason=row.id, at=request.now,
            master=MasterKey(settings.GONGDAO_VAULT_KEY),
        )
        for field, mask in parcels.recipient(order).items()
        if mask != ERASED
    }  # fmt: skip


def _file(data: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
