"""What the caller may do now with a thing: read off the powers and the machines."""

from __future__ import annotations

from typing import Any

from gongdao.kernel.machine import Machine
from gongdao.registers.parties.powers import Actor, may
from gongdao.stages.admission.states import APPLICATION
from gongdao.stages.aftersales.states import REPAIR, RETURN
from gongdao.stages.delivery.states import COURIER_CLAIM, PARCEL
from gongdao.stages.disputes.states import DISPUTE
from gongdao.stages.escrow.mandates.states import MANDATE
from gongdao.stages.escrow.states import HOLD
from gongdao.stages.monitoring.reports.states import REPORT
from gongdao.stages.orders.states import ORDER

# fmt: off
OF_ORDER = (
    # verb             power               possible while the order allows
    ("cancel",         "order.cancel",     ("cancel", "buyer")),
    ("pay",            "payment.start",    ("pay", "gateway")),
    ("ship",           "parcel.ship",      ("rescind", "buyer")),
    ("refuse_to_ship", "order.refuse",     ("rescind", "buyer")),
    ("ask_return",     "return.ask",       ("rescind", "buyer")),
    ("file_dispute",   "dispute.file",     ("rescind", "buyer")),
    ("write_review",   "review.write",     ("rescind", "buyer")),
    ("ask_invoice",    "invoice.ask",      ("rescind", "buyer")),
)
# fmt: on


def of_order(order: Any, *, hold: Any, owed: set[str], by: Actor) -> list[str]:
    """Verbs on an order; an action may still refuse one, with its reason."""
    sides = {"buyer": order.buyer, "seller": order.merchant}
    verbs = [
        verb
        for verb, power, (act, side) in OF_ORDER
        if may(by, power, marketplace=order.marketplace, **sides)
        and act in ORDER.allows(order.state, by=side)
    ]
    if hold is not None and not hold.frozen and order.buyer == by.party:
        verbs += ["confirm"] if "release" in HOLD.allows(hold.state, by="buyer") else []
    if "make_good" in owed and order.merchant == by.party:
        verbs.append("make_good")
    unshipped = order.state == ORDER.start or (order.state == "bound" and "dispatch" in owed)
    if unshipped and may(by, "amendment.propose", marketplace=order.marketplace, **sides):
        verbs.append("propose_change")
    return verbs


def of_application(row: Any, *, by: Actor) -> list[str]:
    """Verbs on an application; suspending and verifying move no state and stand beside the machine."""
    sides = _as(by, "applicant", row.applicant) | (by.roles & {"platform"})
    verbs = _moves(APPLICATION, row.state, sides)
    if "leave" in APPLICATION.allows(row.state, by="applicant"):
        verbs += ["suspend", "verify"] if "platform" in sides else []
        verbs += ["confirm", "report_change"] if "applicant" in sides else []
    return verbs


def of_parcel(parcel: Any, *, order: Any, by: Actor) -> list[str]:
    """Verbs on a parcel."""
    return _moves(PARCEL, parcel.state, _standings(order, by) | _as(by, "carrier", parcel.carrier))


def of_courier_claim(claim: Any, *, by: Actor) -> list[str]:
    """Verbs on a claim against a carrier."""
    sides = _as(by, "seller", claim.merchant) | _as(by, "carrier", claim.carrier)
    return _moves(COURIER_CLAIM, claim.state, sides | (by.roles & {"arbiter", "platform"}))


def of_mandate(mandate: Any, *, by: Actor) -> list[str]:
    """Verbs on a subscription."""
    sides = _as(by, "buyer", mandate.consumer) | _as(by, "seller", mandate.merchant)
    return _moves(MANDATE, mandate.state, sides)


def of_return(ret: Any, *, by: Actor) -> list[str]:
    """Verbs on a return."""
    sides = _standings(ret.order, by) | (by.roles & {"arbiter"})
    verbs = _moves(RETURN.under(ret.process), ret.state, sides)
    if "accept" in verbs and ret.offer is None:
        verbs.remove("accept")
    if {"find_due", "find_unfit"} <= set(verbs):
        verbs = ["find"]
    return verbs + (
        ["inspect"] if ret.state == "received" and ret.order.merchant == by.party else []
    )


def of_repair(row: Any, *, by: Actor) -> list[str]:
    """Verbs on a repair. That it was not mended is one verb; the law says what follows from it."""
    verbs = _moves(REPAIR.under(row.process), row.state, _standings(row.order, by))
    verbs = [verb for verb in verbs if verb != "demand"]
    lends = row.state in ("in_repair", "waiting") and row.order.merchant == by.party
    return verbs + (["lend"] if lends else [])


def of_dispute(row: Any, *, by: Actor) -> list[str]:
    """Verbs on a dispute; offers and exhibits move no state and stand beside the machine."""
    sides = _standings(row.order, by) | (by.roles & {"arbiter", "senior"})
    verbs = _moves(DISPUTE, row.state, sides)
    if "settle" in verbs:
        verbs += ["offer", "seal"]
    verbs += _beside(row, sides)
    allowed = may(
        by, "dispute.exhibit", marketplace=row.marketplace,
        buyer=row.order.buyer, seller=row.order.merchant,
    )  # fmt: skip
    if allowed and row.state not in DISPUTE.ends:
        verbs.append("exhibit")
    return verbs


def of_report(row: Any, *, by: Actor) -> list[str]:
    """Verbs on a report; questions, files and identities stand beside the machine."""
    if by.party == row.id:
        return [] if row.state in REPORT.ends else ["answer", "attach"]
    sides = by.roles & {"platform", "officer"}
    verbs = _moves(REPORT.under(row.process), row.state, sides)
    return verbs + ([] if row.state in REPORT.ends else ["ask"])


def _beside(row: Any, sides: set[str]) -> list[str]:
    """What a side or an arbiter may do that moves no state; an action may still refuse one."""
    before, over = row.state in ("answering", "talking", "deciding"), row.state in DISPUTE.ends
    possible = {
        "take": bool(
            (sides & {"arbiter"} and before) or (sides & {"senior"} and row.state == "review")
        ),
        "ask_neutral": bool(sides & {"buyer", "seller"}) and before and not row.neutral_asked,
        "ask_panel": bool(sides & {"buyer", "seller"}) and row.state == "deciding",
        "receive": bool(sides & {"buyer", "seller"}) and not before,
        "reopen": "buyer" in sides and row.state in ("closed", "settled"),
        "prepare_dossier": "buyer" in sides and (not over or row.state != "withdrawn"),
    }
    return [verb for verb, may_be in possible.items() if may_be]


def _moves(machine: Machine, state: str, sides: frozenset[str] | set[str]) -> list[str]:
    found = [act for side in sorted(sides) for act in machine.allows(state, by=side)]
    return list(dict.fromkeys(found))


def _standings(order: Any, by: Actor) -> set[str]:
    return _as(by, "buyer", order.buyer) | _as(by, "seller", order.merchant)


def _as(by: Actor, standing: str, party: str) -> set[str]:
    return {standing} if by.party == party else set()
