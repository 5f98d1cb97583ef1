"""The pages as a browser without scripts meets them: a client for each role."""

from __future__ import annotations

import pytest
from django.test import Client

from gongdao.registers.parties import queries as parties


class Reader:
    """Somebody who is signed in, or a visitor. Pages come in the language they asked for."""

    def __init__(self, handle=None, language="zh"):
        self.client = Client(headers={"accept-language": language})
        if handle:
            self.client.force_login(parties.by_handle([handle])[handle])

    def get(self, path, **headers):
        return self.client.get(path, headers=headers)

    def post(self, path, **form):
        return self.client.post(path, form)


@pytest.fixture
def sign_in(world):
    return lambda role, language="zh": Reader(role and f"{role}@gongdao", language)


@pytest.fixture
def disputed(world):
    """An order of running shoes, delivered, with a complaint that the merchant denied."""
    from gongdao.kernel.money import cny
    from gongdao.stages.disputes import actions as disputes

    order = world.delivered_order("1200.00")
    said = disputes.Complaint("counterfeit", "refund_and_damages", "The label.", cny("30.00"))
    case = disputes.file(by=world["consumer"], order=order.id, complaint=said, at=world.now)
    disputes.answer(
        by=world["merchant"], dispute=case.id, words="Genuine.", admits=False, at=world.now
    )
    return order, case
