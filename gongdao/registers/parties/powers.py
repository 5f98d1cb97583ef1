"""Who may do what: one table, default deny.

A power belongs either to a *standing* towards the one thing concerned (buyer, seller, carrier,
reviewer ...) or to a *role* in the marketplace (platform, arbiter, clock ...). An action or a
query asks `allow` once and gets back the standing that opened the door; the state machines use
the same word in their column "by".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words

ROLES: Mapping[str, Words] = {
    "consumer": Words("消费者", "consumer"),
    "merchant": Words("商家", "merchant"),
    "courier": Words("快递企业", "courier"),
    "arbiter": Words("仲裁员", "arbiter"),
    "senior": Words("复核员", "senior arbiter"),
    "platform": Words("平台工作人员", "platform staff"),
    "gateway": Words("支付机构", "payment gateway"),
    "officer": Words("监管人员", "officer"),
    CLOCK: Words("时钟", "clock"),
}

EVERY_SIDE = ("buyer", "seller", "arbiter", "senior", "platform", "officer", CLOCK)

# fmt: off
POWERS: Mapping[str, tuple[str, ...]] = {
    # admission
    "application.file":      ("merchant",),
    "application.see":       ("applicant", "platform", "officer"),
    "application.decide":    ("platform",),
    "application.suspend":   ("platform",),
    # listings
    "listing.offer":         ("merchant",),
    "listing.revise":        ("seller",),
    "listing.take_down":     ("seller", "platform"),
    # orders
    "order.place":           ("consumer",),
    "order.see":             EVERY_SIDE,
    "order.cancel":          ("buyer", CLOCK),
    "order.refuse":          ("seller",),
    # escrow
    "payment.start":         ("buyer",),
    "payment.receive":       ("gateway",),
    "payment.lapse":         (CLOCK,),
    "hold.release":          ("buyer", CLOCK),
    "hold.refund":           ("seller", "platform", "arbiter", "senior", CLOCK),
    "hold.freeze":           ("buyer", "platform", "arbiter", CLOCK),
    "deposit.lodge":         ("merchant", "platform"),
    "fund.endow":            ("platform",),
    "plan.offer":            ("merchant",),
    "plan.revise":           ("seller",),
    "mandate.give":          ("consumer",),
    "mandate.see":           ("buyer", "seller", "platform", "officer", "arbiter", "senior"),
    "mandate.cancel":        ("buyer",),
    "mandate.agree":         ("buyer",),
    "mandate.stop":          ("seller",),
    "charge.receive":        ("gateway",),
    "prepaid.offer":         ("merchant",),
    "prepayment.pay":        ("consumer",),
    "prepayment.receive":    ("gateway",),
    "prepayment.see":        ("buyer", "seller", "platform", "officer", "arbiter", "senior"),
    "prepayment.use":        ("buyer",),
    "prepayment.end":        ("buyer", "seller"),
    # delivery
    "parcel.ship":           ("seller",),
    "parcel.scan":           ("carrier",),
    "parcel.report_loss":    ("seller", "carrier"),
    "parcel.see":            (*EVERY_SIDE, "carrier"),
    "parcel.lapse":          (CLOCK,),
    "parcel.accept":         ("buyer",),
    "parcel.consent":        ("buyer",),
    "parcel.label":          ("seller",),
    "parcel.print":          ("seller", "carrier"),
    "parcel.reach":          ("carrier",),
    "feed.take_in":          ("courier",),
    "feed.see":              ("courier", "platform"),
    "carrier_key.give":      ("courier",),
    "courier_claim.file":    ("seller",),
    "courier_claim.see":     ("seller", "carrier", "arbiter", "senior", "platform", "officer"),
    "courier_claim.answer":  ("carrier",),
    "courier_claim.prove":   ("seller", "carrier"),
    "courier_claim.withdraw": ("seller",),
    "courier_claim.decide":  ("arbiter",),
    "courier_claim.pay":     ("platform",),
    # after-sales
    "return.ask":            ("buyer",),
    "return.see":            EVERY_SIDE,
    "return.agree":          ("seller",),
    "return.send_back":      ("buyer",),
    "return.withdraw":       ("buyer",),
    "return.take_back":      ("seller",),
    "return.refund":         ("seller",),
    "return.lapse":          (CLOCK,),
    # disputes
    "dispute.file":          ("buyer",),
    "dispute.see":           EVERY_SIDE,
    "dispute.desk":         ("arbiter", "senior", "platform", "officer"),
    "dispute.answer":        ("seller",),
    "dispute.exhibit":       ("buyer", "seller", "platform", "arbiter"),
    "dispute.offer":         ("buyer", "seller"),
    "dispute.settle":        ("buyer", "seller"),
    "dispute.withdraw":      ("buyer",),
    "dispute.decide":        ("arbiter",),
    "dispute.review":        ("senior",),
    "dispute.appeal":        ("buyer", "seller"),
    "dispute.lapse":         (CLOCK,),
    # remedies
    "award.perform":         ("seller", "senior", "arbiter", CLOCK),
    "award.see":             EVERY_SIDE,
    "recovery.pay":          ("debtor", "platform", CLOCK),
    # reputation
    "review.write":          ("buyer",),
    "review.reply":          ("seller",),
    # across
    "message.say":           ("author", "platform", CLOCK),
    "evidence.export":       EVERY_SIDE,
    "vault.put":             ("self", "platform"),
    "vault.reveal":          ("self", "seller", "carrier", "platform", "officer"),
    "clock.advance":         ("platform",),
    "statistics.see":        ("platform", "officer"),
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, where, and with which roles. Made by a door; never by a stage."""

    party: str
    marketplace: str
    roles: frozenset[str]


def clock_of(marketplace: str) -> Actor:
    """The clock of a marketplace: it acts where a person stayed silent."""
    return Actor(CLOCK, marketplace, frozenset({CLOCK}))


def allow(by: Actor, verb: str, *, marketplace: str, **standings: str | None) -> str:
    """The standing or role under which the actor may do this, or a refusal.

    `standings` names who stands how towards the thing: `buyer=order.buyer, seller=order.merchant`.
    """
    if by.marketplace == marketplace:
        held = by.roles | {name for name, party in standings.items() if party == by.party}
        for power in POWERS[verb]:
            if power in held:
                return power
    raise Refusal(
        "not_allowed",
        "您没有权限进行这项操作。",
        "You are not allowed to do this.",
    )


def may(by: Actor, verb: str, *, marketplace: str, **standings: str | None) -> bool:
    """Whether `allow` would."""
    try:
        allow(by, verb, marketplace=marketplace, **standings)
    except Refusal:
        return False
    return True
