"""The life of an application. Silence of the platform admits nobody."""

from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.words import Words

# fmt: off
APPLICATION = Machine.of("application", start="filed", ends={"admitted", "refused", "suspended"},
    names={
        "filed": Words("待审核", "under review"), "admitted": Words("已准入", "admitted"),
        "refused": Words("未通过", "refused"), "suspended": Words("已暂停", "suspended"),
    },
    moves=[
    # state       act         by           to            and from now on is owed
    ("filed",     "admit",    "platform",  "admitted",   None),
    ("filed",     "refuse",   "platform",  "refused",    None),
    ("filed",     "lapse",    CLOCK,       "refused",    None),
    ("admitted",  "suspend",  "platform",  "suspended",  None),
])
# fmt: on
