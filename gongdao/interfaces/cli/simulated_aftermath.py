"""What follows rulings, and reports of violations, in a simulated year: each move as the action behind it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import Any

from gongdao.interfaces.cli.simulated_play import Act, Beside, Play, master
from gongdao.interfaces.cli.simulated_town import Town
from gongdao.kernel.money import Money
from gongdao.registers.parties.powers import Actor
from gongdao.stages.monitoring.reports import actions as reports
from gongdao.stages.monitoring.reports import queries as reported
from gongdao.stages.monitoring.reports.asking import actions as asking
from gongdao.stages.monitoring.reports.kinds import KINDS
from gongdao.stages.monitoring.reports.outside import actions as authority
from gongdao.stages.monitoring.reports.rewards import actions as rewards
from gongdao.stages.monitoring.reports.sealing import actions as sealing
from gongdao.stages.orders import queries as orders
from gongdao.stages.remedies.measures import actions as measures
from gongdao.stages.remedies.recoveries import actions as recoveries
from gongdao.stages.remedies.rectifications import actions as rectifications

WORDS = "三月一日在商品页面看到的情况。"


def begin_report(town: Town, order: Any, at: datetime, chance: Random) -> None:
    """Somebody reports a violation, under their name or not."""
    (line,) = orders.lines(order)
    target = chance.choice(("listing", "listing", "merchant", "room", "platform"))
    subject = {"listing": line.version.listing_id, "merchant": order.merchant}.get(target, "")
    named = chance.random() < 0.4
    said = reports.Said(
        chance.choice(sorted(KINDS)), target, WORDS, subject, "晚八点直播间",
        named=named, name="举报人" if named else "", phone="13800000000" if named else "",
    )  # fmt: skip
    nonce = f"{chance.getrandbits(256):064x}"
    reports.file(market=town.row, said=said, nonce=nonce, at=at, master=master())


def staff_of(town: Town) -> Actor:
    """Staff and the authority in one: whatever is known of a report, one of the two may see it."""
    both = frozenset({"officer", "platform"})
    return Actor(town.people["officer"].party, town.market, both)


def _substantiate(play: Play) -> None:
    effects = ("take_down",) if play.row.target == "listing" and play.maybe(0.3) else ()
    found = reports.Finding("查证属实。", effects, "宣传与事实不符。")
    reports.substantiate(by=play.by, report=play.row.id, finding=found, at=play.at)


def _merge(play: Play) -> None:
    alike = [each.id for each in reported.alike(play.row, by=play.by) if each.id < play.row.id]
    if alike:
        reports.merge(by=play.by, report=play.row.id, into=min(alike), at=play.at)


def _hear(act: str) -> Act:
    def heard(play: Play) -> None:
        answer = authority.Heard(act, play.row.dossier.digest, "答复如下。", "市监〔2025〕1号")
        authority.hear(by=play.by, report=play.row.id, heard=answer, at=play.at)

    return heard


def _ask_reporter(play: Play) -> None:
    asking.ask(by=play.by, report=play.row.id, words="请补充购买时间。", at=play.at)


def _ask_identity(play: Play) -> None:
    if play.row.named:
        sealing.ask(
            by=play.by, report=play.row.id, field="name", reason="需要当面核实。", at=play.at
        )


def _answer_question(play: Play) -> None:
    asking.answer(
        by=play.by, report=play.row.report_id, question=play.row.id, words="三月一日买的。",
        at=play.at,
    )  # fmt: skip


def _propose(play: Play) -> None:
    amount = Money(play.row.currency, play.one((play.row.least_minor, play.row.most_minor)))
    rewards.propose(by=play.by, reward=play.row.id, amount=amount, at=play.at)


def _approve(play: Play) -> None:
    rewards.approve(by=play.town.people["colleague"], reward=play.row.id, at=play.at)


def _collect(play: Play) -> None:
    rewards.collect(
        by=play.by, reward=play.row.id, to="6222020200011234567", at=play.at, master=master()
    )


def _second(verdict: str) -> Act:
    def decide(play: Play) -> None:
        """Somebody else of the same side than who asked."""
        name = {"platform": "colleague", "officer": "officer2"}[play.side]
        by = play.town.people[name]
        sealing.decide(by=by, unsealing=play.row.id, verdict=verdict, at=play.at)

    return decide


def _see_identity(play: Play) -> None:
    sealing.see(by=play.by, unsealing=play.row.id, at=play.at, master=master())


def _do(play: Play) -> None:
    measures.do(by=play.by, measure=play.row.id, words="已按裁决办理。", at=play.at)


def _decide_recovery(*, upheld: bool) -> Act:
    return lambda play: recoveries.decide(
        by=play.by, recovery=play.row.id, upheld=upheld, words="理由如下。", at=play.at
    )


def _put_right(play: Play) -> None:
    rectifications.report(
        by=play.by, rectification=play.row.id, plan="换了供货商，改了描述。", at=play.at
    )


REPORTS: Mapping[str, Act] = {
    "take_up": lambda play: reports.take_up(by=play.by, report=play.row.id, at=play.at),
    "extend": lambda play: reports.extend(
        by=play.by, report=play.row.id, reason="等待检验报告。", at=play.at
    ),
    "substantiate": _substantiate,
    "dismiss": lambda play: reports.dismiss(
        by=play.by, report=play.row.id, reason="未能查实。", at=play.at
    ),
    "merge": _merge,
    "pass_on": lambda play: reports.pass_on(by=play.by, report=play.row.id, at=play.at),
    **{act: _hear(act) for act in authority.ANSWERS},
}
BESIDE_REPORTS: Mapping[str, Beside] = {
    "ask": Beside(("platform",), ("checking", "extended"), _ask_reporter),
    "unseal": Beside(("platform",), ("checking", "extended"), _ask_identity),
    "unseal_outside": Beside(("officer",), ("passed", "filed"), _ask_identity),
}
QUESTIONS: Mapping[str, Act] = {"answer": _answer_question}
REWARDS: Mapping[str, Act] = {"propose": _propose, "approve": _approve, "collect": _collect}
UNSEALINGS: Mapping[str, Act] = {
    "allow": _second("allow"),
    "refuse": _second("refuse"),
    "see": _see_identity,
}
MEASURES: Mapping[str, Act] = {"do": _do}
RECOVERIES: Mapping[str, Act] = {
    "pay": lambda play: recoveries.settle(by=play.by, recovery=play.row.id, at=play.at),
    "contest": lambda play: recoveries.contest(
        by=play.by, recovery=play.row.id, words="不应由我们承担。", at=play.at
    ),
    "uphold": _decide_recovery(upheld=True),
    "waive": _decide_recovery(upheld=False),
}
RECTIFICATIONS: Mapping[str, Act] = {"report": _put_right}
