"""Reporting a violation, without an account; and coming back to it with the key (S33)."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from gongdao.detectors.documents.faults import Fault
from gongdao.detectors.documents.files import MOST
from gongdao.interfaces import reporters
from gongdao.interfaces.web import live
from gongdao.interfaces.web.door import again, done
from gongdao.kernel.money import Money
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.kinds import KINDS as DUTIES
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.powers import Actor
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.admission import queries as admission
from gongdao.stages.monitoring.reports import actions, queries
from gongdao.stages.monitoring.reports.asking import actions as asking
from gongdao.stages.monitoring.reports.filing import WORDS_LEAST, WORDS_MOST
from gongdao.stages.monitoring.reports.kinds import FIELDS, KINDS, TARGETS
from gongdao.stages.monitoring.reports.rewards import actions as rewards
from gongdao.stages.monitoring.reports.states import QUESTION, REPORT, REWARD, UNSEALING

COOKIE = "report"
PATH = "/report"
HALF_AN_HOUR = 1_800


def form(request: Any) -> HttpResponse:
    """The form: what, about whom, what was seen, and whether one wants to be named."""
    market = _market(request)
    asked = {**request.GET.dict(), **request.POST.dict()}
    earlier = request.GET.get("earlier") or request.POST.get("earlier")
    page = {
        "shown": market,
        "kinds": [(name, kind.name) for name, kind in KINDS.items()],
        "targets": TARGETS.items(),
        "chosen": {"kind": "retaliation"} | asked if earlier else asked,
        "earlier": bool(earlier and _holder(request)),
        "nonce": request.POST.get("nonce") or secrets.token_urlsafe(24),
        "promised": _promised(market.id),
        "least": WORDS_LEAST,
        "most": WORDS_MOST,
    }
    return render(request, "report_form.html", page)


@again(form)
def send(request: Any) -> HttpResponse:
    """Send it. The next page is the only one that ever shows the key."""
    market, typed = _market(request), request.POST
    known = _holder(request) if typed.get("earlier") else None
    target = typed.get("target", "")
    said = actions.Said(
        kind=typed.get("kind", ""), target=target, words=typed.get("words", ""),
        subject=_subject(market.id, target, typed.get("subject", "").strip()),
        room=typed.get("subject", "") if target == "room" else "",
        named=typed.get("named") == "yes", name=typed.get("name", ""),
        phone=typed.get("phone", ""), earlier=known.party if known else "",
    )  # fmt: skip
    at = parties.now(market, real=datetime.now(UTC))
    made = actions.file(
        market=market, said=said, nonce=typed.get("nonce", ""), at=at, master=_master()
    )
    page = {
        "report": made.report,
        "key": made.key,
        "state": REPORT.names[made.report.state],
        "duties": [(each, DUTIES[each.kind]) for each in duties.open_about(made.report.id)],
    }
    response = render(request, "report_receipt.html", page)
    response["Cache-Control"] = "no-store"
    return response


def mine(request: Any) -> HttpResponse:
    """With a key: where the report stands. Without: the place to type number and key."""
    by = _holder(request)
    if by is None:
        return render(request, "report_key.html", {})
    watched = live.thing(by.party)
    row = queries.see(by.party, by=by)
    market = parties.by_id(row.marketplace)
    request.now = parties.now(market, real=datetime.now(UTC))
    reward = queries.reward_of(row)
    page = {
        "live": watched,
        "report": row,
        "kind": KINDS[row.kind].name,
        "target": TARGETS[row.target],
        "state": REPORT.names[row.state],
        "merged_state": row.merged_into and REPORT.names[row.merged_into.state],
        "questions": [(each, QUESTION.names[each.state]) for each in queries.questions(row)],
        "files": queries.attachments(row),
        "reward": reward,
        "reward_state": REWARD.names[reward.state] if reward else None,
        "may_collect": reward is not None and reward.state == "approved",
        "unsealings": [
            (each, FIELDS[each.field], UNSEALING.names[each.state])
            for each in row.unsealings.order_by("asked_at", "id")
        ],
        "dossier": getattr(row, "dossier", None),
        "open": row.state not in REPORT.ends,
        "duties": [(each, DUTIES[each.kind]) for each in duties.open_about(row.id)],
        "now": request.now,
    }
    response = render(request, "report_mine.html", page)
    response["Cache-Control"] = "no-store"
    return response


@again(mine)
def enter(request: Any) -> HttpResponse:
    """Number and key open the report for half an hour, by a cookie that says nothing else."""
    typed = request.POST
    by = reporters.holder(
        typed.get("report", ""), typed.get("return_key", ""), real=datetime.now(UTC)
    )
    response = redirect("/report/mine")
    response.set_cookie(
        COOKIE, signing.dumps(by.party, salt=COOKIE), max_age=HALF_AN_HOUR, path=PATH,
        httponly=True, samesite="Strict", secure=request.is_secure(),
    )  # fmt: skip
    return response


@again(lambda request, **_: mine(request))
def act(request: Any, verb: str) -> HttpResponse:
    """Answer, add a file, collect the reward, or close the report again."""
    if verb == "close":
        response = redirect("/report")
        response.delete_cookie(COOKIE, path=PATH, samesite="Strict")
        return response
    by = _holder(request)
    if by is None:
        raise Refusal(
            "report_key_again",
            "为保护您，半小时后需要重新输入查询密码。",
            "To protect you the key is needed again after half an hour.",
        )
    at = parties.now(parties.by_id(by.marketplace), real=datetime.now(UTC))
    _do(request, verb, by, at)
    return done("/report/mine", f"report_{verb}")


def file(request: Any, form: str) -> HttpResponse:
    """What the authority got, for whoever holds the key, to take there in person."""
    by = _holder(request)
    if by is None:
        return redirect("/report/mine")
    return paper(request, queries.see(by.party, by=by), form)


def figures(request: Any) -> HttpResponse:
    """How reports fare here, for everybody; small counts are hidden."""
    market = _market(request)
    found = queries.figures(market)
    page = {
        "shown": market,
        "found": found,
        "by_kind": [(KINDS[name].name, count) for name, count in found.by_kind.items()],
        "by_state": [(REPORT.names[name], count) for name, count in found.by_state.items()],
        "days": found.middle_time and round(found.middle_time.total_seconds() / 86_400, 1),
        "promised": _promised(market.id),
        "few": queries.FEW,
    }
    return render(request, "report_figures.html", page)


def paper(request: Any, row: Any, form: str) -> HttpResponse:
    """A dossier as a file."""
    if not hasattr(row, "dossier") or form not in ("pdf", "json"):
        raise Http404
    if form == "pdf":
        made, media = reporters.dossier_pdf(row, language=request.language), "application/pdf"
    else:
        made, media = reporters.dossier_json(row), "application/json"
    name = f"{row.id}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(made, content_type=media, headers=headers)


def _do(request: Any, verb: str, by: Actor, at: datetime) -> None:
    typed = request.POST
    given: dict[str, Any] = {"by": by, "at": at}
    if verb == "answer":
        asking.answer(
            report=by.party, question=typed.get("question", ""), words=typed.get("words", ""),
            **given,
        )  # fmt: skip
    elif verb == "attach":
        asking.attach(
            report=by.party, words=typed.get("shows", ""), content=_sent(request),
            master=_master(), **given,
        )  # fmt: skip
    elif verb == "collect":
        rewards.collect(
            reward=typed.get("reward", ""), to=typed.get("to", ""), master=_master(), **given
        )
    else:
        raise Http404


def _sent(request: Any) -> bytes:
    sent = request.FILES.get("file")
    fault = None if sent else Fault.FILE_EMPTY
    if sent and sent.size > MOST:
        fault = Fault.FILE_TOO_LARGE
    if fault:
        raise Refusal(fault.name.lower(), fault.value.zh, fault.value.en)
    return bytes(sent.read())


def _holder(request: Any) -> Actor | None:
    """Whoever opened a report with its key in the last half hour."""
    try:
        ref = signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=HALF_AN_HOUR)
    except signing.BadSignature:
        return None
    market = queries.market_of(ref)
    return Actor(ref, market.id, frozenset()) if market else None


def _subject(marketplace: str, target: str, typed: str) -> str:
    """A merchant may be named by its shop's name, as a buyer knows it; one name must mean one shop."""
    if target != "merchant" or not typed or typed.startswith("pty_"):
        return typed if target in ("merchant", "listing") else ""
    found = admission.named(marketplace, typed, most=2)
    if len(found) != 1:
        raise Refusal(
            "report_shop_unclear",
            f"找不到或者有多家叫“{typed[:40]}”的店铺，请填写店铺页面上的编号（pty_…）。",
            f'No shop, or more than one, is called "{typed[:40]}"; give the number on its page (pty_…).',
        )
    return found[0]


def _promised(marketplace: str) -> list[Any]:
    return [
        (KINDS[kind].name, Money(scheme.currency, least), Money(scheme.currency, most))
        for scheme in queries.schemes(marketplace)[:1]
        for kind, (least, most) in scheme.sums.items()
    ]


def _market(request: Any) -> Any:
    named = request.POST.get("market") or request.GET.get("market")
    return parties.marketplace(named) if named else request.market or parties.first_sandbox()


def _master() -> MasterKey:
    return MasterKey(settings.GONGDAO_VAULT_KEY)
