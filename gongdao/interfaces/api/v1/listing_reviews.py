"""The review of listings: findings, publication, appeal and decision, and goods in bulk (S02, S04)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Field, Router, Schema
from pydantic import StrictBool

from gongdao.interfaces import imports
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import In, Limit, WordsOut, moment_or_none
from gongdao.interfaces.api.v1.listings import ReasonIn, VersionOut, shown
from gongdao.kernel.refusal import Refusal
from gongdao.stages.listings.review import actions, queries
from gongdao.stages.listings.review.checks import completeness
from gongdao.stages.listings.review.facts import day_of
from gongdao.stages.listings.said import of_version

router = Router(tags=["listings"])
ROWS_MOST = 500


class FindingOut(Schema):
    """Something wrong with a version: where, why, under which article, how to repair it."""

    source: str
    code: str
    field: str
    start: int
    end: int
    quote: str
    blocks: bool
    article: WordsOut
    why: WordsOut
    repair: WordsOut
    waived_by: str | None
    waived_at: datetime | None
    waived_why: str


class ReviewedOut(Schema):
    """A version with what was found in it."""

    version: VersionOut
    completeness: int
    publishable: bool
    findings: list[FindingOut]


class RowsIn(In):
    """Listings as flat facts, keyed by `external_id`; with `dry_run` nothing is written."""

    rows: Annotated[list[Any], Field(min_length=1, max_length=ROWS_MOST)]
    dry_run: StrictBool = False


class RowsOut(Schema):
    """What became of each row."""

    published: int
    drafts: int
    unchanged: int
    bad: int
    rows: list[dict[str, Any]]


@router.get(
    "/listings/{listing}/review", response=ReviewedOut, summary="How does the review stand?"
)
def review(request: Asked, listing: str) -> ReviewedOut:
    """The newest version, draft or not, with its findings: for the seller and the platform."""
    return _reviewed(queries.newest(listing, by=request.actor), request)


@router.get(
    "/listings/{listing}/drafts", response=list[VersionOut], summary="All versions with drafts"
)
def drafts(request: Asked, listing: str) -> list[VersionOut]:
    """Newest first, what was refused and superseded too: for the seller and the platform."""
    return [shown(row) for row in queries.every(listing, by=request.actor)]


@router.get(
    "/listing-reviews", response=list[ReviewedOut], summary="What waits for the trust team?"
)
def queue(request: Asked, limit: Limit = 20) -> list[ReviewedOut]:
    """Appeals first, then goods on the shelf with faults."""
    return [_reviewed(row, request) for row in queries.queue(by=request.actor, most=limit)]


@router.post("/listings/{listing}/publish", response=VersionOut, summary="Publish a draft")
def publish(request: Asked, listing: str) -> VersionOut:
    """Refused while anything blocks it, with the first reason and its article."""
    (row,) = actions.publish(by=request.actor, listings=[listing], at=request.now)
    return shown(row)


@router.post("/listings/{listing}/appeal", response=ReviewedOut, summary="Appeal against findings")
def appeal(request: Asked, listing: str, why: ReasonIn) -> ReviewedOut:
    """Somebody of the platform looks again; silence upholds."""
    actions.appeal(by=request.actor, listing=listing, words=why.reason, at=request.now)
    return review(request, listing)


@router.post("/listings/{listing}/override", response=ReviewedOut, summary="Let a draft pass")
def override(request: Asked, listing: str, why: ReasonIn) -> ReviewedOut:
    """The reason stays with each finding, and the same finding passes in later versions."""
    actions.override(by=request.actor, listing=listing, reason=why.reason, at=request.now)
    return review(request, listing)


@router.post("/listings/{listing}/uphold", response=ReviewedOut, summary="Uphold the findings")
def uphold(request: Asked, listing: str, why: ReasonIn) -> ReviewedOut:
    """The draft is not published."""
    actions.uphold(by=request.actor, listing=listing, reason=why.reason, at=request.now)
    return review(request, listing)


@router.post("/listings/{listing}/demand-repair", response=ReviewedOut, summary="Demand a repair")
def demand_repair(request: Asked, listing: str, why: ReasonIn) -> ReviewedOut:
    """Goods on the shelf are mended in time, or the clock takes them down."""
    actions.demand_repair(by=request.actor, listing=listing, reason=why.reason, at=request.now)
    return review(request, listing)


@router.post("/listings/import", response=RowsOut, summary="Bring in many listings")
def import_(request: Asked, sent: RowsIn) -> RowsOut:
    """Clean rows are published, blocked ones wait as drafts, bad ones are named. Safe to send again."""
    rows = [imports.Row(n, _row(said)) for n, said in enumerate(sent.rows, start=1)]
    done = (
        imports.rehearse(rows, by=request.actor, market=request.market, at=request.now)
        if sent.dry_run
        else imports.land(rows, by=request.actor, market=request.market, at=request.now)
    )
    states = [outcome.state for outcome in done]
    return RowsOut(
        published=states.count("published"), drafts=states.count("draft"),
        unchanged=states.count("unchanged"), bad=states.count("bad"),
        rows=[outcome.as_data() for outcome in done],
    )  # fmt: skip


def _row(said: Any) -> dict[str, Any] | Refusal:
    if isinstance(said, dict):
        return said
    return Refusal("row_unreadable", "这一行不是 JSON 对象。", "The row is no JSON object.")


def _reviewed(row: Any, request: Asked) -> ReviewedOut:
    found = queries.findings(row)
    return ReviewedOut(
        version=shown(row),
        completeness=completeness(of_version(row), on=day_of(request.market, request.now)),
        publishable=row.review == "draft" and not any(f.blocks and not f.waived_at for f in found),
        findings=[_finding(each) for each in found],
    )


def _finding(row: Any) -> FindingOut:
    same = ("source", "code", "field", "start", "end", "quote", "blocks", "waived_by", "waived_why")
    return FindingOut(
        **{name: getattr(row, name) for name in same},
        article=WordsOut(zh=row.article_zh, en=row.article_en),
        why=WordsOut(zh=row.why_zh, en=row.why_en),
        repair=WordsOut(zh=row.repair_zh, en=row.repair_en),
        waived_at=moment_or_none(row.waived_at),
    )
