"""Who sells here: what each trader shows by law, and the report on all of them (S01)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from ninja import Router, Schema

from gongdao.interfaces import traders
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import WordsOut, moment, words
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.admission.report import actions as report
from gongdao.stages.admission.standing import actions as standing

router = Router(tags=["traders"])


class ShownOut(Schema):
    """One thing that a trader shows."""

    name: WordsOut
    value: str


class PermitOut(Schema):
    """A permit that a trader shows."""

    name: WordsOut
    number: str
    issuer: str
    expires_on: date | None


class MeasureOut(Schema):
    """A suspension that stands: published, with its reason."""

    cause: WordsOut
    reason: str
    since: datetime


class FiguresOut(Schema):
    """How consumers fared with a trader."""

    complaints: int
    decided_for_consumer: int
    settled: int
    open: int


class TraderOut(Schema):
    """The public face of a trader: what Online Trading Measures art. 12 has it show."""

    party: str
    shop: WordsOut
    state: str
    selling: bool
    declaration: WordsOut | None
    shown: list[ShownOut]
    permits: list[PermitOut]
    measures: list[MeasureOut]
    figures: FiguresOut
    cites: list[str]


class TradersReportOut(Schema):
    """The traders of the marketplace, for the authority. `sha256` is over the canonical JSON of `rows`."""

    month_begins_on: date
    due_on: date
    cites: str
    sha256: str
    columns: list[str]
    rows: list[dict[str, str]]


@router.get("/traders/{party}", response=TraderOut, summary="The public face of a trader")
def trader(request: Asked, party: str) -> TraderOut:
    """Name, code, address and contact as the law has them shown, permits, measures, complaints."""
    face = traders.face(party, market=request.market, at=request.now)
    return TraderOut(
        party=face.row.applicant,
        shop=WordsOut(zh=face.row.shop_zh, en=face.row.shop_en),
        state=face.row.state,
        selling=face.selling,
        declaration=words(face.declaration) if face.declaration else None,
        shown=[ShownOut(name=words(name), value=value.zh) for name, value in face.shown],
        permits=[_permit(each) for each in face.permits],
        measures=[
            MeasureOut(
                cause=words(standing.CAUSES[each.cause]), reason=each.reason,
                since=moment(each.began_at),
            )
            for each in face.measures
        ],
        figures=FiguresOut(**face.figures),
        cites=face.cites,
    )  # fmt: skip


@router.get(
    "/reports/traders", response=TradersReportOut, summary="The half-yearly report on traders"
)
def reported(request: Asked) -> TradersReportOut:
    """Opens what the law has reported. That it was made, and of how many, becomes evidence."""
    made = report.make(
        by=request.actor, address=request.build_absolute_uri("/").rstrip("/"), at=request.now,
        master=MasterKey(settings.GONGDAO_VAULT_KEY),
    )  # fmt: skip
    return TradersReportOut(
        month_begins_on=made.month_begins_on, due_on=made.due_on, cites=made.cites,
        sha256=made.sha256, columns=list(report.COLUMNS), rows=list(made.rows),
    )  # fmt: skip


def _permit(line: Any) -> PermitOut:
    return PermitOut(
        name=words(line.requirement.name), number=line.paper.number, issuer=line.paper.issuer,
        expires_on=line.paper.expires_on,
    )  # fmt: skip
