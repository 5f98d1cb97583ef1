"""Ways out: complaints to the authority, limitation, arbitration, courts, suits of associations."""

from __future__ import annotations

from dataclasses import dataclass

from gongdao.kernel.words import Words
from gongdao.law.asks import day, yes_or_no
from gongdao.law.facts import Count, Day, Facts, Minor, Text, Truth, fact
from gongdao.law.rule import Question


@dataclass(frozen=True)
class Complaint(Facts):
    """A complaint to the market regulator."""

    received_on: Day = fact(
        "监管部门哪天收到投诉？", "On which day did the authority receive it?", proves="record"
    )
    within_powers: Truth = fact(
        "属于该部门职责和处理权限吗？", "Is it within the authority's powers?", proves="record"
    )
    handled_already: Truth = fact(
        "法院、仲裁、行政机关或者消协已经受理过同一争议吗？",
        "Has a court, tribunal, authority or association dealt with it already?",
        proves="record",
    )
    by_consumer: Truth = fact("是为生活消费购买的吗？", "Was it bought for living needs?")
    real_dispute: Truth = fact(
        "能证明与被投诉人之间存在消费争议吗？", "Can a dispute with this operator be shown?"
    )
    knew_over_three_years_ago: Truth = fact(
        "知道权益受侵害已经超过三年吗？",
        "Was the infringement known more than three years ago?",
        proves="record",
    )
    papers_complete: Truth = fact(
        "姓名、电话、地址、被投诉人、请求和事实依据都齐全真实吗？",
        "Are name, phone, address, operator, claim and facts complete and true?",
    )
    identity_true: Truth = fact(
        "是本人真实身份，并配合核验吗？", "Is the identity the complainant's own, and verified?"
    )


@dataclass(frozen=True)
class Mediation(Facts):
    """A complaint that was accepted."""

    accepted_on: Day = fact("哪天受理？", "On which day was it accepted?", proves="record")
    test_days: Count = fact(
        "鉴定、检测用了多少天（没有填 0）？",
        "How many days did tests and appraisals take; 0 if none?",
        proves="record",
        unit="days",
    )
    mediation_ended_on: Day = fact(
        "哪天决定终止调解？", "On which day was mediation ended?", proves="record"
    )


@dataclass(frozen=True)
class Lead(Facts):
    """A sign of a breach of the law, found in mediation or reported."""

    lead_found_on: Day = fact("哪天发现线索？", "On which day was it found?", proves="record")
    extended: Truth = fact(
        "负责人批准延长了吗？", "Did the head approve an extension?", proves="record"
    )
    filed_on: Day = fact(
        "哪天作出是否立案的决定？", "When was it decided whether to open a case?", proves="record"
    )
    real_name: Truth = fact("实名举报吗？", "Was it reported under a real name?", proves="record")
    told_by_law: Truth = fact(
        "法律、法规、规章要求告知举报人吗？",
        "Does a law or regulation require the reporter to be told?",
        proves="record",
    )


@dataclass(frozen=True)
class Respondent(Facts):
    """Whom a complaint is against."""

    respondent: Text = fact(
        "投诉谁：平台、自建网站、平台内商家，还是线下商家？",
        "Against whom: a platform, an own site, a merchant on a platform or a shop?",
        unit="platform, own_site, merchant, shop",
    )
    address_reachable: Truth = fact(
        "商家在平台公示了地址，并能联系上吗？",
        "Is the merchant's address shown on the platform, and can it be reached there?",
        proves="record",
    )


@dataclass(frozen=True)
class LimitedClaim(Facts):
    """A claim, as limitation looks at it."""

    knew_on: Day = fact(
        "哪天知道或者应当知道受损害和向谁要求？",
        "On which day were the harm and the debtor known?",
        proves="record",
    )
    harmed_on: Day = fact("损害哪天发生？", "On which day did the harm occur?", proves="record")
    restarted_on: Day = fact(
        "最近一次要求履行、对方同意或者起诉是哪天（没有就是知道之日）？",
        "When was it last demanded, acknowledged or sued for; the day of knowing if never?",
        proves="record",
    )


@dataclass(frozen=True)
class DefectClaim(Facts):
    """A claim for harm by a defective product, as limitation looks at it."""

    first_delivered_on: Day = fact(
        "产品哪天交付最初的消费者？",
        "When was it delivered to its first consumer?",
        proves="record",
    )
    safe_until: Day = fact(
        "明示的安全使用期到哪天（没有就是交付日）？",
        "Until when is it stated to be safe; the day of delivery if not stated?",
        proves="record",
    )


