"""What an application needs, why, and how each item stands: the same list for merchant and reviewer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongdao.kernel.money import Money
from gongdao.kernel.words import Words
from gongdao.law import Answer
from gongdao.stages.admission import facts
from gongdao.stages.admission.models import Application, Paper, Waiver
from gongdao.stages.admission.particulars import EXEMPTIONS, GOODS

DEPOSIT = "deposit"
NEVER_WAIVED = ("identity", "licence", "declaration")
"""What the law itself asks of everybody; no two people can do without it."""

PERMITS = {
    "food_business": Words("食品经营许可证", "food permit"),
    "food_filing": Words("预包装食品销售备案", "filing for prepacked food"),
    "drug_business": Words("药品经营许可证", "drug permit"),
    "medical_device": Words("医疗器械经营许可或者备案", "permit or filing for medical devices"),
    "cosmetics": Words("化妆品注册证或者备案信息", "registration or filing of the cosmetics"),
    "publications": Words("出版物经营许可证", "permit for publications"),
    "dangerous_goods": Words("危险化学品经营许可证", "permit for dangerous chemicals"),
    "telecom": Words("增值电信业务许可或者 ICP 备案", "telecommunications permit or ICP filing"),
}

STATUSES = {
    "missing": Words("还没有提供", "missing"),
    "supplied": Words("已提供，待审核", "supplied, to be looked at"),
    "accepted": Words("已通过", "accepted"),
    "rejected": Words("不接受，请换一份", "not accepted; send another"),
    "asked": Words("请重新提供", "asked for again"),
    "expired": Words("已到期，请更换", "run out; send the new one"),
    "waiver_proposed": Words("拟豁免，待第二人复核", "a waiver waits for a second person"),
    "waived": Words("已豁免", "waived"),
    "archived": Words("存于另一档案", "kept in another archive"),
}
SETTLED = ("accepted", "waived", "archived")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One item, what it is called, and the sentence and article that ask for it."""

    item: str
    name: Words
    why: Words
    cites: str
    expires: bool = False
    """Whether such a paper says until when it holds."""
    permit: str = ""
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One item as it stands."""

    requirement: Requirement
    status: str
    paper: Paper | None = None
    waiver: Waiver | None = None
    reason: str = ""

    @property
    def item(self) -> str:
        """The item's own name, as doors and evidence call it."""
        return self.requirement.item

    @property
    def settled(self) -> bool:
        """Whether nothing is to be done about it."""
        return self.status in SETTLED

    @property
    def status_words(self) -> Words:
        """How it stands, in words."""
        return STATUSES[self.status]

    @property
    def may_be_supplied(self) -> bool:
        """Whether a paper may be sent for it now."""
        return self.item != DEPOSIT and self.status not in ("waived", "archived")


def requirements(row: Application, *, law: str, on: date, currency: str) -> list[Requirement]:
    """Everything that an application of this form and these kinds of goods needs."""
    asked = [*_who(row, law=law, on=on), *_permits(row, law=law, on=on)]
    source = facts.source(law=law, on=on)
    asked.append(
        _asked("source", Words("进货来源凭证", "proof of the source of the goods"), source)
    )
    for number, brand in enumerate(row.brands):
        name = Words(f"品牌“{brand}”的授权", f'authorisation of the brand "{brand}"')
        asked.append(_asked(f"brand/{number}", name, facts.brand(law=law, on=on), expires=True))
    deposit = facts.deposit(row, law=law, on=on)
    amount = Money(currency, deposit.value)
    name = Words(f"保证金 {amount}", f"deposit of {amount}")
    asked.append(Requirement(DEPOSIT, name, deposit.sentence, str(deposit.cites), amount=amount))
    return asked


def lines(
    row: Application,
    asked: Sequence[Requirement],
    papers: Iterable[Paper],
    waivers: Iterable[Waiver],
    *,
    lodged: Money,
    at: datetime,
) -> list[Line]:
    """Each item with the last paper and waiver that there are for it."""
    by_item: dict[str, list[Paper]] = {}
    for paper in papers:
        by_item.setdefault(paper.item, []).append(paper)
    waived = {w.item: w for w in waivers if w.state in ("proposed", "confirmed")}
    return [
        _line(row, each, by_item.get(each.item, []), waived.get(each.item), lodged=lodged, at=at)
        for each in asked
    ]


def _line(
    row: Application,
    asked: Requirement,
    papers: Sequence[Paper],
    waiver: Waiver | None,
    *,
    lodged: Money,
    at: datetime,
) -> Line:
    live = [paper for paper in papers if paper.state != "replaced"]
    held = next((p for p in live if p.state == "accepted"), None)
    new = next((p for p in live if p.state == "supplied"), None)
    last = new or (live[-1] if live else None)
    if waiver and waiver.state == "confirmed":
        return Line(asked, "waived", last, waiver, waiver.reason)
    if asked.amount and lodged.minor >= asked.amount.minor:
        return Line(asked, "accepted")
    if held and not (held.ends_at and held.ends_at <= at):
        newer = last if last is not held else None
        return Line(asked, "accepted", held, waiver, newer.reason if newer else "")
    if waiver:
        return Line(asked, "waiver_proposed", last, waiver, waiver.reason)
    if last:
        stands = "expired" if last.state == "accepted" else last.state
        return Line(asked, stands if stands in STATUSES else "missing", last, reason=last.reason)
    return Line(asked, "archived" if row.archive else "missing")


def _who(row: Application, *, law: str, on: date) -> Iterator[Requirement]:
    verified = facts.identity(row, law=law, on=on)
    yield _asked(
        "identity", Words("法定代表人（经营者）身份证件", "identity card of the representative or owner"),
        verified, expires=True,
    )  # fmt: skip
    register = facts.registration(row, law=law, on=on)
    if row.form == "unregistered" and not register.value:
        shown = facts.card(row, law=law, on=on)
        declared = EXEMPTIONS[row.exemption]
        name = Words(f"签字的声明：{declared.zh}", f"signed declaration: {declared.en}")
        yield _asked("declaration", name, shown)
    else:
        yield _asked("licence", Words("营业执照", "business licence"), register, expires=True)
    yield _asked("address", Words("经营地址证明", "proof of the place of business"), verified)


def _permits(row: Application, *, law: str, on: date) -> Iterator[Requirement]:
    for category in row.categories:
        permit = facts.permit(category, law=law, on=on)
        if permit.value != "none":
            called, goods = PERMITS[permit.value], GOODS[category]
            name = Words(f"{called.zh}（{goods.zh}）", f"{called.en} ({goods.en})")
            yield Requirement(
                f"permit/{permit.value}", name, permit.sentence, str(permit.cites),
                expires=True, permit=permit.value,
            )  # fmt: skip


def _asked(item: str, name: Words, answer: Answer[Any], *, expires: bool = False) -> Requirement:
    return Requirement(item, name, answer.sentence, str(answer.cites), expires)
