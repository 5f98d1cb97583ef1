"""Listings as schema.org Product, Offer and MerchantReturnPolicy in JSON-LD, out and in again.

A fact with a place in schema.org goes there (`linked` in the standard); every other one is an
`additionalProperty` under its name in the standard, so nothing is lost on the way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gongdao.detectors.disclosure.standard import Category, categories
from gongdao.kernel.refusal import Refusal

CONTEXT = "https://schema.org"
SITE = "https://schema.org/"
CONDITIONS = {
    "new": "NewCondition", "used": "UsedCondition", "refurbished": "RefurbishedCondition",
}  # fmt: skip
TYPES = {
    "brand": "Brand", "manufacturer": "Organization", "publisher": "Organization",
    "author": "Person", "audience": "PeopleAudience", "offers": "Offer",
    "shippingDetails": "OfferShippingDetails",
}  # fmt: skip
VALUES = frozenset({"offers.shippingDetails.shippingRate", "weight"})
"""Amounts and measures: a value with its unit, not plain text."""
GTINS = ("gtin", "gtin8", "gtin12", "gtin13", "gtin14")
DEEPEST = 6


@dataclass
class Read:
    """What an import understood: the facts in the words of the standard, and what it had to leave."""

    facts: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


def product(
    facts: Mapping[str, str], kind: Category, *, return_days: int | None, country: str = "CN"
) -> dict[str, Any]:
    """A listing as a Product with its Offer and the return policy that the law gives it."""
    said: dict[str, Any] = {"@context": CONTEXT, "@type": "Product", "category": kind.name}
    more = []
    for each in kind.fields:
        value = facts.get(each.name, "")
        if not value or each.name == "category":
            continue
        if each.linked:
            _put(said, each.linked, _outward(each.linked, value, facts))
        else:
            more.append({"@type": "PropertyValue", "propertyID": each.name,
                         "name": each.words.en, "value": value})  # fmt: skip
    said.setdefault("offers", {"@type": "Offer"})["hasMerchantReturnPolicy"] = _returns(
        return_days, country
    )
    if more:
        said["additionalProperty"] = more
    return said


def read(said: Any) -> Read:
    """The facts of a Product in JSON-LD; refuses what is none."""
    product = _product_of(said)
    if product is None:
        raise Refusal(
            "product_unreadable",
            "不是 schema.org 的 Product：需要 @type 为 Product 的 JSON-LD 对象。",
            "This is no schema.org Product: a JSON-LD object whose @type is Product is needed.",
        )
    found = Read()
    name = str(product.get("category", ""))
    kind = categories().get(name) or categories()["goods"]
    found.facts["category"] = kind.name
    seen = {"@context", "@type", "@id", "category", "additionalProperty", "offers"}
    for each in kind.fields:
        if each.linked:
            value = _get(product, each.linked)
            seen.add(each.linked.split(".")[0])
            if value:
                found.facts[each.name] = value
    for key in GTINS:
        seen.add(key)
        if isinstance(product.get(key), str):
            found.facts.setdefault("gtin", product[key])
    _properties(product.get("additionalProperty"), kind, found)
    found.left += [key for key in product if key not in seen]
    return found


def _properties(said: Any, kind: Category, found: Read) -> None:
    known = {each.name for each in kind.fields}
    for each in said if isinstance(said, list) else [said]:
        if not isinstance(each, dict):
            continue
        name, value = str(each.get("propertyID", "")), each.get("value")
        if name in known and isinstance(value, str | int | float):
            found.facts.setdefault(name, str(value))
        else:
            found.left.append(f"additionalProperty/{name or each.get('name', '')}")


def _outward(path: str, value: str, facts: Mapping[str, str]) -> Any:
    if path.endswith("itemCondition"):
        return SITE + CONDITIONS.get(value, value)
    if path.endswith("shippingRate"):
        return {"@type": "MonetaryAmount", "value": value, "currency": facts.get("currency", "CNY")}
    if path in VALUES:
        number, _, unit = value.partition(" ")
        return {"@type": "QuantitativeValue", "value": number, "unitText": unit}
    if path.endswith("eligibleQuantity"):
        return {"@type": "QuantitativeValue", "value": "1", "unitText": value}
    return value


def _inward(path: str, value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict) and path.endswith("eligibleQuantity"):
        return str(value.get("unitText", ""))
    if isinstance(value, dict):
        named = value.get("value", value.get("name", ""))
        unit = value.get("unitText", "")
        return f"{named} {unit}".strip()
    if path.endswith("itemCondition"):
        short = str(value).removeprefix(SITE).removeprefix("http://schema.org/")
        return next((ours for ours, theirs in CONDITIONS.items() if theirs == short), "")
    return str(value) if isinstance(value, str | int | float) and value is not True else ""


def _returns(days: int | None, country: str) -> dict[str, Any]:
    policy: dict[str, Any] = {"@type": "MerchantReturnPolicy", "applicableCountry": country}
    if days is None:
        return policy | {"returnPolicyCategory": SITE + "MerchantReturnNotPermitted"}
    return policy | {
        "returnPolicyCategory": SITE + "MerchantReturnFiniteReturnWindow",
        "merchantReturnDays": days,
    }


def _put(said: dict[str, Any], path: str, value: Any) -> None:
    *parents, last = path.split(".")
    for parent in parents:
        said = said.setdefault(parent, {"@type": TYPES[parent]})
    said[last] = value


def _get(said: Any, path: str) -> str:
    steps = path.split(".")
    for place, step in enumerate(steps):
        if isinstance(said, list):
            said = said[0] if said else None
        if isinstance(said, str) and steps[place:] == ["name"]:
            return said
        if not isinstance(said, dict) or step not in said:
            return ""
        said = said[step]
    return _inward(path, said)


def _product_of(said: Any, depth: int = 0) -> dict[str, Any] | None:
    """The first Product of a document, of its `@graph`, or of a list."""
    if depth > DEEPEST:
        return None
    if isinstance(said, list):
        found = (_product_of(each, depth + 1) for each in said)
        return next((each for each in found if each), None)
    if not isinstance(said, dict):
        return None
    kinds = said.get("@type")
    if "Product" in (kinds if isinstance(kinds, list) else [kinds]):
        return said
    return _product_of(said.get("@graph"), depth + 1) if "@graph" in said else None
