"""Certificates of goods: whose listing one may be shown for, and titles that claim one without showing it (S29)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.law import Citation, book
from gongdao.law.topics.certification import Certificate, certificate_stands
from gongdao.registers.parties.powers import Actor
from gongdao.stages.admission import queries as admission
from gongdao.stages.admission.credentials.actions import About
from gongdao.stages.admission.credentials.documents import Certified
from gongdao.stages.admission.credentials.queries import Seal
from gongdao.stages.admission.credentials.scopes import SCOPES, Scope
from gongdao.stages.listings import queries
from gongdao.stages.listings.models import Version


class Unproven(NamedTuple):
    """Words of a title that claim a certificate of which none is shown that holds."""

    quote: str
    scope: Scope
    why: Words
    cites: Citation


def about(subject: str, *, marketplace: str) -> About:
    """Whom or what a reference is: a listing is goods of its merchant, a party is the merchant itself."""
    if subject.startswith("lst_"):
        version = queries.history(subject, marketplace=marketplace)[-1]
        return About(version.listing_id, "goods", version.listing.merchant)
    return About(subject, "merchant", subject)


def certified(about: About, scope: str, number: str, standard: str) -> Certified:
    """What a certificate will say of its subject: goods by their title, a merchant by name and credit code."""
    shop = admission.shops([about.holder]).get(about.holder)
    if shop is None:
        raise Refusal("merchant_unknown", "没有这个商家。", "There is no such merchant.")
    if about.of == "merchant":
        name = Words(shop.shop_zh, shop.shop_en)
        return Certified(about.subject, name, scope, number, standard, shop.credit_code)
    version = queries.history(about.subject, marketplace=shop.marketplace)[-1]
    name = Words(version.title_zh, version.title_en)
    return Certified(about.subject, name, scope, number, standard)


def goods_of(by: Actor) -> list[Version]:
    """What the actor has on the shelf, for the choice of what a certificate is shown for."""
    return queries.of_merchant(by.party, marketplace=by.marketplace)


def unproven(version: Version, held: Iterable[Seal], *, under: str, at: datetime) -> list[Unproven]:
    """Every certificate that a title claims and that is not shown for these goods, or does not hold now."""
    if book.silent_on(under, [certificate_stands]):
        return []
    shown = {seal.row.scope for seal in held if seal.now.valid}
    facts = Certificate(genuine=True, body_approved=True, within_scope=False, in_good_standing=True)
    on = book.pack(under).day_of(at)
    found = []
    for name, scope in SCOPES.items():
        for title in (version.title_zh, version.title_en):
            claim = scope.claimed.search(title) if scope.claimed else None
            if claim and name not in shown:
                answer = book.ask(certificate_stands, facts, under=under, on=on)
                found.append(Unproven(claim[0], scope, answer.sentence, answer.cites))
                break
    return found
