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
    "application.see":       ("applicant", "platform", "senior", "officer"),
    "application.supply":    ("applicant",),
    "application.withdraw":  ("applicant",),
    "application.appeal":    ("applicant",),
    "application.change":    ("applicant",),
    "application.leave":     ("applicant",),
    "application.decide":    ("platform",),
    "application.waive":     ("platform",),
    "application.overrule":  ("platform", "senior"),
    "application.suspend":   ("platform",),
    "application.report":    ("platform", "officer"),
    # rulebook
    "rule.draft":            ("platform",),
    "rule.comment":          ("merchant", "consumer"),
    "rule.answer":           ("platform",),
    "rule.leave":            ("merchant",),
    "rule.settle":           ("platform",),
    "rule.lapse":            (CLOCK,),
    "terms.file":            ("merchant",),
    "clause.object":         ("seller",),
    "clause.review":         ("platform", "arbiter"),
    # certification
    "body.accredit":         ("platform",),
    "credential.issue":      ("body",),
    "credential.present":    ("holder",),
    # listings
    "listing.offer":         ("merchant",),
    "listing.revise":        ("seller",),
    "listing.draft":         ("merchant",),
    "listing.publish":       ("seller",),
    "listing.appeal":        ("seller",),
    "listing.review":        ("platform",),
    "listing.watch":         ("platform", CLOCK),
    "listing.lapse":         (CLOCK,),
    "listing.take_down":     ("seller", "platform", CLOCK),
    "promotion.announce":    ("seller",),
    "promotion.withdraw":    ("seller",),
    "promotion.end":         ("seller",),
    "price.import":          ("merchant",),
    "price.sweep":           ("platform", CLOCK),
    # orders
    "order.place":           ("consumer",),
    "order.see":             EVERY_SIDE,
    "order.cancel":          ("buyer", CLOCK),
    "order.refuse":          ("seller",),
    "deal.note":             ("platform",),
    "fairness.see":          ("platform", "officer"),
    "contract.copy":         ("buyer", "seller"),
    "record.export":         ("officer",),
    "record.forget":         ("platform", CLOCK),
    "invoice.ask":           ("buyer",),
    "invoice.issue":         ("seller",),
    "amendment.propose":     ("buyer", "seller"),
    "amendment.answer":      ("other",),
    "amendment.withdraw":    ("proposer",),
    "conversation.say":      ("buyer", "seller", "platform"),
    "conversation.withdraw": ("buyer",),
    "conversation.take":     ("platform",),
    "conversation.desk":     ("merchant", "platform"),
    "coupon.issue":          ("merchant", "platform"),
    "coupon.stop":           ("issuer", "platform"),
    "coupon.take":           ("consumer",),
    "bundle.offer":          ("merchant",),
    "bundle.end":            ("seller",),
    "gift.offer":            ("merchant",),
    "gift.end":              ("seller",),
    # escrow
    "payment.start":         ("buyer",),
    "payment.receive":       ("gateway",),
    "payment.lapse":         (CLOCK,),
    "hold.release":          ("buyer", CLOCK),
    "hold.refund":           ("seller", "platform", "arbiter", "senior", CLOCK),
    "hold.freeze":           ("buyer", "platform", "arbiter", CLOCK),
    "preorder.give_up":      ("buyer",),
    "deposit.lodge":         ("merchant", "platform"),
    "fund.endow":            ("platform",),
    "hold.release_part":     ("buyer",),
    "hold.refund_part":      ("seller",),
    "payment.declare":       ("seller",),
    # settling with merchants
    "terms.set":             ("platform",),
    "payout.run":            ("platform",),
    "payout.decide":         ("platform",),
    "payout.send":           ("platform",),
    "payout.hear":           ("platform",),
    "payout.see":            ("payee", "platform", "officer"),
    "statement.see":         ("owner", "platform", "officer"),
    "top_up.pay":            ("payee", "platform"),
    "rate.book":             ("platform",),
    "exchange.make":         ("platform",),
    # reconciliation
    "instruction.send":      (CLOCK, "platform"),
    "instruction.hear":      ("gateway",),
    "instruction.see":       ("platform", "officer"),
    "gateway_file.take_in":  ("platform", "gateway"),
    "break.see":             ("platform", "officer"),
    "break.explain":         ("platform",),
    "break.resolve":         ("platform",),
    "chargeback.open":       ("gateway", "platform"),
    "chargeback.answer":     ("platform",),
    "chargeback.end":        ("gateway", "platform"),
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
    "service.report":        ("seller",),
    "service.accept":        ("buyer",),
    "digital.hand_over":     ("seller",),
    "digital.open":          ("buyer",),
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
    "return.inspect":        ("seller",),
    "return.contest":        ("seller",),
    "return.accept":         ("buyer",),
    "return.dispute":        ("buyer",),
    "return.find_due":       ("arbiter",),
    "return.find_unfit":     ("arbiter",),
    "return.address":        ("merchant",),
    "return.desk":           ("arbiter", "senior", "platform", "officer"),
    "extra.name":            ("seller",),
    "promise.make":          ("seller",),
    "repair.ask":            ("buyer",),
    "repair.see":            EVERY_SIDE,
    "repair.accept":         ("seller",),
    "repair.refuse":         ("seller",),
    "repair.withdraw":       ("buyer",),
    "repair.hand_in":        ("buyer",),
    "repair.wait_for_parts": ("seller",),
    "repair.lend":           ("seller",),
    "repair.hand_back":      ("seller",),
    "repair.confirm":        ("buyer",),
    "repair.fail_again":     ("buyer",),
    "repair.give_up":        ("seller",),
    "repair.replace":        ("seller",),
    "repair.refund":         ("seller",),
    "recall.announce":       ("seller", "platform"),
    "recall.see":            EVERY_SIDE,
    "recall.report":         ("seller", "platform"),
    "recall.answer":         ("buyer",),
    "recall.remedy":         ("seller",),
    "recall.close":          ("platform",),
    "recall.lapse":          (CLOCK,),
    # disputes
    "dispute.file":          ("buyer",),
    "dispute.see":           (*EVERY_SIDE, "neutral", "juror"),
    "dispute.desk":         ("arbiter", "senior", "platform", "officer"),
    "dispute.answer":        ("seller",),
    "dispute.exhibit":       ("buyer", "seller", "platform", "arbiter"),
    "exhibit.see_all":       ("arbiter", "senior", "neutral", "platform", "officer"),
    "exhibit.original":      ("shower", "arbiter", "senior", "neutral", "platform"),
    "exhibit.send_back":     ("arbiter", "senior", "neutral"),
    "dispute.offer":         ("buyer", "seller"),
    "dispute.settle":        ("buyer", "seller"),
    "dispute.withdraw":      ("buyer",),
    "dispute.decide":        ("arbiter", "neutral"),
    "dispute.review":        ("senior",),
    "dispute.appeal":        ("buyer", "seller"),
    "dispute.lapse":         (CLOCK,),
    "dispute.refuse":        ("platform",),
    "dispute.reopen":        ("buyer",),
    "dispute.seal":          ("buyer", "seller"),
    "dispute.take":          ("arbiter", "senior"),
    "dispute.recuse":        ("arbiter", "senior", "neutral", "platform"),
    "dispute.declare":       ("arbiter", "senior", "platform"),
    "dispute.ask_neutral":   ("buyer", "seller"),
    "dispute.appoint":       ("platform",),
    "dispute.correct":       ("arbiter", "senior", "neutral"),
    "decision.receive":      ("buyer", "seller"),
    "identity.disclose":     ("buyer",),
    "panel.join":            ("consumer", "merchant"),
    "panel.ask":             ("buyer", "seller"),
    "panel.vote":            ("juror",),
    "referral.prepare":      ("buyer",),
    "referral.report":       ("buyer", "platform"),
    "referral.see":          ("buyer", "platform", "officer"),
    # remedies
    "award.perform":         ("seller", "senior", "arbiter", CLOCK),
    "award.see":             EVERY_SIDE,
    "recovery.pay":          ("debtor", "platform", CLOCK),
    "recovery.see":          ("debtor", "platform", "officer"),
    "recovery.contest":      ("debtor",),
    "recovery.decide":       ("platform",),
    "measure.see":           EVERY_SIDE,
    "measure.do":            ("seller",),
    "rectification.see":     ("seller", "platform", "officer"),
    "rectification.report":  ("seller",),
    # monitoring
    "report.desk":           ("platform", "officer"),
    "report.follow":         ("reporter",),
    "report.handle":         ("platform",),
    "report.ask":            ("platform", "officer"),
    "report.hear":           ("officer", "platform"),
    "report.unseal":         ("platform", "officer"),
    "reward.promise":        ("platform",),
    "reward.propose":        ("platform",),
    "reward.approve":        ("platform",),
    # reputation
    "review.write":          ("buyer",),
    "review.reply":          ("seller",),
    # across
    "message.say":           ("author", "platform", CLOCK),
    "evidence.export":       EVERY_SIDE,
    "vault.put":             ("self", "platform"),
    "bank_account.change":   ("applicant",),
    "data.ask":              ("self",),
    "data_request.read":     ("self", "platform"),
    "data_request.answer":   ("platform",),
    "factor.demand":         ("platform",),
    "vault.reveal":          ("self", "seller", "carrier", "platform", "officer"),
    "clock.advance":         ("platform",),
    "statistics.see":        ("platform", "officer"),
}
# fmt: on

