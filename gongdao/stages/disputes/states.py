"""The lives of a dispute, of a lay panel and of a way out. Every state that waits has a clock, and no path goes round."""

from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.words import Words

# fmt: off
DISPUTE = Machine.of("dispute", start="answering", ends={"settled", "withdrawn", "closed", "refused"},
    tells=("buyer", "seller"),
    names={
        "answering": Words("等待商家答复", "waiting for the merchant's answer"),
        "talking": Words("协商中", "trying to settle"), "deciding": Words("裁决中", "being decided"),
        "decided": Words("已裁决，可申请复核", "decided, open to appeal"),
        "review": Words("复核中", "under appeal"), "settled": Words("已和解", "settled"),
        "withdrawn": Words("已撤回", "withdrawn"), "closed": Words("已结案", "closed"),
        "refused": Words("不予受理", "not accepted"),
    },
    moves=[
    # state         act          by          to             and from now on is owed  and the money
    ("answering",   "answer",    "seller",   "talking",     "settlement"),
    ("answering",   "refuse",    "platform", "refused",     None,                    "resume"),
    ("answering",   "withdraw",  "buyer",    "withdrawn",   None,                    "resume"),
    ("answering",   "lapse",     CLOCK,      "deciding",    "decision"),
    ("talking",     "settle",    "buyer",    "settled",     "performance"),
    ("talking",     "settle",    "seller",   "settled",     "performance"),
    ("talking",     "withdraw",  "buyer",    "withdrawn",   None,                    "resume"),
    ("talking",     "lapse",     CLOCK,      "deciding",    "decision"),
    ("deciding",    "decide",    "arbiter",  "decided",     "time_to_appeal"),
    ("deciding",    "decide",   "neutral",  "decided",     "time_to_appeal"),
    ("deciding",    "lapse",     CLOCK,      "review",      "senior_decision"),
    ("decided",     "appeal",    "buyer",    "review",      "senior_decision"),
    ("decided",     "appeal",    "seller",   "review",      "senior_decision"),
    ("decided",     "lapse",     CLOCK,      "closed",      "performance"),
    ("review",      "decide",    "senior",   "closed",      "performance"),
    ("review",      "lapse",     CLOCK,      "closed",      "performance"),
])

PANEL = Machine.of("panel", start="voting", ends={"for_buyer", "for_seller", "void"},
    names={
        "voting": Words("投票中", "voting"), "for_buyer": Words("多数支持消费者", "the majority is for the buyer"),
        "for_seller": Words("多数支持商家", "the majority is for the merchant"),
        "void": Words("评审不成立", "no verdict"),
    },
    moves=[
    # state     act            by        to             and from now on is owed
    ("voting",  "find_buyer",  "juror",  "for_buyer",   None),
    ("voting",  "find_seller", "juror",  "for_seller",  None),
    ("voting",  "find_buyer",  CLOCK,    "for_buyer",   None),
    ("voting",  "find_seller", CLOCK,    "for_seller",  None),
    ("voting",  "lapse",       CLOCK,    "void",        None),
])

REFERRAL = Machine.of("referral", start="made",
    ends={"dropped", "turned_away", "unanswered", "ended", "overdue"},
    names={
        "made": Words("卷宗已做好，待提交", "dossier made, to be sent"),
        "sent": Words("已提交，等待答复", "sent, waiting for an answer"),
        "accepted": Words("已受理", "accepted"), "dropped": Words("未提交", "not sent"),
        "turned_away": Words("未受理", "turned away"), "unanswered": Words("逾期未答复", "not answered in time"),
        "ended": Words("已办结", "ended"), "overdue": Words("逾期未办结", "not ended in time"),
    },
    moves=[
    # state       act          by          to              and from now on is owed
    ("made",      "send",      "buyer",    "sent",         "outside_answer"),
    ("made",      "lapse",     CLOCK,      "dropped",      None),
    ("sent",      "accept",    "buyer",    "accepted",     "outside_end"),
    ("sent",      "accept",    "platform", "accepted",     "outside_end"),
    ("sent",      "turn_away", "buyer",    "turned_away",  None),
    ("sent",      "turn_away", "platform", "turned_away",  None),
    ("sent",      "lapse",     CLOCK,      "unanswered",   None),
    ("accepted",  "end",       "buyer",    "ended",        None),
    ("accepted",  "end",       "platform", "ended",        None),
    ("accepted",  "lapse",     CLOCK,      "overdue",      None),
])

DEFICIENCY = Machine.of("deficiency", start="noted", ends={"mended", "left"},
    names={
        "noted": Words("待重新提交", "to be sent again"), "mended": Words("已重新提交", "sent again"),
        "left": Words("逾期未重新提交", "not sent again in time"),
    },
    moves=[
    # state    act      by       to         and from now on is owed
    ("noted",  "mend",  "shower", "mended", None),
    ("noted",  "lapse", CLOCK,    "left",   None),
])
# fmt: on
