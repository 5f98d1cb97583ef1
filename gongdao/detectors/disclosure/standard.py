"""The product information standard: which facts an offer must state, category by category, and why.

The standard is data (`catalogue/`): categories inherit from one another, aspects such as *imported*
join every category of goods, and each fact names its article. All values are text, in one spelling for
forms, CSV, JSON and digests: `"500 g"`, `"2026-01-10"`, `"yes"`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from gongdao.kernel.numerals import numeral
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words

STANDARD = Path(__file__).parent / "catalogue"
ROOT, GOODS = "anything", "goods"
"""What everything inherits from is no category of its own; aspects join at goods."""
OURS = Words("《公道商品信息标准》", "Gongdao product information standard")
UNITS: Mapping[str, Words] = {
    "g": Words("克", "g"), "kg": Words("千克", "kg"), "ml": Words("毫升", "ml"),
    "L": Words("升", "L"), "piece": Words("件", "piece"), "hour": Words("小时", "hour"),
    "day": Words("日", "day"), "month": Words("个月", "month"), "year": Words("年", "year"),
    "V": Words("伏", "V"), "W": Words("瓦", "W"), "kW": Words("千瓦", "kW"),
    "GB": Words("GB", "GB"), "TB": Words("TB", "TB"), "mAh": Words("毫安时", "mAh"),
}  # fmt: skip


@dataclass(frozen=True)
class Cause:
    """The article that asks for a fact, and since when."""

    words: Words
    since: date


@dataclass(frozen=True)
class Field:
    """One fact: what it is, how it is written, and when it has to be there."""

    name: str
    words: Words
    type: str
    example: str
    mandatory: bool
    cause: Cause
    since: date
    until: date | None = None
    place: str = "attributes"
    most: int = 60
    chinese: bool = False
    choices: Mapping[str, Words] | None = None
    units: tuple[str, ...] = ()
    when: Mapping[str, tuple[str, ...]] | None = None
    must_be: str = ""
    fixed: str = ""
    after: str = ""
    starts: str = ""
    not_future: bool = False
    not_past: Cause | None = None
    linked: str = ""

    def asked(self, facts: Mapping[str, str]) -> bool:
        """Whether the fact has to be there, given the others."""
        return self.mandatory and self.concerns(facts)

    def concerns(self, facts: Mapping[str, str]) -> bool:
        """Whether the condition of the fact holds; what is not said yet is no condition."""
        if not self.when:
            return True
        return all(_holds(facts.get(name, ""), wanted) for name, wanted in self.when.items())


@dataclass(frozen=True)
class Category:
    """A kind of goods or service with every fact that is asked of it, inherited ones first."""

    name: str
    words: Words
    under: str
    fields: tuple[Field, ...]
    traits: frozenset[str]
    claims: str
    """What the claims scanner calls such goods."""

    def __getitem__(self, name: str) -> Field:
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)

    def on(self, day: date) -> Category:
        """The category as it stands on a day: what is not asked yet, or no more, is left out."""
        return Category(
            self.name, self.words, self.under,
            tuple(f for f in self.fields if f.since <= day and (not f.until or day < f.until)),
            self.traits, self.claims,
        )  # fmt: skip

    @property
    def implied(self) -> dict[str, str]:
        """What goes without saying for such goods: food is of limited use."""
        return {field.name: field.fixed for field in self.fields if field.fixed}

    @property
    def attributes(self) -> tuple[Field, ...]:
        """The facts that a merchant states beside title, words and price."""
        return tuple(f for f in self.fields if f.place == "attributes" and not f.fixed)

    def example(self) -> dict[str, str]:
        """A complete listing, out of the examples of its fields; what its conditions leave out is left out."""
        said = {field.name: field.example for field in self.fields if field.example}
        said |= self.implied | {"category": self.name}
        wanted = {f.name for f in self.fields if f.concerns(said) and not f.fixed}
        return {name: text for name, text in said.items() if name in wanted}


@cache
def version() -> str:
    """The version of the standard that is in this program."""
    return str(_read(STANDARD / "version.yaml")[-1]["version"])


@cache
def categories() -> Mapping[str, Category]:
    """Every category by name, parents before their children."""
    files = {path.stem: _read(path) for path in (STANDARD / "categories").glob("*.yaml")}
    found: dict[str, Category] = {}
    raw: dict[str, dict[str, Any]] = {}
    for name in _in_order(files):
        _build(name, files[name], raw, found)
    del found[ROOT]
    return found


def category(name: str) -> Category:
    """A category by name, or a refusal that lists what there is."""
    known = categories()
    if name in known:
        return known[name]
    names = ", ".join(known)
    raise Refusal(
        "category_unknown",
        f"没有品类“{name[:60]}”，可用：{names}。",
        f'There is no category "{name[:60]}"; there are {names}.',
    )


def line_of(name: str) -> tuple[str, ...]:
    """A category and those it inherits from: infant_formula, infant_food, food, goods."""
    known, line = categories(), []
    while name in known:
        line.append(name)
        name = known[name].under
    return tuple(line)


def aspects() -> Mapping[str, Words]:
    """What joins every category of goods under a condition: imported, second-hand."""
    return {
        path.stem: Words(said["names"]["zh"], said["names"]["en"])
        for path, said in ((p, _read(p)) for p in sorted((STANDARD / "aspects").glob("*.yaml")))
    }


def cause(text: str) -> Cause:
    """`FSL 67.1.2` in both languages: the instrument's short name, then article, paragraph, item."""
    if not text:
        return Cause(OURS, date(1900, 1, 1))
    short, _, path = text.rpartition(" ")
    source = instruments()[short]
    steps = [int(step) for step in path.split(".")]
    assert 0 < steps[0] <= source["articles"], text
    units = zip(steps, ("条", "款", "项"), strict=False)
    chinese = "".join(f"第{numeral(step)}{unit}" for step, unit in units)
    return Cause(Words(f"《{source['zh']}》{chinese}", f"{short} art. {path}"), source["since"])


