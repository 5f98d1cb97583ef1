"""The lives of an edition of a rule, of a merchant's leaving, and of a finding on a merchant's terms."""

from gongdao.kernel.machine import CLOCK, Machine
from gongdao.kernel.words import Words

# fmt: off
EDITION = Machine.of("edition", start="draft", ends={"in_force", "superseded", "withdrawn"},
    names={
        "draft": Words("草案", "draft"), "consulting": Words("征求意见", "open for comments"),
        "considering": Words("答复意见", "comments being answered"),
        "announced": Words("已公示，待施行", "published, not yet in force"),
        "in_force": Words("施行中", "in force"), "superseded": Words("已被新版取代", "superseded"),
        "withdrawn": Words("已撤回", "withdrawn"),
    },
    moves=[
    # state          act          by           to             and from now on is owed
    ("draft",        "open",      "platform",  "consulting",  "rule_comments"),
    ("draft",        "withdraw",  "platform",  "withdrawn",   None),
    ("draft",        "lapse",     CLOCK,       "withdrawn",   None),
    ("consulting",   "withdraw",  "platform",  "withdrawn",   None),
    ("consulting",   "lapse",     CLOCK,       "considering", "rule_notice"),
    ("considering",  "announce",  "platform",  "announced",   "rule_start"),
    ("considering",  "withdraw",  "platform",  "withdrawn",   None),
    ("considering",  "lapse",     CLOCK,       "withdrawn",   None),
    ("announced",    "withdraw",  "platform",  "withdrawn",   None),
    ("announced",    "lapse",     CLOCK,       "in_force",    None),
    ("in_force",     "supersede", CLOCK,       "superseded",  None),
])

LEAVING = Machine.of("leaving", start="leaving", ends={"left"},
    names={
        "leaving": Words("退出中，适用修改前的规则", "leaving, on the rules before the change"),
        "left": Words("已退出", "left"),
    },
    moves=[
    ("leaving",      "settle",    "platform",  "left",        None),
    ("leaving",      "lapse",     CLOCK,       "left",        None),
])

CLAUSE = Machine.of("clause", start="found", or_in={"suspected"}, ends={"found", "upheld", "overturned"},
    names={
        "found": Words("认定无效", "found not to stand"),
        "suspected": Words("疑似无效，待人工查看", "suspected, to be looked at by a person"),
        "objected": Words("商家有异议，待人工复核", "objected to, to be reviewed by a person"),
        "upheld": Words("复核维持", "upheld on review"),
        "overturned": Words("复核推翻，条款有效", "overturned on review: the clause stands"),
    },
    moves=[
    ("found",        "object",    "seller",    "objected",    "clause_review"),
    ("suspected",    "uphold",    "platform",  "upheld",      None),
    ("suspected",    "uphold",    "arbiter",   "upheld",      None),
    ("suspected",    "overturn",  "platform",  "overturned",  None),
    ("suspected",    "overturn",  "arbiter",   "overturned",  None),
    ("suspected",    "lapse",     CLOCK,       "overturned",  None),
    ("objected",     "uphold",    "platform",  "upheld",      None),
    ("objected",     "uphold",    "arbiter",   "upheld",      None),
    ("objected",     "overturn",  "platform",  "overturned",  None),
    ("objected",     "overturn",  "arbiter",   "overturned",  None),
    ("objected",     "lapse",     CLOCK,       "upheld",      None),
])
# fmt: on
