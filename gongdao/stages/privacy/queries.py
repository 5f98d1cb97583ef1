"""Every read of what is held about a person, who looked at it, and what the person asked for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.law import Answer, book
from gongdao.registers.accounts import queries as accounts
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.messages import queries as messages
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.powers import ROLES, Actor, allow
from gongdao.registers.vault import queries as vault
from gongdao.stages.admission import queries as admission
from gongdao.stages.disputes import queries as disputes
from gongdao.stages.disputes.panels import queries as panels
from gongdao.stages.orders.archive import queries as archive
from gongdao.stages.orders.models import Order
from gongdao.stages.privacy import facts
from gongdao.stages.privacy.kinds import BY_STAFF, CATEGORIES, KINDS, Category
from gongdao.stages.privacy.models import Request
from gongdao.stages.reputation import queries as reviews

ORDERS_MOST = 5_000
LOOKED = ("vault.revealed", "vault.opened")


@dataclass(frozen=True, slots=True)
class Held:
    """How much there is of one kind, on what ground, and what is done with it now."""

    category: Category
    count: int
    ground: Answer[bool]
    now: Answer[str]
    kept: Answer[Any] | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody saw personal data: what of whose, as what, when, and why."""

    at: datetime
    by: Words
    subject: str
    field: str
    reason: str


def held(*, by: Actor, at: datetime) -> list[Held]:
    """What is held about the actor, kind by kind; kinds of which there is nothing are left out."""
    law = facts.law_of(by.marketplace)
    on = book.pack(law).day_of(at)
    bought = orders(by.party)
    counts = _counts(by, bought)
    last = facts.fates(bought[:1], ended=facts.IN_USE, at=at)
    now = facts.to_do(facts.IN_USE, must_be_kept=False, law=law, on=on)
    return [
        Held(
            each, counts[each.name], facts.ground(each.ground, law=law, on=on), now,
            last[0].kept if last and each.record else None,
        )
        for each in CATEGORIES
        if counts[each.name]
    ]  # fmt: skip


def looks(*, by: Actor, most: int = 100) -> list[Look]:
    """Who saw the actor's data in clear, newest first; the actor's own looks are left out."""
    subjects = [*own_subjects(by), *(order.id for order in orders(by.party))]
    rows = [
        (row.at, json.loads(row.body)) for row in evidence.deeds(LOOKED, about=subjects, most=most)
    ]
    rows = [(at, said) for at, said in rows if said["by"] != by.party]
    who = parties.roles(said["by"] for _, said in rows)
    return [
        Look(
            at, _called(who.get(said["by"], [])), said["subject"],
            said["data"].get("field", "document"), said["data"]["reason"],
        )
        for at, said in rows
    ]  # fmt: skip


def own_subjects(by: Actor) -> list[str]:
    """What is sealed about the actor as such: under themselves, and under their application to sell."""
    application = admission.mine(by=by)
    return [by.party, application.id] if application else [by.party]


def orders(party: str) -> list[Order]:
    """What somebody bought, newest first."""
    return archive.bought(party, most=ORDERS_MOST)


def readable(bought: Iterable[Order]) -> list[Order]:
    """The orders whose recipient is still there to be read."""
    rows = list(bought)
    there = vault.readable(order.id for order in rows)
    return [order for order in rows if order.id in there]


def fates(*, by: Actor, at: datetime, ended: str = facts.WITHDRAWN) -> list[facts.Fate]:
    """What becomes of each recipient's data if the actor wants it gone now."""
    return facts.fates(readable(orders(by.party)), ended=ended, at=at)


def mine(*, by: Actor, most: int = 50) -> list[Request]:
    """The actor's own requests, newest first."""
    return list(Request.objects.filter(party=by.party).order_by("-asked_at", "-id")[:most])


def desk(*, by: Actor, most: int = 100) -> list[Request]:
    """What waits for an answer of the platform, oldest first."""
    allow(by, "data_request.answer", marketplace=by.marketplace)
    rows = Request.objects.filter(marketplace=by.marketplace, state="asked", kind__in=BY_STAFF)
    return list(rows.order_by("asked_at", "id")[:most])


def see(ref: str, *, by: Actor) -> Request:
    """A request of one's own, or of the desk's."""
    row = Request.objects.filter(pk=expect("dtr", ref), marketplace=by.marketplace).first()
    if row is None or (row.party != by.party and "platform" not in by.roles):
        raise Refusal(
            "data_request_unknown",
            "没有这个请求，或您无权查看。",
            "There is no such request, or it is not yours to see.",
        )
    return row


def locked(ref: str, *, by: Actor) -> Request:
    """The same, locked until the end of the transaction."""
    return Request.objects.select_for_update().get(pk=see(ref, by=by).pk)


def locked_many(refs: Iterable[str]) -> list[Request]:
    """Requests by reference, locked in one order; for the clock."""
    return list(Request.objects.select_for_update().filter(pk__in=set(refs)).order_by("pk"))


def refuse_twice(by: Actor, kind: str) -> None:
    """One of a kind at a time."""
    if Request.objects.filter(party=by.party, kind=kind, ended_at=None).exists():
        said = KINDS[kind]
        raise Refusal(
            "data_request_waits",
            f"已有一项“{said.zh}”的请求在办理。",
            f'A request to "{said.en}" is under way already.',
        )


def _counts(by: Actor, bought: list[Order]) -> dict[str, int]:
    me = by.party
    return {
        "account": 1,
        "sign_ins": len(accounts.earlier_sign_ins(me)) + len(accounts.devices(me)),
        "recipients": len(readable(bought)),
        "orders": len(bought),
        "disputes": len(disputes.of_buyer(me)),
        "messages": len(messages.said_by(me)),
        "reviews": len(reviews.of_buyer(me)),
        "application": len(own_subjects(by)) - 1,
        "requests": Request.objects.filter(party=me).count(),
        "juror": int(panels.is_juror(me)),
    }


def _called(roles: list[str]) -> Words:
    """A look is shown by role: who among the staff it was is theirs."""
    known = [ROLES[role] for role in roles if role in ROLES]
    if not known:
        return Words("平台程序", "the program")
    return Words("、".join(w.zh for w in known), ", ".join(w.en for w in known))
