"""The life of a contract. Its payment, parcels and returns have lives of their own, each with its clocks."""

from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.words import Words

# fmt: off
ORDER = Machine.of("order", start="concluded", ends={"bound", "cancelled", "rescinded"},
    names={
        "concluded": Words("合同成立，待付款", "concluded, to be paid"),
        "bound": Words("已付款", "paid"),
        "cancelled": Words("已取消", "cancelled"), "rescinded": Words("合同已解除", "rescinded"),
    },
    moves=[
    # state        act        by           to            and from now on is owed
    ("concluded",  "pay",     "gateway",   "bound",      "dispatch"),
    ("concluded",  "cancel",  "buyer",     "cancelled",  None),
    ("concluded",  "lapse",   CLOCK,       "cancelled",  None),
    ("bound",      "rescind", "buyer",     "rescinded",  None),
])
# fmt: on
