"""What a conversation is about, found for whoever asks: an order, or a case and the order it is of."""

from __future__ import annotations

from gongdao.kernel.ref import kind_of
from gongdao.registers.parties.powers import Actor
from gongdao.stages.disputes import queries as disputes
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.conversations.actions import Topic


def topic(ref: str, *, by: Actor) -> Topic:
    """The topic of this reference, for who may see the order and, where it is one, the case."""
    if kind_of(ref) == "dsp":
        case = disputes.see(ref, by=by)
        return Topic(case.order_id, case.id)
    return Topic(orders.see(ref, by=by).id)
