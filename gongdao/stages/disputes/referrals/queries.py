"""Every read of cases on their way out."""

from __future__ import annotations

from collections.abc import Iterable

from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.powers import Actor, may
from gongdao.stages.disputes.models import Dispute, Referral
from gongdao.stages.disputes.states import REFERRAL
from gongdao.stages.disputes.ways import WAYS


def of_case(dispute: str) -> list[Referral]:
    """The ways out that were prepared for a case, oldest first."""
    rows = Referral.objects.filter(dispute=dispute).select_related("dispute__order")
    return list(rows.order_by("made_at", "id"))


def see(referral: str, *, by: Actor, lock: bool = False) -> Referral:
    """A way out that the actor may see: the buyer's own, or any for the platform and the authority."""
    rows = Referral.objects.select_related("dispute__order")
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(pk=expect("way", referral), marketplace=by.marketplace).first()
    if row is None or not may(
        by, "referral.see", marketplace=row.marketplace, buyer=row.dispute.order.buyer
    ):
        raise Refusal(
            "way_out_unknown",
            "没有这份卷宗，或您无权查看。",
            "There is no such dossier, or it is not yours to see.",
        )
    return row


def locked(referrals: Iterable[str]) -> list[Referral]:
    """Ways out by reference, locked in one order; for the clock."""
    rows = Referral.objects.select_for_update(of=("self",)).select_related("dispute__order")
    return list(rows.filter(pk__in=set(referrals)).order_by("pk"))


def open_ways(row: Dispute) -> list[str]:
    """Which ways stand open to a case: those of its law; confirmation for what was agreed, the others else."""
    going = {
        each.way for each in Referral.objects.filter(dispute=row) if each.state not in REFERRAL.ends
    }
    agreed = row.state == "settled"
    return [
        name
        for name, way in WAYS.items()
        if way.law == row.order.law and way.agreed == agreed and name not in going
    ]
