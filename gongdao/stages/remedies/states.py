"""The lives of an award and of the recovery that may follow it."""

from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.words import Words

# fmt: off
RECOVERY = Machine.of("recovery", start="owed", ends={"recovered", "written_to_court"},
    names={
        "owed": Words("待偿还", "to be repaid"), "recovered": Words("已追回", "recovered"),
        "written_to_court": Words("逾期未还，移送起诉", "overdue, handed over for suit"),
    },
    moves=[
    # state   act        by          to                 and from now on is owed
    ("owed",  "pay",     "debtor",   "recovered",        None),
    ("owed",  "pay",     CLOCK,      "recovered",        None),
    ("owed",  "lapse",   CLOCK,      "written_to_court", None),
])
# fmt: on
