"""The contract on paper: set from the data that both sides agreed to, and signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from gongdao.interfaces.offers import key_terms
from gongdao.interfaces.paper.signing import seal, signed
from gongdao.interfaces.paper.typeset import pdf
from gongdao.kernel.money import Money
from gongdao.kernel.words import Language, Words
from gongdao.law import book
from gongdao.stages.admission import queries as admission
from gongdao.stages.listings.traits import TRAITS


def contract_pdf(order: Any, *, language: Language) -> bytes:
    """The signed copy, in one language. It is dated with the contract, so both sides hold the same bytes.

    Rendered when asked for; what binds is the data, whose digest the evidence has since the conclusion.
    """
    made = pdf("contract", _data(order, language), language=language, at=order.concluded_at)
    return signed(made, why=f"Contract {order.id}", at=order.concluded_at)


def _data(order: Any, language: Language) -> dict[str, Any]:
    said = order.contract
    return {
        "order": order.id,
        "subject": order.id,
        "digest": order.contract_digest,
        "certificate": seal().fingerprint,
        "parties": _parties(order, language),
        "lines": [_line(line, said["currency"], language) for line in said["lines"]],
        "goods": str(Money(said["currency"], said["goods_minor"])),
        "freight": str(Money(said["currency"], said["freight_minor"])),
        "total": str(Money(said["currency"], said["goods_minor"] + said["freight_minor"])),
        "terms": [
            {
                "name": term.name.said_in(language),
                "sentence": term.sentence.said_in(language),
                "cites": term.article if language == "zh" else term.cites,
            }
            for term in key_terms(order)
        ],
        "amendments": [],
    }


def _parties(order: Any, language: Language) -> Sequence[tuple[str, str]]:
    said = order.contract
    zone = book.pack(said["law"]).zone
    shop = admission.shops([said["merchant"]]).get(said["merchant"])
    named = (
        f"{Words(shop.shop_zh, shop.shop_en).said_in(language)} {shop.credit_code}" if shop else ""
    )
    ship_by, concluded = (
        datetime.fromisoformat(said[key]).astimezone(zone).strftime("%Y-%m-%d %H:%M")
        for key in ("ship_by", "concluded_at")
    )
    pairs = (
        (Words("商家", "Merchant"), f"{named} {said['merchant']}".strip()),
        (Words("买家", "Buyer"), said["buyer"]),
        (Words("合同成立", "Concluded"), concluded),
        (Words("最晚发货", "Shipped by"), ship_by),
        (Words("最晚送达", "Delivered by"), said["deliver_by"]),
        (Words("适用法律", "Law"), book.pack(said["law"]).title.said_in(language)),
    )
    return [(name.said_in(language), value) for name, value in pairs]


def _line(line: dict[str, Any], currency: str, language: Language) -> dict[str, Any]:
    traits = [TRAITS[trait].said_in(language) for trait in line["traits"] if trait in TRAITS]
    return {
        "title": line["title_zh" if language == "zh" else "title_en"],
        "traits": ("、" if language == "zh" else ", ").join(traits),
        "confirmed": line["no_return_confirmed"],
        "version": f"{line['listing']} v{line['version']} · {line['digest']}",
        "quantity": line["quantity"],
        "amount": str(Money(currency, line["amount_minor"])),
    }
