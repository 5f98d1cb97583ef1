"""The finance desk: payouts and their approval, the gateways' days, what does not fit, what banks took back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from gongdao.interfaces import instructions as worker
from gongdao.interfaces.web.door import again, done, for_role
from gongdao.interfaces.web.tags import ZONE
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.parties import queries as parties
from gongdao.stages.admission import queries as admission
from gongdao.stages.escrow.gateways import daily
from gongdao.stages.escrow.gateways.fake import FakeGateway
from gongdao.stages.escrow.instructions import queries as instructions
from gongdao.stages.escrow.matching import actions as matching
from gongdao.stages.escrow.matching import chargebacks
from gongdao.stages.escrow.matching import queries as matched
from gongdao.stages.escrow.payouts import actions as payouts
from gongdao.stages.escrow.payouts import bankfile, queries
from gongdao.stages.escrow.states import BREAK, CHARGEBACK, INSTRUCTION, PAYOUT

PAGE = 30
SKIPPED = {
    "below_zero": Words("账户为负", "below zero"),
    "frozen": Words("付款已冻结", "payouts frozen"),
    "suspended": Words("店铺已暂停", "shop suspended"),
}
KINDS = {
    "missing_there": Words("支付机构没有", "the gateway does not have it"),
    "missing_here": Words("我们没有", "we do not have it"),
    "amount_differs": Words("金额不同", "the amounts differ"),
    "payout_unconfirmed": Words("银行未答复", "no word from the bank"),
    "not_carried_out": Words("退款没有办成", "a refund was not carried out"),
    "carried_out_twice": Words(
        "已转账，支付机构又退了一次", "refunded by the gateway after a bank transfer"
    ),
}
TOLD = {
    "refund": Words("退款", "refund"),
    "payout": Words("付给买家", "payment to a buyer"),
    "cancel": Words("撤销支付", "calling a payment off"),
    "announce": Words("预告扣款", "announcing a charge"),
    "charge": Words("续费扣款", "charging a renewal"),
}
ANSWERS = {
    "no_answer": Words("没有答复", "no answer"),
    "no_gateway": Words("没有支付机构经手，请银行转账", "no gateway had it: pay by bank transfer"),
    "buyer_account_unknown": Words(
        "超出原付款，不能原路退，请银行转账", "more than came in: pay by bank transfer"
    ),
    "payment_never_named": Words("支付机构没有给出付款号", "the gateway never named the payment"),
}
"""What the last try led to; anything else is the gateway's own text."""

COUNTERS = {
    "charges": Words("支付机构手续费", "the gateway's charges"),
    "fees": Words("平台服务费", "platform fees"),
    "tax": Words("税款", "tax"),
    "suspense": Words("待查款项", "suspense"),
    "bank": Words("已由银行转账付给买家", "paid to the buyer by bank transfer"),
    "buyer": Words("应退买家", "owed to a buyer"),
    "payable": Words("应付商家", "payable to a merchant"),
}


@for_role("platform")
def desk(request: Any) -> HttpResponse:
    """Everything that waits for somebody in finance."""
    by = request.actor
    rows = queries.payouts(by=by, most=PAGE)
    runs = queries.runs(by=by, most=5)
    left_out = {each["merchant"] for run in runs for each in run.skipped}
    broken = matched.breaks(by=by, most=PAGE)
    staff = {ref for b in broken for ref in (b.explained_by, b.resolved_by) if ref}
    said = {
        "payouts": [(row, PAYOUT.names[row.state]) for row in rows],
        "runs": [(run, [(s, SKIPPED[s["why"]]) for s in run.skipped]) for run in runs],
        "to_send": {row.run_id for row in rows if row.state == "approved"},
        "shops": admission.shops(left_out | {row.merchant for row in rows}),
        "limit": queries.limit(request.market.currency),
        "breaks": [(b, KINDS[b.kind], BREAK.names[b.state]) for b in broken],
        "counts": [(BREAK.names[s], n) for s, n in sorted(matched.counts(by=by).items())],
        "counters": COUNTERS,
        "names": parties.handles(staff),
        "files": matched.files(by=by, most=10),
        "chargebacks": [
            (c, CHARGEBACK.names[c.state]) for c in matched.chargebacks(by=by, most=PAGE)
        ],
        "told": [
            (i, INSTRUCTION.names[i.state], TOLD[i.kind], ANSWERS.get(i.answer))
            for i in instructions.listed(by=by, most=PAGE)
        ],
        "told_counts": [
            (INSTRUCTION.names[s], n) for s, n in sorted(instructions.counts(by=by).items())
        ],
        "waits_since": instructions.oldest_open(by=by),
        "yesterday": request.now.astimezone(ZONE).date() - timedelta(days=1),
    }
    return render(request, "finance.html", said)


