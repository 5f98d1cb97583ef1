"""Certificates of goods: whose listing one may be shown for, and words that claim one without showing it (S29)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple

from gongdao.detectors import disclosure
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.law import Citation, book
from gongdao.law.topics.certification import Certificate, certificate_stands
from gongdao.registers.parties.powers import Actor
from gongdao.stages.admission import queries as admission
from gongdao.stages.admission.credentials.actions import About
from gongdao.stages.admission.credentials.documents import Certified
from gongdao.stages.admission.credentials.scopes import SCOPES, Scope
from gongdao.stages.listings import queries
from gongdao.stages.listings.models import Version

TITLES = ("title_zh", "title_en")
HINT = re.compile(
    "有机|绿色食品|green food|organic|认证|ccc|3c|标志|良好农业规范|gap", re.IGNORECASE
)
"""One of these stands in every text that claims a certificate; most texts have none of them."""


class Unproven(NamedTuple):
    """Words of a listing that claim a certificate of which none is shown that holds."""

    field: str
    start: int
    quote: str
    scope: Scope
    why: Words
    cites: Citation


def about(subject: str, *, marketplace: str) -> About:
    """Whom or what a reference is: a listing is goods of its merchant, a party is the merchant itself."""
    if subject.startswith("lst_"):
        version = queries.newest(subject, marketplace=marketplace)
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
    version = queries.newest(about.subject, marketplace=shop.marketplace)
    name = Words(version.title_zh, version.title_en)
    return Certified(about.subject, name, scope, number, standard)


def goods_of(by: Actor) -> list[Version]:
    """What the actor has on the shelf or in draft, for the choice of what a certificate is shown for."""
    return queries.of_merchant_or_draft(by.party, marketplace=by.marketplace)


def claims(version: Version) -> list[tuple[str, str, int, str]]:
    """Every certificate that a listing claims: scope, field, where in it, and the words."""
    said = [each for each in _said(version) if HINT.search(each[1])]
    found = []
    for name, scope in SCOPES.items():
        for field, text in said:
            if claim := scope.claimed(text, title=field in TITLES):
                found.append((name, field, claim.start(), claim[0]))
                break
    return found


def _said(version: Version) -> Iterator[tuple[str, str]]:
    """The merchant's own words: titles, descriptions, and facts beyond those the standard asks for.

    What the standard asks for (maker, ingredients, certificate number) names things and claims nothing.
    """
    for field in (*TITLES, "description_zh", "description_en"):
        yield field, getattr(version, field)
    if version.attributes:
        asked = {each.name for each in disclosure.category(version.category).attributes}
        yield from ((name, text) for name, text in version.attributes.items() if name not in asked)


def unproven(
    version: Version, shown: Collection[str], *, under: str, at: datetime
) -> list[Unproven]:
    """Every certificate that a listing claims and that is not among those shown for these goods and holding now."""
    if book.silent_on(under, [certificate_stands]):
        return []
    facts = Certificate(genuine=True, body_approved=True, within_scope=False, in_good_standing=True)
    on = book.pack(under).day_of(at)
    answer = book.ask(certificate_stands, facts, under=under, on=on)
    return [
        Unproven(field, start, quote, SCOPES[name], answer.sentence, answer.cites)
        for name, field, start, quote in claims(version)
        if name not in shown
    ]
