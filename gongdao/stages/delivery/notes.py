"""What buyer and merchant are told when something out of the ordinary happens to a parcel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from gongdao.kernel.words import Words
from gongdao.registers.messages.actions import Said
from gongdao.stages.delivery.models import Parcel

NOTES: Mapping[str, Words] = {
    "left": Words(
        "包裹被放在未经您同意的地方，法律上尚未送达：风险仍由商家承担。拿到包裹后请确认收到；没有拿到，什么也不用做。",
        "A parcel was left where you did not agree. In law it is not delivered: the merchant still bears "
        "the risk. Accept it if you have it; if you do not, you need do nothing.",
    ),
    "overdue": Words(
        "包裹逾期未送达，商家须查明下落；查无下落即推定丢失，并补发或退款。",
        "A parcel is overdue. The merchant must find it; if nobody can it is taken to be lost, and "
        "others are sent or the price goes back.",
    ),
    "returning": Words("包裹正在退回商家。", "A parcel is on its way back to the merchant."),
    "returned": Words(
        "包裹已退回商家，商家须补发或退款。",
        "A parcel is back with the merchant, who sends again or refunds.",
    ),
    "lost": Words(
        "包裹丢失，风险由商家承担：商家须补发或退款，不必等快递赔付。",
        "A parcel is lost at the merchant's risk: others are sent or the price goes back, without "
        "waiting for what the carrier pays.",
    ),
}
WORTH_SAYING = tuple(NOTES)

DAMAGED = Words(
    "快递报告包裹破损。请当面验收，可以拒收；商家对完好交付负责。",
    "The carrier reports damage. Inspect it on the spot; you may refuse it. The merchant answers for goods that arrive whole.",
)


def of(parcel: Parcel, *, by: str, at: datetime) -> Said:
    """What its new state means."""
    return _said(parcel, by, at, NOTES[parcel.state])


def damaged(parcel: Parcel, *, at: datetime) -> Said:
    """The carrier saw damage."""
    return _said(parcel, parcel.carrier, at, DAMAGED)


def _said(parcel: Parcel, by: str, at: datetime, words: Words) -> Said:
    order = parcel.order
    return Said(order.id, by, (order.buyer, order.merchant), order.marketplace, at, words)
