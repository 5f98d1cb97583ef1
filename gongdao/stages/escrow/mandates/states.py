"""The lives of a plan, of the mandate to charge for it, and of each charge. Renewing is no move: it is a charge."""

from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.words import Words

# fmt: off
PLAN = Machine.of("plan", start="offered", ends={"offered", "replaced", "closed"},
    names={
        "offered": Words("开放订阅", "offered"), "replaced": Words("已由新条款取代", "replaced by new terms"),
        "closed": Words("已停止", "closed"),
    },
    moves=[
    # state      act        by          to          and from now on is owed
    ("offered",  "revise",  "seller",   "replaced", None),
    ("offered",  "close",   "seller",   "closed",   None),
])

MANDATE = Machine.of("mandate", start="pending", ends={"ended"},
    names={
        "pending": Words("等待首次扣款", "awaiting the first charge"), "trial": Words("试用中", "on trial"),
        "active": Words("订阅中", "running"), "ending": Words("已取消，用到本期结束", "cancelled, runs to the end of the term"),
        "ended": Words("已结束", "ended"),
    },
    moves=[
    ("pending",  "capture", "gateway",  "active",   "renewal_notice"),
    ("pending",  "try",     "buyer",    "trial",    "renewal_notice"),
    ("pending",  "fail",    "gateway",  "ended",    None),
    ("pending",  "cancel",  "buyer",    "ended",    None),
    ("pending",  "lapse",   CLOCK,      "ended",    None),
    ("trial",    "capture", "gateway",  "active",   "renewal_notice"),
    ("trial",    "fail",    "gateway",  "ended",    None),
    ("trial",    "cancel",  "buyer",    "ended",    None),
    ("trial",    "lapse",   CLOCK,      "ended",    None),
    ("active",   "fail",    "gateway",  "ended",    None),
    ("active",   "cancel",  "buyer",    "ending",   "term_end"),
    ("active",   "stop",    "seller",   "ended",    None),
    ("active",   "lapse",   CLOCK,      "ended",    None),
    ("ending",   "stop",    "seller",   "ended",    None),
    ("ending",   "lapse",   CLOCK,      "ended",    None),
])

CHARGE = Machine.of("charge", start="asked", ends={"settled", "failed", "expired", "returned", "refunded"},
    names={
        "asked": Words("等待支付机构", "awaiting the gateway"), "captured": Words("已扣款，托管中", "charged, held"),
        "settled": Words("本期结束，已付给商家", "term over, paid to the merchant"),
        "failed": Words("扣款失败", "failed"), "expired": Words("超时作废", "expired"),
        "returned": Words("授权已失效，原路退回", "no longer agreed, sent back"), "refunded": Words("已退款", "refunded"),
    },
    moves=[
    ("asked",    "capture", "gateway",  "captured", "term_end"),
    ("asked",    "return",  "gateway",  "returned", None),
    ("asked",    "fail",    "gateway",  "failed",   None),
    ("asked",    "lapse",   CLOCK,      "expired",  None),
    ("expired",  "return",  "gateway",  "returned", None),
    ("captured", "refund",  "seller",   "refunded", None),
    ("captured", "lapse",   CLOCK,      "settled",  None),
])
# fmt: on
