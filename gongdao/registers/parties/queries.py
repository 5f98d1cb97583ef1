"""Every read of parties that another room or a door may make."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.models import Key, Marketplace, Party
from gongdao.registers.parties.powers import STAFF, Actor

PROOF_LASTS = timedelta(minutes=10)
"""How long a second factor that was shown counts."""


def marketplace(slug: str) -> Marketplace:
    """The marketplace of this short name."""
    try:
        return Marketplace.objects.get(slug=slug)
    except Marketplace.DoesNotExist:
        raise Refusal(
            "marketplace_unknown",
            f"没有名为“{slug[:40]}”的平台。",
            f'There is no marketplace called "{slug[:40]}".',
        ) from None


def marketplaces() -> list[Marketplace]:
    """All of them, oldest first."""
    return list(Marketplace.objects.order_by("opened_at", "id"))


def by_id(ref: str) -> Marketplace:
    """The marketplace of this reference."""
    return Marketplace.objects.get(pk=ref)


def actor(party: Party) -> Actor:
    """The party as somebody who acts."""
    return Actor(party.id, party.marketplace, frozenset(party.roles))


def at_the_door(
    party: Party, market: Marketplace, *, proved_at: datetime | None, real: datetime
) -> Actor:
    """The party as a door lets it in: with its second factor shown of late, where there is or must be one."""
    demanded = market.factor_demanded and bool(STAFF & set(party.roles))
    lately = proved_at is not None and timedelta() <= real - proved_at < PROOF_LASTS
    unproved = (party.factor_at is not None and not lately) or (
        demanded and party.factor_at is None
    )
    return Actor(party.id, party.marketplace, frozenset(party.roles), unproved)


def staff(market: str) -> Actor:
    """Somebody of a marketplace's staff; for commands that an operator types."""
    row = Party.objects.filter(marketplace=market, roles__contains=["platform"]).first()
    if row is None:
        raise Refusal(
            "staff_missing", "该平台还没有工作人员账户。", "This marketplace has no staff account."
        )
    return actor(row)


def somebody(market: str, role: str) -> Actor:
    """The first who holds a role in a marketplace; for a sandbox, where somebody has to play it."""
    rows = Party.objects.filter(marketplace=market, roles__contains=[role])
    row = rows.order_by("enrolled_at", "id").first()
    if row is None:
        raise Refusal(
            "role_unfilled",
            f"该平台还没有“{role}”账户。",
            f'Nobody holds the role "{role}" in this marketplace yet.',
        )
    return actor(row)


def courier(market: str) -> str:
    """The carrier of a marketplace, where a merchant names no other."""
    row = Party.objects.filter(marketplace=market, roles__contains=["courier"]).first()
    if row is None:
        raise Refusal("carrier_unknown", "没有可用的快递。", "There is no carrier to send by.")
    return row.id


def first_sandbox() -> Marketplace:
    """The sandbox that visitors without an account look at."""
    row = Marketplace.objects.filter(mode="sandbox").order_by("opened_at").first()
    if row is None:
        raise Refusal(
            "marketplace_unknown",
            "还没有可以浏览的平台；先运行 gongdao demo。",
            "There is no marketplace to look at yet; run `gongdao demo` first.",
        )
    return row


def party(ref: str) -> Party | None:
    """One party, if there is one."""
    return Party.objects.filter(pk=ref).first()


def roles(refs: Iterable[str]) -> dict[str, list[str]]:
    """The roles of each party."""
    return dict(Party.objects.filter(pk__in=set(refs)).values_list("id", "roles"))


def known(refs: Iterable[str]) -> set[str]:
    """Which of these references are parties that are there."""
    return set(Party.objects.filter(pk__in=set(refs)).values_list("id", flat=True))


def by_handle(handles: Iterable[str]) -> dict[str, Party]:
    """Parties by the name they sign in with."""
    return {p.handle: p for p in Party.objects.filter(handle__in=list(handles))}


def handles(refs: Iterable[str]) -> dict[str, str]:
    """What to call each party on a page: the handle before the @, no personal data."""
    rows = Party.objects.filter(pk__in=set(refs)).values_list("id", "handle")
    return {ref: handle.partition("@")[0] for ref, handle in rows}


def key_of(token: str) -> Key | None:
    """The key, with its party, whose token this is, unless it was revoked."""
    digest = sha256(token.encode("utf-8", "replace")).digest()
    return Key.objects.select_related("party").filter(digest=digest, revoked_at=None).first()


def now(market: Marketplace, *, real: datetime) -> datetime:
    """What time it is there: the test clock of a sandbox, else real time."""
    return market.clock_at or real
