"""Complaints sorted and grouped for those who work on them. What a model suggests is only ever shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongdao.detectors import triage
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.disputes.facts import OF_LIFE_AND_HEALTH
from gongdao.stages.disputes.models import Dispute
from gongdao.stages.disputes.states import DISPUTE
from gongdao.stages.orders import queries as orders

GROUP_LEAST = 2


@dataclass(frozen=True, slots=True)
class Sorting:
    """What stands out in a complaint: urgent by law or by its words; a kind that fits the words better."""

    urgent_by_law: bool
    suggested: triage.Sorted
    doubts_kind: bool

    @property
    def urgent(self) -> bool:
        """Whether it comes first."""
        return self.urgent_by_law or self.suggested.urgent


@dataclass(frozen=True, slots=True)
class Group:
    """Open complaints about one product on one ground."""

    listing: str
    kind: str
    cases: tuple[str, ...]
    buyers: int


def sortings(rows: Sequence[Dispute]) -> dict[str, Sorting]:
    """Sort complaints, many at once: life and health by the law, danger and kind by the words."""
    lines = orders.lines_of({row.order_id for row in rows})
    said = triage.sort([row.story for row in rows])
    found = {}
    for row, suggested in zip(rows, said, strict=True):
        traits = {trait for line in lines[row.order_id] for trait in line.version.traits}
        doubts = suggested.kind is not None and suggested.kind != row.kind
        found[row.id] = Sorting(bool(traits & OF_LIFE_AND_HEALTH), suggested, doubts)
    return found


def groups(*, by: Actor) -> list[Group]:
    """Open complaints about the same product on the same ground, the largest group first."""
    allow(by, "dispute.desk", marketplace=by.marketplace)
    rows = Dispute.objects.filter(marketplace=by.marketplace).exclude(state__in=DISPUTE.ends)
    named = rows.values_list(
        "order__lines__version__listing", "kind", "id", "order__buyer"
    ).distinct()
    found: dict[tuple[str, str], dict[str, str]] = {}
    for listing, kind, case, buyer in named:
        found.setdefault((listing, kind), {})[case] = buyer
    large = [
        Group(listing, kind, tuple(sorted(cases)), len(set(cases.values())))
        for (listing, kind), cases in found.items()
        if len(cases) >= GROUP_LEAST
    ]
    return sorted(large, key=lambda group: (-len(group.cases), group.listing))
