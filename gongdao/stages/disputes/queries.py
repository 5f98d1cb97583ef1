"""Every read of disputes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.registers.messages import queries as messages
from gongdao.registers.parties.powers import Actor, allow, may
from gongdao.stages.disputes.models import (
    Ballot,
    Decision,
    Dispute,
    Exhibit,
    Interest,
    Offer,
    Sealed,
    Seat,
)
from gongdao.stages.disputes.states import DISPUTE


def see(dispute: str, *, by: Actor) -> Dispute:
    """A dispute that the actor may see."""
    return _seen(Dispute.objects.select_related("order"), dispute, by)


def locked(dispute: str, *, by: Actor) -> Dispute:
    """The same, locked until the end of the transaction."""
    rows = Dispute.objects.select_for_update(of=("self",)).select_related("order")
    return _seen(rows, dispute, by)


def locked_many(disputes: Iterable[str]) -> list[Dispute]:
    """Disputes by reference, locked in one order; for the clock."""
    rows = Dispute.objects.select_for_update(of=("self",)).select_related("order")
    return list(rows.filter(pk__in=set(disputes)).order_by("pk"))


def of_order(order: str) -> list[Dispute]:
    """The disputes about an order, oldest first."""
    rows = Dispute.objects.filter(order=order).select_related("order")
    return list(rows.order_by("filed_at"))


def of_buyer(party: str) -> list[Dispute]:
    """What somebody complained of, oldest first."""
    rows = Dispute.objects.filter(order__buyer=party).select_related("order")
    return list(rows.order_by("filed_at", "id"))


def of_return(ret: str) -> Dispute | None:
    """The case that a contested return was taken to, if it was."""
    return Dispute.objects.filter(ret=ret).first()


def desk(*, by: Actor, states: Iterable[str], after: str = "", most: int = 50) -> list[Dispute]:
    """The cases of a desk, oldest first, that follow a given one: references sort in order of time."""
    allow(by, "dispute.desk", marketplace=by.marketplace)
    follows = {"pk__gt": expect("dsp", after)} if after else {}
    rows = Dispute.objects.filter(marketplace=by.marketplace, **follows)
    next_ones = sorted(_by_state(rows.order_by("pk"), states, most=most))[:most]
    return list(Dispute.objects.filter(pk__in=next_ones).select_related("order").order_by("pk"))


def latest_over(*, by: Actor, most: int = 20) -> list[Dispute]:
    """What ended last at a desk, newest first."""
    allow(by, "dispute.desk", marketplace=by.marketplace)
    rows = Dispute.objects.filter(marketplace=by.marketplace)
    newest = sorted(_by_state(rows.order_by("-pk"), DISPUTE.ends, most=most), reverse=True)[:most]
    return list(Dispute.objects.filter(pk__in=newest).select_related("order").order_by("-pk"))


def exhibits(dispute: str) -> list[Exhibit]:
    """What was shown, oldest first."""
    return list(Exhibit.objects.filter(dispute=dispute).order_by("at", "id"))


def offers(dispute: str) -> list[Offer]:
    """What was offered, oldest first."""
    return list(Offer.objects.filter(dispute=dispute).order_by("at", "id"))


def offer_to(row: Dispute, offer: str, *, side: str) -> Offer:
    """The other side's offer, locked, if it can still be taken."""
    rows = Offer.objects.select_for_update().filter(dispute=row, pk=expect("ofr", offer))
    found = rows.filter(accepted_at=None).exclude(side=side).first()
    if found is None:
        raise Refusal(
            "offer_unknown",
            "没有这个对方提议，或已不能接受。",
            "There is no such offer of the other side that can still be taken.",
        )
    return found


def standings(row: Dispute) -> dict[str, str | None]:
    """Who stands how towards a case: both sides, and whoever from outside has the seat."""
    seat = seat_of(row.id)
    neutral = seat.arbiter if seat and seat.role == "neutral" else None
    return {"buyer": row.order.buyer, "seller": row.order.merchant, "neutral": neutral}


def has_sealed(dispute: str, side: str) -> bool:
    """Whether one side has sealed its last figure; never which."""
    return Sealed.objects.filter(dispute=dispute, side=side).exists()


def sealed(dispute: str) -> dict[str, int]:
    """Both last figures by side; only for finding out whether they meet."""
    return dict(Sealed.objects.filter(dispute=dispute).values_list("side", "amount_minor"))


def reopened(dispute: str) -> bool:
    """Whether a case that was over has begun once more."""
    return Dispute.objects.filter(reopens=dispute).exists()


def seat_of(dispute: str) -> Seat | None:
    """Who has the case now, if anybody took it."""
    return Seat.objects.filter(dispute=dispute, left_at=None).first()


def seats(dispute: str) -> list[Seat]:
    """Everybody who ever had the case, first to last."""
    return list(Seat.objects.filter(dispute=dispute).order_by("taken_at", "id"))


