"""Complaints of a simulated year, with their panels, neutrals, sealed figures, exhibits and ways out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image

from gongdao.interfaces.cli.simulated_play import Act, Beside, Play, master
from gongdao.interfaces.cli.simulated_town import Town
from gongdao.kernel.money import Money
from gongdao.kernel.refusal import Refusal
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.disputes import further
from gongdao.stages.disputes import queries as cases
from gongdao.stages.disputes.bench import actions as bench
from gongdao.stages.disputes.claims import FILED, KINDS, WISHES
from gongdao.stages.disputes.disclosure import actions as disclosing
from gongdao.stages.disputes.exhibits import actions as showing
from gongdao.stages.disputes.exhibits import queries as shown
from gongdao.stages.disputes.heads import FURTHER, OF_DEEDS, OFFERS
from gongdao.stages.disputes.panels import actions as panels
from gongdao.stages.disputes.panels import queries as sitting
from gongdao.stages.disputes.reception import actions as reception
from gongdao.stages.disputes.reception.facts import BARS, NewEvidence
from gongdao.stages.disputes.referrals import actions as outside
from gongdao.stages.disputes.referrals import queries as ways
from gongdao.stages.disputes.talks import actions as talks
from gongdao.stages.orders.conversations import actions as talking
from gongdao.stages.remedies import actions as remedies

SHOWN = ("answering", "talking", "deciding", "decided", "review")


def begin_dispute(town: Town, order: Any, at: datetime, chance: Random) -> None:
    """A buyer complains about an order."""
    disputes.file(
        by=town.actor(order.buyer, "consumer"), order=order.id, at=at,
        complaint=_complaint(order, chance),
    )  # fmt: skip


def _complaint(order: Any, chance: Random) -> disputes.Complaint:
    losses = Money(order.currency, chance.choice((0, 0, 0, 4_000, 26_000)))
    return disputes.Complaint(
        chance.choice(FILED), chance.choice(sorted(WISHES)), "请处理。", losses
    )


def _answer(play: Play) -> None:
    disputes.answer(
        by=play.by, dispute=play.row.id, words="我们的答复。", admits=play.maybe(0.3), at=play.at
    )


def _settle(play: Play) -> None:
    """The other side offers one of the things that can be offered, and this side takes it at once."""
    kind = play.one(OFFERS)
    share = play.order.goods.share(play.chance.randint(1, 9), 10)
    proposal = disputes.Proposal(kind, None if kind in OF_DEEDS else share, "一言为定。")
    other = play.seller if play.side == "buyer" else play.buyer
    made = disputes.offer(by=other, dispute=play.row.id, proposal=proposal, at=play.at)
    disputes.settle(by=play.by, dispute=play.row.id, offer=made.id, at=play.at)


def _offer(play: Play) -> None:
    amount = play.order.goods.share(play.chance.randint(1, 9), 10)
    disputes.offer(by=play.by, dispute=play.row.id, amount=amount, at=play.at)


def _seal(play: Play) -> None:
    amount = play.order.goods.share(play.chance.randint(1, 9), 10)
    talks.seal(by=play.by, dispute=play.row.id, amount=amount, at=play.at)


def _decide(play: Play) -> None:
    """An arbiter, a neutral or a senior finds the facts, and may order more; what the law forbids is left out."""
    found = {fact: play.one((True, False, None)) for fact in KINDS[play.row.kind].facts}
    beside = []
    if play.maybe(0.5):
        head = play.one(FURTHER)
        fine = play.order.goods.share(1, 20) if head == "fine" else None
        beside = [further.Further(head, "照此办理。", fine)]
    about = {name: True for name in further.OF_THE_PLATFORM[:1] if play.maybe(0.05)}
    ruling = disputes.Ruling(found, "依法裁决。", beside, play.maybe(0.2), about)
    try:
        disputes.decide(by=play.by, dispute=play.row.id, ruling=ruling, at=play.at)
    except Refusal as no:
        if no.code not in ("order_not_open", "penalty_wrong"):
            raise
        disputes.decide(by=play.by, dispute=play.row.id, ruling=disputes.Ruling(found), at=play.at)


def decide_alike(town: Town, case: str, *, for_buyer: bool, at: datetime) -> None:
    """One of a group of complaints is decided as the others are."""
    row = cases.see(case, by=town.people["arbiter"])
    ruling = disputes.Ruling(
        dict.fromkeys(KINDS[row.kind].facts, for_buyer), "同一商品，一并裁决。"
    )
    disputes.decide(by=town.people["arbiter"], dispute=case, ruling=ruling, at=at)


def _refuse(play: Play) -> None:
    reception.refuse(by=play.by, dispute=play.row.id, because=play.one(sorted(BARS)), at=play.at)


def _reopen(play: Play) -> None:
    new = NewEvidence(play.one(KINDS["not_as_described"].facts), "新的照片", _digest(play))
    complaint = disputes.Complaint("not_as_described", "refund", "有新的证据。")
    reception.reopen(by=play.by, dispute=play.row.id, complaint=complaint, shown=new, at=play.at)


def _appeal(play: Play) -> None:
    disputes.appeal(by=play.by, dispute=play.row.id, reason="不服。", at=play.at)


def _exhibit(play: Play) -> None:
    said = showing.Shown(play.one(KINDS[play.row.kind].facts), "照片", BytesIO(_picture()))
    showing.show(by=play.by, dispute=play.row.id, said=said, at=play.at, master=master())


def _send_back(play: Play) -> None:
    """The arbiter cannot read the last exhibit that a side showed, and says so."""
    of_sides = {play.order.buyer, play.order.merchant}
    last = [each for each in cases.exhibits(play.row.id) if each.by in of_sides]
    if last:
        showing.send_back(
            by=play.by, exhibit=last[-1].id, words="看不清，请重拍。", at=play.at,
            due_at=play.at + timedelta(days=play.one((1, 3))),
        )  # fmt: skip


def _mend(play: Play) -> None:
    """Whoever showed the exhibit sends it again."""
    old = play.row.exhibit
    role = "consumer" if old.by == play.order.buyer else "merchant"
    said = showing.Shown(old.fact, "重拍的照片", BytesIO(_picture()), instead_of=old.id)
    by = play.town.actor(old.by, role)
    showing.show(by=by, dispute=old.dispute_id, said=said, at=play.at, master=master())


def _correct(play: Play) -> None:
    """Whoever decided last puts a slip right."""
    last = cases.decisions(play.row.id)[-1]
    by = next((who for who in play.town.people.values() if who.party == last.by), play.by)
    bench.correct(by=by, dispute=play.row.id, remarks="", note="更正日期。", at=play.at)


def _recuse(play: Play) -> None:
    """An arbiter takes the case and leaves it again for a reason; another one has to decide."""
    by = play.town.people["arbiter2"]
    bench.take(by=by, dispute=play.row.id, at=play.at)
    bench.recuse(by=by, dispute=play.row.id, reason="与商家相识。", at=play.at)


def _neutral(play: Play) -> None:
    """A side asks for a neutral from outside, and the platform appoints one."""
    bench.ask_neutral(by=play.by, dispute=play.row.id, at=play.at)
    people = play.town.people
    bench.appoint(
        by=people["platform"], dispute=play.row.id, neutral=people["neutral"].party, at=play.at
    )


def _receive(play: Play) -> None:
    disputes.receive(by=play.by, dispute=play.row.id, at=play.at)


def _panel(play: Play) -> None:
    panels.ask(by=play.by, dispute=play.row.id, at=play.at)


def _vote(*, for_buyer: bool) -> Act:
    """The next juror who has not voted yet votes."""

    def act(play: Play) -> None:
        left = [each for each in sitting.ballots(play.row) if each.cast_at is None]
        juror = play.town.actor(left[0].juror, left[0].standing)
        panels.vote(
            by=juror, dispute=play.row.dispute_id, for_buyer=for_buyer, reason="看过证据。",
            at=play.at,
        )  # fmt: skip

    return act


def _go_outside(play: Play) -> None:
    if open_ways := ways.open_ways(play.row):
        outside.prepare(by=play.by, dispute=play.row.id, way=play.one(open_ways), at=play.at)


def _heard(act: str) -> Act:
    return lambda play: outside.report(
        by=play.by, referral=play.row.id, act=act, number="2025-1", words="已通知。", at=play.at
    )


def _perform(play: Play) -> None:
    remedies.perform(by=play.by, dispute=play.row.id, at=play.at)


def _disclose(play: Play) -> None:
    disclosing.disclose(
        by=play.by, order=play.order.id, reason="准备起诉。", at=play.at, master=master()
    )


def _ask_help(play: Play) -> None:
    topic = talking.Topic(play.order.id, play.row.id)
    talking.say(by=play.by, topic=topic, text="案件到哪一步了？", at=play.at)


def _digest(play: Play) -> str:
    return f"{play.chance.getrandbits(256):064x}"


@cache
def _picture() -> bytes:
    content = BytesIO()
    Image.new("RGB", (240, 240), "white").save(content, "PNG")
    return content.getvalue()


DISPUTES: Mapping[str, Act] = {
    "answer": _answer,
    "settle": _settle,
    "withdraw": lambda play: disputes.withdraw(by=play.by, dispute=play.row.id, at=play.at),
    "decide": _decide,
    "appeal": _appeal,
    "refuse": _refuse,
}
BESIDE_DISPUTES: Mapping[str, Beside] = {
    "offer": Beside(("buyer", "seller"), ("talking",), _offer),
    "seal": Beside(("buyer", "seller"), ("talking",), _seal),
    "exhibit": Beside(("buyer", "seller"), SHOWN, _exhibit),
    "send_back": Beside(("arbiter",), ("talking", "deciding"), _send_back),
    "recuse": Beside(("arbiter",), ("deciding",), _recuse),
    "neutral": Beside(("buyer", "seller"), ("answering", "talking", "deciding"), _neutral),
    "panel": Beside(("buyer", "seller"), ("deciding",), _panel),
    "receive": Beside(("buyer", "seller"), ("decided", "closed", "settled"), _receive),
    "correct": Beside(("arbiter",), ("decided", "closed"), _correct),
    "go_outside": Beside(("buyer",), ("deciding", "settled", "closed", "refused"), _go_outside),
    "disclose": Beside(("buyer",), SHOWN, _disclose),
    "ask_help": Beside(("buyer",), ("answering", "deciding"), _ask_help),
    "perform": Beside(("seller",), ("settled", "closed"), _perform),
    "reopen": Beside(("buyer",), ("settled", "closed"), _reopen),
}

PANELS: Mapping[str, Act] = {
    "find_buyer": _vote(for_buyer=True),
    "find_seller": _vote(for_buyer=False),
}
REFERRALS: Mapping[str, Act] = {act: _heard(act) for act in ("send", "accept", "turn_away", "end")}
DEFICIENCIES: Mapping[str, Act] = {"mend": _mend}


def read_deficiency(town: Town, exhibit: str) -> Any:
    """The last that was found wanting in an exhibit."""
    row = shown.see(exhibit, by=town.people["platform"])
    return shown.deficiencies([row])[exhibit]
