"""Rows read whole: what is wrong with what they say, and with certificates they claim without showing them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from gongdao.kernel.words import Words
from gongdao.registers.parties.models import Marketplace
from gongdao.registers.parties.powers import Actor
from gongdao.stages.admission.credentials import queries as certificates
from gongdao.stages.listings import seals
from gongdao.stages.listings.models import Version
from gongdao.stages.listings.review import facts, gtins, queries
from gongdao.stages.listings.review.checks import Fault
from gongdao.stages.listings.review.facts import Asked, Prices
from gongdao.stages.listings.said import of_version

REPAIR = Words(
    "先出示有效的“{zh}”证书，或者去掉这个说法",
    "Show a certificate of {en} that holds, or take the words out",
)


def read(
    rows: Sequence[Version],
    market: Marketplace,
    at: datetime,
    before: Mapping[str, Prices] | None = None,
) -> list[tuple[Version, list[Fault]]]:
    """Each row with everything that is wrong with it on this day."""
    unshown, costs = certified(rows, market, at), before or {}
    asked = [Asked(of_version(r), r.digest, costs.get(r.listing_id, Prices())) for r in rows]
    found = facts.faults_many(asked, market, at)
    return [
        (row, faults + unshown.get(row.listing_id, []))
        for row, faults in zip(rows, found, strict=True)
    ]


def certified(rows: Sequence[Version], market: Marketplace, at: datetime) -> dict[str, list[Fault]]:
    """Certificates that listings claim and that are not shown, by listing; hardly any claims one."""
    claiming = [row for row in rows if seals.claims(row)]
    if not claiming:
        return {}
    shown = certificates.proven({row.listing_id for row in claiming}, marketplace=market.id, at=at)
    found = {}
    for row in claiming:
        scopes = {scope for subject, scope in shown if subject == row.listing_id}
        missing = seals.unproven(row, scopes, under=market.law, at=at)
        found[row.listing_id] = [_fault(each) for each in missing]
    return found


def repeated(rows: Sequence[Version], by: Actor) -> dict[str, list[Fault]]:
    """Bar codes of drafts not stored yet that the merchant's other goods bear already, by listing."""
    listings = [row.listing for row in rows]
    new = [gtins.Bearer(each.id, each.gtin, each.external_id or each.id) for each in listings]
    stock = queries.bearers((each.gtin for each in listings), by=by)
    return {ref: [fault] for ref, fault in gtins.repeated(new, stock).items()}


def _fault(each: seals.Unproven) -> Fault:
    names = each.scope.words
    return Fault(
        "certificates", "unproven", each.field, each.start, each.start + len(each.quote), each.quote,
        True, Words(each.cites.in_chinese, str(each.cites)), each.why,
        Words(REPAIR.zh.format(zh=names.zh), REPAIR.en.format(en=names.en)),
    )  # fmt: skip
