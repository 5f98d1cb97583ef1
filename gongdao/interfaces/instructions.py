"""The worker that speaks to gateways: takes what is due, speaks, writes the answers down; no transaction waits."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from gongdao.interfaces import gateways
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.powers import clock_of
from gongdao.stages.escrow.gateways.port import Answer, Away
from gongdao.stages.escrow.instructions import actions, queries
from gongdao.stages.escrow.instructions.actions import Task

NOBODY = Answer("failed", words="no_gateway")
"""Money that came from outside any gateway cannot go back through one."""

OUTSIDE = "outside"
BATCH = 200


def carry_out(*, marketplace: str, now: datetime, only: Collection[str] | None = None) -> int:
    """Try everything that is due in a marketplace once, at all gateways or at some. Returns how much it was."""
    by, tried = clock_of(marketplace), 0
    while tasks := actions.claim(by=by, at=now, gateways=only, most=BATCH):
        answers = {task.told.key: _spoken(task) for task in tasks}
        actions.answered(by=by, answers=answers, at=now)
        tried += len(tasks)
    return tried


def play(*, marketplace: str, now: datetime) -> int:
    """What the fake gateway does in a sandbox until a moment, each thing at its own: it is never waited for."""
    near, tried = (gateways.FAKE.name, OUTSIDE), 0
    while moment := queries.next_due(marketplace, until=now, gateways=near):
        done = carry_out(marketplace=marketplace, now=moment, only=near)
        if not done:  # somebody else has it on lease
            break
        tried += done
    return tried


def _spoken(task: Task) -> Answer | None:
    """What the gateway says; nothing, if it is away or this installation has lost its keys."""
    if task.gateway == OUTSIDE:
        return NOBODY
    try:
        gateway = gateways.gateway(task.gateway)
        if task.asks:
            return gateway.look_up(task.told)
        charges = task.told.kind == "charge"
        return gateway.charge(task.told) if charges else gateway.carry_out(task.told)
    except (Away, Refusal):
        return None