@for_role("platform")
@again(desk)
def instruct(request: Any) -> HttpResponse:
    """Have what is due told to the gateways now, instead of in a minute."""
    worker.carry_out(marketplace=request.market.id, now=request.now)
    return done("/finance", "instruct")


@for_role("platform")
@again(desk)
def run(request: Any) -> HttpResponse:
    """Propose payouts in the marketplace's own currency."""
    payouts.run(by=request.actor, currency=request.market.currency, at=request.now)
    return done("/finance", "payouts_run")


@for_role("platform")
@again(lambda request, **_: desk(request))
def decide(request: Any, ref: str, verb: str) -> HttpResponse:
    """Approve or reject a payout."""
    if verb == "approve":
        payouts.approve(by=request.actor, payout=ref, at=request.now)
    elif verb == "reject":
        reason = request.POST.get("reason", "")
        payouts.reject(by=request.actor, payout=ref, reason=reason, at=request.now)
    else:
        raise Http404
    return done("/finance", verb)


@for_role("platform")
@again(lambda request, **_: desk(request))
def send(request: Any, ref: str) -> HttpResponse:
    """Send what is approved of a run to the bank: the answer is the file."""
    sent = payouts.send(by=request.actor, run=ref, at=request.now)
    response = HttpResponse(bankfile.written(sent), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{ref}.csv"'
    return response


@for_role("platform")
@again(desk)
def hear(request: Any) -> HttpResponse:
    """Take in what the bank says."""
    words = bankfile.read(_text(request))
    payouts.hear(by=request.actor, words=words, at=request.now)
    return done("/finance", "bank")


@for_role("platform")
@again(desk)
def match(request: Any) -> HttpResponse:
    """Match a gateway's day: a file that came, or in a sandbox the fake gateway's own."""
    text = _fake(request) if request.POST.get("day") else _text(request)
    matching.take_in(by=request.actor, file=daily.read(text), at=request.now)
    return done("/finance", "gateway_file")


@for_role("platform")
@again(lambda request, **_: desk(request))
def mend(request: Any, ref: str, verb: str) -> HttpResponse:
    """Explain a break, or resolve it with an entry."""
    by, now, form = request.actor, request.now, request.POST
    if verb == "explain":
        matching.explain(by=by, broken=ref, explanation=form.get("explanation", ""), at=now)
    elif verb == "resolve":
        matching.resolve(
            by=by, broken=ref, counter=form.get("counter", ""), owner=form.get("owner", ""), at=now
        )
    else:
        raise Http404
    return done("/finance", verb)


@for_role("platform")
@again(lambda request, **_: desk(request))
def answer(request: Any, ref: str, verb: str) -> HttpResponse:
    """Contest or concede a chargeback."""
    if verb not in ("contest", "concede"):
        raise Http404
    chargebacks.answer(by=request.actor, chargeback=ref, act=verb, at=request.now)
    return done("/finance", "chargeback")


def _text(request: Any) -> str:
    """A file that was chosen, else what was pasted."""
    sent = request.FILES.get("file")
    try:
        return sent.read().decode() if sent else str(request.POST.get("text", ""))
    except UnicodeDecodeError:
        raise Refusal(
            "file_unreadable", "文件须为 UTF-8 编码的文本。", "The file must be text in UTF-8."
        ) from None


def _fake(request: Any) -> str:
    market = request.market
    if market.mode != "sandbox":
        raise Refusal(
            "sandbox_only",
            "只有沙箱平台可以模拟对账文件。",
            "Only a sandbox can simulate a gateway's file.",
        )
    try:
        day = date.fromisoformat(request.POST["day"])
    except ValueError:
        raise Refusal(
            "day_unreadable",
            "日期无法识别，请写成 2026-06-30 的样子。",
            "The day cannot be read; write it like 2026-06-30.",
        ) from None
    moved = matched.our_day(market.id, FakeGateway.name, day)
    fake = FakeGateway(settings.GONGDAO_GATEWAY_SECRET)
    return fake.settles(day, matched.as_settled(moved))
