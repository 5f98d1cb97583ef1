"""The life of a listing, and of each version on its way to the shelf."""

from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.words import Words

# fmt: off
LISTING = Machine.of("listing", start="draft", ends={"draft", "live", "down"},
    names={"draft": Words("草稿", "draft"), "live": Words("在售", "live"), "down": Words("已下架", "taken down")},
    moves=[
    # state    act          by          to       and from now on is owed
    ("draft",  "publish",   "seller",   "live",  None),
    ("draft",  "publish",   "platform", "live",  None),
    ("draft",  "take_down", "seller",   "down",  None),
    ("draft",  "take_down", "platform", "down",  None),
    ("live",   "take_down", "seller",   "down",  None),
    ("live",   "take_down", "platform", "down",  None),
    ("live",   "take_down", CLOCK,      "down",  None),
])

REVIEW = Machine.of("review", start="draft", ends={"draft", "published", "superseded", "refused"},
    names={"draft": Words("草稿", "draft"), "appealed": Words("复核中", "under appeal"),
           "published": Words("已发布", "published"), "superseded": Words("已被新稿代替", "superseded"),
           "refused": Words("不予发布", "refused")},
    moves=[
    # state        act          by          to            and from now on is owed
    ("draft",      "publish",   "seller",   "published",  None),
    ("draft",      "supersede", "seller",   "superseded", None),
    ("draft",      "appeal",    "seller",   "appealed",   "listing_review"),
    ("appealed",   "override",  "platform", "published",  None),
    ("appealed",   "uphold",    "platform", "refused",    None),
    ("appealed",   "supersede", "seller",   "superseded", None),
    ("appealed",   "lapse",     CLOCK,      "refused",    None),
])
# fmt: on
