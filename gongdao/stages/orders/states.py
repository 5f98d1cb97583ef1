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
    ("concluded",  "cancel",  "buyer",     "cancelled",  "unwind"),
    ("concluded",  "lapse",   CLOCK,       "cancelled",  "unwind"),
    ("concluded",  "end",     "both",      "cancelled",  "unwind"),
    ("bound",      "rescind", "buyer",     "rescinded",  None),
    ("bound",      "end",     "both",      "rescinded",  "unwind"),
])

AMENDMENT = Machine.of("amendment", start="proposed", ends={"accepted", "declined", "withdrawn", "lapsed"},
    names={
        "proposed": Words("待对方答复", "to be answered"), "accepted": Words("双方已同意", "agreed"),
        "declined": Words("对方不同意", "declined"), "withdrawn": Words("已撤回", "withdrawn"),
        "lapsed": Words("逾期未答复，视为不同意", "not answered in time, so declined"),
    },
    moves=[
    # state       act         by           to            and from now on is owed
    ("proposed",  "accept",   "other",     "accepted",   None),
    ("proposed",  "decline",  "other",     "declined",   None),
    ("proposed",  "withdraw", "proposer",  "withdrawn",  None),
    ("proposed",  "lapse",    CLOCK,       "lapsed",     None),
])

INVOICE = Machine.of("invoice", start="asked", ends={"issued", "overdue"},
    names={
        "asked": Words("已索要", "asked for"), "issued": Words("已开具", "issued"),
        "overdue": Words("逾期未开", "overdue"),
    },
    moves=[
    # state      act        by         to          and from now on is owed
    ("asked",    "issue",   "seller",  "issued",   None),
    ("asked",    "lapse",   CLOCK,     "overdue",  None),
    ("overdue",  "issue",   "seller",  "issued",   None),
])

CREDIT_NOTE = Machine.of("credit_note", start="owed", ends={"issued", "overdue"},
    names={
        "owed": Words("待开红字发票", "credit note owed"), "issued": Words("已开红字发票", "credit note issued"),
        "overdue": Words("红字发票逾期未开", "credit note overdue"),
    },
    moves=[
    # state      act        by         to          and from now on is owed
    ("owed",     "issue",   "seller",  "issued",   None),
    ("owed",     "lapse",   CLOCK,     "overdue",  None),
    ("overdue",  "issue",   "seller",  "issued",   None),
])
# fmt: on
