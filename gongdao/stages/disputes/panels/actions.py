"""Everything that can happen to a lay panel. Its verdict is a voice the arbiter hears, and answers to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.disputes import facts
from gongdao.stages.disputes import queries as cases
from gongdao.stages.disputes.course import side_of
from gongdao.stages.disputes.models import Ballot, Dispute, Juror, Panel
from gongdao.stages.disputes.panels import draw, queries
from gongdao.stages.disputes.states import PANEL

REASON_MOST = 2_000


@transaction.atomic
def join(*, by: Actor, at: datetime) -> Juror:
    """Somebody is ready to sit on panels, as what they are here: a consumer or a merchant."""
    standing = allow(by, "panel.join", marketplace=by.marketplace)
    row, new = Juror.objects.get_or_create(
        party=by.party, defaults={"marketplace": by.marketplace, "standing": standing, "since": at}
    )
    deed = Deed(
        "juror.joined", by.party, by=by.party, marketplace=by.marketplace, at=at,
        data={"standing": standing},
    )  # fmt: skip
    record([deed] if new else [])
    return row


@transaction.atomic
def leave(*, by: Actor, at: datetime) -> None:
    """Not ready to sit any more. Who was drawn for a case stays drawn; nobody is drawn from now on."""
    gone, _ = Juror.objects.filter(party=by.party).delete()
    deed = Deed("juror.left", by.party, by=by.party, marketplace=by.marketplace, at=at)
    record([deed] if gone else [])


@transaction.atomic
def ask(*, by: Actor, dispute: str, at: datetime) -> Panel:
    """A side asks for a panel while the case waits for a decision: it is drawn at once."""
    row = cases.locked(dispute, by=by)
    side_of(by, row, "panel.ask")
    _refuse_untimely(row)
    head = evidence.head(row.marketplace)
    ready = queries.pool(row.marketplace)
    excluded = queries.conflicts(row, ready)
    seed = draw.seed_of(head=head.root, size=head.size, case=row.id)
    sitting = draw.drawn(seed, ready, excluded)
    if lacking := draw.missing(sitting):
        raise Refusal(
            "jurors_lacking",
            f"目前没有足够的无利害关系评审员，还缺 {sum(lacking.values())} 人；可以由仲裁员直接裁决。",
            f"There are not enough jurors without an interest, {sum(lacking.values())} are lacking; "
            "the arbiter can decide.",
        )
    panel = Panel.objects.create(
        id=mint("pan", at=at), marketplace=row.marketplace, dispute=row, seed=seed, pool=ready,
        excluded=excluded, drawn_at=at,
    )  # fmt: skip
    Ballot.objects.bulk_create(
        Ballot(marketplace=row.marketplace, panel=panel, juror=juror, standing=standing)
        for juror, standing in sitting
    )
    turn(owed=[_owed(panel, row, at)])
    data = {"seed": seed, "head_size": head.size, "head_root": head.root.hex()}
    record([_deed("panel.drawn", panel, row, by=by.party, at=at, **data)])
    return panel


@transaction.atomic
def vote(*, by: Actor, dispute: str, for_buyer: bool, reason: str, at: datetime) -> Ballot:
    """A juror votes, once, and says why. The last vote, or one that nothing can overturn, ends the panel."""
    row = cases.see(dispute, by=by)
    ballot = queries.ballot_of(row, by=by)
    allow(by, "panel.vote", marketplace=row.marketplace, juror=ballot.juror)
    PANEL.move(ballot.panel.state, "find_buyer", by="juror")
    if ballot.cast_at is not None or not reason.strip() or len(reason) > REASON_MOST:
        raise Refusal(
            "ballot_unreal",
            f"每位评审员只投一票，并须用1至{REASON_MOST}字说明理由。",
            f"A juror votes once, with a reason of 1 to {REASON_MOST} characters.",
        )
    ballot.for_buyer, ballot.reason, ballot.cast_at = for_buyer, reason.strip(), at
    ballot.save(update_fields=["for_buyer", "reason", "cast_at"])
    _close_if_decided(ballot.panel, at)
    record([_deed("panel.voted", ballot.panel, row, by=by.party, at=at, for_buyer=for_buyer)])
    return ballot


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """The time to vote is over: the majority of the votes cast counts, if at least half of them were."""
    panels = queries.locked(duty.subject for duty in duties)
    for panel in panels:
        cast = [b.for_buyer for b in queries.ballots(panel) if b.cast_at]
        tied = 2 * sum(map(bool, cast)) == len(cast)
        act = "find_buyer" if 2 * sum(map(bool, cast)) > len(cast) else "find_seller"
        _end(panel, "lapse" if len(cast) < draw.QUORUM or tied else act, by=CLOCK, at=at)
    record([_deed(f"panel.{p.state}", p, p.dispute, by=CLOCK, at=at) for p in panels])


def _close_if_decided(panel: Panel, at: datetime) -> None:
    cast = [b.for_buyer for b in queries.ballots(panel) if b.cast_at]
    needed = sum(draw.SEATS.values()) // 2 + 1
    if cast.count(True) >= needed:
        _end(panel, "find_buyer", by="juror", at=at)
    elif cast.count(False) >= needed:
        _end(panel, "find_seller", by="juror", at=at)


def _end(panel: Panel, act: str, *, by: str, at: datetime) -> None:
    panel.state, panel.ended_at = PANEL.move(panel.state, act, by=by).to, at
    panel.save(update_fields=["state", "ended_at"])
    turn(done=[Done("panel_vote", panel.id, at)])


def _refuse_untimely(row: Dispute) -> None:
    if row.state != "deciding" or queries.of_case(row.id):
        raise Refusal(
            "panel_untimely",
            "评审团只能在案件等待裁决时申请，每案一次。",
            "A panel can be asked for while a case waits for its decision, once.",
        )


def _owed(panel: Panel, row: Dispute, at: datetime) -> Owed:
    due = facts.period("panel_vote", row.order, at)
    return Owed(
        "panel_vote", panel.id, row.marketplace, row.order.buyer, row.marketplace, at, due.value,
        str(due.cites), about=row.order_id,
    )  # fmt: skip


def _deed(act: str, panel: Panel, row: Dispute, *, by: str, at: datetime, **data: object) -> Deed:
    return Deed(
        act, panel.id, by=by, marketplace=row.marketplace, at=at, about=row.order_id, data=data
    )
