"""`gongdao party`: what an operator does for the safety of accounts, and sees of requests about data."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.conf import settings
from typer.testing import CliRunner

from gongdao.interfaces.cli.people import party
from gongdao.kernel.refusal import Refusal
from gongdao.registers.accounts import factors, queries, totp
from gongdao.registers.parties import actions as parties
from gongdao.registers.parties import queries as who
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.privacy import actions as privacy

pytestmark = pytest.mark.django_db


@pytest.fixture
def li(world):
    (made,) = parties.enrol(
        marketplace=world.market.id,
        people=[parties.Enrolment("li@gongdao", ("consumer",), "correct horse")],
        at=world.now,
    )
    return made


def run(*words):
    return CliRunner().invoke(party, list(words))


def enrolled(li):
    by, secret, now = who.actor(li), settings.GONGDAO_ACCOUNT_SECRET, datetime.now(UTC)
    factors.begin(by=by, password="correct horse", at=now)
    shown = factors.enrolling(by=by, secret=secret)
    from base64 import b32decode

    key = b32decode(shown.text + "=" * (-len(shown.text) % 8))
    code = totp.code(key, totp.step_of(now))
    factors.confirm(by=by, code=code, at=now, secret=secret)


def test_a_lost_factor_is_reset_with_a_reason_and_its_owner_hears_of_it(li):
    enrolled(li)
    assert isinstance(run("reset-factor", "li@gongdao", "--reason", " ").exception, Refusal)
    assert run("reset-factor", "li@gongdao", "--reason", "ID card seen").exit_code == 0
    assert who.party(li.id).factor_at is None
    assert queries.codes_left(li.id) == 0
    assert "turned your second factor off" in queries.notices(li.id)[0].en
    again = run("reset-factor", "li@gongdao", "--reason", "once more").exception
    assert again.code == "second_factor_none"


@pytest.mark.parametrize(("words", "demanded"), [([], True), (["--off"], False)])
def test_the_factor_is_demanded_of_staff(world, words, demanded):
    assert run("demand-factor", "--market", "gongdao", *words).exit_code == 0
    assert who.by_id(world.market.id).factor_demanded is demanded


def test_requests_about_data_are_listed_without_what_they_say(world, li):
    made = privacy.ask(
        by=who.actor(li), kind="explain", words="a secret", at=world.now,
        master=MasterKey(settings.GONGDAO_VAULT_KEY),
    )  # fmt: skip
    said = run("data-requests", "--market", "gongdao").output
    assert made.id in said
    assert "Platform Rules art. 191" in said
    assert "secret" not in said
