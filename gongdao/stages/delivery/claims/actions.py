"""A merchant claims from its carrier; the carrier answers or stays silent; law says how much; money follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.money import Money
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.ledger import couriers as entries
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.actions import post
from gongdao.registers.ledger.chart import account
from gongdao.registers.ledger.escrow import Case
from gongdao.registers.messages.actions import Said, say
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.delivery import contents
from gongdao.stages.delivery import queries as parcels
from gongdao.stages.delivery.claims import facts, grounds, queries
from gongdao.stages.delivery.claims.facts import Finding
from gongdao.stages.delivery.kinds import EXCUSES
from gongdao.stages.delivery.models import CourierClaim, Proof
from gongdao.stages.delivery.states import COURIER_CLAIM

WORDS_MOST = 5_000
OWED_AT = ("courier_reply", "courier_decision", "courier_payment")


@transaction.atomic
def file(
    *, by: Actor, parcel: str, ground: str, loss: Money | None, words: str, at: datetime
) -> CourierClaim:
    """A merchant says what a parcel cost it. Without a sum the whole value is meant."""
    row = parcels.locked_one(parcel, by=by)
    allow(by, "courier_claim.file", marketplace=row.marketplace, seller=row.order.merchant)
    grounds.refuse_ungrounded(row, ground)
    whole = contents.value(row)
    loss = grounds.within(loss or whole, whole)
    if not facts.owed(row, loss=loss, whole=whole, found=Finding()).value:
        raise Refusal(
            "nothing_owed",
            "依法这种寄递方式不赔偿，索赔没有意义。",
            "By law nothing is paid for a parcel sent so; there is nothing to claim.",
        )
    try:
        claim = CourierClaim.objects.create(
            id=mint("ccl", at=at, salt=f"{row.id}/{ground}"), marketplace=row.marketplace,
            parcel=row, merchant=row.order.merchant, carrier=row.carrier, ground=ground,
            currency=loss.currency, loss_minor=loss.minor, whole_minor=whole.minor, filed_at=at,
        )  # fmt: skip
    except IntegrityError as known:
        raise Refusal(
            "courier_claim_open",
            "这个包裹已经以同样的理由索赔过。",
            "This parcel was claimed for on this ground already.",
        ) from known
    answer = facts.reply_due(row, at)
    turn(
        owed=[
            Owed(
                "courier_reply", claim.id, claim.carrier, claim.merchant, claim.marketplace, at,
                answer.value, str(answer.cites),
            )
        ]
    )  # fmt: skip
    _say(claim, by, words, at)
    record([_deed("courier_claim.filed", claim, by=by.party, at=at, ground=ground, loss=str(loss))])
    return claim


@transaction.atomic
def prove(*, by: Actor, claim: str, words: str, sha256: str, at: datetime) -> Proof:
    """A side shows something: what it is, and the digest of the file, which it keeps for the asking."""
    row = queries.locked(claim, by=by)
    allow(
        by, "courier_claim.prove", marketplace=row.marketplace,
        seller=row.merchant, carrier=row.carrier,
    )  # fmt: skip
    if row.state in COURIER_CLAIM.ends or not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise Refusal(
            "proof_not_taken",
            "索赔已结束，或文件摘要不是 64 位十六进制的 SHA-256，不能再提交证据。",
            "The claim is over, or the digest is no SHA-256 of 64 hex digits; the proof is not taken.",
        )
    shown, _ = Proof.objects.get_or_create(
        claim=row, by=by.party, sha256=sha256,
        defaults={"marketplace": row.marketplace, "words": words[:WORDS_MOST], "at": at},
    )  # fmt: skip
    record([_deed("courier_claim.proved", row, by=by.party, at=at, sha256=sha256)])
    return shown


@transaction.atomic
def concede(*, by: Actor, claim: str, at: datetime) -> CourierClaim:
    """The carrier concedes it: what the law gives is owed."""
    row = queries.locked(claim, by=by)
    side = allow(by, "courier_claim.answer", marketplace=row.marketplace, carrier=row.carrier)
    _owe([(row, Finding())], act="concede", side=side, at=at)
    record([_decided(row, by=by.party, at=at)])
    return row


@transaction.atomic
def deny(*, by: Actor, claim: str, excuse: str, words: str, at: datetime) -> CourierClaim:
    """The carrier pleads an excuse the law knows. It must prove it; an arbiter decides."""
    row = queries.locked(claim, by=by)
    side = allow(by, "courier_claim.answer", marketplace=row.marketplace, carrier=row.carrier)
    move = COURIER_CLAIM.move(row.state, "deny", by=side)
    if excuse not in EXCUSES:
        raise Refusal(
            "excuse_unknown",
            f"法律只承认这些免责事由：{'、'.join(each.zh for each in EXCUSES.values())}。",
            f"The law knows these excuses only: {', '.join(each.en for each in EXCUSES.values())}.",
        )
    row.state, row.excuse = move.to, excuse
    row.save(update_fields=["state", "excuse"])
    turn(done=[Done("courier_reply", row.id, at)], owed=[_step("courier_decision", row, at)])
    _say(row, by, words, at)
    record([_deed("courier_claim.denied", row, by=by.party, at=at, excuse=excuse)])
    return row


@transaction.atomic
def decide(*, by: Actor, claim: str, found: Finding, reasons: str, at: datetime) -> CourierClaim:
    """An arbiter finds the facts, with reasons; the law says what is owed, or that nothing is."""
    row = queries.locked(claim, by=by)
    side = allow(by, "courier_claim.decide", marketplace=row.marketplace)
    if not reasons.strip():
        raise Refusal("reasons_missing", "请写明裁定理由。", "Give the reasons of the decision.")
    answer = facts.owed(row.parcel, loss=row.loss, whole=_whole(row), found=found)
    if answer.value:
        _owe([(row, found)], act="uphold", side=side, at=at)
    else:
        row.state = COURIER_CLAIM.move(row.state, "dismiss", by=side).to
        row.owed_minor, row.working, row.cites = 0, answer.working, str(answer.cites)
        row.decided_at = row.ended_at = at
        row.save()
        turn(done=[Done("courier_decision", row.id, at)])
    _say(row, by, reasons, at)
    record([_decided(row, by=by.party, at=at)])
    return row


@transaction.atomic
def withdraw(*, by: Actor, claim: str, at: datetime) -> CourierClaim:
    """The merchant gives the claim up before anything is owed."""
    row = queries.locked(claim, by=by)
    side = allow(by, "courier_claim.withdraw", marketplace=row.marketplace, seller=row.merchant)
    row.state, row.ended_at = COURIER_CLAIM.move(row.state, "withdraw", by=side).to, at
    row.save(update_fields=["state", "ended_at"])
    turn(done=[Done(kind, row.id, at, "moot") for kind in OWED_AT])
    record([_deed("courier_claim.withdrawn", row, by=by.party, at=at)])
    return row


@transaction.atomic
def pay(*, by: Actor, claim: str, at: datetime) -> CourierClaim:
    """The carrier's money arrived at our bank: it is the merchant's now."""
    row = queries.locked(claim, by=by)
    side = allow(by, "courier_claim.pay", marketplace=row.marketplace)
    row.state = COURIER_CLAIM.move(row.state, "pay", by=side).to
    assert row.owed
    _settle(row, {account("bank"): row.owed}, at)
    turn(done=[Done("courier_payment", row.id, at)])
    record([_deed("courier_claim.paid", row, by=by.party, at=at, amount=str(row.owed))])
    return row


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """Silence: a carrier that does not answer, or an excuse nobody decided, owes; a debt unpaid is taken."""
    rows = queries.locked_many(d.subject for d in duties)
    silent = [row for row in rows if row.state in ("answering", "deciding")]
    late = [row for row in rows if row.state == "owing"]
    _owe([(row, Finding()) for row in silent], act="lapse", side=CLOCK, at=at)
    for row in late:
        _collect(row, at)
    turn(done=[Done("courier_payment", row.id, at, "missed") for row in late])
    record(
        [_decided(r, by=clock_of(r.marketplace).party, at=at) for r in silent]
        + [
            _deed(f"courier_claim.{r.state}", r, by=clock_of(r.marketplace).party, at=at,
                  paid_minor=str(r.paid_minor))
            for r in late
        ]
    )  # fmt: skip


def _owe(
    found: Sequence[tuple[CourierClaim, Finding]], *, act: str, side: str, at: datetime
) -> None:
    """From now on the carrier owes what the law gives, and the merchant awaits it."""
    for row, finding in found:
        answer = facts.owed(row.parcel, loss=row.loss, whole=_whole(row), found=finding)
        row.state = COURIER_CLAIM.move(row.state, act, by=side).to
        row.owed_minor, row.working, row.decided_at = answer.value, answer.working, at
        row.cites = str(answer.cites)
        row.save(update_fields=["state", "owed_minor", "working", "cites", "decided_at"])
        post(
            [
                entries.owe(
                    _case(row, at), Money(row.currency, answer.value),
                    carrier=row.carrier, merchant=row.merchant,
                )
            ]
        )  # fmt: skip
    turn(
        done=[
            Done(kind, row.id, at)
            for row, _ in found
            for kind in ("courier_reply", "courier_decision")
        ],
        owed=[_step("courier_payment", row, at) for row, _ in found],
    )


def _collect(row: CourierClaim, at: datetime) -> None:
    """Take what the carrier has with us; what is missing then is a matter for a court."""
    assert row.owed
    source = account("deposit", row.carrier)
    stands = ledger.balance(row.marketplace, source, currency=row.currency)
    part = min(stands, row.owed)
    row.state = COURIER_CLAIM.move(
        row.state, "collect" if part == row.owed else "lapse", by=CLOCK
    ).to
    _settle(row, {source: part} if part else {}, at)


def _settle(row: CourierClaim, parts: dict[str, Money], at: datetime) -> None:
    post(
        [
            entries.pay(
                _case(row, at), amount, carrier=row.carrier, merchant=row.merchant, source=source
            )
            for source, amount in parts.items()
        ]
    )
    row.paid_minor, row.ended_at = sum(amount.minor for amount in parts.values()), at
    row.save(update_fields=["state", "paid_minor", "ended_at"])


def _whole(row: CourierClaim) -> Money:
    return Money(row.currency, row.whole_minor)


def _case(row: CourierClaim, at: datetime) -> Case:
    return Case(row.marketplace, row.id, at, row.cites)


def _step(kind: str, row: CourierClaim, at: datetime) -> Owed:
    answer = facts.step_due(kind, row, at)
    by, to = (
        (row.carrier, row.merchant)
        if kind == "courier_payment"
        else (row.marketplace, row.merchant)
    )
    return Owed(kind, row.id, by, to, row.marketplace, at, answer.value, str(answer.cites))


def _say(row: CourierClaim, by: Actor, words: str, at: datetime) -> None:
    if said := words.strip()[:WORDS_MOST]:
        audience = (row.merchant, row.carrier)
        say([Said(row.id, by.party, audience, row.marketplace, at, Words(said, said))])


def _decided(row: CourierClaim, *, by: str, at: datetime) -> Deed:
    return _deed(
        "courier_claim.decided", row, by=by, at=at, why=row.working or (), owed=str(row.owed)
    )


def _deed(
    act: str, row: CourierClaim, *, by: str, at: datetime, why: Sequence[dict[str, object]] = (),
    **data: str,
) -> Deed:  # fmt: skip
    return Deed(act, row.id, by=by, marketplace=row.marketplace, at=at, why=why, data=data)
