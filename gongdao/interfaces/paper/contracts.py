"""The contract on paper: set from the data that both sides agreed to, and signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from gongdao.interfaces.offers import key_terms
from gongdao.interfaces.paper.signing import seal, signed
from gongdao.interfaces.paper.typeset import pdf
from gongdao.kernel.money import Money
from gongdao.kernel.words import Language, Words
from gongdao.law import book
from gongdao.stages.admission import queries as admission
from gongdao.stages.listings.kinds import KINDS, stated
from gongdao.stages.listings.traits import TRAITS
from gongdao.stages.orders.amending import queries as amendments


def contract_pdf(order: Any, *, language: Language) -> bytes:
    """The signed copy, in one language. Dated with the contract or its last amendment: both sides hold the same bytes.

    Rendered when asked for; what binds is the data, whose digest the evidence has since the conclusion.
    """
    agreed = amendments.agreed(order.id)
    at = max([order.concluded_at, *(row.settled_at for row in agreed if row.settled_at)])
    made = pdf("contract", _data(order, agreed, language), language=language, at=at)
    return signed(made, why=f"Contract {order.id}", at=at)


def _data(order: Any, agreed: Sequence[Any], language: Language) -> dict[str, Any]:
    said = order.contract
    return {
        "order": order.id,
        "subject": order.id,
        "digest": order.contract_digest,
        "certificate": seal().fingerprint,
        "parties": _parties(order, language),
        "lines": [line_of(line, said["currency"], language) for line in said["lines"]],
        "reductions": [
            _reduction(each, said["currency"], language) for each in said.get("reductions", [])
        ],
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
        "amendments": [_amendment(row, order, language) for row in agreed],
    }


def _parties(order: Any, language: Language) -> Sequence[tuple[str, str]]:
    said = order.contract
    zone = book.pack(said["law"]).zone
    moments = (datetime.fromisoformat(said[key]) for key in ("ship_by", "concluded_at"))
    ship_by, concluded = (at.astimezone(zone) for at in moments)
    last_moment = ship_by - timedelta(minutes=1)
    pairs = (
        (Words("商家", "Merchant"), named(said["merchant"], language)),
        (Words("买家", "Buyer"), said["buyer"]),
        (Words("合同成立", "Concluded"), f"{concluded:%Y-%m-%d %H:%M}"),
        (Words("最晚发货", "Shipped by"), f"{last_moment:%Y-%m-%d %H:%M}"),
        (Words("最晚送达", "Delivered by"), said["deliver_by"]),
        (Words("适用法律", "Law"), book.pack(said["law"]).title.said_in(language)),
    )
    return [(name.said_in(language), value) for name, value in (*pairs, *_first(said))]


def _first(said: dict[str, Any]) -> list[tuple[Words, str]]:
    """What is paid first of a pre-order, and the day for the rest."""
    if "earnest" not in said:
        return []
    first, binds = said["earnest"], said["earnest"]["binds"]
    name = Words("先付（定金）", "Paid first (earnest money)") if binds else Words(
        "先付（订金）", "Paid first (a down payment)"
    )  # fmt: skip
    amount = str(Money(said["currency"], first["minor"]))
    return [(name, amount), (Words("尾款最晚", "The rest by"), first["rest_by"])]


def _amendment(row: Any, order: Any, language: Language) -> dict[str, Any]:
    kinds = {
        "ship_by": Words("最晚发货改为", "ship by"),
        "deliver_by": Words("最晚送达改为", "deliver by"),
        "words": Words("另行约定", "also agreed"),
        "end": Words("解除合同", "the contract is ended"),
    }
    said = [
        kinds[key].said_in(language) + (f" {value}" if value is not True else "")
        for key, value in row.change.items()
    ]
    return {
        "at": f"{row.settled_at.astimezone(book.pack(order.law).zone):%Y-%m-%d %H:%M}",
        "words": ("；" if language == "zh" else "; ").join([*said, row.reason]),
        "digest": row.digest,
    }


def named(merchant: str, language: Language) -> str:
    """A merchant by its shop and credit code."""
    shop = admission.shops([merchant]).get(merchant)
    if shop is None:
        return merchant
    return f"{Words(shop.shop_zh, shop.shop_en).said_in(language)} {shop.credit_code} {merchant}"


def line_of(line: dict[str, Any], currency: str, language: Language) -> dict[str, Any]:
    """A line of the contract as a form sets it."""
    traits = [TRAITS[trait].said_in(language) for trait in line["traits"] if trait in TRAITS]
    return {
        "title": line["title_zh" if language == "zh" else "title_en"],
        "traits": ("、" if language == "zh" else ", ").join(traits),
        "confirmed": line["no_return_confirmed"],
        "about": _about(line, currency, language),
        "version": f"{line['listing']} v{line['version']} · {line['digest']}",
        "quantity": line["quantity"],
        "amount": str(Money(currency, line["amount_minor"])),
    }


def _about(line: dict[str, Any], currency: str, language: Language) -> list[str]:
    """What kind of thing a line is: what was stated of it, what the buyer was told, what a gift is worth."""
    said = []
    if "kind" in line:
        told = "：" if language == "zh" else ": "
        said.append(KINDS[line["kind"]].words.said_in(language))
        said += [
            f"{name.said_in(language)}{told}{value.said_in(language)}"
            for name, value in stated(line["kind"], line["stated"])
        ]
        said += [each[language] for each in line["told"]]
    if "gift_for" in line:
        worth = Money(currency, line["stated_minor"])
        gift = Words(f"赠品，标明价值 {worth}", f"A gift, stated value {worth}")
        said.append(gift.said_in(language))
    return said


def _reduction(each: dict[str, Any], currency: str, language: Language) -> tuple[str, str]:
    """What came off the price, from which sum on, and at whose expense."""
    name = Words(each["title_zh"], each["title_en"]).said_in(language)
    bears = Words("平台承担", "at the platform's expense") if each["platform_minor"] else Words(
        "商家承担", "at the merchant's expense"
    )  # fmt: skip
    return f"{name} ({bears.said_in(language)})", f"−{Money(currency, each['off_minor'])}"
