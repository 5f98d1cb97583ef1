"""The life of a recall, and of the notice that each buyer gets in it."""

from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.words import Words

# fmt: off
RECALL = Machine.of("recall", start="running", ends={"running", "closed"},
    names={"running": Words("召回进行中", "running"), "closed": Words("召回已结束", "closed")},
    moves=[
    # state        act       by          to            and from now on is owed
    ("running",    "close",  "platform", "closed",     None),
])

NOTICE = Machine.of("recall_notice", start="told", ends={"told_again", "remedied", "overdue"},
    names={"told": Words("已通知，待消费者选择", "told, to be answered"),
           "told_again": Words("已再次通知", "told again"),
           "chosen": Words("已选择，待商家履行", "answered, to be remedied"),
           "remedied": Words("已处理", "remedied"),
           "overdue": Words("商家逾期未处理", "not remedied in time")},
    moves=[
    # state        act       by          to            and from now on is owed
    ("told",       "answer", "buyer",    "chosen",     "recall_remedy"),
    ("told",       "lapse",  CLOCK,      "told_again", None),
    ("told_again", "answer", "buyer",    "chosen",     "recall_remedy"),
    ("chosen",     "remedy", "seller",   "remedied",   None),
    ("chosen",     "lapse",  CLOCK,      "overdue",    None),
    ("overdue",    "remedy", "seller",   "remedied",   None),
])
# fmt: on

REMEDIES = {
    "repair": Words("修理", "repair"),
    "replace": Words("更换", "replacement"),
    "refund": Words("退货退款", "return for a refund"),
    "warn": Words("补充警示", "a warning added"),
}
"""What removes a defect: repair, replacement, refund, or a warning that was missing."""
