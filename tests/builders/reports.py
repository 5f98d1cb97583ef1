"""Reports of violations: the staff and the authority who read them, and somebody who makes them."""

from __future__ import annotations

import pytest
from django.conf import settings

from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.parties import actions as parties
from gongdao.registers.parties import queries as who
from gongdao.registers.parties.powers import Actor
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.monitoring.reports import actions
from gongdao.stages.monitoring.reports.actions import Finding, Said
from gongdao.stages.monitoring.reports.rewards import actions as rewards

STORY = "直播间卖的鞋子是假货，外盒的防伪码查不到，客服要求加微信付款。"


@pytest.fixture
def master():
    """The key of the vault."""
    return MasterKey(settings.GONGDAO_VAULT_KEY)


@pytest.fixture
def crew(world):
    """The world with a second member of staff, an officer of the authority, and a promise."""
    handles = {"colleague": ("platform",), "officer": ("officer",)}
    enrolled = parties.enrol(
        marketplace=world.market.id,
        people=[parties.Enrolment(f"{name}@gongdao", roles) for name, roles in handles.items()],
        at=world.now,
    )
    world.people |= {name: who.actor(p) for name, p in zip(handles, enrolled, strict=True)}
    sums = {"counterfeit": (cny("100.00"), cny("500.00"))}
    rewards.promise(by=world["platform"], sums=sums, at=world.now)
    return world


@pytest.fixture
def reports(crew, master):
    """`reports()`: somebody reports the toy car; gives the receipt."""
    listing = crew.offers()
    fresh = iter(range(10_000))

    def file(nonce=None, **said):
        chosen = {"kind": "counterfeit", "target": "listing", "words": STORY, "subject": listing}
        return actions.file(
            market=crew.market, said=Said(**chosen | said), at=crew.now, master=master,
            nonce=nonce or f"a fresh random value {next(fresh)}",
        )  # fmt: skip

    file.listing = listing
    return file


def holder(row):
    """Whoever has the key of a report."""
    return Actor(row.id, row.marketplace, frozenset())


def code_of(act, *args, **kwargs):
    """The code with which an act is refused."""
    with pytest.raises(Refusal) as refused:
        act(*args, **kwargs)
    return refused.value.code


def owed(row):
    """What is owed about a report, by kind."""
    return {(d.kind, d.owed_by) for d in duties.open_about(row.id)}


def found_true(world, row, *effects):
    """A report that was looked into and is true."""
    actions.take_up(by=world["platform"], report=row.id, at=world.now)
    finding = Finding("防伪码不存在。", effects, "商品涉嫌假冒，请提供进货凭证。")
    return actions.substantiate(by=world["platform"], report=row.id, finding=finding, at=world.now)
