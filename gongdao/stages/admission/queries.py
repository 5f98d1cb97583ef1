"""Every read of applications."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NoReturn

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongdao.detectors import disclosure
from gongdao.kernel.money import Money
from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.chart import account
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.powers import Actor, allow
from gongdao.registers.vault import queries as vault
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.admission import checklist as lists
from gongdao.stages.admission import facts
from gongdao.stages.admission.models import Application, Change, Paper, Suspension, Waiver
from gongdao.stages.admission.particulars import GOODS
from gongdao.stages.admission.states import OVER, SELLING, UNDER_REVIEW

ENOUGH = {"food": ("prepacked_food",)}
"""What the standard calls food is packaged: whoever is admitted for prepacked food only may sell it too."""


def for_decision(applications: Sequence[str], *, by: Actor) -> list[Application]:
    """These applications of the actor's marketplace, locked."""
    refs = [expect("app", ref) for ref in applications]
    rows = Application.objects.select_for_update().filter(marketplace=by.marketplace, pk__in=refs)
    found = list(rows.order_by("pk"))
    if len(found) != len(set(refs)):
        unknown()
    return found


def see(application: str, *, by: Actor) -> Application:
    """An application that the actor may see: the merchant's own, or any for staff and officers."""
    rows = Application.objects.filter(marketplace=by.marketplace)
    row = rows.filter(pk=expect("app", application)).first() or unknown()
    if not by.roles & {"platform", "senior", "officer"} and row.applicant != by.party:
        unknown()
    allow(by, "application.see", marketplace=row.marketplace, applicant=row.applicant)
    return row


def locked(application: str, *, by: Actor) -> Application:
    """The same, locked until the end of the transaction."""
    see(application, by=by)
    return Application.objects.select_for_update().get(pk=application)


def locked_many(applications: Iterable[str]) -> list[Application]:
    """Applications by reference, locked in one order; for the clock."""
    rows = Application.objects.select_for_update().filter(pk__in=set(applications))
    return list(rows.order_by("pk"))


def mine(*, by: Actor) -> Application | None:
    """The actor's own application, the latest if there were several."""
    return shops([by.party]).get(by.party)


def refuse_known(marketplace: str, codes: Mapping[str, int], applicants: Mapping[str, int]) -> None:
    """One shop per code and one application per merchant. The numbers say which item brought which."""
    rows = Application.objects.filter(marketplace=marketplace).exclude(state__in=OVER)
    real = [code for code in codes if code]
    if taken := rows.filter(credit_code__in=real).values_list("credit_code", flat=True).first():
        raise Refusal(
            "credit_code_taken",
            f"统一社会信用代码“{taken}”已经登记过店铺。",
            f'A shop is registered under the code "{taken}" already.',
            item=codes[taken],
        )
    if again := rows.filter(applicant__in=applicants).values_list("applicant", flat=True).first():
        raise Refusal(
            "application_filed",
            "您已经提交过入驻申请，请等待审核结果。",
            "You have applied already; wait for the review.",
            item=applicants[again],
        )


def may_sell(marketplace: str, merchants: Iterable[str], *, at: datetime | None = None) -> set[str]:
    """Which of these merchants are admitted now, not suspended, and with no paper past its end."""
    rows = Application.objects.filter(
        marketplace=marketplace, applicant__in=set(merchants), state__in=SELLING
    ).exclude(Exists(_standing()))
    if at is not None:
        rows = rows.exclude(
            Exists(
                Paper.objects.filter(application=OuterRef("pk"), state="accepted", ends_at__lte=at)
            )
        )
    return set(rows.values_list("applicant", flat=True))


def stopped(marketplace: str) -> QuerySet[Application, str]:
    """Merchants whose goods are not for sale now, as a subquery for the shelf."""
    rows = Application.objects.filter(marketplace=marketplace)
    over = rows.filter(Q(state__in=("left", "expelled")) | Exists(_standing()))
    selling = rows.filter(state__in=SELLING).exclude(Exists(_standing()))
    return over.exclude(applicant__in=selling.values("applicant")).values_list(
        "applicant", flat=True
    )


def refuse_other_goods(goods: Sequence[tuple[str, str]], *, marketplace: str, at: datetime) -> None:
    """Goods that need a permit are offered only by whoever was admitted with it: (merchant, category).

    A category of the standard needs what those above it need: infant formula is food.
    """
    law = facts.law_of(marketplace)
    on = facts.day_of(law, at)
    kinds = {category: _kind(category) for category in {category for _, category in goods}}
    needing = {
        kind: answer
        for kind in set(kinds.values()) & set(GOODS)
        if (answer := facts.permit(kind, law=law, on=on)).value != "none"
    }
    if not needing:
        return
    rows = Application.objects.filter(
        marketplace=marketplace, applicant__in={m for m, _ in goods}, state__in=SELLING
    )
    known = {row.applicant: row for row in rows}
    for item, (merchant, category) in enumerate(goods):
        row, kind = known.get(merchant), kinds[category]
        if kind not in needing or not row or row.archive:
            continue
        if not {kind, *ENOUGH.get(kind, ())} & set(row.categories):
            permit = lists.PERMITS[needing[kind].value]
            raise Refusal(
                "category_not_admitted",
                f"您的入驻类目不包括“{GOODS[kind].zh}”，须先补充{permit.zh}。",
                f"You are not admitted for {GOODS[kind].en}; add your {permit.en} first.",
                cites=needing[kind].cites,
                item=item,
            )


