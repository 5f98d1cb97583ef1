"""The lives of a parcel, of its label, and of a claim against its carrier. Silence ends in each of them."""

from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.words import Words

# fmt: off
PARCEL = Machine.of("parcel", start="moving", ends={"delivered", "lost", "returned"},
    names={
        "moving": Words("运输中", "on its way"), "overdue": Words("逾期未送达", "overdue"),
        "left": Words("未经同意放置，尚未签收", "left without consent, not delivered"),
        "returning": Words("退回途中", "on its way back"),
        "delivered": Words("已签收", "signed for"), "lost": Words("丢失", "lost"),
        "returned": Words("已退回商家", "back with the merchant"),
    },
    moves=[
    # state       act            by          to           and from now on is owed
    ("moving",    "sign_for",    "carrier",  "delivered", "release"),
    ("moving",    "leave",       "carrier",  "left",      None),
    ("moving",    "turn_back",   "carrier",  "returning", "bring_back"),
    ("moving",    "bring_back",  "carrier",  "returned",  "make_good"),
    ("moving",    "report_loss", "carrier",  "lost",      "make_good"),
    ("moving",    "report_loss", "seller",   "lost",      "make_good"),
    ("moving",    "lapse",       CLOCK,      "overdue",   "trace"),
    ("left",      "sign_for",    "carrier",  "delivered", "release"),
    ("left",      "accept",      "buyer",    "delivered", "release"),
    ("left",      "turn_back",   "carrier",  "returning", "bring_back"),
    ("left",      "bring_back",  "carrier",  "returned",  "make_good"),
    ("left",      "report_loss", "carrier",  "lost",      "make_good"),
    ("left",      "report_loss", "seller",   "lost",      "make_good"),
    ("left",      "lapse",       CLOCK,      "overdue",   "trace"),
    ("overdue",   "sign_for",    "carrier",  "delivered", "release"),
    ("overdue",   "accept",      "buyer",    "delivered", "release"),
    ("overdue",   "turn_back",   "carrier",  "returning", "bring_back"),
    ("overdue",   "bring_back",  "carrier",  "returned",  "make_good"),
    ("overdue",   "report_loss", "carrier",  "lost",      "make_good"),
    ("overdue",   "report_loss", "seller",   "lost",      "make_good"),
    ("overdue",   "lapse",       CLOCK,      "lost",      "make_good"),
    ("returning", "bring_back",  "carrier",  "returned",  "make_good"),
    ("returning", "report_loss", "carrier",  "lost",      "make_good"),
    ("returning", "report_loss", "seller",   "lost",      "make_good"),
    ("returning", "lapse",       CLOCK,      "lost",      "make_good"),
])

LABEL = Machine.of("label", start="open", ends={"ended"},
    names={"open": Words("有效", "open"), "ended": Words("已失效", "ended")},
    moves=[
    ("open",      "end",         "seller",   "ended",     None),
    ("open",      "lapse",       CLOCK,      "ended",     None),
])

PERFORMANCE = Machine.of("performance", start="reported", ends={"accepted", "contested"},
    names={
        "reported": Words("商家报告已完成，待确认", "reported done, to be confirmed"),
        "accepted": Words("已确认完成", "confirmed as done"), "contested": Words("买家表示没有完成", "not done, the buyer says"),
    },
    moves=[
    ("reported",  "accept",      "buyer",    "accepted",  "release"),
    ("reported",  "object",      "buyer",    "contested", "make_good"),
    ("reported",  "lapse",       CLOCK,      "accepted",  "release"),
])

HANDOVER = Machine.of("handover", start="ready", ends={"opened", "received"},
    names={
        "ready": Words("已交付，未打开", "handed over, not opened"), "opened": Words("已打开", "opened"),
        "received": Words("逾期未打开，视为收到", "not opened in time, counts as received"),
    },
    moves=[
    ("ready",     "open",        "buyer",    "opened",    "release"),
    ("ready",     "lapse",       CLOCK,      "received",  "release"),
    ("received",  "open",        "buyer",    "opened",    None),
])

COURIER_CLAIM = Machine.of("courier_claim", start="answering",
    ends={"paid", "unpaid", "dismissed", "withdrawn"},
    names={
        "answering": Words("等待快递企业答复", "awaiting the carrier's answer"),
        "deciding": Words("等待裁定", "to be decided"), "owing": Words("应付赔款", "to be paid"),
        "paid": Words("已赔付", "paid"), "unpaid": Words("未足额赔付，移送起诉", "unpaid, handed over for suit"),
        "dismissed": Words("不予赔付", "dismissed"), "withdrawn": Words("已撤回", "withdrawn"),
    },
    moves=[
    ("answering", "concede",     "carrier",  "owing",     "courier_payment"),
    ("answering", "deny",        "carrier",  "deciding",  "courier_decision"),
    ("answering", "withdraw",    "seller",   "withdrawn", None),
    ("answering", "lapse",       CLOCK,      "owing",     "courier_payment"),
    ("deciding",  "uphold",      "arbiter",  "owing",     "courier_payment"),
    ("deciding",  "dismiss",     "arbiter",  "dismissed", None),
    ("deciding",  "withdraw",    "seller",   "withdrawn", None),
    ("deciding",  "lapse",       CLOCK,      "owing",     "courier_payment"),
    ("owing",     "pay",         "platform", "paid",      None),
    ("owing",     "collect",     CLOCK,      "paid",      None),
    ("owing",     "lapse",       CLOCK,      "unpaid",    None),
])
# fmt: on
