"""The standard as JSON Schema (draft 2020-12): the same facts, types and conditions for any validator."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongdao.detectors.disclosure.standard import UNITS, Category, Field, version

DRAFT = "https://json-schema.org/draft/2020-12/schema"
PATTERNS = {
    "number": r"^\d{1,12}(\.\d{1,6})?$",
    "money": r"^\d{1,13}(\.\d{1,2})?$",
    "web": r"^https?://[^\s<>\"]{3,400}$",
    "country": "^[A-Z]{2}$",
    "gtin": r"^(\d{8}|\d{12,14})$",
    "isbn": r"^[\dX -]{10,17}$",
    "date": r"^\d{4}-\d{2}-\d{2}$",
}
CHINESE = "[\u3400-\u4dbf\u4e00-\u9fff]"


def schema(kind: Category, *, on: date) -> dict[str, Any]:
    """The schema of a listing of this category, as it stands on a day. Every value is text."""
    stands = kind.on(on)
    asked = [field for field in stands.fields if not field.fixed]
    always = [f.name for f in asked if f.mandatory and _settled(f, kind)]
    return {
        "$schema": DRAFT,
        "$id": f"urn:gongdao:standard:{version()}:{kind.name}",
        "title": f"{kind.words.zh} · {kind.words.en}",
        "type": "object",
        "properties": {field.name: _property(field, kind) for field in asked},
        "required": always,
        "allOf": [_condition(f) for f in asked if f.mandatory and not _settled(f, kind)],
        "additionalProperties": False,
    }


def _settled(field: Field, kind: Category) -> bool:
    """Asked for whatever else is said: no condition, or one that such goods always meet."""
    return not field.when or (set(field.when) <= set(kind.implied) and field.concerns(kind.implied))


def _property(field: Field, kind: Category) -> dict[str, Any]:
    said: dict[str, Any] = {
        "type": "string",
        "title": f"{field.words.zh} · {field.words.en}",
        "description": f"{field.cause.words.zh} · {field.cause.words.en}",
        "maxLength": field.most,
        "examples": [field.example],
    }
    if field.mandatory and _settled(field, kind):
        said["minLength"] = 1
    if field.name == "category":
        said["const"] = kind.name
    if field.must_be:
        said["const"] = field.must_be
    elif field.choices:
        said["enum"] = list(field.choices)
    elif field.type == "truth":
        said["enum"] = ["yes", "no"]
    elif field.type == "measure":
        said["pattern"] = rf"^(?=.*[1-9].* )\d{{1,12}}(\.\d{{1,6}})? ({'|'.join(field.units)})$"
        said["x-units"] = {unit: UNITS[unit].en for unit in field.units}
    elif field.chinese:
        said["pattern"] = CHINESE
    elif field.type in PATTERNS:
        said["pattern"] = PATTERNS[field.type]
    if field.type == "date":
        said["format"] = "date"
    if field.type == "web":
        said["format"] = "uri"
    return said


def _condition(field: Field) -> dict[str, Any]:
    """`if` every other fact has one of the wanted values, `then` this one is required."""
    assert field.when is not None
    others: dict[str, Any] = {}
    for name, wanted in field.when.items():
        refused = [each[1:] for each in wanted if each.startswith("!")]
        others[name] = {"not": {"enum": [*refused, ""]}} if refused else {"enum": list(wanted)}
    return {
        "if": {"properties": others, "required": list(others)},
        "then": {"required": [field.name], "properties": {field.name: {"minLength": 1}}},
    }
