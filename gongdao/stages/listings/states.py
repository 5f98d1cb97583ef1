"""The life of a listing. Nothing is awaited of a listing that is live."""

from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.words import Words

# fmt: off
LISTING = Machine.of("listing", start="live", ends={"live", "down"},
    names={"live": Words("在售", "live"), "down": Words("已下架", "taken down")},
    moves=[
    # state    act          by          to       and from now on is owed
    ("live",   "take_down", "seller",   "down",  None),
    ("live",   "take_down", "platform", "down",  None),
    ("live",   "take_down", CLOCK,      "down",  None),
])
# fmt: on
