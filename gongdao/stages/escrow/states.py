"""The lives of a payment, of the money it brings, of a payout, and of what does not fit."""

from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.words import Words

# fmt: off
PAYMENT = Machine.of("payment", start="asked",
    ends={"captured", "failed", "expired", "returned", "external"},
    names={
        "asked": Words("等待支付", "awaiting the gateway"), "captured": Words("支付成功", "captured"),
        "failed": Words("支付失败", "failed"), "expired": Words("超时未付", "expired"),
        "returned": Words("到账过晚，已退回", "came too late, sent back"),
        "external": Words("平台外付款", "paid outside the platform"),
    },
    moves=[
    # state      act         by          to          and from now on is owed
    ("asked",    "capture",  "gateway",  "captured", None),
    ("asked",    "fail",     "gateway",  "failed",   None),
    ("asked",    "lapse",    CLOCK,      "expired",  None),
    ("asked",    "return",   "gateway",  "returned", None),
    ("expired",  "return",   "gateway",  "returned", None),
    ("asked",    "declare",  "seller",   "external", None),
])

HOLD = Machine.of("hold", start="held", ends={"released", "refunded", "external"},
    names={
        "held": Words("托管中", "held"), "released": Words("已放款给商家", "released to the merchant"),
        "refunded": Words("已退给买家", "refunded to the buyer"),
        "external": Words("不在平台托管", "not held by the platform"),
    },
    moves=[
    # state   act        by        to           and from now on is owed
    ("held",  "release", "buyer",  "released",  None),
    ("held",  "lapse",   CLOCK,    "released",  None),
    ("held",  "refund",  "seller", "refunded",  None),
    ("held",  "refund",  CLOCK,    "refunded",  None),
    ("held",  "declare", "seller", "external",  None),
])

PAYOUT = Machine.of("payout", start="proposed",
    ends={"paid", "failed", "rejected", "expired", "unconfirmed"},
    names={
        "proposed": Words("待审批", "awaiting approval"), "approved": Words("已批准", "approved"),
        "sent": Words("已送银行", "sent to the bank"), "paid": Words("已付款", "paid"),
        "failed": Words("银行退回", "sent back by the bank"), "rejected": Words("未批准", "rejected"),
        "expired": Words("逾期作废", "lapsed"), "unconfirmed": Words("银行未答复，查明中", "no word from the bank"),
    },
    moves=[
    # state          act        by          to             and from now on is owed
    ("proposed",     "approve", "platform", "approved",    "payout_sending"),
    ("proposed",     "reject",  "platform", "rejected",    None),
    ("proposed",     "lapse",   CLOCK,      "expired",     None),
    ("approved",     "send",    "platform", "sent",        "payout_outcome"),
    ("approved",     "lapse",   CLOCK,      "expired",     None),
    ("sent",         "confirm", "platform", "paid",        None),
    ("sent",         "fail",    "platform", "failed",      None),
    ("sent",         "lapse",   CLOCK,      "unconfirmed", None),
    ("unconfirmed",  "confirm", "platform", "paid",        None),
    ("unconfirmed",  "fail",    "platform", "failed",      None),
])

BREAK = Machine.of("break", start="open", ends={"matched", "resolved", "parked"},
    names={
        "open": Words("待说明", "to be explained"), "explained": Words("已说明，待处理", "explained, to be resolved"),
        "matched": Words("后来对上", "matched later"), "resolved": Words("已入账处理", "resolved with an entry"),
        "parked": Words("转入待查款项", "in suspense"),
    },
    moves=[
    # state       act         by           to            and from now on is owed
    ("open",      "explain",  "platform",  "explained",  "break_resolution"),
    ("open",      "match",    "gateway",   "matched",    None),
    ("open",      "lapse",    CLOCK,       "parked",     None),
    ("explained", "resolve",  "platform",  "resolved",   None),
    ("explained", "match",    "gateway",   "matched",    None),
    ("explained", "lapse",    CLOCK,       "parked",     None),
    ("parked",    "resolve",  "platform",  "resolved",   None),
    ("parked",    "match",    "gateway",   "matched",    None),
])

CHARGEBACK = Machine.of("chargeback", start="opened", ends={"won", "lost"},
    names={
        "opened": Words("买家拒付，待答复", "charged back, to be answered"),
        "contested": Words("已抗辩", "contested"), "won": Words("款项收回", "won"),
        "lost": Words("款项归买家", "lost, the buyer has the money"),
    },
    moves=[
    # state       act        by          to           and from now on is owed
    ("opened",    "contest", "platform", "contested", "chargeback_outcome"),
    ("opened",    "concede", "platform", "lost",      None),
    ("opened",    "lapse",   CLOCK,      "lost",      None),
    ("contested", "win",     "gateway",  "won",       None),
    ("contested", "lose",    "gateway",  "lost",      None),
    ("contested", "lapse",   CLOCK,      "lost",      None),
])
# fmt: on

# fmt: off
INSTRUCTION = Machine.of("instruction", start="queued",
    ends={"confirmed", "failed", "given_up", "by_hand"},
    names={
        "queued": Words("待发送", "to be sent"), "sent": Words("支付机构处理中", "with the gateway"),
        "confirmed": Words("支付机构已办妥", "done by the gateway"),
        "failed": Words("支付机构办不了", "the gateway cannot do it"),
        "given_up": Words("支付机构没有答复，查明中", "no word from the gateway, being traced"),
        "by_hand": Words("已由平台另行转账", "paid by bank transfer instead"),
    },
    moves=[
    # state       act        by          to           and from now on is owed
    ("queued",    "take",    "gateway",  "sent",      "gateway_answer"),
    ("queued",    "confirm", "gateway",  "confirmed", None),
    ("queued",    "fail",    "gateway",  "failed",    "break_explanation"),
    ("queued",    "lapse",   CLOCK,      "given_up",  "break_explanation"),
    ("sent",      "confirm", "gateway",  "confirmed", None),
    ("sent",      "fail",    "gateway",  "failed",    "break_explanation"),
    ("sent",      "lapse",   CLOCK,      "given_up",  "break_explanation"),
    ("failed",    "confirm", "gateway",  "confirmed", None),
    ("given_up",  "confirm", "gateway",  "confirmed", None),
    ("failed",    "settle",  "platform", "by_hand",   None),
    ("given_up",  "settle",  "platform", "by_hand",   None),
])
# fmt: on

OPEN = ("queued", "sent")
"""Whatever is in these may still happen by itself."""

ASTRAY = ("failed", "given_up")
"""Somebody at the finance desk has to see to these: each is a break."""
