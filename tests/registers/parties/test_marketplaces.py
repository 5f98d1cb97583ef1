"""A marketplace is opened only under a law that can carry its sales."""

from __future__ import annotations

import pytest

from gongdao.kernel.refusal import Refusal
from gongdao.project.law import open_book
from gongdao.registers.parties import actions as parties
from gongdao.registers.parties.models import Marketplace, Party
from tests.builders import at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("law", "code"), [("eu", "law_incomplete"), ("mars", "law_unknown"), ("", "law_unknown")]
)
def test_a_law_that_cannot_carry_sales_opens_nothing(law, code):
    open_book(["cn", "eu", "platform"])

    with pytest.raises(Refusal) as refused:
        parties.open_marketplace(
            slug="bazaar", zh="集市", en="Bazaar", law=law, currency="EUR",
            mode="live", at=at("2026-03-01 09:00"),
        )  # fmt: skip

    assert refused.value.code == code
    assert not Marketplace.objects.exists()


def test_the_refusal_says_what_the_law_lacks():
    open_book(["cn", "eu", "platform"])

    with pytest.raises(Refusal, match="contract was concluded") as refused:
        parties.open_marketplace(
            slug="bazaar", zh="集市", en="Bazaar", law="eu", currency="EUR",
            mode="live", at=at("2026-03-01 09:00"),
        )  # fmt: skip

    assert "合同是否成立" in refused.value.sentence.zh


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["clock", "king", ""])
def test_nobody_is_enrolled_as_the_clock_or_as_what_there_is_not(world, role):
    before = Party.objects.count()
    with pytest.raises(Refusal) as refused:
        parties.enrol(
            marketplace=world.market.id,
            people=[parties.Enrolment("somebody@gongdao", ("consumer", role))],
            at=world.now,
        )
    assert refused.value.code == "role_unknown"
    assert "clock" not in refused.value.sentence.en.partition("known are")[2]
    assert Party.objects.count() == before
