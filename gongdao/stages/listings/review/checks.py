"""Everything that can be found in what a listing says: facts left out, unlawful words, prices without basis.

No row is read here, so that the same check serves a page while somebody types, an import of a million
lines, and the shelf that is read again when the law changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from gongdao.detectors import claims, disclosure
from gongdao.kernel.money import Money, parse
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.stages.listings.price_checks import FAULTS, article
from gongdao.stages.listings.said import Said, figures

LAW = "cn"
"""Standard and lexicon are those of mainland China; under another law nothing is checked and nothing said."""
WORDED = ("title_zh", "title_en", "description_zh", "description_en")
QUOTE_MOST = 200
SHORT = 120
REMEMBERED = 20_000
SLIP = 10
"""A price that is a tenth of the last one, or ten times it, is more likely a slip than a decision."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that a check found: in which field and words, why, under which article, how to repair it."""

    source: str
    code: str
    field: str
    start: int
    end: int
    quote: str
    blocks: bool
    article: Words
    why: Words
    repair: Words

    @property
    def key(self) -> tuple[str, str, str, str]:
        """The same fault in another version: what was let pass once is let pass again."""
        return self.source, self.code, self.field, self.quote

    def as_data(self) -> dict[str, Any]:
        """The fault as files and callers get it; places count characters of the field from 0."""
        names = ("source", "code", "field", "start", "end", "quote", "blocks")
        spoken = {name: getattr(self, name) for name in ("article", "why", "repair")}
        return {name: getattr(self, name) for name in names} | {
            name: {"zh": words.zh, "en": words.en} for name, words in spoken.items()
        }


class Priced(NamedTuple):
    """What a listing says, with the prices it was published at: the highest so far, and the last."""

    said: Said
    highest: int | None = None
    last: int | None = None


def check(
    said: Said, *, under: str, on: date, highest: int | None = None, last: int | None = None
) -> list[Fault]:
    """Every fault of a listing on a day; `highest` and `last` are its own published prices so far.

    Refuses a category that the standard does not have.
    """
    return check_many([Priced(said, highest, last)], under=under, on=on)[0]


def check_many(many: Sequence[Priced], *, under: str, on: date) -> list[list[Fault]]:
    """Every fault of each of many listings; the words of all of them are read in one pass."""
    if under != LAW:
        return [[] for _ in many]
    told = [each.said.facts for each in many]
    stated = [disclosure.check(facts, on=on) for facts in told]
    return [
        [*map(of_fact, left_out), *worded, *_of_price(each, on=on)]
        for each, left_out, worded in zip(many, stated, _of_words(told), strict=True)
    ]


def unfinished(facts: Mapping[str, str], *, on: date) -> list[Fault]:
    """Faults of what is no listing yet, while somebody types: its facts and its words, without a price."""
    return [*map(of_fact, disclosure.check(facts, on=on)), *_of_words([facts])[0]]


def blocking(faults: Iterable[Fault]) -> list[Fault]:
    """Those that keep a version from being published."""
    return [fault for fault in faults if fault.blocks]


def completeness(said: Said, *, on: date) -> int:
    """How much of what the standard asks is stated, in percent; 0 for a category it does not know."""
    if said.category not in disclosure.categories():
        return 0
    return disclosure.completeness(said.facts, on=on)


def of_fact(found: disclosure.Finding) -> Fault:
    """A finding of the standard among the faults of a listing."""
    return Fault(
        "disclosure", found.rule, found.field, found.start, found.end, found.quote, found.blocks,
        found.article, found.said, found.repair,
    )  # fmt: skip


def _of_words(told: Sequence[Mapping[str, str]]) -> list[list[Fault]]:
    """The unlawful claims in the words of each listing: what was read before is not read again."""
    found: list[list[tuple[str, list[claims.Finding]]]] = []
    waiting: dict[claims.Said, list[list[claims.Finding]]] = {}
    for facts in told:
        found.append([])
        kind = disclosure.category(facts["category"])
        category, condition = kind.claims or kind.name, facts.get("condition", "")
        known = _known(category, condition)
        for name, text in _words(facts, kind.name):
            claimed = known.get(text)
            if claimed is None:
                claimed = []
                waiting.setdefault(claims.Said(text, category, condition), []).append(claimed)
            found[-1].append((name, claimed))
    for said, each in zip(waiting, claims.scan_many(list(waiting)), strict=True):
        for empty in waiting[said]:
            empty.extend(each)
        if len(said.text) <= SHORT:
            _keep(said, each)
    return [[f for name, claimed in each for f in _claimed(name, claimed)] for each in found]


def _words(facts: Mapping[str, str], category: str) -> Iterator[tuple[str, str]]:
    """Each text of a listing that is in words of the merchant's own, with the name of its field."""
    for name in WORDED:
        text = facts.get(name, "")
        if text and not (name == "title_en" and text == facts.get("title_zh")):
            yield name, text
    for name in _texts(category):
        text = facts.get(name, "")
        if len(text) > 1:
            yield name, text


@lru_cache(maxsize=200)
def _known(category: str, condition: str) -> dict[str, list[claims.Finding]]:
    """Short texts about such goods that were read before.

    A shop says the same short things of all its goods: its address, its service, how to store.
    """
    del category, condition
    return {}


def _keep(said: claims.Said, found: list[claims.Finding]) -> None:
    known = _known(said.category, said.condition)
    if len(known) >= REMEMBERED:
        known.clear()
    known[said.text] = found


def _claimed(field: str, found: Iterable[claims.Finding]) -> Iterator[Fault]:
    for each in found:
        yield Fault(
            "claims", each.kind.name, field, each.start, each.end, each.quote[:QUOTE_MOST],
            True, each.kind.article, each.kind.why, each.kind.repair,
        )  # fmt: skip


@cache
def _texts(category: str) -> tuple[str, ...]:
    """The facts of a category that are told in words of the merchant's own."""
    kind = disclosure.category(category)
    return tuple(field.name for field in kind.attributes if field.type == "text")


def _of_price(priced: Priced, *, on: date) -> Iterator[Fault]:
    said, highest, last = priced
    now = said.price
    if last and not last / SLIP < now.minor < last * SLIP:
        yield _slip(said, Money(now.currency, last))
    shown = said.attributes.get("reference_price", "")
    try:
        was = parse(shown, currency=now.currency) if shown else None
    except Refusal:  # the standard has already said that it cannot be read
        return
    if was is None:
        return
    code = "no_reduction" if was <= now else "no_basis" if (highest or 0) < was.minor else None
    if code:
        fault = FAULTS[code]
        lawful = str(was) if code == "no_reduction" else ""
        words = {"was": was, "now": now, "lawful": lawful}
        yield Fault(
            "prices", code, "reference_price", 0, len(shown), shown, True,
            article(LAW, code, on, 0),
            Words(fault.said.zh.format(**words), fault.said.en.format(**words)),
            Words(fault.repair.zh.format(**words), fault.repair.en.format(**words)),
        )  # fmt: skip


def _slip(said: Said, last: Money) -> Fault:
    text = figures(said.price)
    return Fault(
        "prices", "price_slip", "price", 0, len(text), text, False,
        disclosure.category("goods")["price"].cause.words,
        Words(f"价格是上次的十倍以上或者十分之一以下：{last}", f"The price is ten times the last one, or a tenth of it: {last}"),
        Words("核对小数点", "Check the decimal point"),
    )  # fmt: skip
