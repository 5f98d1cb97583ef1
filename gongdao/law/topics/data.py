"""Personal data: on what ground, with what consent, until when, and who answers."""

from __future__ import annotations

from dataclasses import dataclass

from gongdao.kernel.words import Words
from gongdao.law.asks import day, yes_or_no
from gongdao.law.facts import Count, Facts, Minor, Step, Text, Truth, fact
from gongdao.law.rule import Question


@dataclass(frozen=True)
class Processing(Facts):
    """Something done with somebody's data."""

    data_ground: Text = fact(
        "依据什么处理：同意、履行合同、法定义务、紧急情况、公开信息，还是没有？",
        "On what ground: consent, the contract, a legal duty, an emergency, public data, or none?",
        proves="platform",
        unit="consent, contract, legal_duty, emergency, public, none",
    )
    informed_and_free: Truth = fact(
        "同意是在充分知情下自愿、明确作出的吗？",
        "Was the consent informed, free and explicit?",
        proves="platform",
    )
    bundled_or_preticked: Truth = fact(
        "是概括、默认或者捆绑取得的同意吗？",
        "Was it got by one sweep, by default or in a bundle?",
    )
    withdrawn: Truth = fact("同意撤回了吗？", "Was the consent withdrawn?", proves="record")
    data_kind: Text = fact(
        "涉及哪一类：普通、敏感、人脸、提供给他人、公开，还是向境外提供？",
        "Which kind: ordinary, sensitive, faces, given to another, made public or sent abroad?",
        unit="ordinary, sensitive, face, shared, published, exported",
    )
    separate_consent: Truth = fact(
        "取得了单独同意吗？", "Was there a separate consent?", proves="platform"
    )
    age: Count = fact("本人几岁？", "How old is the person?", proves="record", unit="years")
    guardian_agreed: Truth = fact(
        "监护人同意了吗？", "Did the guardian consent?", proves="platform"
    )
    asked_again_after_refusal: Truth = fact(
        "明确拒绝后还频繁征求同意吗？", "Is consent asked for again and again after a refusal?"
    )


@dataclass(frozen=True)
class Withholding(Facts):
    """A service that is refused because data were."""

    necessary: Truth = fact(
        "这些信息是提供该服务所必需的吗？", "Are the data necessary for the service?",
        proves="platform",
    )  # fmt: skip


@dataclass(frozen=True)
class Pushing(Facts):
    """What is pushed or decided by a machine."""

    profiled: Truth = fact(
        "是按个人特征推送、营销的吗？", "Is it pushed by personal traits?", proves="platform"
    )
    easy_off: Truth = fact(
        "有不针对个人特征的选项或者便捷的关闭方式吗？",
        "Is there a neutral option or an easy way to switch it off?",
        proves="platform",
    )
    major_decision: Truth = fact(
        "对权益有重大影响吗？", "Does it weigh heavily on rights?", proves="record"
    )
    only_by_machine: Truth = fact(
        "拒绝后仍仅由自动化决定吗？", "Is it still decided by a machine alone after an objection?",
        proves="platform",
    )  # fmt: skip


@dataclass(frozen=True)
class Keeping(Facts):
    """Data that are still kept."""

    ended: Text = fact(
        "哪种情形：目的已实现、停止服务、期限届满、撤回同意、注销账号、违法处理，还是都没有？",
        "Which: purpose done, service ended, period over, consent withdrawn, account closed, unlawful, "
        "none?",
        unit="none, purpose_done, service_ended, period_over, withdrawn, account_closed, unlawful",
    )
    must_be_kept_by_law: Truth = fact(
        "法定保存期限还没满吗（如交易信息三年）？",
        "Must they still be kept by law, as trade data for three years?",
        proves="platform",
    )
    hard_to_delete: Truth = fact(
        "技术上难以删除吗？", "Is deletion technically hard?", proves="platform"
    )


@dataclass(frozen=True)
class Request(Facts):
    """Somebody asks for their data."""

    requested: Text = fact(
        "要求什么？", "What is asked?", unit="access, copy, correct, port, explain, delete"
    )
    secret_by_law: Truth = fact(
        "依法应当保密或者会妨碍国家机关履职吗？", "Must it be kept secret by law?",
        proves="platform",
    )  # fmt: skip


@dataclass(frozen=True)
class Leak(Facts):
    """Data that leaked, were altered or lost, or may have been."""

    harm_avoided: Truth = fact(
        "采取的措施能有效避免危害吗？", "Do the measures taken effectively avoid harm?",
        proves="platform",
    )  # fmt: skip
    authority_demands: Truth = fact(
        "主管部门要求通知个人吗？", "Does the authority demand that people be told?",
        proves="record",
    )  # fmt: skip


@dataclass(frozen=True)
class DataHarm(Facts):
    """Damage done by the handling of data."""

    fault_disproved: Truth = fact(
        "处理者能证明自己没有过错吗？", "Can the handler prove that it was not at fault?",
        proves="platform",
    )  # fmt: skip
    losses_by_data: Minor = fact("受到的损失是多少？", "What losses were suffered?")
    gains_by_data: Minor = fact(
        "处理者因此获利多少？", "What did the handler gain?", proves="platform"
    )
    jointly: Truth = fact(
        "是几个处理者共同处理的吗？", "Was it handled by several together?", proves="record"
    )


processing_lawful = yes_or_no(
    "processing_lawful", Processing, "处理个人信息是否合法", "whether the processing is lawful"
)
may_refuse_service = yes_or_no(
    "may_refuse_service",
    Withholding,
    "能否因不同意而拒绝服务",
    "whether service may be refused for it",
)
pushing_lawful = yes_or_no(
    "pushing_lawful",
    Pushing,
    "自动化推送和决策是否合法",
    "whether pushing and deciding by machine is lawful",
)
data_to_do: Question[str] = Question(
    "data_to_do", Keeping, "keep", Words("个人信息应当怎样处理", "what is to be done with the data"),
    owed_by="platform",
)  # fmt: skip
request_to_be_met = yes_or_no(
    "request_to_be_met", Request, "应否满足个人的请求", "whether the request is to be met"
)
own_data_answered_by = day(
    "own_data_answered_by", Step, "平台最迟哪天答复个人信息请求",
    "by when the platform answers a request about data", "platform",
)  # fmt: skip
leak_told_to: Question[str] = Question(
    "leak_told_to", Leak, "authority", Words("泄露应当通知谁", "who is told of a leak"),
    owed_by="platform",
)  # fmt: skip
data_damages: Question[int] = Question(
    "data_damages", DataHarm, 0, Words("侵害个人信息赔偿多少", "the damages for data"),
    owed_by="platform",
)  # fmt: skip
data_liability: Question[str] = Question(
    "data_liability", DataHarm, "none", Words("由谁承担责任", "who answers for it"),
    owed_by="platform",
)  # fmt: skip
