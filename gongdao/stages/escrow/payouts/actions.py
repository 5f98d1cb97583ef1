"""A round of payouts, from what merchants may have to what the bank says became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.money import Money
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.law.topics import settling
from gongdao.registers.batches import add, store
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.actions import post
from gongdao.registers.ledger.chart import account
from gongdao.registers.ledger.transfers import Transfer
from gongdao.registers.messages.webhooks import Event, announce
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.admission import queries as admission
from gongdao.stages.escrow import facts
from gongdao.stages.escrow.matching import actions as matching
from gongdao.stages.escrow.models import Break, Payout, Run, Standing
from gongdao.stages.escrow.payouts import queries
from gongdao.stages.escrow.payouts.bankfile import Word
from gongdao.stages.escrow.states import BREAK, PAYOUT

AWAITED = {"proposed": "payout_approval", "approved": "payout_sending", "sent": "payout_outcome"}
"""The duty that is open in each state that waits."""

PERIODS = {
    "payout_approval": settling.approve_payout_by,
    "payout_sending": settling.send_payout_by,
    "payout_outcome": settling.confirm_payout_by,
    "top_up": settling.top_up_by,
    "break_explanation": settling.explain_break_by,
}


@transaction.atomic
def run(*, by: Actor, currency: str, at: datetime) -> Run:
    """Propose a payout for every merchant that has money with us, and say who is left out and why.

    The money leaves the merchant's account at once and is in transit, so that no second run pays
    it again, whatever request it comes with. Whoever is below zero is called upon to pay in.
    """
    allow(by, "payout.run", marketplace=by.marketplace)
    queries.one_run_at_a_time(by.marketplace)
    stands = ledger.standing(by.marketplace, "payable", currency=currency)
    left_out = _left_out(by.marketplace, stands)
    row = Run.objects.create(
        id=mint("run", at=at), marketplace=by.marketplace, currency=currency, run_by=by.party, at=at,
        skipped=[
            {"merchant": m, "why": why, "amount_minor": stands[m].minor}
            for m, why in left_out.items()
        ],
    )  # fmt: skip
    made = [_proposed(row, m, amount) for m, amount in stands.items() if m not in left_out]
    add(made)
    post([_transfer(p).pending(at) for p in made])
    _refuse_overdrawn(made)
    called = [m for m, why in left_out.items() if why == "below_zero"]
    calls = [_owed("top_up", m, by.marketplace, at, by=m) for m in called]
    turn(owed=[*(_owed(AWAITED[p.state], p.id, p.marketplace, at) for p in made), *calls])
    data = {"payouts": len(made), "left_out": len(left_out), "currency": currency}
    run_deed = Deed(
        "payouts.run", row.id, by=by.party, marketplace=by.marketplace, at=at, data=data
    )
    record([run_deed, *(_deed("payout.proposed", p, by=by, at=at) for p in made)])
    return row


@transaction.atomic
def approve(*, by: Actor, payout: str, at: datetime) -> Payout:
    """A second member of staff approves what is above the limit."""
    row = queries.locked(payout, by=by)
    allow(by, "payout.decide", marketplace=row.marketplace)
    if row.run.run_by == by.party:
        raise Refusal(
            "four_eyes_needed",
            "提出付款的人不能自己审批，请由另一名工作人员审批。",
            "Whoever proposed a payout cannot approve it; a second member of staff does.",
        )
    row.approved_by = by.party
    _go([row], "approve", by="platform", at=at)
    record([_deed("payout.approved", row, by=by, at=at)])
    return row


@transaction.atomic
def reject(*, by: Actor, payout: str, reason: str, at: datetime) -> Payout:
    """It is not paid out; the money stands on the merchant's account again."""
    row = queries.locked(payout, by=by)
    allow(by, "payout.decide", marketplace=row.marketplace)
    row.why = _reason(reason)
    _go([row], "reject", by="platform", at=at)
    post([_transfer(row).voided(at)])
    record([_deed("payout.rejected", row, by=by, at=at, reason=row.why)])
    return row


