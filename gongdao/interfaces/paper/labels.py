"""The waybill on paper: what may be printed of a recipient, and a square that only the carrier reads."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import segno

from gongdao.interfaces.paper import typeset
from gongdao.kernel.words import Language, Words
from gongdao.law import book
from gongdao.stages.delivery.kinds import SERVICES
from gongdao.stages.delivery.labels import seal

SEALED = Words(
    "二维码已用快递企业的公钥加密，只有承运人能读出姓名和地址；虚拟号到期或送达即失效。",
    "The square is sealed to the carrier's key: it alone reads name and address. The virtual number "
    "ends with delivery.",
)
PLAIN = Words(
    "二维码只含包裹编号：承运人登录后凭理由查看收件信息；虚拟号到期或送达即失效。",
    "The square holds the parcel's reference only: the carrier signs in and states a reason to see "
    "more. The virtual number ends with delivery.",
)
MOMENT = timedelta(microseconds=1)
"""A label ends at the first moment of a day; the day before is the last one in print."""

NOT_DECLARED = Words("未保价", "none")


def label(parcel: Any, made: Any, masks: dict[str, str], *, language: Language) -> bytes:
    """The label as a PDF of A6; the same label is the same bytes."""
    data = printed(parcel, made, masks, language=language)
    return typeset.pdf("waybill", data, language=language, at=made.made_at)


def printed(parcel: Any, made: Any, masks: dict[str, str], *, language: Language) -> dict[str, str]:
    """All that is in print, word for word."""
    last = (made.expires_at - MOMENT).astimezone(book.pack(parcel.order.law).zone)
    token = bytes(made.token) if made.token else None
    note = SEALED if token else PLAIN
    declared = str(parcel.declared) if parcel.declared_minor else NOT_DECLARED.said_in(language)
    return {
        "waybill": parcel.waybill,
        "name": masks.get("name", ""),
        "phone": masks.get("phone", ""),
        "address": masks.get("address", ""),
        "code": " ".join(made.code[n : n + 4] for n in range(0, 12, 4)),
        "until": f"{last:%Y-%m-%d}",
        "declared": declared,
        "service": SERVICES[parcel.service].said_in(language),
        "square": square(seal.as_text(parcel.id, token) if token else parcel.id),
        "note": note.said_in(language),
        "parcel": parcel.id,
    }


def square(text: str) -> str:
    """A QR code as a drawing that prints at any size."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", scale=4, border=2)
    return drawn.getvalue().decode()
