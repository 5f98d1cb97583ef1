"""Sending a buyer to the gateway: speak to it between two transactions, keep what it gave for the browser."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from gongdao.interfaces import gateways
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.powers import Actor
from gongdao.stages.escrow.gateways.port import SIGN, Asked, Away
from gongdao.stages.escrow.handovers import actions, queries
from gongdao.stages.escrow.handovers.queries import Beginning
from gongdao.stages.escrow.instructions import queries as told

PAGES = {"pay_": "payments", "pre_": "prepaid", "mnd_": "subscriptions"}


def hand_over(begun: Beginning, *, by: Actor, now: datetime, payer: str = "") -> Any:
    """What the buyer's browser needs. Asked again, the same while it is good, else a new one for the same thing.

    Our reference goes along at every try, so that an answer that was lost begins nothing twice.
    """
    if known := queries.good(begun.ours, at=now):
        return known
    speaking = gateways.gateway(begun.gateway)
    way = begun.way if begun.way in speaking.ways else speaking.ways[0]
    asked = Asked(
        begun.ours, SIGN if begun.signs else way, begun.amount, f"Gongdao {begun.ours}",
        f"{settings.GONGDAO_URL}/{PAGES[begun.ours[:4]]}/{begun.ours}", datetime.now(UTC),
        reference=told.called(begun.ours), payer=payer, every_months=begun.every_months,
        first_on=begun.first_on,
    )  # fmt: skip
    try:
        given = speaking.begin(asked)
    except Away as nothing:
        raise Refusal(
            "gateway_away",
            "支付机构暂时没有答复，没有扣款。请稍后再试，或换一种付款方式。",
            "The gateway does not answer; nothing was charged. Try again in a moment, or pay another way.",
        ) from nothing
    return actions.keep(by=by, begun=begun, given=given, at=now)
