"""The life of a dispute. Every state that waits has a clock, and no path goes round."""

from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.words import Words

# fmt: off
DISPUTE = Machine.of("dispute", start="answering", ends={"settled", "withdrawn", "closed"},
    names={
        "answering": Words("等待商家答复", "waiting for the merchant's answer"),
        "talking": Words("协商中", "trying to settle"), "deciding": Words("裁决中", "being decided"),
        "decided": Words("已裁决，可申请复核", "decided, open to appeal"),
        "review": Words("复核中", "under appeal"), "settled": Words("已和解", "settled"),
        "withdrawn": Words("已撤回", "withdrawn"), "closed": Words("已结案", "closed"),
    },
    moves=[
    # state         act          by          to             and from now on is owed
    ("answering",   "answer",    "seller",   "talking",     "settlement"),
    ("answering",   "withdraw",  "buyer",    "withdrawn",   None),
    ("answering",   "lapse",     CLOCK,      "deciding",    "decision"),
    ("talking",     "settle",    "buyer",    "settled",     "performance"),
    ("talking",     "settle",    "seller",   "settled",     "performance"),
    ("talking",     "withdraw",  "buyer",    "withdrawn",   None),
    ("talking",     "lapse",     CLOCK,      "deciding",    "decision"),
    ("deciding",    "decide",    "arbiter",  "decided",     "time_to_appeal"),
    ("deciding",    "lapse",     CLOCK,      "review",      "senior_decision"),
    ("decided",     "appeal",    "buyer",    "review",      "senior_decision"),
    ("decided",     "appeal",    "seller",   "review",      "senior_decision"),
    ("decided",     "lapse",     CLOCK,      "closed",      "performance"),
    ("review",      "decide",    "senior",   "closed",      "performance"),
    ("review",      "lapse",     CLOCK,      "closed",      "performance"),
])
# fmt: on
