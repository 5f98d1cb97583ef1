"""The life of a promotion: it begins and ends by the clock, as it was announced."""

from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.words import Words

# fmt: off
PROMOTION = Machine.of("promotion", start="announced", ends={"over", "withdrawn", "stopped"},
    names={"announced": Words("已预告", "announced"), "running": Words("进行中", "running"),
           "over": Words("已结束", "over"), "withdrawn": Words("已撤回", "withdrawn"),
           "stopped": Words("未予展示", "not shown")},
    moves=[
    # state       act         by        to           and from now on is owed
    ("announced", "withdraw", "seller", "withdrawn", None),
    ("announced", "begin",    CLOCK,    "running",   "promotion_end"),
    ("announced", "begin",    "seller", "running",   "promotion_end"),
    ("announced", "stop",     CLOCK,    "stopped",   None),
    ("running",   "end",      "seller", "over",      None),
    ("running",   "end",      CLOCK,    "over",      None),
])
# fmt: on
