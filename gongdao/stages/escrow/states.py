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
