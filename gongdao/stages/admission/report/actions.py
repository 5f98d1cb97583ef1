"""Making the report: it opens what the law has reported, and leaves a trace of having done so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.evidence.canonical import canonical
from gongdao.registers.parties.powers import Actor, allow
from gongdao.registers.vault import actions as vault
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.admission import facts, queries
from gongdao.stages.admission.models import Application
from gongdao.stages.admission.particulars import EXEMPTIONS

COLUMNS = (
    "name", "credit_code", "identity_number", "address", "contact", "shop", "link",
    "registered", "declaration", "over_threshold", "state",
)  # fmt: skip
"""Online Trading Measures art. 25.2: (1) for the registered, (2) for those who need not register."""


@dataclass(frozen=True, slots=True)
class Report:
    """The traders of a marketplace on a day, for the month in which they are reported."""

    marketplace: str
    month_begins_on: date
    due_on: date
    cites: str
    rows: tuple[dict[str, str], ...]
    sha256: str


@transaction.atomic
def make(*, by: Actor, address: str, at: datetime, master: MasterKey) -> Report:
    """Everybody who trades here, with what the law has reported of them; `address` is our own, for links."""
    allow(by, "application.report", marketplace=by.marketplace)
    law = facts.law_of(by.marketplace)
    on = facts.day_of(law, at)
    month = date(on.year, 1 if on.month < 7 else 7, 1)
    due = facts.reported_by(month, law=law)
    assert due.value
    why = f"报送主体信息 report of traders, {due.cites}"
    rows = tuple(
        _row(row, by=by, address=address, why=why, on=on, at=at, master=master)
        for row in queries.traders(by.marketplace)
    )
    digest = _digest(rows)
    made = Report(by.marketplace, month, due.value, str(due.cites), rows, digest)
    data = {"month": month.isoformat(), "traders": len(rows), "sha256": digest}
    record(
        [
            Deed(
                "traders.reported",
                by.marketplace,
                by=by.party,
                marketplace=by.marketplace,
                at=at,
                data=data,
            )
        ]
    )
    return made


def _row(
    row: Application,
    *,
    by: Actor,
    address: str,
    why: str,
    on: date,
    at: datetime,
    master: MasterKey,
) -> dict[str, str]:
    person = _person(row, by=by, why=why, at=at, master=master)
    registered = row.form != "unregistered"
    law = facts.law_of(row.marketplace)
    over = not registered and facts.registration(row, law=law, on=on).value
    told = any(s.cause == "unregistered" for s in queries.standing(row.id))
    values = (
        (row.company or row.shop_zh) if registered else person.get("name", ""),
        row.credit_code,
        "" if registered else person.get("id_number", ""),
        person.get("address", ""),
        person.get("phone", ""),
        row.shop_zh,
        f"{address}/traders/{row.applicant}",
        "yes" if registered else "no",
        "" if registered else EXEMPTIONS[row.exemption].zh,
        "yes" if over or told else "no",
        "suspended" if queries.standing(row.id) else row.state,
    )
    return dict(zip(COLUMNS, values, strict=True))


def _person(
    row: Application, *, by: Actor, why: str, at: datetime, master: MasterKey
) -> dict[str, str]:
    if row.archive:
        return {}
    wanted = (
        ("name", "id_number", "address", "phone")
        if row.form == "unregistered"
        else ("address", "phone")
    )
    known = queries.masked(row.id)
    return {
        name: vault.reveal(
            by=by.party, subject=row.id, field=name, reason=why, at=at, master=master
        )
        for name in wanted
        if name in known
    }


def _digest(rows: tuple[dict[str, str], ...]) -> str:
    return sha256(canonical(list(rows))).hexdigest()
