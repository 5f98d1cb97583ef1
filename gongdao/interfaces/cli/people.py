"""`gongdao market`, `gongdao party`: what an operator does once, before the first merchant applies."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console

from gongdao.kernel.refusal import Refusal
from gongdao.registers.accounts import actions as accounts
from gongdao.registers.accounts import factors
from gongdao.registers.duties import queries as duties
from gongdao.registers.parties import actions as parties
from gongdao.registers.parties import queries as who
from gongdao.stages.privacy import queries as requests
from gongdao.stages.privacy.kinds import KINDS

market = typer.Typer(no_args_is_help=True, help="平台 marketplaces")
party = typer.Typer(no_args_is_help=True, help="账户 accounts")
console = Console()
PASSWORD_LEAST = 10

Role = Annotated[list[str], typer.Option("--role", help="角色 consumer, merchant, platform …")]
Password = Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)]


@market.command("open")
def open_(
    slug: str,
    *,
    zh: Annotated[str, typer.Option(help="中文名 name in Chinese")],
    en: Annotated[str, typer.Option(help="英文名 name in English")],
    law: str = "cn",
    currency: str = "CNY",
    sandbox: Annotated[
        bool, typer.Option("--sandbox", help="带测试时钟 with a test clock")
    ] = False,
) -> None:
    """Open a marketplace; a name that is there already finds it again."""
    made = parties.open_marketplace(
        slug=slug, zh=zh, en=en, law=law, currency=currency,
        mode="sandbox" if sandbox else "live", at=datetime.now(UTC),
    )  # fmt: skip
    console.print(f"{made.id}  {made.slug}  {made.mode}")


@market.command("list")
def list_() -> None:
    """Every marketplace there is."""
    for made in who.marketplaces():
        console.print(f"{made.id}  {made.slug}  {made.mode}  {made.name_zh} {made.name_en}")


@party.command("enrol")
def enrol(
    name: str, *, slug: Annotated[str, typer.Option("--market")], role: Role, password: Password
) -> None:
    """An account of a marketplace: it signs in as `name@market`."""
    if len(password) < PASSWORD_LEAST:
        raise Refusal(
            "password_short",
            f"密码至少{PASSWORD_LEAST}个字符。",
            f"A password has at least {PASSWORD_LEAST} characters.",
        )
    here, now = who.marketplace(slug), datetime.now(UTC)
    person = parties.Enrolment(f"{name}@{here.slug}", tuple(role), password)
    (made,) = parties.enrol(marketplace=here.id, people=[person], at=who.now(here, real=now))
    console.print(f"{made.id}  {made.handle}")


@party.command("demand-factor")
def demand_factor(
    *,
    slug: Annotated[str, typer.Option("--market")],
    off: Annotated[bool, typer.Option("--off", help="不再要求 no longer")] = False,
) -> None:
    """Staff move money and see identities with a second factor only."""
    here = who.marketplace(slug)
    accounts.demand_factor(by=who.staff(here.id), demanded=not off, at=datetime.now(UTC))
    console.print(f"{here.slug}  {'off' if off else 'on'}")


@party.command("reset-factor")
def reset_factor(
    handle: str,
    *,
    reason: Annotated[str, typer.Option(help="如何核实身份 how you know who is asking")],
) -> None:
    """Turn off the second factor of somebody who lost it and all recovery codes. It is recorded and told."""
    factors.reset(handle=handle, reason=reason, at=datetime.now(UTC))
    console.print(handle)


@party.command("data-requests")
def data_requests(*, slug: Annotated[str, typer.Option("--market")]) -> None:
    """What people ask about their data and nobody has answered yet, with its last moment."""
    here = who.marketplace(slug)
    for row in requests.desk(by=who.staff(here.id)):
        (owed,) = duties.open_about(row.id)
        said = KINDS[row.kind]
        console.print(f"{row.id}  {said.zh} {said.en}  {owed.due_at:%Y-%m-%d %H:%M}  {owed.cites}")


@party.command("key")
def key(handle: str, *, label: str = "cli") -> None:
    """A token for the API. It is shown once."""
    found = who.by_handle([handle]).get(handle)
    if found is None:
        raise Refusal(
            "party_unknown", f"没有账户“{handle[:40]}”。", f'There is no account "{handle[:40]}".'
        )
    console.print(parties.issue_key(party=found.id, label=label, at=datetime.now(UTC)))
