"""Merchants who apply with all their papers: particulars that can be true, files that can be read."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

from django.conf import settings
from PIL import Image

from gongdao.kernel.money import cny
from gongdao.registers.parties import actions as parties
from gongdao.registers.parties import queries as who
from gongdao.registers.parties.powers import Actor
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.admission import actions, queries
from gongdao.stages.admission.papers import actions as papers
from gongdao.stages.admission.particulars import Particulars
from gongdao.stages.escrow import actions as escrow
from tests.builders import World, code

MASTER = MasterKey(settings.GONGDAO_VAULT_KEY)
PERSON = {
    "name": "林小满",
    "id_number": "11010519491231002X",
    "address": "浙江省杭州市西湖区文三路12号3幢501室",
    "phone": "0571-88880000",
    "contact_name": "周云",
    "bank_account": "6222020200011234567",
}
CLOUD = Particulars(
    shop_zh="云朵玩具", shop_en="Cloud Toys", form="enterprise", person=PERSON,
    credit_code=code(77), company="杭州云朵玩具有限公司", capital="100万元",
)  # fmt: skip
GRANNY = Particulars(
    shop_zh="奶奶的手工", shop_en="Granny's Crafts", form="unregistered", person=PERSON,
    exemption="small_trade", yearly_sales_minor=5_000_00,
)  # fmt: skip


def picture(form: str = "PNG") -> bytes:
    """A scan that can be read."""
    out = io.BytesIO()
    Image.effect_noise((320, 240), 40).convert("RGB").save(out, form)
    return out.getvalue()


SCAN = picture()


def newcomer(world: World, handle: str, *roles: str) -> Actor:
    """Somebody who was not there before."""
    (party,) = parties.enrol(
        marketplace=world.market.id,
        people=[parties.Enrolment(f"{handle}@gongdao", roles or ("merchant",))],
        at=world.now,
    )
    return who.actor(party)


def applies(world: World, by: Actor, said: Particulars = CLOUD, **changes: object) -> str:
    """File an application; returns its reference."""
    row = actions.apply(by=by, said=replace(said, **changes), at=world.now, master=MASTER)
    return row.id


def supplies(world: World, by: Actor, application: str, item: str, **said: object) -> str:
    """Send one paper; returns its reference."""
    if item.startswith("permit/"):
        said = {"number": "JY13301060123456", "issuer": "杭州市市场监督管理局"} | said
    paper = papers.Supplied(item, said.pop("content", SCAN), **said)  # type: ignore[arg-type]
    made = papers.supply(by=by, application=application, paper=paper, at=world.now, master=MASTER)
    return made.id


def completes(
    world: World, by: Actor, application: str, *, expires: dict[str, date] | None = None
) -> None:
    """Send every paper that is missing, have each accepted, and lodge the deposit."""
    row = queries.see(application, by=by)
    for line in queries.checklist(row, at=world.now):
        if line.item == "deposit":
            escrow.lodge(
                by=world["platform"], merchant=by.party, amount=cny("5000.00"),
                key=f"deposit/{by.party}", at=world.now,
            )  # fmt: skip
        elif not line.settled:
            ends = (expires or {}).get(line.item)
            paper = supplies(world, by, application, line.item, expires_on=ends)
            papers.accept(by=world["platform"], paper=paper, at=world.now)


def admitted(
    world: World,
    by: Actor,
    said: Particulars = CLOUD,
    *,
    expires: dict[str, date] | None = None,
    **changes: object,
) -> str:
    """A merchant with a whole file, admitted; returns the application."""
    application = applies(world, by, said, **changes)
    completes(world, by, application, expires=expires)
    limited = said.form == "unregistered"
    actions.decide(
        by=world["platform"], applications=[application],
        act="admit_limited" if limited else "admit", reason="资料齐全", at=world.now,
    )  # fmt: skip
    return application


def lines(world: World, application: str) -> dict[str, str]:
    """The checklist as item and status."""
    row = queries.see(application, by=world["platform"])
    return {line.item: line.status for line in queries.checklist(row, at=world.now)}
