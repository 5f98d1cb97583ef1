"""What happens after the sale in a replay: returns, complaints, answers, offers, rulings.

Whoever in the history answers, answers; whoever stays silent is answered by the clock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from gongdao.interfaces.cli.cast import Cast
from gongdao.interfaces.cli.history.past import PastEvent, PastOrder
from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence.actions import Deed, record
from gongdao.stages.aftersales import actions as aftersales
from gongdao.stages.delivery import actions as delivery
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.disputes.actions import Complaint, Ruling
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.remedies import actions as remedies

Act = tuple[datetime, str, PastOrder]
BEGINNINGS = ("ask", "complain_refused", "complain_counterfeit", "complain_described")
"""The steps that open a case; the others only go on with one."""


@dataclass
class Aftermath:
    """The events after the sale, by day, and the steps that follow from them."""

    cast: Cast
    days: dict[date, list[Act]]
    open: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, cast: Cast, past: Sequence[PastOrder]) -> Aftermath:
        """Sort what happens into days, with the steps of both sides that follow."""
        days: dict[date, list[Act]] = defaultdict(list)
        for order in past:
            manner = next((e.kind for e in order.events if e.kind.startswith("merchant_")), "")
            for event in order.events:
                for at, step in steps(event, manner):
                    days[at.date()].append((at, step, order))
        return cls(cast, days)

    def play(self, when: date) -> None:
        """Take the day's steps in order of time; a step that is refused is evidence, too."""
        today = sorted(self.days.get(when, ()), key=lambda act: act[0])
        self._confirm([(at, past) for at, step, past in today if step == "confirm"])
        acts: dict[str, Callable[[PastOrder, datetime], None]] = {
            "refuse": self._refuse, "ask": self._ask, "agree": self._agree,
            "send": self._send, "take": self._take, "refund": self._refund,
            "complain_refused": lambda o, at: self._complain(o, at, "refusal_to_ship", "refund"),
            "complain_counterfeit": lambda o, at: self._complain(o, at, "counterfeit", "refund_and_damages"),
            "complain_described": lambda o, at: self._complain(o, at, "not_as_described", "refund"),
            "answer": self._answer, "offer": self._offer, "accept": self._accept,
            "decide": self._decide, "perform": self._perform,
        }  # fmt: skip
        for at, step, past in today:
            if step == "confirm" or self.cast.order(past.id) is None:
                continue
            try:
                acts[step](past, at)
            except Refusal as refusal:
                # What only follows from a step that was refused is not worth a line of its own.
                if step in BEGINNINGS:
                    self._refused(past, at, step, refusal)

    def _confirm(self, content: Sequence[tuple[datetime, PastOrder]]) -> None:
        """Most buyers are content: all of a day's confirmations at once, refused ones by halves."""
        confirmings = [
            escrow.Confirming(self.cast.customer(past.customer), at, order.id)
            for at, past in content
            if (order := self.cast.order(past.id))
        ]
        if not confirmings:
            return
        try:
            escrow.confirm(confirmings=confirmings)
        except Refusal:
            half = len(content) // 2
            if half:
                self._confirm(content[:half])
                self._confirm(content[half:])

    def _refuse(self, past: PastOrder, at: datetime) -> None:
        seller, order = self.cast.seller(past.seller), self.cast.order(past.id)
        delivery.refuse_to_ship(by=seller, order=order.id, reason="缺货", at=at)

    def _ask(self, past: PastOrder, at: datetime) -> None:
        buyer, order = self.cast.customer(past.customer), self.cast.order(past.id)
        self.open[past.id] = aftersales.ask_return(by=buyer, order=order.id, at=at).id

    def _agree(self, past: PastOrder, at: datetime) -> None:
        aftersales.agree(by=self.cast.seller(past.seller), ret=self._case(past), at=at)

    def _send(self, past: PastOrder, at: datetime) -> None:
        aftersales.send_back(by=self.cast.customer(past.customer), ret=self._case(past), at=at)

    def _take(self, past: PastOrder, at: datetime) -> None:
        aftersales.take_back(by=self.cast.seller(past.seller), ret=self._case(past), at=at)

    def _refund(self, past: PastOrder, at: datetime) -> None:
        aftersales.refund(by=self.cast.seller(past.seller), ret=self._case(past), at=at)

    def _complain(self, past: PastOrder, at: datetime, kind: str, wish: str) -> None:
        buyer, order = self.cast.customer(past.customer), self.cast.order(past.id)
        complaint = Complaint(
            kind, wish, past.review.words if past.review and past.review.words else "请处理。"
        )
        self.open[past.id] = disputes.file(by=buyer, order=order.id, complaint=complaint, at=at).id

    def _answer(self, past: PastOrder, at: datetime) -> None:
        disputes.answer(
            by=self.cast.seller(past.seller), dispute=self._case(past), words="我们不认可。",
            admits=False, at=at,
        )  # fmt: skip

    def _offer(self, past: PastOrder, at: datetime) -> None:
        amount = self.cast.order(past.id).goods.share(3, 10)
        self.open[f"{past.id}/offer"] = disputes.offer(
            by=self.cast.seller(past.seller), dispute=self._case(past), amount=amount, at=at
        ).id

    def _accept(self, past: PastOrder, at: datetime) -> None:
        case = self._case(past)
        offer = self.open.get(f"{past.id}/offer") or self.cast.offer_in(case)
        disputes.settle(by=self.cast.customer(past.customer), dispute=case, offer=offer, at=at)

    def _decide(self, past: PastOrder, at: datetime) -> None:
        """The arbiter finds for the buyer in two cases of three, by the order's own number."""
        shown: bool | None = True if int(past.id[:8], 16) % 3 else None
        kinds = {
            "counterfeit_claim": "counterfeit",
            "not_as_described_claim": "defective",
            "refuse_to_ship": "refused",
        }
        fact = next(kinds[e.kind] for e in past.events if e.kind in kinds)
        disputes.decide(
            by=self.cast.staff["demo-arbiter"], dispute=self._case(past),
            ruling=Ruling({fact: shown}), at=at,
        )  # fmt: skip

    def _perform(self, past: PastOrder, at: datetime) -> None:
        remedies.perform(by=self.cast.seller(past.seller), dispute=self._case(past), at=at)

    def _case(self, past: PastOrder) -> str:
        """The case that this order opened; after an interruption it is looked up again."""
        if past.id not in self.open:
            self.open[past.id] = self.cast.case_of(past.id)
        return self.open[past.id]

    def _refused(self, past: PastOrder, at: datetime, step: str, refusal: Refusal) -> None:
        order = self.cast.order(past.id)
        said = {"step": step, "code": refusal.code, "cites": refusal.cites}
        record(
            [
                Deed(
                    "step.refused", order.id, by=order.buyer, marketplace=order.marketplace, at=at,
                    data=said,
                )
            ]
        )  # fmt: skip


