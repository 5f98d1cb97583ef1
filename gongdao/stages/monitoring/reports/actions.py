"""Reporting a violation, coming back to it by key, and what staff do with it. No account is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.law import book
from gongdao.registers.duties.actions import turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import record
from gongdao.registers.evidence.canonical import canonical
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.models import Marketplace
from gongdao.registers.parties.powers import Actor
from gongdao.registers.vault import actions as vault
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.admission import queries as admission
from gongdao.stages.admission.reasons import refuse_no_reason
from gongdao.stages.admission.standing import actions as standing
from gongdao.stages.listings import actions as listings
from gongdao.stages.listings import queries as shelf
from gongdao.stages.monitoring.reports import filing, keys, queries
from gongdao.stages.monitoring.reports.course import deed, go, owed
from gongdao.stages.monitoring.reports.filing import Said as Said  # callers say it with the actions
from gongdao.stages.monitoring.reports.kinds import EFFECTS
from gongdao.stages.monitoring.reports.models import Dossier, Effect, Report
from gongdao.stages.monitoring.reports.outside import dossiers
from gongdao.stages.monitoring.reports.rewards import actions as rewards

REASON_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Receipt:
    """What whoever reports takes away: the report's reference and the only copy of its key."""

    report: Report
    key: str


@dataclass(frozen=True, slots=True)
class Knock:
    """What came of trying a key: the report, or nothing; and until when it stays closed."""

    report: Report | None
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """That a report is true: what the reporter is told, what follows, and what the merchant is told."""

    words: str
    effects: tuple[str, ...] = ()
    grounds: str = ""


@transaction.atomic
def file(
    *, market: Marketplace, said: Said, nonce: str, at: datetime, master: MasterKey
) -> Receipt:
    """Report a violation. Nothing about the sender is kept but what they chose to seal."""
    filing.refuse_unreal(said, nonce)
    key, retry = keys.made(master, market.id, nonce), keys.retry_digest(market.id, nonce)
    row = Report.objects.filter(retry_digest=retry).first()
    deeds = []
    if row is not None:
        _refuse_another(row, said, at=at)
    else:
        row = _filed(market, said, key=key, retry=retry, at=at)
        if said.named:
            told = {"name": said.name.strip(), "phone": said.phone.strip()}
            person = vault.Person(row.id, {field: value for field, value in told.items() if value})
            vault.put(marketplace=market.id, people=[person], at=at, master=master)
        turn(owed=[owed("report_triage", row, at)])
        deeds = [
            deed(
                "report.received", row, by=row.id, at=at, kind=row.kind, target=row.target,
                named=row.named, sha256=sha256(row.words.encode()).hexdigest(),
            )
        ]  # fmt: skip
        if row.target == "platform":
            _pass_on(row, "bypass", side=CLOCK, at=at)
    record(deeds)
    return Receipt(row, key)


@transaction.atomic
def knock(*, report: str, key: str, at: datetime) -> Knock:
    """Try a key. A right one leaves no trace; wrong ones are counted for this report alone.

    It returns and does not refuse, so that the count outlives the refusal of the door.
    """
    row = Report.objects.select_for_update().filter(pk=report).first()
    if row is None:
        return Knock(None)
    if row.locked_until is not None and at < row.locked_until:
        return Knock(None, row.locked_until)
    right = compare_digest(bytes(row.key_digest), keys.digest(key))
    wrong = 0 if right else row.wrong_keys + 1
    locked = at + keys.LOCK if wrong >= keys.WRONG_MOST else None
    if (wrong, locked) != (row.wrong_keys, row.locked_until):
        row.wrong_keys, row.locked_until = 0 if locked else wrong, locked
        row.save(update_fields=["wrong_keys", "locked_until"])
    record([deed("report.closed_for_a_while", row, by=CLOCK, at=at)] if locked else [])
    return Knock(row if right else None, locked)


@transaction.atomic
def take_up(*, by: Actor, report: str, at: datetime) -> Report:
    """The platform looks into it."""
    row = queries.see(report, by=by, lock=True)
    go(row, "take_up", side=queries.side_of(row, "report.handle", by=by), at=at)
    record([deed("report.taken_up", row, by=by.party, at=at)])
    return row


@transaction.atomic
def extend(*, by: Actor, report: str, reason: str, at: datetime) -> Report:
    """Looking into it takes longer, once, for a reason that the reporter reads."""
    row = queries.see(report, by=by, lock=True)
    side = queries.side_of(row, "report.handle", by=by)
    row.outcome = _reason(reason)
    go(row, "extend", side=side, at=at, since=_checking_since(row, at))
    record([deed("report.extended", row, by=by.party, at=at, reason=row.outcome)])
    return row


@transaction.atomic
def substantiate(*, by: Actor, report: str, finding: Finding, at: datetime) -> Report:
    """It is true: what follows is done at once, and what was promised to the reporter is owed."""
    row = queries.see(report, by=by, lock=True)
    side = queries.side_of(row, "report.handle", by=by)
    row.outcome = _reason(finding.words)
    go(row, "substantiate", side=side, at=at)
    for effect in dict.fromkeys(finding.effects):
        _take_effect(row, effect, finding.grounds, by=by, at=at)
    rewards.owe(row=row, at=at)
    record([deed("report.substantiated", row, by=by.party, at=at, effects=list(finding.effects))])
    return row


