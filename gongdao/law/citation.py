"""Where a rule comes from: the instrument and the article. Facts about statutes; none of their words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongdao.kernel.numerals import numeral

INSERTED = "abcd"


@dataclass(frozen=True, slots=True)
class Source:
    """An instrument: its short name, its titles, the days it is in force, and how many articles it has."""

    short: str
    zh: str
    en: str
    since: date
    articles: int
    until: date | None = None
    file: str = ""
    reaches: date | None = None
    """Of an interpretation by a court: since when facts fall under it in cases that were still open."""

    def in_force(
        self, on: date, *, since: date, until: date | None, judged: date | None = None
    ) -> bool:
        """Whether what it says from `since` until before `until` holds for facts of a day.

        The law of the day of the facts decides. An interpretation says what that law meant, and so
        also decides older facts that are judged while it is in force.
        """
        if judged and self.reaches and self.reaches <= on:
            on = max(on, judged)
        return since <= on and (until is None or on < until)

    def article(self, *path: int | str) -> Citation:
        """`CPL.article(25, 1)`: article 25, paragraph 1; `CRD.article("6a")`: one inserted later."""
        number = int(str(path[0]).rstrip(INSERTED))
        assert 0 < number <= self.articles, f"{self.short} has no article {path[0]}"
        return Citation(self, path)


@dataclass(frozen=True, slots=True)
class Citation:
    """An article of an instrument, down to the paragraph and the item."""

    source: Source
    path: tuple[int | str, ...]

    def __str__(self) -> str:
        return f"{self.source.short} art. {'.'.join(map(str, self.path))}"

    @property
    def in_chinese(self) -> str:
        """《消费者权益保护法》第二十五条第一款 of (25, 1); 第6a条 of ("6a",)."""
        units = ("条", "款", "项")
        steps = (f"第{numbered(n)}{unit}" for n, unit in zip(self.path, units, strict=False))
        return f"《{self.source.zh}》{''.join(steps)}"


def numbered(step: int | str) -> str:
    """二十五 of 25; 6a, the number of an article inserted later, stays as it is."""
    return step if isinstance(step, str) else numeral(step)
