"""The public face of a trader, put together for pages and the API alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from gongdao.kernel.words import Words
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.admission import facts, queries
from gongdao.stages.admission.particulars import EXEMPTIONS, FIELDS, FORMS
from gongdao.stages.disputes import queries as disputes

COMPANY = Words("名称", "name")
CODE = Words("统一社会信用代码", "unified social credit code")
CAPITAL = Words("注册资本（出资额）", "registered capital")
FORM = Words("类型", "form")


@dataclass(frozen=True, slots=True)
class Face:
    """All that is open to everybody about one trader."""

    row: Any
    selling: bool
    declaration: Words | None
    shown: list[tuple[Words, Words]]
    permits: list[Any]
    measures: list[Any]
    figures: dict[str, int]
    cites: list[str]


def face(party: str, *, market: Any, at: datetime) -> Face:
    """What the law has a trader show, and how consumers fared with it."""
    row = queries.trader(party, marketplace=market.id)
    on = facts.day_of(market.law, at)
    card, contact = (
        facts.card(row, law=market.law, on=on),
        facts.contact(row, law=market.law, on=on),
    )
    permits = [
        line for line in queries.checklist(row, at=at)
        if line.requirement.permit and line.paper and line.paper.state == "accepted"
    ]  # fmt: skip
    return Face(
        row=row,
        selling=party in queries.may_sell(market.id, [party], at=at),
        declaration=EXEMPTIONS.get(row.exemption),
        shown=_shown(row),
        permits=permits,
        measures=queries.standing(row.id),
        figures=disputes.figures(party),
        cites=[str(card.cites), str(contact.cites)],
    )


def _shown(row: Any) -> list[tuple[Words, Words]]:
    person = queries.published(row, master=MasterKey(settings.GONGDAO_VAULT_KEY))
    public = [(COMPANY, row.company), (CODE, row.credit_code), (CAPITAL, row.capital)]
    shown = [(name, Words(value, value)) for name, value in public if value]
    if row.form != "unregistered":
        shown.append((FORM, FORMS[row.form]))
    known = [(FIELDS[name], person[name]) for name in FIELDS if name in person]
    return shown + [(name, Words(value, value)) for name, value in known]
