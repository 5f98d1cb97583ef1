"""Every process there is, found where it is written, and what a check of them all says."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module

import gongdao.stages
from gongdao.interfaces.clock import ON_DUE
from gongdao.kernel.machine import Machine
from gongdao.kernel.process_check import Finding, findings
from gongdao.registers.parties.powers import POWERS

HANDLED = ("take_up", "dismiss", "merge", "pass_on", "extend", "substantiate")
HEARD = ("open_case", "turn_away", "confirm", "clear")

VERBS: Mapping[str, str] = {
    "application.admit": "application.decide",
    "application.refuse": "application.decide",
    "order.pay": "payment.receive",
    **{f"report.{act}": "report.handle" for act in HANDLED},
    **{f"report.{act}": "report.hear" for act in HEARD},
    "report_question.answer": "report.follow",
    "reward.collect": "report.follow",
    **{f"unsealing.{act}": "report.unseal" for act in ("allow", "refuse", "see")},
    "data_request.meet": "data_request.answer",
    "data_request.refuse": "data_request.answer",
    "data_request.erase": "data.ask",
    "order.rescind": "dispute.file",
    "order.end": "amendment.answer",
    "listing.publish.platform": "listing.review",
    "mandate.pay": "mandate.give",
    "payout.confirm": "payout.hear",
    "payout.fail": "payout.hear",
    "payment.capture": "payment.receive",
    "payment.fail": "payment.receive",
    "payment.return": "payment.receive",
    "parcel.sign_for": "parcel.scan",
    "dispute.decide.senior": "dispute.review",
}
"""Acts behind which stands a power of another name."""


@cache
def every() -> tuple[Machine, ...]:
    """The machines of all `states` modules of the stages, in the order of their names."""
    found: dict[str, Machine] = {}
    for module in pkgutil.walk_packages(gongdao.stages.__path__, f"{gongdao.stages.__name__}."):
        if module.name.endswith(".states"):
            for value in vars(import_module(module.name)).values():
                if isinstance(value, Machine):
                    known = found.get(value.name)
                    if known is None or known.version < value.version:
                        found[value.name] = value
    return tuple(found[name] for name in sorted(found))


def check() -> list[Finding]:
    """What is wrong with any of them, against the powers and the clock that are really there."""
    return [
        one
        for machine in every()
        for one in findings(machine, powers=POWERS, duties=ON_DUE.keys(), verbs=VERBS)
    ]
