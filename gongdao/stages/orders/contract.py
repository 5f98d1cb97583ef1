"""The contract as both sides can download it: what was bought, from whom, for how much, under which law."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from gongdao.stages.listings.kinds import KINDS
from gongdao.stages.orders.models import Line, Order
from gongdao.stages.orders.promotions.models import Reduction

FORMAT = "gongdao-contract/1"


def body(
    order: Order, lines: Sequence[Line], reductions: Sequence[Reduction] = ()
) -> dict[str, Any]:
    """The contract in data. Every version is named with its digest: that is what the buyer saw.

    What only some contracts have stands in it only there, so that the others keep their digests.
    """
    said: dict[str, Any] = {
        "format": FORMAT,
        "order": order.id,
        "buyer": order.buyer,
        "merchant": order.merchant,
        "law": order.law,
        "concluded_at": order.concluded_at.isoformat(),
        "ship_by": order.ship_by.isoformat(),
        "deliver_by": order.deliver_by.isoformat(),
        "currency": order.currency,
        "goods_minor": order.goods_minor,
        "freight_minor": order.freight_minor,
        "lines": [
            {
                "listing": line.version.listing_id,
                "version": line.version.number,
                "digest": line.version.digest,
                "title_zh": line.version.title_zh,
                "title_en": line.version.title_en,
                "traits": line.version.traits,
                "quantity": line.quantity,
                "amount_minor": line.amount_minor,
                "no_return_confirmed": line.no_return_confirmed,
                **_given(line),
                **_kind(line),
            }
            for line in lines
        ],
    }
    if order.earnest_minor is not None:
        assert order.rest_by, "what is paid first has a day for the rest"
        said["earnest"] = {
            "minor": order.earnest_minor,
            "binds": order.earnest_binds,
            "rest_by": order.rest_by.isoformat(),
        }
    if reductions:
        said["reductions"] = [_reduction(each) for each in reductions]
    return said


def terms(contract: dict[str, Any]) -> dict[str, Any]:
    """What a buyer is shown before submitting: the contract less who, when, and what only the buyer says."""
    said = {key: contract[key] for key in contract if key not in ("order", "buyer", "concluded_at")}
    lines = [
        {key: line[key] for key in line if key != "no_return_confirmed"} for line in said["lines"]
    ]
    return said | {"lines": lines}


def _given(line: Line) -> dict[str, Any]:
    """A gift: with what it comes, and what keeping it costs if that goes back."""
    if line.gift_for is None:
        return {}
    return {"gift_for": line.gift_for.listing_id, "stated_minor": line.stated_minor}


def _kind(line: Line) -> dict[str, Any]:
    """What kind of thing it is, what was stated of it, and what the buyer was told before submitting."""
    name, stated = line.version.kind, line.version.attributes
    if name == "goods":
        return {}
    return {
        "kind": name,
        "stated": {fact: stated[fact] for fact in KINDS[name].needs},
        "told": [{"zh": words.zh, "en": words.en} for words in KINDS[name].told],
    }


def _reduction(each: Reduction) -> dict[str, Any]:
    return {
        "kind": each.kind,
        "source": each.source,
        "title_zh": each.title_zh,
        "title_en": each.title_en,
        "off_minor": each.off_minor,
        "platform_minor": each.platform_minor,
        "threshold_minor": each.threshold_minor,
        "parts": each.parts,
    }


def digest(contract: dict[str, Any]) -> str:
    """SHA-256 over the contract, keys sorted: the same contract always has the same digest."""
    text = json.dumps(contract, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