def _kind(category: str) -> str:
    """The kind of goods, as admission knows them, that a category of the standard belongs to."""
    line = (category, *disclosure.line_of(category))
    return next((each for each in line if each in GOODS), "other")


def shops(merchants: Iterable[str]) -> dict[str, Application]:
    """The public registration of merchants, by party; of several applications the open or the latest one."""
    rows = Application.objects.filter(applicant__in=set(merchants)).order_by("filed_at", "id")
    return {row.applicant: row for row in sorted(rows, key=lambda row: row.state not in OVER)}


def named(marketplace: str, words: str, *, most: int = 50) -> list[str]:
    """Merchants whose shop is called so, or partly so."""
    words = words.strip()
    rows = Application.objects.filter(marketplace=marketplace)
    rows = rows.filter(Q(shop_zh__icontains=words) | Q(shop_en__icontains=words))
    return list(rows.order_by("id").values_list("applicant", flat=True)[:most])


def waiting(*, by: Actor) -> list[Application]:
    """What the platform has to review, oldest first."""
    allow(by, "application.decide", marketplace=by.marketplace)
    rows = Application.objects.filter(marketplace=by.marketplace, state__in=UNDER_REVIEW)
    return list(rows.order_by("filed_at"))


def page(*, by: Actor, state: str = "", after: str = "", most: int = 50) -> list[Application]:
    """Applications of the marketplace, newest first, of one state if one is named."""
    allow(by, "application.decide", marketplace=by.marketplace)
    rows = Application.objects.filter(marketplace=by.marketplace)
    if state:
        rows = rows.filter(state=state)
    if after:
        rows = rows.filter(id__lt=after)
    return list(rows.order_by("-id")[:most])


def traders(marketplace: str) -> list[Application]:
    """Everybody who trades here now, in order of admission."""
    rows = Application.objects.filter(marketplace=marketplace, state__in=SELLING)
    return list(rows.order_by("decided_at", "id"))


def trader(party: str, *, marketplace: str) -> Application:
    """The public face of a merchant that was admitted once; also after it left."""
    rows = Application.objects.filter(
        marketplace=marketplace,
        applicant=expect("pty", party),
        state__in=(*SELLING, "left", "expelled"),
    )
    row = rows.order_by("-filed_at", "-id").first()
    if row is None:
        raise Refusal("trader_unknown", "没有这个商家。", "There is no such trader.")
    return row


def papers(application: str) -> list[Paper]:
    """Every paper of an application, oldest first."""
    return list(Paper.objects.filter(application=application).order_by("supplied_at", "id"))


def paper(ref: str, *, by: Actor) -> Paper:
    """One paper of an application that the actor may see."""
    row = Paper.objects.select_related("application").filter(
        pk=expect("ppr", ref), marketplace=by.marketplace
    ).first()  # fmt: skip
    if row is None:
        expect("ppr", "")
        raise AssertionError
    see(row.application_id, by=by)
    return row


def waivers(application: str) -> list[Waiver]:
    """Every waiver of an application, oldest first."""
    return list(Waiver.objects.filter(application=application).order_by("proposed_at", "id"))


def suspensions(application: str) -> list[Suspension]:
    """Every suspension of a merchant, oldest first."""
    return list(Suspension.objects.filter(application=application).order_by("began_at", "id"))


def standing(application: str) -> list[Suspension]:
    """The suspensions that stand now."""
    return [row for row in suspensions(application) if row.state == "standing"]


def changes(application: str) -> list[Change]:
    """Every change of particulars, oldest first."""
    return list(Change.objects.filter(application=application).order_by("reported_at", "id"))


def checklist(row: Application, *, at: datetime) -> list[lists.Line]:
    """What is asked of this merchant, and how each item stands."""
    market = parties.by_id(row.marketplace)
    on = facts.day_of(market.law, at)
    asked = lists.requirements(row, law=market.law, on=on, currency=market.currency)
    return lists.lines(
        row, asked, papers(row.id), waivers(row.id), lodged=_lodged(row, market.currency), at=at
    )


def masked(ref: str) -> dict[str, str]:
    """The personal particulars of an application or a change, masked."""
    return vault.masks([ref]).get(ref, {})


def published(row: Application, *, master: MasterKey) -> dict[str, str]:
    """The personal particulars that the law opens to all."""
    return vault.published([row.id], master=master).get(row.id, {})


def known(applications: Iterable[str]) -> set[str]:
    """Which of these references are applications that are there."""
    rows = Application.objects.filter(pk__in=set(applications))
    return set(rows.values_list("id", flat=True))


def unknown() -> NoReturn:
    """The same answer for an application that is not there and for one that is not yours."""
    expect("app", "")
    raise AssertionError


def _standing() -> QuerySet[Suspension]:
    return Suspension.objects.filter(application=OuterRef("pk"), state="standing")


def _lodged(row: Application, currency: str) -> Money:
    return ledger.balance(row.marketplace, account("deposit", row.applicant), currency=currency)
