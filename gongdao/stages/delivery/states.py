"""The life of a parcel. Silence of the carrier ends, too: a parcel nobody can find is lost."""

from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.words import Words

# fmt: off
PARCEL = Machine.of("parcel", start="moving", ends={"delivered", "lost"},
    names={
        "moving": Words("运输中", "on its way"), "overdue": Words("逾期未送达", "overdue"),
        "delivered": Words("已签收", "signed for"), "lost": Words("丢失", "lost"),
    },
    moves=[
    # state       act            by          to           and from now on is owed
    ("moving",    "sign_for",    "carrier",  "delivered", "release"),
    ("moving",    "report_loss", "carrier",  "lost",      "make_good"),
    ("moving",    "report_loss", "seller",   "lost",      "make_good"),
    ("moving",    "lapse",       CLOCK,      "overdue",   "trace"),
    ("overdue",   "sign_for",    "carrier",  "delivered", "release"),
    ("overdue",   "report_loss", "carrier",  "lost",      "make_good"),
    ("overdue",   "report_loss", "seller",   "lost",      "make_good"),
    ("overdue",   "lapse",       CLOCK,      "lost",      "make_good"),
])
# fmt: on
