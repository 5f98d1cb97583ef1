"""The lives of a return without a reason, and of a repair.

The right to return stands by itself: silence of the merchant agrees. Who is slow to repair loses the
right to: then the thing is replaced, or its price goes back.

Version 2 lets the merchant contest the state of what came back. It must prove what it says: without
a ruling in time the refund is due. Version 3 lets the buyer take what is contested to a dispute: then
the case decides. Returns that began under an earlier version go on under it.
"""

from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.words import Words

# fmt: off
RETURN_1 = Machine.of("return", start="asked", ends={"refunded", "withdrawn"},
    tells=("buyer", "seller"),
    names={
        "asked": Words("已申请退货", "asked for"), "agreed": Words("请寄回商品", "to be sent back"),
        "sent": Words("退货运输中", "on its way back"), "received": Words("商家已收到退货", "back with the merchant"),
        "refunded": Words("已退款", "refunded"), "withdrawn": Words("已撤回", "withdrawn"),
    },
    moves=[
    # state       act          by         to           from now on is owed   and the money
    ("asked",     "agree",     "seller",  "agreed",    "send_back"),
    ("asked",     "lapse",     CLOCK,     "agreed",    "send_back"),
    ("asked",     "withdraw",  "buyer",   "withdrawn", None,                 "resume"),
    ("agreed",    "send_back", "buyer",   "sent",      "take_back"),
    ("agreed",    "withdraw",  "buyer",   "withdrawn", None,                 "resume"),
    ("agreed",    "lapse",     CLOCK,     "withdrawn", None,                 "resume"),
    ("sent",      "take_back", "seller",  "received",  "refund"),
    ("sent",      "lapse",     CLOCK,     "received",  "refund"),
    ("received",  "refund",    "seller",  "refunded",  None,                 "refund"),
    ("received",  "lapse",     CLOCK,     "refunded",  None,                 "refund"),
])

RETURN_2 = Machine.of("return", start="asked", ends={"refunded", "withdrawn", "kept"},
    version=2, earlier=[RETURN_1], tells=("buyer", "seller"),
    names=RETURN_1.names | {
        "contested": Words("商家对退回商品有异议", "contested by the merchant"),
        "due": Words("认定应当退款", "found to be refunded"),
        "kept": Words("认定不符合退货条件，商品寄还买家", "found unfit to return, goes back to the buyer"),
    },
    moves=[
    # state       act           by         to           from now on is owed   and the money
    ("asked",     "agree",      "seller",  "agreed",    "send_back"),
    ("asked",     "lapse",      CLOCK,     "agreed",    "send_back"),
    ("asked",     "withdraw",   "buyer",   "withdrawn", None,                 "resume"),
    ("agreed",    "send_back",  "buyer",   "sent",      "take_back"),
    ("agreed",    "withdraw",   "buyer",   "withdrawn", None,                 "resume"),
    ("agreed",    "lapse",      CLOCK,     "withdrawn", None,                 "resume"),
    ("sent",      "take_back",  "seller",  "received",  "refund"),
    ("sent",      "contest",    "seller",  "contested", "condition_ruling"),
    ("sent",      "lapse",      CLOCK,     "received",  "refund"),
    ("received",  "refund",     "seller",  "refunded",  None,                 "refund"),
    ("received",  "contest",    "seller",  "contested", "condition_ruling"),
    ("received",  "lapse",      CLOCK,     "refunded",  None,                 "refund"),
    ("contested", "refund",     "seller",  "refunded",  None,                 "refund"),
    ("contested", "accept",     "buyer",   "refunded",  None,                 "refund"),
    ("contested", "find_due",   "arbiter", "due",       "refund"),
    ("contested", "find_unfit", "arbiter", "kept",      None,                 "resume"),
    ("contested", "lapse",      CLOCK,     "due",       "refund"),
    ("due",       "refund",     "seller",  "refunded",  None,                 "refund"),
    ("due",       "lapse",      CLOCK,     "refunded",  None,                 "refund"),
])

RETURN = Machine.of("return", start="asked", ends={"refunded", "withdrawn", "kept"},
    version=3, earlier=[RETURN_2, RETURN_1], tells=("buyer", "seller"),
    names=RETURN_2.names | {
        "disputed": Words("已转为纠纷，由案件裁决", "taken to a dispute, which decides"),
        "kept": Words("不按退货退款，商品归买家", "not refunded, the goods are the buyer's"),
    },
    moves=[
    # state       act           by         to           from now on is owed   and the money
    *RETURN_2.moves,
    ("contested", "dispute",    "buyer",   "disputed",  "merchant_reply",     "freeze"),
    ("disputed",  "refund",     CLOCK,     "refunded",  None,                 "refund"),
    ("disputed",  "dismiss",    CLOCK,     "kept",      None,                 "resume"),
])

REPAIR = Machine.of("repair", start="asked",
    ends={"mended", "failed", "replaced", "refunded", "refused", "withdrawn"},
    tells=("buyer", "seller"),
    names={
        "asked": Words("已报修", "asked for"), "accepted": Words("请送修", "to be handed in"),
        "in_repair": Words("修理中", "in repair"), "waiting": Words("等待配件", "waiting for parts"),
        "back": Words("已取回，试用中", "back, on trial"), "mended": Words("已修好", "mended"),
        "failed": Words("没有修好，再次报修", "not mended, asked again"),
        "replacing": Words("待更换或退款", "to be replaced or refunded"),
        "replaced": Words("已更换", "replaced"), "refunded": Words("已退款", "refunded"),
        "refused": Words("商家不同意保修", "refused by the merchant"), "withdrawn": Words("已撤回", "withdrawn"),
    },
    moves=[
    # state        act               by        to           from now on is owed   and the money
    ("asked",      "accept",         "seller", "accepted",  "hand_in"),
    ("asked",      "refuse",         "seller", "refused",   None,                 "keep"),
    ("asked",      "withdraw",       "buyer",  "withdrawn", None,                 "keep"),
    ("asked",      "demand",         "buyer",  "replacing", "replacement"),
    ("asked",      "lapse",          CLOCK,    "accepted",  "hand_in"),
    ("accepted",   "hand_in",        "buyer",  "in_repair", "repair"),
    ("accepted",   "withdraw",       "buyer",  "withdrawn", None,                 "keep"),
    ("accepted",   "lapse",          CLOCK,    "withdrawn", None,                 "keep"),
    ("in_repair",  "wait_for_parts", "seller", "waiting",   "parts"),
    ("in_repair",  "hand_back",      "seller", "back",      "repair_trial"),
    ("in_repair",  "give_up",        "seller", "replacing", "replacement"),
    ("in_repair",  "lapse",          CLOCK,    "replacing", "replacement"),
    ("waiting",    "hand_back",      "seller", "back",      "repair_trial"),
    ("waiting",    "give_up",        "seller", "replacing", "replacement"),
    ("waiting",    "lapse",          CLOCK,    "replacing", "replacement"),
    ("back",       "confirm",        "buyer",  "mended",    None,                 "keep"),
    ("back",       "fail_again",     "buyer",  "failed",    None,                 "keep"),
    ("back",       "demand",         "buyer",  "replacing", "replacement"),
    ("back",       "lapse",          CLOCK,    "mended",    None,                 "keep"),
    ("replacing",  "replace",        "seller", "replaced",  None,                 "keep"),
    ("replacing",  "refund",         "seller", "refunded",  None,                 "refund"),
    ("replacing",  "lapse",          CLOCK,    "refunded",  None,                 "refund"),
])
# fmt: on
