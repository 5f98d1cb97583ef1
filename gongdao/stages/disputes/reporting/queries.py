"""Decided cases for everybody: without names, stories or references, and counted by merchant size."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, TextField
from django.db.models.functions import Cast

from gongdao.kernel.money import Money
from gongdao.law import book
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.disputes.models import Decision, Dispute
from gongdao.stages.disputes.reporting.measures import Rate, apart
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.models import Order

SIZES = (("small", 1, 9), ("middle", 10, 99), ("large", 100, None))
"""Sizes of merchants by how many orders they had."""

OUTCOMES = ("for_buyer", "dismissed")
TEXT_MOST = 100
PRINTED = (
    "fact",
    "name_zh",
    "name_en",
    "value",
    "must_prove",
    "for_want_of_proof",
    "cites",
    "article",
    "zh",
    "en",
)
ORDERED = ("head", "amount_minor", "cites", "article", "zh", "en", "figures")


@dataclass(frozen=True, slots=True)
class Published:
    """A decided case as everybody may read it: what was found and ordered, and nobody's name."""

    number: str
    month: date
    kind: str
    category: str
    price: Money
    findings: list[dict[str, Any]]
    orders: list[dict[str, Any]]
    reasons: list[dict[str, Any]]
    by_default: bool
    appealed: bool

    @property
    def for_buyer(self) -> bool:
        """Whether anything that the buyer claimed was found."""
        return any(finding["value"] for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Fairness:
    """How cases end for merchants of one size."""

    size: str
    for_buyer: Rate
    by_default: Rate
    appealed: Rate

    @property
    def rates(self) -> tuple[Rate, Rate, Rate]:
        """All three, in the order of a table."""
        return self.for_buyer, self.by_default, self.appealed


def published(
    marketplace: str, *, text: str = "", kind: str = "", outcome: str = "", most: int = 50
) -> list[Published]:
    """Final decisions, newest first, found by what they say or cite. Stories and remarks stay private."""
    rows = Dispute.objects.filter(marketplace=marketplace, state="closed")
    if kind:
        rows = rows.filter(kind=kind)
    if wanted := text.replace("\0", "").strip()[:TEXT_MOST]:
        rows = rows.filter(pk__in=_saying(marketplace, wanted))
    newest = rows.select_related("order").prefetch_related("decisions").order_by("-ended_at", "id")
    chosen = [
        row for row in newest if not outcome or _is_for_buyer(row) == (outcome == "for_buyer")
    ]
    lines = orders.lines_of({row.order_id for row in chosen[:most]})
    return [_anonymous(row, lines[row.order_id][0].version.category) for row in chosen[:most]]


def fairness(*, by: Actor) -> list[Fairness]:
    """Outcomes by size of merchant, for who is to look into what is suspicious."""
    allow(by, "statistics.see", marketplace=by.marketplace)
    return by_size(by.marketplace)


def by_size(marketplace: str) -> list[Fairness]:
    """Outcomes by size of merchant: who wins, who is judged by silence, who appeals. Public."""
    rows = Dispute.objects.filter(marketplace=marketplace, state="closed")
    counted = {
        row["merchant"]: row["many"]
        for row in Order.objects.filter(marketplace=marketplace)
        .values("merchant")
        .annotate(many=Count("id"))
    }
    sorted_: dict[str, Counter[str]] = {name: Counter() for name, _, _ in SIZES}
    for row in rows.select_related("order").prefetch_related("decisions"):
        size = size_of(counted[row.order.merchant])
        each = _anonymous(row, "")
        sorted_[size].update(
            ["cases", *(["buyer"] if each.for_buyer else []), *(["default"] if each.by_default else []),
             *(["appeal"] if each.appealed else [])]
        )  # fmt: skip
    return [
        Fairness(
            size, Rate(c["buyer"], c["cases"]), Rate(c["default"], c["cases"]),
            Rate(c["appeal"], c["cases"]),
        )
        for size, c in sorted_.items()
    ]  # fmt: skip


def size_of(count: int) -> str:
    """Small, middle or large, by how many orders a merchant had."""
    return next(
        name for name, least, most in SIZES if count >= least and (most is None or count <= most)
    )


def suspicious(found: Sequence[Fairness]) -> list[tuple[str, str]]:
    """Sizes of merchants whose cases end differently for buyers by more than chance makes likely."""
    pairs = [(a, b) for n, a in enumerate(found) for b in found[n + 1 :]]
    return [(a.size, b.size) for a, b in pairs if apart(a.for_buyer, b.for_buyer)]


def _anonymous(row: Dispute, category: str) -> Published:
    decisions = sorted(row.decisions.all(), key=lambda each: each.number)
    last = decisions[-1]
    zone = book.pack(row.order.law).zone
    return Published(
        number=last.digest[:12],
        month=last.at.astimezone(zone).date().replace(day=1),
        kind=row.kind,
        category=category,
        price=row.order.goods,
        findings=[_only(each, PRINTED) for each in last.findings],
        orders=[_only(each, ORDERED) for each in last.orders],
        reasons=[each for each in last.reasons if each["applied"]],
        by_default=last.kind == "clock",
        appealed=any(each.kind == "review" for each in decisions),
    )


def _is_for_buyer(row: Dispute) -> bool:
    last = max(row.decisions.all(), key=lambda each: each.number)
    return any(finding["value"] for finding in last.findings)


def _saying(marketplace: str, text: str) -> set[str]:
    """Cases whose decisions say this, in findings, reasons or orders."""
    rows = Decision.objects.filter(marketplace=marketplace)
    for name in ("findings", "reasons", "orders"):
        rows = rows.annotate(**{f"{name}_text": Cast(name, TextField())})
    says = (
        Q(findings_text__icontains=text)
        | Q(reasons_text__icontains=text)
        | Q(orders_text__icontains=text)
    )
    return set(rows.filter(says).values_list("dispute", flat=True))


def _only(each: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: each[name] for name in names if name in each}
