"""What a dossier says, pure: parties, claims, facts, law, the list of evidence, and how the claim is worked out.

The same contents make every paper; a way out differs in what it calls things and in which parts it
wants. No personal data: the claimant's own are put in where the paper is printed, for the claimant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongdao.kernel.money import Money
from gongdao.kernel.words import Words
from gongdao.stages.disputes.claims import KINDS, WISHES
from gongdao.stages.disputes.heads import HEADS
from gongdao.stages.disputes.ways import WAYS, Way

Both = dict[str, str]

WITHOUT_SUMS = ("report_12315",)
"""A report asks for the law to be enforced, not for money."""


@dataclass(frozen=True, slots=True)
class Goods:
    """One line of the order: what it is, how many, and for how much."""

    name: Words
    quantity: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that happened or was shown: what, when, and the digest that fixes it."""

    name: Words
    at: str
    sha256: str
    proves: Words


@dataclass(frozen=True, slots=True)
class File:
    """Everything the records say about a case, as a dossier needs it."""

    case: str
    order: str
    kind: str
    wish: str
    story: str
    answer: str
    concluded: str
    goods: Sequence[Goods]
    total: Money
    repaid: Money
    shop: Words
    credit_code: str
    findings: Sequence[Mapping[str, Any]]
    orders: Sequence[Mapping[str, Any]]
    records: Sequence[Record]
    agreement: bool


def contents(way: str, file: File) -> dict[str, Any]:
    """The dossier of a case for one way out, as plain data in both languages."""
    wanted = WAYS[way]
    sums = [] if way in WITHOUT_SUMS else _calculation(file)
    total = sum(each["minor"] for each in sums)
    return {
        "way": way,
        "title": _both(wanted.paper),
        "body": _both(wanted.body),
        "basis": _both(wanted.basis),
        "case": file.case,
        "order": file.order,
        "claimant": _both(wanted.claimant),
        "respondent": _both(wanted.respondent),
        "respondent_name": _both(file.shop),
        "credit_code": file.credit_code,
        "claims": _claims(way, wanted, file, sums, total),
        "facts": _facts(file),
        "law": _law(file),
        "evidence": _evidence(file),
        "calculation": sums,
        "total_minor": total,
        "currency": file.total.currency,
        "agreement": file.agreement,
    }


def _claims(
    way: str, wanted: Way, file: File, sums: Sequence[Mapping[str, Any]], total: int
) -> list[Both]:
    if wanted.agreed:
        return [
            {
                "zh": "请求依法确认双方于平台达成的调解（和解）协议有效。",
                "en": "That the agreement reached on the platform be confirmed.",
            }
        ]
    if way == "report_12315":
        kind = KINDS[file.kind].name
        return [
            {
                "zh": f"请求依法查处被举报人的行为：{kind.zh}，并告知处理结果。",
                "en": f"That the conduct be investigated ({kind.en}) and the result be told.",
            }
        ]
    claims = [
        {"zh": f"请求{each['zh']}：{each['amount']}。", "en": f"{each['en']}: {each['amount']}."}
        for each in sums
    ]
    if not claims:
        wish = WISHES[file.wish]
        claims = [{"zh": f"请求{wish.zh}。", "en": f"{wish.en.capitalize()}."}]
    if total and way == "small_claim":
        claims.append(
            {
                "zh": "本案诉讼费用由被告承担。",
                "en": "That the defendant bears the costs of the proceedings.",
            }
        )
    return claims


def _facts(file: File) -> list[Both]:
    goods_zh = "、".join(f"{g.name.zh}{g.quantity}件" for g in file.goods)
    goods_en = ", ".join(f"{g.quantity} x {g.name.en}" for g in file.goods)
    told = [
        {
            "zh": f"{file.concluded}，消费者在平台向“{file.shop.zh}”购买{goods_zh}，"
            f"订单号 {file.order}，共支付 {file.total}。",
            "en": f'On {file.concluded} the consumer bought {goods_en} from "{file.shop.en}" on the '
            f"platform, order {file.order}, and paid {file.total}.",
        },
        {
            "zh": f"争议：{KINDS[file.kind].name.zh}。消费者陈述：{file.story}",
            "en": f"The dispute: {KINDS[file.kind].name.en}. The consumer says: {file.story}",
        },
    ]
    if file.answer:
        told.append(
            {"zh": f"商家答复：{file.answer}", "en": f"The merchant answered: {file.answer}"}
        )
    else:
        told.append({"zh": "商家没有答复。", "en": "The merchant has not answered."})
    for each in file.findings:
        held = ("成立", "true") if each["value"] else ("不予认定", "not found")
        told.append(
            {
                "zh": f"平台裁决认定：{each['name_zh']}——{held[0]}（{each['article']}）。",
                "en": f"The platform's ruling found: {each['name_en']}: {held[1]} ({each['cites']}).",
            }
        )
    if file.repaid:
        told.append(
            {"zh": f"已经退还 {file.repaid}。", "en": f"{file.repaid} has been paid back already."}
        )
    return told


def _law(file: File) -> list[dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for each in (*file.findings, *file.orders):
        said = {
            "zh": each["zh"],
            "en": each["en"],
            "article": each["article"],
            "cites": each["cites"],
        }
        found.setdefault(each["cites"], said)
    return list(found.values())


def _calculation(file: File) -> list[dict[str, Any]]:
    """Each sum with its working; what was paid back already comes off the price."""
    left = file.repaid.minor
    rows = []
    for each in file.orders:
        minor = each["amount_minor"]
        if each["head"] == "refund":
            off = min(left, minor)
            minor, left = minor - off, left - off
        if minor:
            amount = Money(file.total.currency, minor)
            rows.append(
                {
                    **_both(HEADS[each["head"]].name), "minor": minor, "amount": str(amount),
                    "figures": each["figures"] or str(amount), "article": each["article"],
                    "cites": each["cites"],
                }
            )  # fmt: skip
    return rows


def _evidence(file: File) -> list[dict[str, Any]]:
    return [
        {
            "no": number, **_both(each.name), "at": each.at, "sha256": each.sha256,
            "proves_zh": each.proves.zh, "proves_en": each.proves.en,
        }
        for number, each in enumerate(file.records, 1)
    ]  # fmt: skip


def _both(said: Words) -> Both:
    return {"zh": said.zh, "en": said.en}