@dataclass(frozen=True)
class Arbitration(Facts):
    """An agreement to arbitrate."""

    written: Truth = fact(
        "有书面仲裁条款或者协议吗？", "Is there a written clause or agreement?", proves="record"
    )
    matter_and_body_clear: Truth = fact(
        "仲裁事项和机构约定明确（或者已补充）吗？",
        "Are the matter and the institution clear, or made so later?",
        proves="record",
    )
    capacity: Truth = fact(
        "双方都有完全民事行为能力吗？", "Had both sides full capacity?", proves="record"
    )
    forced: Truth = fact("是被胁迫订立的吗？", "Was it made under duress?")
    asserted_and_not_denied: Truth = fact(
        "一方主张有协议，另一方首次开庭前未否认，且仲裁庭提示并记录了吗？",
        "Did one side assert one, the other not deny it before the first hearing, the tribunal having "
        "warned and recorded it?",
        proves="record",
    )
    raised_before_hearing: Truth = fact(
        "在法院首次开庭前提交了仲裁协议吗？",
        "Was it put before the court ahead of the first hearing?",
        proves="record",
    )


@dataclass(frozen=True)
class PublicSuit(Facts):
    """A suit in the interest of many."""

    by: Text = fact(
        "谁提起诉讼？", "Who sues?",
        unit="national_association, provincial_association, city_association, consumer", proves="record",
    )  # fmt: skip
    many_harmed: Truth = fact(
        "侵害众多不特定消费者的权益吗？", "Are the interests of many consumers harmed?"
    )


@dataclass(frozen=True)
class Assets(Facts):
    """An operator that owes both consumers and the treasury."""

    damages: Minor = fact("应赔偿消费者多少？", "What is owed to consumers?", proves="record")
    fines: Minor = fact("应缴罚款多少？", "What fines are owed?", proves="record")
    available: Minor = fact("可供执行的财产有多少？", "What assets are there?", proves="record")


@dataclass(frozen=True)
class Lost(Facts):
    """Records of a dispute that an operator should have."""

    produced: Truth = fact(
        "经营者提供了原始合同和交易记录吗？",
        "Did the operator produce the contract and the records?",
        proves="merchant",
    )
    facts_unclear: Truth = fact(
        "因此无法查明事实吗？", "Can the facts not be found for that reason?", proves="record"
    )


complaint_decided_by = day(
    "complaint_decided_by",
    Complaint,
    "监管部门最迟哪天决定是否受理",
    "by when the authority decides to accept",
)
complaint_accepted = yes_or_no(
    "complaint_accepted", Complaint, "投诉是否应当受理", "whether the complaint is accepted"
)
mediation_ends_on = day(
    "mediation_ends_on", Mediation, "调解期限到哪天", "when the time to mediate ends"
)
mediation_end_told_by = day(
    "mediation_end_told_by",
    Mediation,
    "最迟哪天告知调解终止",
    "by when the end of mediation is told",
)
lead_checked_by = day("lead_checked_by", Lead, "线索最迟哪天核查", "by when a lead is checked")
reporter_told_by = day(
    "reporter_told_by", Lead, "最迟哪天告知举报人", "by when the reporter is told"
)
complaint_goes_to: Question[str] = Question(
    "complaint_goes_to", Respondent, "place_of_business",
    Words("投诉由哪里的监管部门处理", "which authority handles the complaint"),
)  # fmt: skip
claim_limited_on = day(
    "claim_limited_on", LimitedClaim, "诉讼时效到哪天", "when the claim is barred by limitation"
)
defect_claim_ends_on = day(
    "defect_claim_ends_on",
    DefectClaim,
    "缺陷产品的赔偿请求权到哪天",
    "when a claim for a defect ends",
)
must_arbitrate = yes_or_no(
    "must_arbitrate", Arbitration, "是否受仲裁协议约束", "whether an agreement to arbitrate binds"
)
court_dismisses = yes_or_no(
    "court_dismisses",
    Arbitration,
    "法院是否因仲裁协议驳回起诉",
    "whether the court dismisses for it",
)
association_may_sue = yes_or_no(
    "association_may_sue",
    PublicSuit,
    "能否提起消费公益诉讼",
    "whether a suit for many may be brought",
)
consumers_get_first: Question[int] = Question(
    "consumers_get_first", Assets, 0, Words("消费者先得多少", "what consumers get first"),
    owed_by="merchant",
)  # fmt: skip
adverse_finding = yes_or_no(
    "adverse_finding",
    Lost,
    "能否按消费者的主张认定",
    "whether the consumer's account is taken as fact",
)