@transaction.atomic
def send(*, by: Actor, run: str, at: datetime) -> list[Payout]:
    """What is approved of a run goes to the bank. The file is written from what is sent."""
    row = queries.run(run, by=by)
    allow(by, "payout.send", marketplace=row.marketplace)
    sent = queries.locked_of(row, "approved")
    if not sent:
        raise Refusal(
            "nothing_to_send",
            "这个批次没有已批准、待发出的付款。",
            "Nothing of this run is approved and waits to be sent.",
        )
    _go(sent, "send", by="platform", at=at)
    record([_deed("payout.sent", p, by=by, at=at) for p in sent])
    return sent


@transaction.atomic
def hear(*, by: Actor, words: Sequence[Word], at: datetime) -> list[Payout]:
    """What the bank says. The same file twice changes nothing; another amount is refused."""
    allow(by, "payout.hear", marketplace=by.marketplace)
    rows = {p.id: p for p in queries.locked_many(w.payout for w in words)}
    for word in words:
        _refuse_strange(rows.get(word.payout), word, by.marketplace)
    ends = {"confirm": "paid", "fail": "failed"}
    news = {w.payout: w for w in words if rows[w.payout].state != ends[w.act]}
    for act in ("confirm", "fail"):
        told = [rows[ref] for ref, word in news.items() if word.act == act]
        for row in told:
            row.why = news[row.id].reason
        _go(told, act, by="platform", at=at)
        transfers = [_transfer(p) for p in told]
        post([t.posted(at) if act == "confirm" else t.voided(at) for t in transfers])
    heard = [rows[ref] for ref in news]
    matching.found(marketplace=by.marketplace, gateway="bank", references=list(news), at=at)
    _told(heard, at)
    record([_deed(f"payout.{p.state}", p, by=by, at=at, reason=p.why) for p in heard])
    return heard


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """Nobody approved or sent it: it is off. The bank said nothing: it is traced as a break."""
    rows = [p for p in queries.locked_many(d.subject for d in duties) if p.state in AWAITED]
    silent = [p for p in rows if p.state == "sent"]
    called_off = [p for p in rows if p.state != "sent"]
    _go(silent, "lapse", by=CLOCK, at=at)
    _go(called_off, "lapse", by=CLOCK, at=at)
    post([_transfer(p).expired(at) for p in called_off])
    breaks = [_unconfirmed(p, at) for p in silent]
    add(breaks)
    turn(owed=[_owed("break_explanation", b.id, b.marketplace, at) for b in breaks])
    record([_deed(f"payout.{p.state}", p, by=clock_of(p.marketplace), at=at) for p in rows])


@transaction.atomic
def set_terms(
    *, by: Actor, merchant: str, reserve_percent: int, frozen_why: str, at: datetime
) -> Standing:
    """Say what is kept in reserve of a merchant's releases, and whether its payouts stop, with the reason."""
    allow(by, "terms.set", marketplace=by.marketplace)
    if not admission.shops([merchant]):
        raise Refusal("merchant_unknown", "没有这个商家。", "There is no such merchant.")
    if not 0 <= reserve_percent <= 100:
        raise Refusal(
            "reserve_wrong",
            "准备金比例须在0至100之间。",
            "A reserve is between 0 and 100 per cent.",
        )
    row, _ = Standing.objects.update_or_create(
        merchant=merchant,
        defaults={
            "marketplace": by.marketplace,
            "reserve_percent": reserve_percent,
            "frozen_why": frozen_why.strip()[:200],
            "set_by": by.party,
            "set_at": at,
        },
    )
    data = {"reserve_percent": reserve_percent, "frozen": row.frozen_why}
    record([Deed("terms.set", merchant, by=by.party, marketplace=by.marketplace, at=at, data=data)])
    return row


def _left_out(marketplace: str, stands: Mapping[str, Money]) -> dict[str, str]:
    """Who gets nothing in this run, and why."""
    terms, selling = queries.standings(stands), admission.may_sell(marketplace, stands)
    found = {}
    for merchant, amount in stands.items():
        if amount.minor < 0:
            found[merchant] = "below_zero"
        elif merchant in terms and terms[merchant].frozen_why:
            found[merchant] = "frozen"
        elif merchant not in selling:
            found[merchant] = "suspended"
    return found


