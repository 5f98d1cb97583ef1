"""A file of listings as a shop would send it: good ones, and in every hundred one that is bad, of a known kind."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from stdnum import ean

from bench.claims import ORDINARY
from gongdao.detectors import disclosure

EVERY, PLACE = 100, 50
"""Of every hundred rows the fiftieth is bad."""
CATEGORIES = ("toys", "clothing", "food", "electronics", "furniture", "shoes", "cosmetics", "goods")
CORE = frozenset(f.name for f in disclosure.category("goods").fields if f.place == "listing")
SENTENCES = 8


class Fate(NamedTuple):
    """What has to become of a bad row: `bad` lands nowhere, `draft` waits with its finding; and the reason."""

    state: str
    code: str


BAD: tuple[tuple[dict[str, str], Fate], ...] = (
    ({"gtin": "6901234567890"}, Fate("draft", "check_digit")),
    ({"price": "0.00"}, Fate("bad", "listing_unreal")),
    ({"price": "1000000000000000000"}, Fate("bad", "amount_unreadable")),
    ({"title_zh": ""}, Fate("bad", "listing_unreal")),
    ({"safety_notes": ""}, Fate("draft", "missing")),
    ({"currency": "XYZ"}, Fate("bad", "currency_unknown")),
    ({"title_zh": "积木\u202e木积"}, Fate("draft", "turned")),
    ({"description_zh": "长" * 20_001}, Fate("bad", "listing_too_long")),
    ({"category": "spaceships"}, Fate("bad", "category_unknown")),
    ({"title_zh": "国家级收纳盒"}, Fate("draft", "absolute_term")),
)
"""What is wrong with a bad row, one kind after the other, and what becomes of it."""


def fate(number: int) -> Fate | None:
    """What has to become of the row with this number; none for a good one, which is published."""
    return BAD[number // EVERY % len(BAD)][1] if number % EVERY == PLACE else None


def lines(rows: int) -> Iterator[str]:
    """So many rows: complete facts, a description of some 300 characters, a bar code of its own."""
    chance = random.Random(11)
    facts = [_facts(name) for name in CATEGORIES]
    for number in range(1, rows + 1):
        code = f"690{number:09}"
        row = facts[number % len(facts)] | {
            "external_id": f"S{number:07}",
            "title_zh": f"收纳盒{number}号",
            "title_en": f"Storage box {number}",
            "price": f"{5 + chance.randrange(900)}.{chance.randrange(100):02}",
            "gtin": code + ean.calc_check_digit(code),
            "batch": f"B{number % 977:04}",
            "description_zh": "".join(chance.sample(ORDINARY, SENTENCES)),
        }
        if number % EVERY == PLACE:
            row |= BAD[number // EVERY % len(BAD)][0]
        yield json.dumps(row, ensure_ascii=False)


def write(file: Path, rows: int) -> None:
    """The file, as JSON lines."""
    with file.open("w", encoding="utf-8") as opened:
        for line in lines(rows):
            opened.write(line + "\n")


def _facts(category: str) -> dict[str, str]:
    kind = disclosure.category(category)
    said = {
        name: text
        for name, text in kind.example().items()
        if name not in CORE and name not in kind.implied and name != "reference_price"
    }
    return said | {"category": category}
