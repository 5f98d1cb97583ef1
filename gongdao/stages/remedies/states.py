"""The lives of a recovery, of an ordered measure, and of a rectification."""

from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.words import Words

# fmt: off
RECOVERY = Machine.of("recovery", start="owed", ends={"recovered", "written_to_court", "waived"},
    names={
        "owed": Words("待偿还", "to be repaid"), "contested": Words("商家提出异议", "contested by the debtor"),
        "upheld": Words("异议未获支持，待偿还", "upheld, to be repaid"),
        "recovered": Words("已追回", "recovered"), "waived": Words("平台放弃追偿", "given up by the platform"),
        "written_to_court": Words("逾期未还，移送起诉", "overdue, handed over for suit"),
    },
    moves=[
    # state        act        by          to                 and from now on is owed
    ("owed",       "pay",     "debtor",   "recovered",        None),
    ("owed",       "pay",     CLOCK,      "recovered",        None),
    ("owed",       "contest", "debtor",   "contested",        "objection"),
    ("owed",       "lapse",   CLOCK,      "written_to_court", None),
    ("contested",  "uphold",  "platform", "upheld",           "recovery"),
    ("contested",  "waive",   "platform", "waived",           None),
    ("contested",  "lapse",   CLOCK,      "upheld",           "recovery"),
    ("upheld",     "pay",     "debtor",   "recovered",        None),
    ("upheld",     "pay",     CLOCK,      "recovered",        None),
    ("upheld",     "lapse",   CLOCK,      "written_to_court", None),
])

MEASURE = Machine.of("measure", start="owed", ends={"done", "enforced"},
    names={
        "owed": Words("待履行", "to be done"), "done": Words("已履行", "done"),
        "enforced": Words("逾期，由平台执行", "overdue, enforced by the platform"),
    },
    moves=[
    # state   act       by         to          and from now on is owed
    ("owed",  "do",     "seller",  "done",     None),
    ("owed",  "lapse",  CLOCK,     "enforced", None),
])

RECTIFICATION = Machine.of("rectification", start="owed", ends={"effective", "failed"},
    names={
        "owed": Words("待整改", "to be put right"), "reported": Words("已整改，观察效果", "put right, being watched"),
        "effective": Words("整改有效", "effective"), "failed": Words("整改无效，商品下架", "not effective, taken down"),
    },
    moves=[
    # state        act        by        to           and from now on is owed
    ("owed",       "report",  "seller", "reported",  "rectified_check"),
    ("owed",       "lapse",   CLOCK,    "failed",    None),
    ("reported",   "pass",    CLOCK,    "effective", None),
    ("reported",   "fail",    CLOCK,    "failed",    None),
])
# fmt: on
