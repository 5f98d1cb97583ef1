"""What is said of a request: to whoever asked, and to the evidence."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gongdao.kernel.words import Words
from gongdao.registers.evidence.actions import Deed
from gongdao.registers.messages.actions import Said, say
from gongdao.stages.privacy.kinds import KINDS
from gongdao.stages.privacy.models import Request


def tell(row: Request, said: Words, at: datetime) -> None:
    """Whoever asked hears of it on the page of their account."""
    kind = KINDS[row.kind]
    say(
        [
            Said(
                about=row.party, by=row.marketplace, audience=(row.party,),
                marketplace=row.marketplace, at=at,
                words=Words(
                    f"您的个人信息请求（{kind.zh}）：{said.zh}",
                    f"Your request about your data ({kind.en}): {said.en}",
                ),
            )
        ]
    )  # fmt: skip


def deed(
    act: str,
    row: Request,
    *,
    by: str,
    at: datetime,
    why: Any = (),
    **data: Any,
) -> Deed:
    """What happened to a request, as evidence has it."""
    return Deed(
        f"data_request.{act}", row.id, by=by, marketplace=row.marketplace, at=at, about=row.party,
        why=why, data=data,
    )  # fmt: skip
