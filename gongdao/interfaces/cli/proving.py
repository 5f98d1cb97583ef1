"""Proving that the books are whole: money, evidence, references, clocks."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from rich.console import Console

from gongdao.interfaces.clock import ON_DUE
from gongdao.registers.duties import queries as duties
from gongdao.registers.evidence import actions as sealing
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.evidence.heads import key_of
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.parties import queries as parties
from gongdao.stages.admission import queries as admission
from gongdao.stages.aftersales.recalls import queries as recalls
from gongdao.stages.delivery.claims import queries as courier_claims
from gongdao.stages.escrow.instructions import queries as instructions
from gongdao.stages.escrow.mandates import queries as mandates
from gongdao.stages.escrow.matching import queries as matching
from gongdao.stages.escrow.payouts import queries as payouts
from gongdao.stages.escrow.prepaid import queries as prepaid
from gongdao.stages.listings import queries as listings
from gongdao.stages.monitoring.reports import queries as reports
from gongdao.stages.orders import queries as orders
from gongdao.stages.rulebook import queries as rules
from gongdao.stages.rulebook.terms import queries as terms

ROOMS = (
    admission, orders, payouts, matching, parties, mandates, prepaid, courier_claims, rules, terms,
    reports, listings, recalls, instructions,
)  # fmt: skip
"""Whose things a duty can be about; each room knows its own."""


def prove(slug: str | None, *, real: datetime, console: Console) -> bool:
    """Check one marketplace, or all of them. Prints each finding; true if there is none."""
    markets = [parties.marketplace(slug)] if slug else parties.marketplaces()
    whole = True
    for market in markets:
        console.rule(market.slug)
        key = key_of(settings.GONGDAO_EVIDENCE_KEY)
        sealing.seal(marketplace=market.id, at=parties.now(market, real=real), key=key)
        whole &= ledger_is_whole(market.id, console)
        whole &= evidence_is_whole(market.id, console, key=settings.GONGDAO_EVIDENCE_KEY)
        whole &= clocks_are_whole(market.id, console)
    if not markets:
        console.print("还没有平台，无可核对。 There is no marketplace yet; nothing to prove.")
    return whole


def ledger_is_whole(market: str, console: Console) -> bool:
    """Debits equal credits in every currency, every entry and every kept balance."""
    sums = ledger.trial_balance(market)
    faults = [f"{currency}: {amount}" for currency, amount in sums.items() if amount]
    faults += ledger.faults(market)
    return _said("试算平衡 trial balance", faults, console)


def evidence_is_whole(market: str, console: Console, *, key: str) -> bool:
    """The tree, computed again from the records, is the one that was signed."""
    return _said("存证 evidence", evidence.faults(market, key=key_of(key)), console)


def clocks_are_whole(market: str, console: Console) -> bool:
    """Each open duty has a row in the clock's table, and its order is there."""
    faults = []
    for kind, count in duties.open_counts(market):
        if kind not in ON_DUE:
            faults.append(f"{count} duties of kind {kind} have no clock")
    about = duties.open_abouts(market)
    lost = set(about)
    for room in ROOMS:
        lost -= room.known(lost)
    faults += [f"a duty is about {ref}, which is not there" for ref in sorted(lost)[:20]]
    return _said("时钟与引用 clocks and references", faults, console)


def bundle_of(about: str, *, real: datetime) -> bytes:
    """The evidence bundle of an order, everything sealed first."""
    market = parties.by_id(orders.marketplace_of(about))
    key = key_of(settings.GONGDAO_EVIDENCE_KEY)
    at = parties.now(market, real=real)
    sealing.seal(marketplace=market.id, at=at, key=key)
    return evidence.bundle_about(about, marketplace=market.id, key=key, at=at)


def _said(what: str, faults: list[str], console: Console) -> bool:
    if faults:
        console.print(f"[red]✗ {what}[/]")
        for fault in faults:
            console.print(f"  {fault}")
    else:
        console.print(f"[green]✓ {what}[/]")
    return not faults
