"""The life of a prepayment. A balance that was paid waits for nobody: it ends when the consumer ends it."""

from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.words import Words

# fmt: off
PREPAYMENT = Machine.of("prepayment", start="asked", ends={"paid", "failed", "expired", "returned", "ended"},
    names={
        "asked": Words("等待支付", "awaiting payment"), "paid": Words("可用", "paid, to be used"),
        "failed": Words("支付失败", "failed"), "expired": Words("超时未付", "expired"),
        "returned": Words("到账过晚，已退回", "came too late, sent back"), "ended": Words("已解除并结算", "ended and settled"),
    },
    moves=[
    ("asked",   "capture", "gateway",  "paid",     None),
    ("asked",   "fail",    "gateway",  "failed",   None),
    ("asked",   "lapse",   CLOCK,      "expired",  None),
    ("expired", "return",  "gateway",  "returned", None),
    ("paid",    "end",     "buyer",    "ended",    None),
    ("paid",    "end",     "seller",   "ended",    None),
])
# fmt: on
