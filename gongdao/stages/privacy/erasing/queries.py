"""Whether an account can be closed now."""

from __future__ import annotations

from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as owing
from gongdao.registers.parties.powers import Actor
from gongdao.stages.privacy import queries


def refuse_not_closable(by: Actor) -> None:
    """Only a consumer's account ends here, and only when nothing is owed either way."""
    if by.roles != {"consumer"}:
        raise Refusal(
            "account_close_elsewhere",
            "商家请先在入驻页面退出平台；工作人员账户由管理员停用。",
            "A merchant leaves on the page of its application first; staff accounts are ended by the operator.",
        )
    queries.refuse_twice(by, "close")
    if waiting := owing.between(by.party, marketplace=by.marketplace):
        raise Refusal(
            "account_owes",
            f"还有 {len(waiting)} 项未了结的义务，了结后即可注销。",
            f"{len(waiting)} duties are still open; the account can be closed once they are settled.",
        )