@cache
def instruments() -> Mapping[str, Mapping[str, Any]]:
    """The statutes that the standard rests on, by short name."""
    said: Mapping[str, Mapping[str, Any]] = _read(STANDARD / "instruments.yaml")
    return said


def _build(
    name: str, said: dict[str, Any], raw: dict[str, dict[str, Any]], found: dict[str, Category]
) -> None:
    under = said.get("under", "")
    fields = {each: dict(spec) for each, spec in raw.get(under, {}).items()}
    more = [said["fields"]]
    if name == GOODS:
        more += list(_joined())
    for group in more:
        for each, spec in group.items():
            fields[each] = fields.get(each, {}) | spec
    raw[name] = fields
    parent = found.get(under)
    traits = frozenset(said.get("traits", ())) | (parent.traits if parent else frozenset())
    found[name] = Category(
        name, Words(said["names"]["zh"], said["names"]["en"]), under,
        tuple(_field(each, spec) for each, spec in fields.items()), traits,
        said.get("claims") or (parent.claims if parent else ""),
    )  # fmt: skip


def _joined() -> Iterator[dict[str, Any]]:
    for path in sorted((STANDARD / "aspects").glob("*.yaml")):
        said = _read(path)
        yield {name: {"when": said["when"], **spec} for name, spec in said["fields"].items()}


def _field(name: str, spec: Mapping[str, Any]) -> Field:
    because = cause(spec.get("cites", ""))
    choices = spec.get("choices")
    when = spec.get("when")
    return Field(
        name=name,
        words=Words(spec["zh"], spec["en"]),
        type=spec["type"],
        example=str(spec.get("example", "")),
        mandatory=spec["need"] == "mandatory",
        cause=because,
        since=spec.get("since", because.since),
        until=spec.get("until"),
        place=spec.get("place", "attributes"),
        most=spec.get("most", 60),
        chinese=spec.get("chinese", False),
        choices=choices and {code: Words(w["zh"], w["en"]) for code, w in choices.items()},
        units=tuple(spec.get("units", ())),
        when=when and {other: tuple(wanted) for other, wanted in when.items()},
        must_be=spec.get("must_be", ""),
        fixed=spec.get("fixed", ""),
        after=spec.get("after", ""),
        starts=spec.get("from", ""),
        not_future=spec.get("not_future", False),
        not_past=cause(spec["not_past"]) if "not_past" in spec else None,
        linked=spec.get("linked", ""),
    )


def _holds(value: str, wanted: tuple[str, ...]) -> bool:
    refused = [each[1:] for each in wanted if each.startswith("!")]
    if refused:
        return bool(value) and value not in refused
    return value in wanted


def _in_order(files: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Parents before children, children by name."""

    def below(parent: str) -> Iterator[str]:
        for name in sorted(name for name, said in files.items() if said.get("under", "") == parent):
            yield name
            yield from below(name)

    return below("")


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
