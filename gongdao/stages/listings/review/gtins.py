"""Bar codes that another listing of the same merchant bears already: the same goods, offered twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from gongdao.detectors import disclosure
from gongdao.kernel.words import Words
from gongdao.stages.listings.review.checks import Fault

SOURCE, CODE = "gtins", "gtin_repeated"


class Bearer(NamedTuple):
    """A listing, or a row that is to become one: what it is called, and the bar code it bears."""

    listing: str
    gtin: str
    name: str


def repeated(new: Sequence[Bearer], stock: Sequence[Bearer]) -> dict[str, Fault]:
    """Of rows one after another, those whose code was borne by another listing before, by listing.

    A row that changes its code gives the old one free for the rows after it: a batch finds what its rows
    would find one by one.
    """
    codes = {each.listing: each for each in stock}
    bearers: dict[str, dict[str, Bearer]] = {}
    for each in stock:
        bearers.setdefault(each.gtin, {})[each.listing] = each
    found = {}
    for each in new:
        if before := codes.get(each.listing):
            bearers.get(before.gtin, {}).pop(each.listing, None)
        others = bearers.setdefault(each.gtin, {}) if each.gtin else {}
        if others:
            found[each.listing] = _fault(each.gtin, others)
        codes[each.listing] = others[each.listing] = each
    return found


def _fault(gtin: str, others: Mapping[str, Bearer]) -> Fault:
    name, field = others[min(others)].name, disclosure.category("goods")["gtin"]
    return Fault(
        SOURCE, CODE, field.name, 0, len(gtin), gtin, False, field.cause.words,
        Words(f"您的商品“{name}”已经用了这个条码", f'Your listing "{name}" bears this bar code already'),
        Words("核对条码；同一商品只留一个链接", "Check the code; offer the same goods in one listing only"),
    )  # fmt: skip
