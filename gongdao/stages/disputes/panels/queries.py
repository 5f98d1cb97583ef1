"""Every read of lay panels."""

from __future__ import annotations

from collections.abc import Iterable

from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.disputes.models import Ballot, Dispute, Juror, Panel
from gongdao.stages.disputes.panels import measures
from gongdao.stages.orders.models import Order


def of_case(dispute: str) -> Panel | None:
    """The panel of a case, if one was drawn."""
    return Panel.objects.filter(dispute=dispute).first()


def ballots(panel: Panel) -> list[Ballot]:
    """Who was drawn, and who voted how."""
    return list(Ballot.objects.filter(panel=panel).order_by("id"))


def ballot_of(dispute: Dispute, *, by: Actor) -> Ballot:
    """The actor's own ballot in a case, locked with its panel."""
    rows = Ballot.objects.select_for_update().select_related("panel")
    row = rows.filter(panel__dispute=dispute, juror=by.party).first()
    if row is None:
        raise Refusal(
            "ballot_unknown",
            "您不是本案的评审员。",
            "You are not a juror of this case.",
        )
    return row


def waiting_for(*, by: Actor) -> list[Ballot]:
    """The cases in which the actor's vote is still awaited."""
    rows = Ballot.objects.filter(juror=by.party, cast_at=None, panel__state="voting")
    return list(rows.select_related("panel__dispute__order").order_by("panel__drawn_at"))


def locked(panels: Iterable[str]) -> list[Panel]:
    """Panels by reference, locked in one order; for the clock."""
    rows = Panel.objects.select_for_update(of=("self",)).select_related("dispute__order")
    return list(rows.filter(pk__in=set(panels)).order_by("pk"))


def pool(marketplace: str) -> dict[str, str]:
    """Everybody who is ready to sit, with their standing."""
    rows = Juror.objects.filter(marketplace=marketplace)
    return dict(rows.values_list("party", "standing"))


def is_juror(party: str) -> bool:
    """Whether somebody is ready to sit on panels."""
    return Juror.objects.filter(party=party).exists()


def conflicts(row: Dispute, ready: Iterable[str]) -> dict[str, str]:
    """Who may not sit in a case, and why: the sides, who traded with them, who is in a case with them."""
    sides = {row.order.buyer, row.order.merchant}
    found = dict.fromkeys(sides, "side")
    others = set(ready) - sides
    bought = Order.objects.filter(merchant=row.order.merchant, buyer__in=others)
    sold = Order.objects.filter(buyer=row.order.buyer, merchant__in=others)
    found |= dict.fromkeys(bought.values_list("buyer", flat=True).distinct(), "traded")
    found |= dict.fromkeys(sold.values_list("merchant", flat=True).distinct(), "traded")
    return found


def votes(*, by: Actor) -> list[measures.Vote]:
    """Every vote beside the ruling that followed; for the report on panels."""
    allow(by, "statistics.see", marketplace=by.marketplace)
    rows = Ballot.objects.filter(marketplace=by.marketplace, cast_at__isnull=False)
    found = []
    for ballot in rows.select_related("panel").prefetch_related("panel__dispute__decisions"):
        ruled = [
            d for d in ballot.panel.dispute.decisions.all() if d.kind in ("decision", "review")
        ]
        if ruled:
            last = max(ruled, key=lambda d: d.number)
            expert = any(finding["value"] for finding in last.findings)
            found.append(
                measures.Vote(ballot.juror, ballot.standing, bool(ballot.for_buyer), expert)
            )
    return found


def see(dispute: Dispute) -> Panel:
    """The panel of a case, or a refusal where none was drawn."""
    row = of_case(dispute.id)
    if row is None:
        expect("pan", "")
        raise AssertionError(dispute.id)
    return row
