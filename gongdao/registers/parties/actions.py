"""Everything that can happen to a marketplace, a party or a key."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.contrib.auth.hashers import make_password
from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.law import book
from gongdao.law.questions import OF_A_SALE
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.models import Key, Marketplace, Party
from gongdao.registers.parties.powers import ROLES, Actor, allow

MARK = "gd_"
"""How every token begins, so that one that leaks is recognised."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Somebody new. `handle` is unique over all marketplaces: `xiaolin@gongdao`."""

    handle: str
    roles: tuple[str, ...]
    password: str | None = None


@transaction.atomic
def open_marketplace(
    *, slug: str, zh: str, en: str, law: str, currency: str, mode: str, at: datetime
) -> Marketplace:
    """Open a marketplace, or find the one of this name again. A sandbox starts its test clock at `at`.

    Its law must answer every question that a sale may raise: no order is taken that could not be judged.
    """
    lacking = book.silent_on(law, OF_A_SALE)
    if lacking:
        raise Refusal(
            "law_incomplete",
            f"“{law}”的规则还不能支撑交易，缺少：{'、'.join(each.words.zh for each in lacking)}。可用 cn。",
            f'The law of "{law}" cannot carry sales yet; it does not say {", ".join(each.words.en for each in lacking)}. Use cn.',
        )
    market, new = Marketplace.objects.get_or_create(
        slug=slug,
        defaults={
            "id": mint("mkt", at=at, salt=slug),
            "name_zh": zh,
            "name_en": en,
            "law": law,
            "currency": currency,
            "mode": mode,
            "clock_at": at if mode == "sandbox" else None,
            "opened_at": at,
        },
    )
    record(
        [Deed("marketplace.opened", market.id, by=market.id, marketplace=market.id, at=at)]
        if new
        else []
    )
    return market


@transaction.atomic
def enrol(*, marketplace: str, people: Sequence[Enrolment], at: datetime) -> list[Party]:
    """Enrol people once: a handle that is already there keeps its party."""
    _refuse_unknown_roles({role for person in people for role in person.roles})
    wanted = [
        Party(
            id=mint("pty", at=at, salt=person.handle),
            marketplace=marketplace,
            handle=person.handle,
            roles=list(person.roles),
            password=make_password(person.password),
            enrolled_at=at,
        )
        for person in people
    ]
    known = {p.handle: p for p in Party.objects.filter(handle__in=[w.handle for w in wanted])}
    new = [party for party in wanted if party.handle not in known]
    Party.objects.bulk_create(new)
    record(
        [
            Deed(
                "party.enrolled",
                party.id,
                by=party.id,
                marketplace=marketplace,
                at=at,
                data={"roles": sorted(party.roles)},
            )
            for party in new
        ]
    )
    return [known.get(party.handle, party) for party in wanted]


@transaction.atomic
def issue_key(*, party: str, label: str, at: datetime) -> str:
    """A token for the API. It is shown once and never again."""
    holder = Party.objects.get(pk=party)
    token = MARK + secrets.token_urlsafe(32)
    key = Key.objects.create(
        id=mint("key", at=at),
        marketplace=holder.marketplace,
        party=holder,
        digest=sha256(token.encode()).digest(),
        label=label,
        made_at=at,
    )
    record([Deed("key.issued", key.id, by=party, marketplace=holder.marketplace, at=at)])
    return token


@transaction.atomic
def set_clock(*, by: Actor, to: datetime) -> datetime:
    """Move the test clock of a sandbox forward. It never goes back, and a live marketplace has none."""
    market = Marketplace.objects.select_for_update().get(pk=by.marketplace)
    allow(by, "clock.advance", marketplace=market.id)
    if market.clock_at is None:
        raise Refusal(
            "clock_is_real",
            "正式平台使用真实时间，不能拨动时钟。",
            "A live marketplace runs on real time; its clock cannot be moved.",
        )
    if to < market.clock_at:
        raise Refusal(
            "clock_goes_forward",
            f"测试时钟只能向前：现在是 {market.clock_at:%Y-%m-%d %H:%M}。",
            f"The test clock only goes forward: it is {market.clock_at:%Y-%m-%d %H:%M}.",
        )
    market.clock_at = to
    market.save(update_fields=["clock_at"])
    record([Deed("clock.set", market.id, by=by.party, marketplace=market.id, at=to)])
    return to


def _refuse_unknown_roles(roles: set[str]) -> None:
    """Nobody is enrolled as the clock: what it does is decided by deadlines alone."""
    known = [role for role in ROLES if role != CLOCK]
    for role in sorted(roles.difference(known)):
        raise Refusal(
            "role_unknown",
            f"没有角色“{role[:20]}”，可用：{'、'.join(known)}。",
            f'There is no role "{role[:20]}"; known are {", ".join(known)}.',
        )