def refuse_conflict(row: Dispute, *, arbiter: str, side: str) -> None:
    """Whoever has an interest in a case, decided it before, or finds another in the seat, may not decide it."""
    seat = seat_of(row.id)
    if seat is not None and (seat.arbiter, seat.role) != (arbiter, side):
        raise Refusal(
            "case_taken",
            "本案已由另一位仲裁员承办。",
            "Another arbiter has this case.",
        )
    if row.neutral_asked and side == "arbiter":
        raise Refusal(
            "neutral_asked",
            "当事人要求由外部中立人员裁决，请等待指派。",
            "A party asked for a neutral from outside; one is being appointed.",
        )
    tied = {row.order.buyer, row.order.merchant}
    interested = (
        arbiter in tied or Interest.objects.filter(arbiter=arbiter, party__in=tied).exists()
    )
    decided_before = Decision.objects.filter(dispute=row, by=arbiter, kind="decision").exists()
    recused = Seat.objects.filter(dispute=row, arbiter=arbiter, left_at__isnull=False).exists()
    if interested or recused or (side == "senior" and decided_before):
        raise Refusal(
            "arbiter_conflicted",
            "您与本案有利害关系、已回避或者已作过裁决，不能裁决本案。",
            "You have an interest in this case, left it, or decided it before; it is not yours to decide.",
        )


def upheld(listing: str, kind: str, *, since: datetime) -> list[str]:
    """Cases about a listing that ended for the buyer on the same ground, from a moment on."""
    rows = Dispute.objects.filter(
        kind=kind, state="closed", order__lines__version__listing=listing, ended_at__gte=since
    )
    ended = dict(rows.order_by("ended_at").distinct().values_list("pk", "ended_at"))
    last = Decision.objects.filter(dispute__in=list(ended)).order_by("dispute", "-number")
    found = [
        decision.dispute_id
        for decision in last.distinct("dispute")
        if any(finding["value"] for finding in decision.findings)
    ]
    return sorted(found, key=lambda case: (ended[case], case))


def services(dispute: str) -> list[Any]:
    """How the last decision was served, and when it counts as served, party by party."""
    last = Decision.objects.filter(dispute=dispute).order_by("-number").first()
    return [s for s in messages.services(dispute) if last and s.document == last.id]


def platform_answers(dispute: str) -> bool:
    """Whether the last decision names the platform among those who answer."""
    last = Decision.objects.filter(dispute=dispute).order_by("-number").first()
    return last is not None and any(each["as"] != "merchant" for each in last.liable)


def decisions(dispute: str) -> list[Decision]:
    """The decisions of a dispute, first to last; the last one counts."""
    return list(Decision.objects.filter(dispute=dispute).order_by("number"))


def final_orders(dispute: str) -> list[dict[str, Any]]:
    """What is to be done in the end: the orders of the last decision."""
    last = Decision.objects.filter(dispute=dispute).order_by("-number").first()
    return list(last.orders) if last else []


def refuse_open(order: str) -> None:
    """One dispute about an order at a time."""
    if Dispute.objects.filter(order=order).exclude(state__in=DISPUTE.ends).exists():
        raise Refusal(
            "dispute_open",
            "这个订单已有进行中的纠纷，请在原案件中补充。",
            "A dispute about this order is open already; add to that case.",
        )


def outcomes(marketplace: str) -> dict[tuple[str, str], int]:
    """How many disputes of each kind stand in each state."""
    found: dict[tuple[str, str], int] = {}
    rows = Dispute.objects.filter(marketplace=marketplace)
    for pair in rows.values_list("kind", "state"):
        found[pair] = found.get(pair, 0) + 1
    return found


def figures(merchant: str) -> dict[str, int]:
    """How consumers fared with a merchant: complaints, how many they won, settled, and still open."""
    rows = Dispute.objects.filter(order__merchant=merchant)
    made = Decision.objects.filter(dispute__order__merchant=merchant)
    last = made.order_by("dispute", "-number").distinct("dispute")
    return {
        "complaints": rows.count(),
        "decided_for_consumer": sum(bool(decision.orders) for decision in last),
        "settled": rows.filter(state="settled").count(),
        "open": rows.exclude(state__in=DISPUTE.ends).count(),
    }


def articles(marketplace: str) -> dict[str, int]:
    """How often each article decided what was ordered."""
    found: dict[str, int] = {}
    rows = Decision.objects.filter(dispute__marketplace=marketplace)
    for orders in rows.values_list("orders", flat=True):
        for order in orders:
            found[order["cites"]] = found.get(order["cites"], 0) + 1
    return found


def _seen(rows: QuerySet[Dispute], dispute: str, by: Actor) -> Dispute:
    row = rows.filter(pk=expect("dsp", dispute), marketplace=by.marketplace).first()
    if row is None or not _may_see(row, by):
        raise Refusal(
            "dispute_unknown",
            "没有这个纠纷，或您无权查看。",
            "There is no such dispute, or it is not yours to see.",
        )
    return row


def _may_see(row: Dispute, by: Actor) -> bool:
    """Both sides, who works on cases, whoever from outside has the seat, and the jurors of its panel."""
    sides: dict[str, str | None] = {"buyer": row.order.buyer, "seller": row.order.merchant}
    if may(by, "dispute.see", marketplace=row.marketplace, **sides):
        return True
    drawn = Ballot.objects.filter(panel__dispute=row, juror=by.party).exists()
    outside = standings(row) | {"juror": by.party if drawn else None}
    return may(by, "dispute.see", marketplace=row.marketplace, **outside)


def _by_state(rows: QuerySet[Dispute], states: Iterable[str], *, most: int) -> list[str]:
    """The first references in each state: state by state the index gives them at once, in one statement."""
    pages = [rows.filter(state=s).values_list("pk", flat=True)[:most] for s in states]
    return list(pages[0].union(*pages[1:], all=True)) if pages else []
