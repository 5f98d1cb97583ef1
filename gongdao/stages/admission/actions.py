"""Everything that can happen to an application to sell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.admission import queries
from gongdao.stages.admission.credit_code import is_valid
from gongdao.stages.admission.models import Application
from gongdao.stages.admission.states import APPLICATION


@dataclass(frozen=True, slots=True)
class Wish:
    """A merchant asks to sell, under the trade name and registration of the licence."""

    by: Actor
    at: datetime
    shop_zh: str
    shop_en: str
    credit_code: str


@transaction.atomic
def file(*, wishes: Sequence[Wish]) -> list[Application]:
    """File applications. A code whose check digit is wrong, or that another shop uses, is refused."""
    for item, wish in enumerate(wishes):
        allow(wish.by, "application.file", marketplace=wish.by.marketplace)
        if not is_valid(wish.credit_code):
            raise Refusal(
                "credit_code_wrong",
                f"统一社会信用代码“{wish.credit_code[:18]}”有误：应为18位，且末位校验码须相符。",
                f'The unified social credit code "{wish.credit_code[:18]}" is wrong: 18 characters, '
                "the last of which checks the others.",
                item=item,
            )
    codes = {wish.credit_code: item for item, wish in enumerate(wishes)}
    applicants = {wish.by.party: item for item, wish in enumerate(wishes)}
    queries.refuse_known(wishes[0].by.marketplace, codes, applicants)
    filed = Application.objects.bulk_create(
        Application(
            id=mint("app", at=wish.at, salt=wish.by.party),
            marketplace=wish.by.marketplace,
            applicant=wish.by.party,
            shop_zh=wish.shop_zh,
            shop_en=wish.shop_en,
            credit_code=wish.credit_code,
            filed_at=wish.at,
        )
        for wish in wishes
    )
    record([_deed("application.filed", a, by=a.applicant, at=a.filed_at) for a in filed])
    return filed


@transaction.atomic
def decide(*, by: Actor, applications: Sequence[str], act: str, reason: str, at: datetime) -> None:
    """Admit, refuse or suspend, with a reason. Nobody sells before this."""
    rows = queries.for_decision(applications, by=by)
    for row in rows:
        allow(by, "application.decide", marketplace=row.marketplace)
        row.state = APPLICATION.move(row.state, act, by="platform").to
        row.decided_at, row.reason = at, reason
    Application.objects.bulk_update(rows, ["state", "decided_at", "reason"])
    record(
        [_deed(f"application.{row.state}", row, by=by.party, at=at, reason=reason) for row in rows]
    )


def _deed(act: str, row: Application, *, by: str, at: datetime, reason: str = "") -> Deed:
    data = {"reason": reason} if reason else {"credit_code": row.credit_code}
    return Deed(act, row.id, by=by, marketplace=row.marketplace, at=at, data=data)
