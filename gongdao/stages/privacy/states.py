"""The life of a request about one's own data."""

from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.words import Words

# fmt: off
DATA_REQUEST = Machine.of("data_request", start="asked", ends={"met", "refused", "unanswered"},
    names={
        "asked": Words("等待平台答复", "waiting for the platform's answer"),
        "keeping": Words("已删除可删的，其余依法暂存", "what may go is gone; the law has the rest kept for now"),
        "met": Words("已办理", "done"),
        "refused": Words("已说明理由拒绝", "refused, with reasons"),
        "unanswered": Words("平台逾期未答复", "not answered in time"),
    },
    moves=[
    # state      act       by          to            and from now on is owed
    ("asked",   "meet",   "platform", "met",        None),
    ("asked",   "refuse", "platform", "refused",    None),
    ("asked",   "erase",  "self",     "keeping",    "erasure"),
    ("asked",   "lapse",  CLOCK,      "unanswered", None),
    ("keeping", "finish", CLOCK,      "met",        None),
])
# fmt: on
