"""The lives of a payment and of the money it brings."""

from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.words import Words

# fmt: off
PAYMENT = Machine.of("payment", start="asked", ends={"captured", "failed", "expired", "returned"},
    names={
        "asked": Words("等待支付", "awaiting the gateway"), "captured": Words("支付成功", "captured"),
        "failed": Words("支付失败", "failed"), "expired": Words("超时未付", "expired"),
        "returned": Words("到账过晚，已退回", "came too late, sent back"),
    },
    moves=[
    # state      act         by          to          and from now on is owed
    ("asked",    "capture",  "gateway",  "captured", None),
    ("asked",    "fail",     "gateway",  "failed",   None),
    ("asked",    "lapse",    CLOCK,      "expired",  None),
    ("asked",    "return",   "gateway",  "returned", None),
    ("expired",  "return",   "gateway",  "returned", None),
])

HOLD = Machine.of("hold", start="held", ends={"released", "refunded"},
    names={
        "held": Words("托管中", "held"), "released": Words("已放款给商家", "released to the merchant"),
        "refunded": Words("已退给买家", "refunded to the buyer"),
    },
    moves=[
    # state   act        by        to           and from now on is owed
    ("held",  "release", "buyer",  "released",  None),
    ("held",  "lapse",   CLOCK,    "released",  None),
    ("held",  "refund",  "seller", "refunded",  None),
    ("held",  "refund",  CLOCK,    "refunded",  None),
])
# fmt: on
