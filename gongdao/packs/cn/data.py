"""Personal data: PIPL, its neighbours, and what they mean for a shop."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, given, largest, when
from gongdao.law.topics.data import (
    data_damages,
    data_liability,
    data_to_do,
    leak_told_to,
    may_refuse_service,
    processing_lawful,
    pushing_lawful,
    request_to_be_met,
)
from gongdao.packs.cn.sources import CPL_RULES, ECL, NET_DATA, PIPL, SPC_FACES


def _only_swept_along(processing: Any, *kinds: str) -> Any:
    return (
        (processing.data_ground == "consent")
        & processing.data_kind.is_in(*kinds)
        & ~processing.separate_consent
    )


@answers(processing_lawful, PIPL.article(13, 1), since="2021-11-01")
def on_a_ground(processing: Any) -> Any:
    """处理个人信息要有依据：同意，或者履行合同、法定义务、紧急情况、合理使用公开信息所必需。

    Data are handled on a ground: consent, the contract, a legal duty, an emergency or public data.
    """
    by_consent = (processing.data_ground == "consent") & processing.informed_and_free
    return by_consent | processing.data_ground.is_in(
        "contract", "legal_duty", "emergency", "public"
    )


@on_a_ground.unless(PIPL.article(15, 1))
def withdrawn(processing: Any) -> Any:
    """同意撤回后，不得再凭该同意处理；撤回前的处理有效。

    After consent is withdrawn it carries nothing further; what was done before stands.
    """
    return (processing.data_ground == "consent") & processing.withdrawn


@on_a_ground.unless(CPL_RULES.article(23, 1), since="2024-07-01")
def bundled(processing: Any) -> Any:
    """不得以概括授权、默认授权等方式强制同意收集与经营无关的信息。

    Consent is not got by one sweep or by default.
    """
    return (processing.data_ground == "consent") & processing.bundled_or_preticked


@on_a_ground.unless(PIPL.article(29))
def sensitive_without_its_own(processing: Any) -> Any:
    """敏感个人信息（包括人脸信息）基于同意处理的，应当取得单独同意。

    Handling sensitive data, faces among them, by consent needs a consent of its own.
    """
    return _only_swept_along(processing, "sensitive", "face")


@on_a_ground.unless(PIPL.article(23))
def shared_without_its_own(processing: Any) -> Any:
    """向其他处理者提供个人信息的，应当取得单独同意。

    Giving data to another handler needs a consent of its own.
    """
    return _only_swept_along(processing, "shared")


@on_a_ground.unless(PIPL.article(25))
def published_without_its_own(processing: Any) -> Any:
    """不得公开个人信息，取得单独同意的除外。

    Data are not published without a consent of its own.
    """
    return _only_swept_along(processing, "published")


@on_a_ground.unless(PIPL.article(39))
def exported_without_its_own(processing: Any) -> Any:
    """向境外提供个人信息的，应当取得单独同意。

    Sending data abroad needs a consent of its own.
    """
    return _only_swept_along(processing, "exported")


@on_a_ground.unless(PIPL.article(31, 1))
def no_guardian(processing: Any) -> Any:
    """不满十四周岁的，应当取得监护人同意。

    Under fourteen the guardian's consent is needed.
    """
    return (
        (processing.data_ground == "consent") & (processing.age < 14) & ~processing.guardian_agreed
    )


@on_a_ground.unless(SPC_FACES.article(4))
def faces_in_a_bundle(processing: Any) -> Any:
    """以捆绑、强迫方式取得的人脸信息同意，不能作为抗辩。

    A bundled or forced consent to face data is no defence.
    """
    return (processing.data_kind == "face") & processing.bundled_or_preticked


@on_a_ground.unless(NET_DATA.article(22, 1, 5), since="2025-01-01")
def asked_again(processing: Any) -> Any:
    """明确拒绝后，不得频繁征求同意。

    After a clear refusal consent is not asked for again and again.
    """
    return processing.asked_again_after_refusal


@answers(may_refuse_service, PIPL.article(16), since="2021-11-01")
def only_if_necessary(withholding: Any) -> Any:
    """不得因不同意或者撤回同意而拒绝服务，除非该信息为服务所必需。

    Service is not refused for want of data that it does not need.
    """
    return withholding.necessary


@answers(pushing_lawful, PIPL.article(24, 2), since="2021-11-01")
def can_be_switched_off(pushing: Any) -> Any:
    """个性化推送、营销应当提供不针对个人特征的选项或者便捷的拒绝方式。

    Pushing by traits needs a neutral option or an easy refusal.
    """
    return ~pushing.profiled | pushing.easy_off


@can_be_switched_off.unless(PIPL.article(24, 3))
def machine_alone(pushing: Any) -> Any:
    """有重大影响的，个人有权拒绝仅由自动化决定。

    A weighty decision is not left to a machine against somebody's objection.
    """
    return pushing.major_decision & pushing.only_by_machine


@answers(data_to_do, PIPL.article(47, 1), since="2021-11-01")
def delete(keeping: Any) -> Any:
    """目的已实现、停止服务、期限届满、撤回同意或者违法处理的，应当删除。

    Data are deleted when the purpose is done, the service or period over, consent withdrawn or the
    handling unlawful.
    """
    return when(keeping.ended == "none").then("keep").otherwise("delete")


@delete.but(PIPL.article(47, 2))
def only_store(keeping: Any) -> Any:
    """法定保存期未满或者技术上难以删除的，除存储和保护外停止处理。

    While the law has them kept, or deletion is hard, they are only stored and protected.
    """
    return given(
        (keeping.ended != "none") & (keeping.must_be_kept_by_law | keeping.hard_to_delete),
        "store_only",
    )


@delete.but(ECL.article(24, 2))
def account_closed(keeping: Any) -> Any:
    """用户注销的，立即删除；依法或者依约保存的除外。

    When an account is closed its data are deleted at once, unless kept by law or agreement.
    """
    return given(
        (keeping.ended == "account_closed")
        & ~keeping.must_be_kept_by_law
        & ~keeping.hard_to_delete,
        "delete_at_once",
    )


@answers(
    request_to_be_met, PIPL.article(45), PIPL.article(46), PIPL.article(48), since="2021-11-01"
)
def asked_for(_: Any) -> Any:
    """个人请求查阅、复制、更正、转移、说明的，应当及时办理；拒绝要说明理由。

    Access, copies, corrections, transfers and explanations are given promptly; a refusal has reasons.
    """
    return True


@asked_for.unless(PIPL.article(45, 1))
def secret(request: Any) -> Any:
    """依法应当保密的除外。

    What the law keeps secret is excepted.
    """
    return request.secret_by_law


@answers(leak_told_to, PIPL.article(57, 1), since="2021-11-01")
def authority_and_people(_: Any) -> Any:
    """发生或者可能发生泄露、篡改、丢失的，立即补救，并通知主管部门和个人。

    Of a leak, alteration or loss, or the chance of one, authority and people are told at once.
    """
    return "authority_and_people"


@authority_and_people.but(PIPL.article(57, 2))
def authority_only(leak: Any) -> Any:
    """能有效避免危害的，可以不通知个人，主管部门要求通知的除外。

    People need not be told if harm is effectively avoided, unless the authority demands it.
    """
    return given(leak.harm_avoided & ~leak.authority_demands, "authority")


@answers(data_damages, PIPL.article(69, 2), since="2021-11-01")
def loss_or_gain(harm: Any) -> Any:
    """不能证明自己没有过错的，按损失或者获利赔偿；都难以确定的，由法院根据实际情况确定数额。

    Unless it disproves its fault, the handler pays the loss or its gain; where neither can be told the
    court fixes a sum.
    """
    return (
        when(harm.fault_disproved)
        .then(0)
        .otherwise(largest(harm.losses_by_data, harm.gains_by_data))
    )


@answers(data_liability, PIPL.article(69, 1), since="2021-11-01")
def fault_presumed(harm: Any) -> Any:
    """侵害个人信息造成损害，处理者不能证明没有过错的，承担责任。

    A handler that cannot disprove its fault is liable.
    """
    return when(harm.fault_disproved).then("none").otherwise("handler")


@fault_presumed.but(PIPL.article(20, 2))
def together(harm: Any) -> Any:
    """共同处理的，承担连带责任。

    Those who handle data together are jointly liable.
    """
    return given(harm.jointly & ~harm.fault_disproved, "joint")


RULES = (
    on_a_ground,
    only_if_necessary,
    can_be_switched_off,
    delete,
    asked_for,
    authority_and_people,
    loss_or_gain,
    fault_presumed,
)
