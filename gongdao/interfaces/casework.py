"""Papers of a case, for every door: the decision and the dossiers as data for a form, and as files."""

from __future__ import annotations

import json
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo
from zoneinfo import ZoneInfo

from gongdao.interfaces.paper import signing, typeset, word
from gongdao.kernel.money import Money
from gongdao.kernel.words import Language, Words
from gongdao.registers.duties import queries as duties
from gongdao.registers.messages import queries as messages
from gongdao.registers.parties.powers import Actor
from gongdao.stages.admission import queries as admission
from gongdao.stages.disputes import queries as cases
from gongdao.stages.disputes.claims import KINDS, WISHES
from gongdao.stages.disputes.heads import HEADS

ZONE = ZoneInfo("Asia/Shanghai")
LANGUAGES: tuple[Language, ...] = ("zh", "en")
EPOCH = (1980, 1, 1, 0, 0, 0)
METHODS = {
    "inbox": Words("站内信箱", "inbox"),
    "post": Words("邮寄", "post"),
    "in_person": Words("当面", "in person"),
}
LIABLE = {
    "merchant": Words("商家", "the merchant"),
    "joint": Words("平台，承担连带责任", "the platform, jointly"),
    "instead": Words("平台，因不能提供商家身份", "the platform, which cannot name the merchant"),
    "corresponding": Words("平台，承担相应责任", "the platform, as far as it is to blame"),
    "seller": Words("平台，承担销售者责任", "the platform, as the seller"),
}
TITLES = {
    "decision": Words("裁决书", "Decision"),
    "review": Words("复核裁决书", "Decision on appeal"),
    "clock": Words("裁决书（依记录和法律自动作出）", "Decision by the record and the law"),
    "settlement": Words("和解协议书", "Record of settlement"),
    "correction": Words("裁决书（更正笔误）", "Decision, corrected"),
}
"""What each kind of decision is called on paper."""


def decision_pdf(case: Any, decision: Any, *, language: Language) -> bytes:
    """A decision as a signed document: the same bytes for the same decision and the same proof of service."""
    data = decision_data(case, decision)
    made = typeset.pdf("decision", data, language=language, at=decision.at)
    return signing.signed(made, why=f"Decision {decision.id}", at=decision.at)


def decision_data(case: Any, decision: Any) -> dict[str, Any]:
    """What the form of a decision needs; nothing that is not in the file of the case."""
    order = case.order
    shop = admission.shops([order.merchant]).get(order.merchant)
    unknown = Words("（未登记）", "(not registered)")
    appeal = [
        each.due_at
        for each in duties.all_about(order.id)
        if each.kind == "time_to_appeal" and each.subject == case.id and decision.kind == "decision"
    ]
    by = Words("仲裁员", "an arbiter")
    if decision.kind == "clock":
        by = Words("时钟（到期自动）", "the clock")
    elif decision.kind == "review":
        by = Words("复核员", "a senior arbiter")
    elif decision.kind == "settlement":
        by = Words("双方", "both sides")
    return {
        "title": _both(TITLES[decision.kind]),
        "id": decision.id,
        "number": decision.number,
        "digest": decision.digest,
        "case": case.id,
        "order": order.id,
        "shop": _both(Words(shop.shop_zh, shop.shop_en) if shop else unknown),
        "total": str(order.total),
        "kind": _both(KINDS[case.kind].name),
        "wish": _both(WISHES[case.wish]),
        "at": _moment(decision.at),
        "by": _both(by),
        "story": case.story,
        "answer": case.answer,
        "findings": [{"exhibits": [], **each} for each in decision.findings],
        "reasons": [{"figures": "", **each} for each in decision.reasons if each["applied"]],
        "settled": decision.kind == "settlement",
        "orders": [_order(each, order.currency) for each in decision.orders],
        "liable": [
            {"zh": "", "en": "", **each, **_named(LIABLE[each["as"]])} for each in decision.liable
        ],
        "remarks": decision.remarks,
        "appeal_by": _moment(appeal[-1]) if appeal else "",
        "services": [
            _service(each, order)
            for each in sorted(messages.services(case.id), key=lambda s: s.to != order.buyer)
            if each.document == decision.id
        ],
    }


def dossier_files(referral: Any, *, person: dict[str, str], bundle: bytes, at: datetime) -> bytes:
    """Everything for a way out in one file: the paper as PDF and Word, the decisions, the evidence."""
    case = referral.dispute
    files: dict[str, bytes] = {"evidence.gongdao.json": bundle}
    for language in LANGUAGES:
        data = dossier_data(referral, person=person)
        files[f"dossier.{language}.pdf"] = typeset.pdf("dossier", data, language=language, at=at)
        files[f"dossier.{language}.docx"] = word.dossier(data, language=language, at=at)
        for each in cases.decisions(case.id):
            made = decision_pdf(case, each, language=language)
            files[f"decision-{each.number}.{language}.pdf"] = made
    files["contents.json"] = json.dumps(
        referral.contents, ensure_ascii=False, indent=1, sort_keys=True
    ).encode()
    return _packed(files)


def dossier_data(referral: Any, *, person: dict[str, str]) -> dict[str, Any]:
    """What the forms of a dossier need: its contents, and the claimant's own data, if they are there."""
    said = referral.contents
    total = Money(said["currency"], said["total_minor"])
    who = {field: person.get(field, "") for field in ("name", "phone", "address")}
    return {**said, "total": str(total), "digest": referral.digest, "person": who}


def paper_of(
    referral: Any, *, language: Language, form: str, person: dict[str, str], at: datetime
) -> bytes:
    """One paper of a dossier: `pdf` or `docx`."""
    data = dossier_data(referral, person=person)
    if form == "docx":
        return word.dossier(data, language=language, at=at)
    return typeset.pdf("dossier", data, language=language, at=at)


def may_see_person(referral: Any, *, by: Actor) -> bool:
    """Only the claimant's own papers carry the claimant's own data."""
    return bool(referral.dispute.order.buyer == by.party)


def _order(each: dict[str, Any], currency: str) -> dict[str, Any]:
    amount = str(Money(currency, each["amount_minor"])) if each["amount_minor"] else ""
    return {"words": "", **each, "amount": amount, **_named(HEADS[each["head"]].name)}


def _service(each: Any, order: Any) -> dict[str, str]:
    side = (
        Words("消费者", "the consumer") if each.to == order.buyer else Words("商家", "the merchant")
    )
    method = METHODS[each.method]
    return {
        **_named(side), "method_zh": method.zh, "method_en": method.en,
        "deemed": each.deemed_on.isoformat(),
        "opened": _moment(each.received_at) if each.received_at else "—",
    }  # fmt: skip


def _packed(files: dict[str, bytes]) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            info = ZipInfo(name, EPOCH)
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, content)
    return packed.getvalue()


def _named(said: Words) -> dict[str, str]:
    return {"name_zh": said.zh, "name_en": said.en}


def _both(said: Words) -> dict[str, str]:
    return {"zh": said.zh, "en": said.en}


def _moment(at: datetime) -> str:
    return at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")