def _proposed(run: Run, merchant: str, amount: Money) -> Payout:
    small = amount.minor <= queries.limit(amount.currency).minor
    return Payout(
        id=mint("pyo", at=run.at, salt=f"{run.id}/{merchant}"),
        marketplace=run.marketplace,
        run=run,
        merchant=merchant,
        currency=amount.currency,
        amount_minor=amount.minor,
        state="approved" if small else PAYOUT.start,
    )


def _refuse_overdrawn(made: Sequence[Payout]) -> None:
    """A refund came in between: the accounts are locked by our entries now, so look again."""
    for currency in {p.currency for p in made}:
        names = [account("payable", p.merchant) for p in made]
        stands = ledger.balances(made[0].marketplace, names, currency=currency)
        if any(amount.minor < 0 for amount in stands.values()):
            raise Refusal(
                "try_again",
                "同一时刻有其他操作，请稍后重试。",
                "Somebody else acted at the same moment; try again.",
            )


def _refuse_strange(row: Payout | None, word: Word, marketplace: str) -> None:
    if row is None or row.marketplace != marketplace:
        raise Refusal(
            "payout_unknown",
            f"没有付款单 {word.payout}。",
            f"There is no payout {word.payout}.",
        )
    if row.amount != word.amount:
        raise Refusal(
            "payout_amount_differs",
            f"银行说 {word.payout} 是 {word.amount}，实际为 {row.amount}。",
            f"The bank says {word.amount} of {word.payout}, but it is {row.amount}.",
        )


def _go(rows: Sequence[Payout], act: str, *, by: str, at: datetime) -> None:
    """One move of several payouts, with the duties that end and begin."""
    done, owed = [], []
    for row in rows:
        move = PAYOUT.move(row.state, act, by=by)
        row.state = move.to
        row.ended_at = at if move.to in PAYOUT.ends else None
        if move.state in AWAITED:
            done.append(Done(AWAITED[move.state], row.id, at))
        if move.owed:
            owed.append(_owed(move.owed, row.id, row.marketplace, at))
    store(rows, "state", "ended_at", "approved_by", "why")
    turn(done=done, owed=owed)


def _transfer(row: Payout) -> Transfer:
    source = account("payable", row.merchant)
    return Transfer(row.marketplace, row.id, source, account("bank"), row.amount)


def _unconfirmed(row: Payout, at: datetime) -> Break:
    """The book has it in transit and the bank has said nothing of it: no money differs, but it is traced."""
    return Break(
        id=mint("brk", at=at, salt=row.id), marketplace=row.marketplace, kind="payout_unconfirmed",
        gateway="bank", day=at.date(), reference=row.id, currency=row.currency,
        ours_minor=-row.amount_minor, theirs_minor=-row.amount_minor, state=BREAK.start,
        opened_at=at,
    )  # fmt: skip


def _owed(kind: str, subject: str, marketplace: str, at: datetime, *, by: str = "") -> Owed:
    due = facts.of_platform(PERIODS[kind], marketplace, at)
    return Owed(
        kind, subject, by or marketplace, marketplace, marketplace, at, due.value, str(due.cites)
    )


def _told(heard: Sequence[Payout], at: datetime) -> None:
    announce(
        [
            Event(
                f"payout.{p.state}", p.id, (p.merchant,), p.marketplace, at,
                {"currency": p.currency, "amount_minor": p.amount_minor},
            )
            for p in heard
        ]
    )  # fmt: skip


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Refusal("reason_missing", "请填写理由。", "Give a reason.")
    return reason.strip()[:200]


def _deed(act: str, row: Payout, *, by: Actor, at: datetime, **data: str) -> Deed:
    said = {"amount": str(row.amount), "merchant": row.merchant, **data}
    return Deed(act, row.id, by=by.party, marketplace=row.marketplace, at=at, data=said)