PROVED = frozenset({
    "bank_account.change", "vault.reveal", "data_request.read", "report.unseal", "identity.disclose",
    "payout.run", "payout.decide", "payout.send", "terms.set", "deposit.lodge", "fund.endow",
    "reward.approve", "exchange.make", "factor.demand",
})  # fmt: skip
"""What moves money out or shows who somebody is: done only with the second factor, by whoever has one."""

STAFF = frozenset({"platform", "arbiter", "senior", "officer"})
"""Of whom a marketplace may demand a second factor."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, where, and with which roles. Made by a door; never by a stage.

    `unproved` is somebody who has, or must have, a second factor and did not show it of late.
    """

    party: str
    marketplace: str
    roles: frozenset[str]
    unproved: bool = False


def clock_of(marketplace: str) -> Actor:
    """The clock of a marketplace: it acts where a person stayed silent."""
    return Actor(CLOCK, marketplace, frozenset({CLOCK}))


def allow(by: Actor, verb: str, *, marketplace: str, **standings: str | None) -> str:
    """The standing or role under which the actor may do this, or a refusal.

    `standings` names who stands how towards the thing: `buyer=order.buyer, seller=order.merchant`.
    """
    power = _power(by, verb, marketplace, standings)
    if power is None:
        raise Refusal(
            "not_allowed",
            "您没有权限进行这项操作。",
            "You are not allowed to do this.",
        )
    if by.unproved and verb in PROVED:
        raise Refusal(
            "second_factor_needed",
            "这一步涉及资金或个人身份，请先完成二次验证，再做一次。",
            "This moves money or shows who somebody is: show your second factor first, then do it again.",
        )
    return power


def may(by: Actor, verb: str, *, marketplace: str, **standings: str | None) -> bool:
    """Whether `allow` would, if need be after the second factor was shown."""
    return _power(by, verb, marketplace, standings) is not None


def _power(
    by: Actor, verb: str, marketplace: str, standings: Mapping[str, str | None]
) -> str | None:
    if by.marketplace != marketplace:
        return None
    held = by.roles | {name for name, party in standings.items() if party == by.party}
    return next((power for power in POWERS[verb] if power in held), None)
