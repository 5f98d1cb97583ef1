"""The shapes that every noun shares: money, words, moments, duties, pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from ninja import Schema
from pydantic import AwareDatetime, BeforeValidator, ConfigDict, Field, StrictInt

from gongdao.kernel.money import Money, parse
from gongdao.kernel.ref import LENGTH, LETTERS
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.kinds import KINDS

ZONE = ZoneInfo(settings.TIME_ZONE)
LIMIT_MOST = 100

PAPER = {
    "responses": {
        200: {
            "description": "A signed PDF/A.",
            "content": {"application/pdf": {"schema": {"type": "string"}}},
        }
    }
}
"""What the document says of an endpoint that answers with paper."""

T = TypeVar("T")


def _text_only(said: object) -> object:
    """A moment is text; a bare number would be read as seconds since 1970."""
    if not isinstance(said, str):
        raise ValueError("text")  # noqa: TRY004 - pydantic turns a ValueError into a mistake
    return said


Moment = Annotated[AwareDatetime, BeforeValidator(_text_only)]
Limit = Annotated[int, Field(ge=1, le=LIMIT_MOST, description="How many on a page.")]
After = Annotated[
    str,
    Field(
        pattern=rf"^([a-z]{{3}}_[{LETTERS}]{{{LENGTH}}})?$",
        description="The cursor `next` of the page before; the first page without it.",
    ),
]


class In(Schema):
    """What a caller sends: nothing that we do not know, and whole numbers that are written so."""

    model_config = ConfigDict(extra="forbid")


class MoneyIn(In):
    """An amount in minor units (fen, cents)."""

    currency: str = Field(max_length=8, examples=["CNY"])
    minor: StrictInt = Field(examples=[22500])

    def read(self) -> Money:
        """The amount; a currency that nobody knows is refused."""
        parse("0", currency=self.currency)
        return Money(self.currency, self.minor)


class MoneyOut(Schema):
    """An amount: exact in minor units, and as text for people."""

    currency: str
    minor: int
    text: str = Field(examples=["CNY 225.00"])


class WordsOut(Schema):
    """The same in both languages."""

    zh: str
    en: str


class DutyOut(Schema):
    """Who owes what to whom, by when, and under which article."""

    kind: str
    words: WordsOut
    subject: str
    about: str
    owed_by: str
    owed_to: str
    owed_at: datetime
    due_at: datetime = Field(description="The first moment that is too late.")
    cites: str
    outcome: str | None = Field(None, description="met, missed or moot; null while it is open.")


class Page(Schema, Generic[T]):
    """One page. Ask for the next one with `after=next`."""

    data: list[T]
    has_more: bool
    next: str | None = None


def money(amount: Money) -> MoneyOut:
    """An amount as we show it."""
    return MoneyOut(currency=amount.currency, minor=amount.minor, text=str(amount))


def words(said: Words) -> WordsOut:
    """Words as we show them."""
    return WordsOut(zh=said.zh, en=said.en)


def moment(at: datetime) -> datetime:
    """A moment with the offset of the marketplace's clocks."""
    return at.astimezone(ZONE)


def moment_or_none(at: datetime | None) -> datetime | None:
    """The same for what may not have happened yet."""
    return at and moment(at)


def duty(row: Any) -> DutyOut:
    """A duty as we show it."""
    return DutyOut(
        kind=row.kind,
        words=words(KINDS[row.kind]),
        subject=row.subject,
        about=row.about,
        owed_by=row.owed_by,
        owed_to=row.owed_to,
        owed_at=moment(row.owed_at),
        due_at=moment(row.due_at),
        cites=row.cites,
        outcome=row.outcome,
    )


def open_duties(about: str, *, subject: str | None = None) -> list[DutyOut]:
    """What is still owed about a thing, or only about one part of it."""
    rows = duties.open_about(about)
    return [duty(row) for row in rows if subject in (None, row.subject)]


def page(
    rows: Sequence[Any],
    *,
    limit: int,
    shown: Callable[[Any], T],
    cursor: Callable[[Any], str | None],
) -> dict[str, Any]:
    """One page of rows that were fetched with one more than the limit."""
    data = [shown(row) for row in rows[:limit]]
    more = len(rows) > limit
    return {"data": data, "has_more": more, "next": cursor(rows[limit - 1]) if more else None}


def numbered(kind: str, number: int) -> str:
    """The prefixed name of a row that only has a number: `lin_17`."""
    return f"{kind}_{number}"


def number(kind: str, name: str) -> int:
    """17 of `lin_17`; a name of no row becomes a number of no row."""
    prefix, _, tail = name.partition("_")
    known = prefix == kind and tail.isascii() and tail.isdigit() and len(tail) < 19
    return int(tail) if known else 0


def refuse_future(moments: Iterable[datetime], *, now: datetime) -> None:
    """What is reported has happened; a moment still to come is a mistake or worse."""
    if any(at > now for at in moments):
        raise Refusal(
            "time_in_future",
            "时间有误：不能晚于现在。",
            "The moment is wrong: it lies in the future.",
        )
