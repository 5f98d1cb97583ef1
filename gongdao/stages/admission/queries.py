"""Every read of applications."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q

from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.admission.models import Application


def for_decision(applications: Sequence[str], *, by: Actor) -> list[Application]:
    """These applications of the actor's marketplace, locked."""
    refs = [expect("app", ref) for ref in applications]
    rows = Application.objects.select_for_update().filter(marketplace=by.marketplace, pk__in=refs)
    found = list(rows.order_by("pk"))
    if len(found) != len(set(refs)):
        expect("app", "")
    return found


def refuse_known(marketplace: str, codes: Mapping[str, int], applicants: Mapping[str, int]) -> None:
    """One shop per code and one application per merchant. The numbers say which item brought which."""
    rows = Application.objects.filter(marketplace=marketplace)
    if taken := rows.filter(credit_code__in=codes).values_list("credit_code", flat=True).first():
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


def may_sell(marketplace: str, merchants: Iterable[str]) -> set[str]:
    """Which of these merchants are admitted now."""
    rows = Application.objects.filter(
        marketplace=marketplace, applicant__in=set(merchants), state="admitted"
    )
    return set(rows.values_list("applicant", flat=True))


def shops(merchants: Iterable[str]) -> dict[str, Application]:
    """The public registration of merchants, by party."""
    rows = Application.objects.filter(applicant__in=set(merchants))
    return {row.applicant: row for row in rows}


def named(marketplace: str, words: str, *, most: int = 50) -> list[str]:
    """Merchants whose shop is called so, or partly so."""
    words = words.strip()
    rows = Application.objects.filter(marketplace=marketplace)
    rows = rows.filter(Q(shop_zh__icontains=words) | Q(shop_en__icontains=words))
    return list(rows.order_by("id").values_list("applicant", flat=True)[:most])


def waiting(*, by: Actor) -> list[Application]:
    """What the platform has to review, oldest first."""
    allow(by, "application.decide", marketplace=by.marketplace)
    rows = Application.objects.filter(marketplace=by.marketplace, state="filed")
    return list(rows.order_by("filed_at"))
