"""What a gateway calls back about goes to the room that asked it: orders, credit, subscriptions, instructions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gongdao.interfaces import gateways
from gongdao.kernel.refusal import Refusal
from gongdao.stages.escrow import actions, queries
from gongdao.stages.escrow.charges import actions as charges
from gongdao.stages.escrow.gateways.port import Notice, Outcome, Signed
from gongdao.stages.escrow.instructions import actions as instructing
from gongdao.stages.escrow.instructions import queries as instructions
from gongdao.stages.escrow.mandates import actions as mandates
from gongdao.stages.escrow.mandates import queries as agreed
from gongdao.stages.escrow.prepaid import actions as prepaid
from gongdao.stages.escrow.prepaid import queries as balances


@dataclass(frozen=True, slots=True)
class Heard:
    """What a callback was about, and how that stands now."""

    payment: str
    state: str


def hear(name: str, said: Notice | Outcome | Signed) -> Heard:
    """Take it in. Twice changes nothing; one gateway does not speak for another."""
    ref = _ref(said)
    row, gateway = _found(ref)
    if row is None or gateway != name:
        raise Refusal(
            "payment_unknown",
            "没有这笔付款，或您无权查看。",
            "There is no such payment, or it is not yours to see.",
        )
    by = gateways.acts(name, marketplace=row.marketplace)
    if isinstance(said, Signed):
        return Heard(ref, mandates.sign(by=by, signed=said).state)
    if isinstance(said, Outcome):
        instructing.hear(by=by, outcomes=[said])
        (told,) = instructions.of_refs([ref])
        return Heard(told.payment, told.state)
    return Heard(ref, _noticed(by, said))


def _noticed(by: Any, said: Notice) -> str:
    """How the payment, credit or charge stands after the notice."""
    if said.payment.startswith("chg_"):
        return charges.receive(by=by, heard=said).state
    if said.payment.startswith("pre_"):
        return prepaid.receive(by=by, heard=said).state
    if said.payment.startswith("mnd_"):
        charges.send_back(by=by, heard=said, at=said.at)
        return "returned"
    actions.receive(by=by, notices=[said])
    heard = queries.payment(said.payment)
    assert heard
    return heard.state


def _ref(said: Notice | Outcome | Signed) -> str:
    if isinstance(said, Signed):
        return said.mandate
    return said.key if isinstance(said, Outcome) else said.payment


def _found(ref: str) -> tuple[Any, str]:
    """The row of ours that a callback names, and through which gateway it runs."""
    if ref.startswith("chg_"):
        charge = agreed.charge(ref)
        return charge, charge.mandate.gateway if charge else ""
    finds = {
        "pay_": queries.payment, "pre_": balances.by_ref, "mnd_": agreed.mandate,
        "ins_": instructions.by_ref,
    }  # fmt: skip
    find = finds.get(ref[:4])
    row: Any = find(ref) if find else None
    return row, row.gateway if row else ""
