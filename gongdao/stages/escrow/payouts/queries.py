"""Every read of payouts, runs and the terms on which merchants are paid."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import QuerySet

from gongdao.kernel.money import EXPONENT, Money
from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.chart import account
from gongdao.registers.ledger.queries import Movement
from gongdao.registers.parties.powers import Actor, allow, may
from gongdao.stages.escrow.models import Payout, Run, Standing

STAFF = ("platform", "officer")
KINDS = ("payable", "deposit", "reserve")
"""What a merchant has with us."""

EYES_ABOVE = 50_000
"""Above so many units of its currency a payout needs a second pair of eyes."""


def limit(currency: str) -> Money:
    """The largest payout that needs no approval."""
    return Money(currency, EYES_ABOVE * 10 ** EXPONENT[currency])


def one_run_at_a_time(marketplace: str) -> None:
    """A second run of the same marketplace waits until this transaction is over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"payouts/{marketplace}"])


def run(ref: str, *, by: Actor) -> Run:
    """One run of the actor's marketplace."""
    row = Run.objects.filter(pk=expect("run", ref), marketplace=by.marketplace).first()
    if row is None or not may(by, "payout.see", marketplace=row.marketplace):
        expect("run", "")
    assert row
    return row


def runs(*, by: Actor, after: str = "", most: int = 20) -> list[Run]:
    """The runs of a marketplace, newest first."""
    allow(by, "payout.see", marketplace=by.marketplace)
    rows = Run.objects.filter(marketplace=by.marketplace)
    return list((rows.filter(id__lt=after) if after else rows).order_by("-id")[:most])


def payouts(
    *, by: Actor, after: str = "", most: int = 20, run: str = "", states: Iterable[str] = ()
) -> list[Payout]:
    """The actor's own payouts, newest first; the platform's staff see everybody's."""
    rows = Payout.objects.filter(marketplace=by.marketplace).select_related("run")
    if not by.roles & set(STAFF):
        rows = rows.filter(merchant=by.party)
    if run:
        rows = rows.filter(run=run)
    if wanted := tuple(states):
        rows = rows.filter(state__in=wanted)
    if after:
        rows = rows.filter(id__lt=after)
    return list(rows.order_by("-id")[:most])


def see(ref: str, *, by: Actor) -> Payout:
    """A payout that the actor may see."""
    return _seen(Payout.objects.filter(pk=expect("pyo", ref)).select_related("run"), by=by)


def locked(ref: str, *, by: Actor) -> Payout:
    """The same, locked until the end of the transaction."""
    rows = Payout.objects.select_for_update(of=("self",)).select_related("run")
    return _seen(rows.filter(pk=expect("pyo", ref)), by=by)


def locked_many(refs: Iterable[str]) -> list[Payout]:
    """Payouts by reference, locked in one order."""
    rows = Payout.objects.select_for_update(of=("self",)).select_related("run")
    return list(rows.filter(pk__in=set(refs)).order_by("pk"))


def locked_of(run: Run, state: str) -> list[Payout]:
    """The payouts of a run in one state, locked in one order."""
    rows = Payout.objects.select_for_update(of=("self",)).select_related("run")
    return list(rows.filter(run=run, state=state).order_by("pk"))


def standing(merchant: str) -> Standing | None:
    """On what terms a merchant is paid, if anything was ever set."""
    return Standing.objects.filter(pk=merchant).first()


def standings(merchants: Iterable[str]) -> dict[str, Standing]:
    """The same for many."""
    return {row.merchant: row for row in Standing.objects.filter(pk__in=set(merchants))}


def stands(merchant: str, *, by: Actor, currency: str) -> dict[str, Money]:
    """What a merchant has with us, by account."""
    allow(by, "statement.see", marketplace=by.marketplace, owner=merchant)
    names = [account(kind, merchant) for kind in KINDS]
    return ledger.balances(by.marketplace, names, currency=currency)


def statement(
    merchant: str, kind: str, *, by: Actor, after: str = "", most: int = 50
) -> list[Movement]:
    """The movements of one of a merchant's accounts, newest first, from a cursor on."""
    allow(by, "statement.see", marketplace=by.marketplace, owner=merchant)
    if kind not in KINDS:
        raise Refusal(
            "account_unknown",
            f"没有账户“{kind[:20]}”，可用：{'、'.join(KINDS)}。",
            f'There is no account "{kind[:20]}"; known are {", ".join(KINDS)}.',
        )
    return ledger.statement(by.marketplace, account(kind, merchant), most=most, after=after)


def known(refs: Iterable[str]) -> set[str]:
    """Which of these references are payouts that are there."""
    return set(Payout.objects.filter(pk__in=set(refs)).values_list("id", flat=True))


def _seen(rows: QuerySet[Payout], *, by: Actor) -> Payout:
    row = rows.filter(marketplace=by.marketplace).first()
    if row is None or not may(by, "payout.see", marketplace=row.marketplace, payee=row.merchant):
        expect("pyo", "")
    assert row
    return row