@transaction.atomic
def dismiss(*, by: Actor, report: str, reason: str, at: datetime) -> Report:
    """It cannot be established. Whoever reported in good faith may report again, and loses nothing."""
    row = queries.see(report, by=by, lock=True)
    side = queries.side_of(row, "report.handle", by=by)
    row.outcome = _reason(reason)
    go(row, "dismiss", side=side, at=at)
    record([deed("report.dismissed", row, by=by.party, at=at)])
    return row


@transaction.atomic
def merge(*, by: Actor, report: str, into: str, at: datetime) -> Report:
    """It is the same as an earlier one, whose reporter was the first; both read the same outcome."""
    row = queries.see(report, by=by, lock=True)
    side = queries.side_of(row, "report.handle", by=by)
    first = queries.see(into, by=by, lock=True)
    if first.id >= row.id or first not in queries.alike(row, by=by):
        raise Refusal(
            "report_not_alike",
            "只能并入更早的、事项和对象相同的举报。",
            "A report is merged only into an earlier one of the same kind about the same target.",
        )
    row.merged_into = first
    go(row, "merge", side=side, at=at)
    record([deed("report.merged", row, by=by.party, at=at, into=first.id)])
    return row


@transaction.atomic
def pass_on(*, by: Actor, report: str, at: datetime) -> Report:
    """It is a matter for the authority: a dossier is frozen, and its answer awaited."""
    row = queries.see(report, by=by, lock=True)
    made = _pass_on(row, "pass_on", side=queries.side_of(row, "report.handle", by=by), at=at)
    record([deed("report.passed_on", row, by=by.party, at=at, sha256=made.digest)])
    return row


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """The platform did nothing in time: the report goes past it to the authority."""
    deeds = []
    for row in queries.locked(duty.subject for duty in duties):
        made = _pass_on(row, "lapse", side=CLOCK, at=at)
        deeds.append(deed("report.went_past", row, by=CLOCK, at=at, sha256=made.digest))
    record(deeds)


def _filed(market: Marketplace, said: Said, *, key: str, retry: bytes, at: datetime) -> Report:
    about = filing.about(said, market)
    return Report.objects.create(
        id=mint("wbr", at=at), marketplace=market.id, kind=said.kind, target=said.target,
        subject=about.subject, merchant=about.merchant, room=about.room,
        words=said.words.strip(), named=said.named, earlier_id=said.earlier or None,
        filed_at=at, key_digest=keys.digest(key), retry_digest=retry,
    )  # fmt: skip


def _refuse_another(row: Report, said: Said, *, at: datetime) -> None:
    """The same sending gets the same receipt for a while; another report needs a value of its own."""
    same = (row.kind, row.target, row.words) == (said.kind, said.target, said.words.strip())
    if not same or at > row.filed_at + keys.RETRY:
        raise Refusal(
            "report_sent_already",
            "这份表单已经提交过；查询密码只显示一次。要另行举报，请重新打开表单。",
            "This form was sent already, and a key is shown once. For another report open the form anew.",
        )


def _checking_since(row: Report, at: datetime) -> datetime:
    """When the checking began: the duty of that state says so."""
    open_ = Duty.objects.filter(subject=row.id, kind="report_check", outcome=None).first()
    return open_.owed_at if open_ else at


def _pass_on(row: Report, act: str, *, side: str, at: datetime) -> Dossier:
    """Freeze what the authority gets. Who reported is not in it."""
    market = parties.by_id(row.marketplace)
    shop = admission.shops([row.merchant]).get(row.merchant) if row.merchant else None
    said = dossiers.contents(
        row,
        shop=Words(shop.shop_zh, shop.shop_en) if shop else None,
        credit_code=shop.credit_code if shop else "",
        questions=queries.questions(row),
        files=queries.attachments(row),
        bypassed=side == CLOCK,
        zone=book.pack(market.law).zone,
    )
    go(row, act, side=side, at=at)
    return Dossier.objects.create(
        report=row, marketplace=row.marketplace, contents=said,
        digest=sha256(canonical(said)).hexdigest(), made_at=at,
    )  # fmt: skip


def _take_effect(row: Report, effect: str, grounds: str, *, by: Actor, at: datetime) -> None:
    """Do what follows by the action of the stage concerned; the merchant reads grounds, not the report."""
    refuse_no_reason(grounds)
    shop = admission.shops([row.merchant]).get(row.merchant) if row.merchant else None
    if effect == "take_down" and shelf.latest(row.marketplace, [row.subject]):
        listings.take_down(by=by, listing=row.subject, reason=grounds, at=at)
        done_to = row.subject
    elif effect == "suspend" and shop:
        done_to = standing.suspend(by=by, application=shop.id, reason=grounds, at=at).id
    else:
        names = "、".join(words.zh for words in EFFECTS.values())
        raise Refusal(
            "report_effect_impossible",
            f"这项措施不适用于该举报对象（可选：{names}；下架仅限在售商品，暂停仅限商家）。",
            "This does not apply here: only a listing on the shelf is taken down, only a merchant suspended.",
        )
    Effect.objects.create(
        marketplace=row.marketplace, report=row, effect=effect, done_to=done_to, grounds=grounds,
        at=at,
    )  # fmt: skip


def _reason(text: str) -> str:
    refuse_no_reason(text)
    return text.replace("\0", "").strip()[:REASON_MOST]
