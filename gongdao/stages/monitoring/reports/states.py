"""The lives of a report, of a question to who reported, of a reward, and of a wish to see an identity."""

from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.words import Words

# fmt: off
REPORT = Machine.of("report", start="received",
    ends={"substantiated", "dismissed", "merged", "turned_away", "unanswered", "confirmed", "cleared", "overdue"},
    names={
        "received": Words("已收到，待决定是否核查", "received, to be taken up"),
        "checking": Words("核查中", "being looked into"),
        "extended": Words("核查中（已延长）", "being looked into, for longer"),
        "passed": Words("已送交主管部门，等待决定", "with the authority, its decision awaited"),
        "filed": Words("主管部门已立案", "the authority has opened a case"),
        "substantiated": Words("查证属实", "found to be true"),
        "dismissed": Words("未能认定", "not established"),
        "merged": Words("并入先前的举报", "merged into an earlier report"),
        "turned_away": Words("主管部门不予立案", "the authority opens no case"),
        "unanswered": Words("主管部门逾期未答复", "no answer of the authority in time"),
        "confirmed": Words("主管部门认定违法", "the authority found a violation"),
        "cleared": Words("主管部门认定不违法", "the authority found no violation"),
        "overdue": Words("主管部门逾期未办结", "no result of the authority in time"),
    },
    moves=[
    # state        act             by          to               and from now on is owed
    ("received",   "take_up",      "platform", "checking",      "report_check"),
    ("received",   "dismiss",      "platform", "dismissed",     None),
    ("received",   "merge",        "platform", "merged",        None),
    ("received",   "pass_on",      "platform", "passed",        "report_authority"),
    ("received",   "lapse",        CLOCK,      "passed",        "report_authority"),
    ("received",   "bypass",       CLOCK,      "passed",        "report_authority"),
    ("checking",   "extend",       "platform", "extended",      "report_extended"),
    ("checking",   "substantiate", "platform", "substantiated", None),
    ("checking",   "dismiss",      "platform", "dismissed",     None),
    ("checking",   "merge",        "platform", "merged",        None),
    ("checking",   "pass_on",      "platform", "passed",        "report_authority"),
    ("checking",   "lapse",        CLOCK,      "passed",        "report_authority"),
    ("extended",   "substantiate", "platform", "substantiated", None),
    ("extended",   "dismiss",      "platform", "dismissed",     None),
    ("extended",   "merge",        "platform", "merged",        None),
    ("extended",   "pass_on",      "platform", "passed",        "report_authority"),
    ("extended",   "lapse",        CLOCK,      "passed",        "report_authority"),
    ("passed",     "open_case",    "officer",  "filed",         "report_outcome"),
    ("passed",     "open_case",    "platform", "filed",         "report_outcome"),
    ("passed",     "turn_away",    "officer",  "turned_away",   None),
    ("passed",     "turn_away",    "platform", "turned_away",   None),
    ("passed",     "lapse",        CLOCK,      "unanswered",    None),
    ("filed",      "confirm",      "officer",  "confirmed",     None),
    ("filed",      "confirm",      "platform", "confirmed",     None),
    ("filed",      "clear",        "officer",  "cleared",       None),
    ("filed",      "clear",        "platform", "cleared",       None),
    ("filed",      "lapse",        CLOCK,      "overdue",       None),
])

QUESTION = Machine.of("report_question", start="asked", ends={"answered", "unanswered"},
    names={
        "asked": Words("等待举报人回答", "waiting for the reporter's answer"),
        "answered": Words("已回答", "answered"),
        "unanswered": Words("未回答，不影响举报", "not answered, which costs nothing"),
    },
    moves=[
    ("asked",      "answer",       "reporter", "answered",      None),
    ("asked",      "lapse",        CLOCK,      "unanswered",    None),
    ("asked",      "drop",         CLOCK,      "unanswered",    None),
])

REWARD = Machine.of("reward", start="promised", ends={"collected", "forfeited", "unfunded"},
    names={
        "promised": Words("承诺的奖金，待提出数额", "promised, its amount to be proposed"),
        "proposed": Words("已提出数额，待另一人同意", "proposed, a second person to agree"),
        "approved": Words("可以领取", "to be collected"), "collected": Words("已领取", "collected"),
        "forfeited": Words("逾期未领取，退回基金", "not collected in time, back in the fund"),
        "unfunded": Words("基金余额不足，未能支付", "the fund could not pay"),
    },
    moves=[
    ("promised",   "propose",      "platform", "proposed",      "reward_approval"),
    ("promised",   "lapse",        CLOCK,      "approved",      "reward_collection"),
    ("promised",   "fall_short",   CLOCK,      "unfunded",      None),
    ("proposed",   "approve",      "platform", "approved",      "reward_collection"),
    ("proposed",   "lapse",        CLOCK,      "approved",      "reward_collection"),
    ("proposed",   "fall_short",   CLOCK,      "unfunded",      None),
    ("approved",   "collect",      "reporter", "collected",     None),
    ("approved",   "lapse",        CLOCK,      "forfeited",     None),
])

UNSEALING = Machine.of("unsealing", start="asked", ends={"refused", "seen", "expired"},
    names={
        "asked": Words("申请查看，待另一人同意", "asked for, a second person to agree"),
        "allowed": Words("已同意，可查看一次", "allowed, to be seen once"),
        "refused": Words("未同意", "refused"), "seen": Words("已查看", "seen"),
        "expired": Words("逾期未查看，已失效", "not used in time"),
    },
    moves=[
    ("asked",      "allow",        "platform", "allowed",       "unsealing_use"),
    ("asked",      "allow",        "officer",  "allowed",       "unsealing_use"),
    ("asked",      "refuse",       "platform", "refused",       None),
    ("asked",      "refuse",       "officer",  "refused",       None),
    ("asked",      "lapse",        CLOCK,      "refused",       None),
    ("allowed",    "see",          "platform", "seen",          None),
    ("allowed",    "see",          "officer",  "seen",          None),
    ("allowed",    "lapse",        CLOCK,      "expired",       None),
])
# fmt: on

AWAITED = {
    "received": "report_triage",
    "checking": "report_check",
    "extended": "report_extended",
    "passed": "report_authority",
    "filed": "report_outcome",
}
"""The duty that runs in each state of a report."""

OUTSIDE = ("passed", "filed", "turned_away", "unanswered", "confirmed", "cleared", "overdue")
"""The states of a report that has gone to the authority."""

TRUE = ("substantiated", "confirmed")
"""The states in which a report was found to be true."""
