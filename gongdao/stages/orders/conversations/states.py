"""The life of an enquiry: from a buyer's question to its answer. A later question is another enquiry."""

from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.words import Words

# fmt: off
ENQUIRY = Machine.of("enquiry", start="asked", ends={"answered", "withdrawn", "overdue"},
    names={"asked": Words("待商家答复", "waits for the merchant"),
           "handed_over": Words("待平台答复", "waits for the platform"),
           "overdue": Words("平台逾期未答复", "not answered by the platform in time"),
           "answered": Words("已答复", "answered"),
           "withdrawn": Words("买家已不需要答复", "no longer needed")},
    moves=[
    # state         act          by          to             and from now on is owed
    ("asked",       "answer",    "seller",   "answered",    None),
    ("asked",       "answer",    "platform", "answered",    None),
    ("asked",       "hand_over", "buyer",    "handed_over", "help_platform"),
    ("asked",       "hand_over", "seller",   "handed_over", "help_platform"),
    ("asked",       "hand_over", "platform", "handed_over", "help_platform"),
    ("asked",       "withdraw",  "buyer",    "withdrawn",   None),
    ("asked",       "lapse",     CLOCK,      "handed_over", "help_platform"),
    ("handed_over", "answer",    "platform", "answered",    None),
    ("handed_over", "withdraw",  "buyer",    "withdrawn",   None),
    ("handed_over", "lapse",     CLOCK,      "overdue",     None),
    ("overdue",     "answer",    "platform", "answered",    None),
    ("overdue",     "withdraw",  "buyer",    "withdrawn",   None),
])
# fmt: on

WAITS = ("asked", "handed_over", "overdue")
"""Where somebody still waits for an answer."""

OWED = {"asked": "help_answer", "handed_over": "help_platform"}
"""Which duty is open in which state."""