def steps(event: PastEvent, manner: str) -> list[tuple[datetime, str]]:
    """What both sides do after an event, and when."""
    at, hour, day = event.at, timedelta(hours=1), timedelta(days=1)
    willing = manner in ("merchant_answers", "merchant_settles")
    complaint = {
        "counterfeit_claim": "complain_counterfeit",
        "not_as_described_claim": "complain_described",
        "refuse_to_ship": "complain_refused",
    }
    if event.kind == "confirm_receipt":
        return [(at, "confirm")]
    if event.kind == "return_asked":
        asked = [(at, "ask"), (at + 5 * day, "send")]
        theirs = [(at + day, "agree"), (at + 9 * day, "take"), (at + 11 * day, "refund")]
        return asked + (theirs if willing else [])
    if event.kind not in complaint:
        return []
    begun = [(at, "refuse")] if event.kind == "refuse_to_ship" else []
    begun.append((at + hour, complaint[event.kind]))
    if manner == "merchant_settles":
        return [
            *begun,
            (at + day, "answer"),
            (at + 2 * day, "offer"),
            (at + 4 * day, "accept"),
            (at + 5 * day, "perform"),
        ]
    if manner == "merchant_answers":
        return [*begun, (at + 2 * day, "answer"), (at + 14 * day, "decide")]
    return [*begun, (at + 6 * day, "decide")]
