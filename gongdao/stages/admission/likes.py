"""Who was here before under another name: traces of particulars, the same and the similar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Case, Q, Value, When

from gongdao.detectors.documents import likeness, numbers
from gongdao.kernel.words import Words
from gongdao.registers.vault.cipher import MasterKey, blind_index
from gongdao.stages.admission.models import Application, Paper, Trace
from gongdao.stages.admission.particulars import FIELDS

PLAIN = {
    "name": likeness.plain_name,
    "company": likeness.plain_name,
    "shop": likeness.plain_name,
    "address": likeness.plain_address,
    "id_number": likeness.plain_number,
    "phone": likeness.plain_number,
    "bank_account": likeness.plain_number,
    "credit_code": likeness.plain_number,
}
SIMILAR = {"company": 0.5, "shop": 0.7, "address": 0.5}
"""From which likeness on a person should look; numbers and people's names count only when equal."""

CALLED = {
    **FIELDS,
    "company": Words("企业名称", "company"),
    "shop": Words("店铺名称", "shop's name"),
    "credit_code": Words("统一社会信用代码", "credit code"),
}
CANDIDATES = 200
EXPELLED_FIRST = Case(When(application__state="expelled", then=Value(0)), default=Value(1))


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a reviewer should look at. `grave` where an expelled merchant is behind it."""

    kind: str
    words: Words
    grave: bool = False
    other: str = ""


def traces(row: Application, person: Mapping[str, str], *, master: MasterKey) -> list[Trace]:
    """The traces of an application: for each particular a blind index, and a sketch where likeness counts."""
    said = {
        **{name: value for name, value in person.items() if name in PLAIN},
        "company": row.company, "shop": row.shop_zh, "credit_code": row.credit_code,
    }  # fmt: skip
    plain = {kind: PLAIN[kind](text) for kind, text in said.items()}
    secret = blind_index(master, "sketch", "")
    return [
        Trace(
            application=row,
            kind=kind,
            marketplace=row.marketplace,
            index=blind_index(master, kind, text),
            sketch=likeness.sketch(text, secret) if kind in SIMILAR else [],
        )
        for kind, text in plain.items()
        if text
    ]


def findings(row: Application, papers: Iterable[Paper]) -> list[Finding]:
    """What is odd about an application: others that are like it, the gravest first, and odd numbers."""
    found = [*_alike(row), *_numbers(papers)]
    return sorted(found, key=lambda finding: not finding.grave)


def _alike(row: Application) -> list[Finding]:
    own = list(Trace.objects.filter(application=row))
    found: dict[tuple[str, str], Finding] = {}
    for trace in own:
        others = (
            Trace.objects.select_related("application")
            .filter(marketplace=row.marketplace, kind=trace.kind)
            .filter(Q(index=trace.index) | _similar(trace))
            .exclude(application__applicant=row.applicant)
            .order_by(EXPELLED_FIRST, "-application_id")
        )
        for other in others[:CANDIDATES]:
            same = bytes(other.index) == bytes(trace.index)
            share = 1.0 if same else likeness.likeness(trace.sketch, other.sketch)
            if same or share >= SIMILAR.get(trace.kind, 2.0):
                found[trace.kind, other.application_id] = _like(
                    trace.kind, other.application, share
                )
    return list(found.values())


def _similar(trace: Trace) -> Q:
    """Sketches that agree somewhere in each of three parts: who is like enough hardly ever fails this."""
    parts = [trace.sketch[begin : begin + 8] or [-1] for begin in (0, 8, 16)]
    return Q(*(Q(sketch__overlap=part) for part in parts))


def _like(kind: str, other: Application, share: float) -> Finding:
    called = CALLED[kind]
    how = (
        Words("相同", "the same") if share == 1.0
        else Words(f"相似（{share:.0%}）", f"similar ({share:.0%})")
    )  # fmt: skip
    expelled = other.state == "expelled"
    who = (
        Words("被清退的商家", "the expelled merchant")
        if expelled
        else Words("商家", "the merchant")
    )
    words = Words(
        f"{called.zh}与{who.zh}“{other.shop_zh}”{how.zh}",
        f'{called.en} {how.en} as of {who.en} "{other.shop_en}"',
    )
    return Finding(f"{kind}_{'same' if share == 1.0 else 'similar'}", words, expelled, other.id)


def _numbers(papers: Iterable[Paper]) -> list[Finding]:
    odd = []
    for paper in papers:
        permit = paper.item.partition("permit/")[2]
        if (
            permit
            and paper.state in ("supplied", "accepted")
            and not numbers.customary(permit, paper.number)
        ):
            words = Words(
                f"编号“{paper.number}”不像通常的样式，请到发证机关网站核对",
                f'the number "{paper.number}" has not the customary form; look it up with the issuer',
            )
            odd.append(Finding("number_unusual", words))
    return odd
