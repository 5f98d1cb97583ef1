"""The life of an application, of its papers, and of what interrupts it. Silence of the platform admits nobody."""

from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.words import Words

# fmt: off
APPLICATION = Machine.of("application", start="filed",
    ends={"admitted", "limited", "closed", "withdrawn", "left", "expelled"},
    names={
        "filed": Words("待审核", "under review"), "admitted": Words("已准入", "admitted"),
        "limited": Words("有限准入", "admitted as a small seller"),
        "refused": Words("未通过", "refused"), "appealed": Words("申诉中", "under appeal"),
        "reopened": Words("重新审核", "under review again"), "closed": Words("未通过，已结束", "refused for good"),
        "withdrawn": Words("已撤回", "withdrawn"), "left": Words("已退出", "left"),
        "expelled": Words("已清退", "expelled"),
    },
    moves=[
    # state       act               by           to            and from now on is owed
    ("filed",     "admit",          "platform",  "admitted",   "reverification"),
    ("filed",     "admit_limited",  "platform",  "limited",    "reverification"),
    ("filed",     "refuse",         "platform",  "refused",    "time_to_contest"),
    ("filed",     "withdraw",       "applicant", "withdrawn",  None),
    ("filed",     "lapse",          CLOCK,       "refused",    "time_to_contest"),
    ("refused",   "appeal",         "applicant", "appealed",   "refusal_appeal"),
    ("refused",   "lapse",          CLOCK,       "closed",     None),
    ("appealed",  "overturn",       "platform",  "reopened",   "application_review"),
    ("appealed",  "uphold",         "platform",  "closed",     None),
    ("appealed",  "lapse",          CLOCK,       "reopened",   "application_review"),
    ("reopened",  "admit",          "platform",  "admitted",   "reverification"),
    ("reopened",  "admit_limited",  "platform",  "limited",    "reverification"),
    ("reopened",  "refuse",         "platform",  "closed",     None),
    ("reopened",  "lapse",          CLOCK,       "closed",     None),
    ("limited",   "admit",          "platform",  "admitted",   None),
    ("limited",   "expel",          "platform",  "expelled",   None),
    ("limited",   "leave",          "applicant", "left",       None),
    ("limited",   "lapse",          CLOCK,       "left",       None),
    ("admitted",  "expel",          "platform",  "expelled",   None),
    ("admitted",  "leave",          "applicant", "left",       None),
    ("admitted",  "lapse",          CLOCK,       "left",       None),
])

PAPER = Machine.of("paper", start="supplied",
    ends={"accepted", "rejected", "asked", "replaced", "lapsed", "expired"},
    names={
        "supplied": Words("待审核", "to be looked at"), "accepted": Words("已通过", "accepted"),
        "rejected": Words("不接受", "not accepted"), "asked": Words("请重新提供", "asked for again"),
        "replaced": Words("已更换", "replaced"), "lapsed": Words("未审核", "never looked at"),
        "expired": Words("已到期", "run out"),
    },
    moves=[
    ("supplied",  "accept",    "platform",  "accepted", "expiry"),
    ("supplied",  "reject",    "platform",  "rejected", None),
    ("supplied",  "ask_again", "platform",  "asked",    "missing_papers"),
    ("supplied",  "replace",   "applicant", "replaced", None),
    ("supplied",  "lapse",     CLOCK,       "lapsed",   None),
    ("accepted",  "replace",   "applicant", "replaced", None),
    ("accepted",  "lapse",     CLOCK,       "expired",  "put_right"),
])

WAIVER = Machine.of("waiver", start="proposed", ends={"confirmed", "denied", "lapsed"},
    names={
        "proposed": Words("待复核", "waits for a second person"), "confirmed": Words("已豁免", "waived"),
        "denied": Words("不予豁免", "not waived"), "lapsed": Words("逾期未复核", "not confirmed in time"),
    },
    moves=[
    ("proposed",  "confirm",   "platform",  "confirmed", None),
    ("proposed",  "deny",      "platform",  "denied",    None),
    ("proposed",  "lapse",     CLOCK,       "lapsed",    None),
])

SUSPENSION = Machine.of("suspension", start="standing", ends={"lifted", "lasting"},
    names={
        "standing": Words("暂停中", "suspended"), "lifted": Words("已恢复", "lifted"),
        "lasting": Words("逾期未改正，已退出", "not put right; the merchant left"),
    },
    moves=[
    ("standing",  "lift",      "platform",  "lifted",  None),
    ("standing",  "lapse",     CLOCK,       "lasting", None),
])

CHANGE = Machine.of("change", start="reported", ends={"made", "rejected", "lapsed"},
    names={
        "reported": Words("待核验", "to be verified"), "made": Words("已变更", "made"),
        "rejected": Words("不予变更", "not made"), "lapsed": Words("逾期未核验", "not verified in time"),
    },
    moves=[
    ("reported",  "accept",    "platform",  "made",     None),
    ("reported",  "reject",    "platform",  "rejected", None),
    ("reported",  "lapse",     CLOCK,       "lapsed",   None),
])
# fmt: on

SELLING = ("admitted", "limited")
UNDER_REVIEW = ("filed", "reopened")
OVER = ("closed", "withdrawn", "left", "expelled")
"""From here a merchant may apply anew; what the old file knows is shown to whoever reviews the new one."""
