"""Price logs, offers and deals from files of any length: good rows land, each bad row is named with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from gongdao.detectors.fairness import DEAL
from gongdao.detectors.prices import LOG, OFFER, local_day
from gongdao.interfaces.cli.law_tables import opened, readable
from gongdao.kernel.money import MOST
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.law import Pack
from gongdao.stages.listings.fair_checks import EXCUSES, refuse_taken

ROW, WHY = "row", "why"
WRONG = {
    "item_missing": Words("缺少商品 item", "has no item"),
    "offer_missing": Words("缺少活动 offer", "has no offer"),
    "offer_twice": Words("活动 offer 重复", "has an offer that was there before"),
    "act_unknown": Words("act 应为 offered 或 sold", "needs an act: offered or sold"),
    "at_unreadable": Words(
        "at 应为带时区的时刻，如 2026-03-01T09:00:00+08:00",
        "needs a moment with its zone in `at`, like 2026-03-01T09:00:00+08:00",
    ),
    "at_in_future": Words("at 在将来", "lies in the future"),
    "day_unreadable": Words("日期应写作 2026-03-01", "needs days written like 2026-03-01"),
    "price_unreal": Words(
        f"价格应为1至{MOST}的整数（最小货币单位）",
        f"needs prices that are whole minor units from 1 to {MOST}",
    ),
    "percent_unreal": Words("降幅应为1至99的整数", "needs a whole percentage from 1 to 99"),
    "excuse_unknown": Words(
        f"excuse 应为空或者 {'、'.join(EXCUSES)}", f"needs an empty excuse, or {', '.join(EXCUSES)}"
    ),
    "currency_other": Words("币种与法域不同", "is in another currency than the law's"),
    "ends_before": Words("活动结束早于开始", "ends before it begins"),
}


class Rows:
    """The rows of one file: the good ones, and those that are wrong with their reason."""

    def __init__(self, file: Path, judged: pl.LazyFrame, shape: Mapping[str, Any]) -> None:
        self.file, self.judged = file, judged
        self.good = judged.filter(pl.col(WHY).is_null()).select(*shape)

    def bad(self) -> Iterator[tuple[int, str, Words]]:
        """Row (the first is 1), code and sentence of every bad row."""
        with readable(self.file):
            wrong = self.judged.filter(pl.col(WHY).is_not_null()).select(ROW, WHY)
            for row, code in wrong.collect(engine="streaming").iter_rows():
                yield row, code, WRONG[code]


def log(file: Path, *, pack: Pack, now: datetime) -> Rows:
    """A price log: `item`, `act`, `at`, `price`; `channel`, `audience` and `currency` where there are."""
    raw, types = _raw(file, needs=("item", "act", "at", "price"))
    read = raw.with_columns(
        item=_text("item", types), act=_text("act", types), channel=_text("channel", types),
        audience=_text("audience", types), at=_moment(types), price=_whole("price", types),
    )  # fmt: skip
    wrong = {
        "item_missing": pl.col("item") == "",
        "act_unknown": ~pl.col("act").is_in(["offered", "sold"]),
        "at_unreadable": pl.col("at").is_null(),
        "at_in_future": pl.col("at") > now,
        "price_unreal": ~_real("price"),
        "currency_other": _foreign(types, pack),
    }
    judged = read.with_columns(local_day(pack.zone.key), _first_of(wrong))
    return Rows(file, judged, LOG)


def offers(file: Path, *, pack: Pack) -> Rows:
    """Offers: `offer`, `item`, `on`, `was`, `now`, and what else `prices.OFFER` names where there is."""
    raw, types = _raw(file, needs=("offer", "item", "on", "was", "now"))
    amounts = [name for name, kind in OFFER.items() if kind == pl.Int64]
    days = [name for name, kind in OFFER.items() if kind == pl.Date]
    truths = [name for name, kind in OFFER.items() if kind == pl.Boolean]
    gaps = {name: _given(name, types) for name in (*amounts, *days)}
    read = raw.with_columns(
        *(pl.when(given).then(1).alias(f"given_{name}") for name, given in gaps.items())
    ).with_columns(
        *(_text(name, types).alias(name) for name in ("offer", "item", "channel")),
        *(_whole(name, types).alias(name) for name in amounts),
        *(_day(name, types).alias(name) for name in days),
        *(_truth(name, types).alias(name) for name in truths),
    )
    lost = {n: pl.col(f"given_{n}").is_not_null() & pl.col(n).is_null() for n in gaps}
    wrong = {
        "offer_missing": pl.col("offer") == "",
        "offer_twice": ~pl.col("offer").is_first_distinct(),
        "item_missing": pl.col("item") == "",
        "day_unreadable": pl.any_horizontal(pl.col("on").is_null(), *(lost[n] for n in days)),
        "ends_before": pl.col("ends_on") < pl.col("on"),
        "price_unreal": ~(_real("was") & _real("now"))
        | lost["list_price"]
        | ~pl.col("list_price").is_between(0, MOST).fill_null(value=True),
        "percent_unreal": lost["percent"]
        | ~pl.col("percent").is_between(1, 99).fill_null(value=True),
        "currency_other": _foreign(types, pack),
    }
    return Rows(file, read.with_columns(_first_of(wrong)), OFFER)


def deals(file: Path, *, traits: list[str], pack: Pack, now: datetime) -> Rows:
    """Deals: `item`, `at`, `price`, the traits of buyers; `channel`, `place`, `excuse` where there are."""
    refuse_taken(traits)
    raw, types = _raw(file, needs=("item", "at", "price", *traits))
    words = ("item", "channel", "place", "excuse", *traits)
    read = raw.with_columns(
        *(_text(name, types).alias(name) for name in words),
        at=_moment(types), price=_whole("price", types),
    )  # fmt: skip
    wrong = {
        "item_missing": pl.col("item") == "",
        "at_unreadable": pl.col("at").is_null(),
        "at_in_future": pl.col("at") > now,
        "price_unreal": ~_real("price"),
        "excuse_unknown": ~pl.col("excuse").is_in(["", *EXCUSES]),
        "currency_other": _foreign(types, pack),
    }
    judged = read.with_columns(_first_of(wrong))
    return Rows(file, judged, DEAL | dict.fromkeys(traits))


def _raw(file: Path, *, needs: tuple[str, ...]) -> tuple[pl.LazyFrame, pl.Schema]:
    frame = opened(file, **({"infer_schema": False} if file.suffix == ".csv" else {}))
    with readable(file):
        types = frame.collect_schema()
    if file.suffix == ".jsonl":
        # Whatever a line holds is read as text, so that one odd line is one bad row.
        types = pl.Schema(dict.fromkeys(types, pl.String()))
        frame = opened(file, schema=types)
    missing = [name for name in needs if name not in types]
    if missing:
        raise Refusal(
            "column_missing", f"{file.name} 缺少列：{'、'.join(missing)}。",
            f"{file.name} lacks the columns {', '.join(missing)}.",
        )  # fmt: skip
    return frame.with_row_index(ROW, offset=1), types


def _given(name: str, types: pl.Schema) -> pl.Expr:
    if name not in types:
        return pl.lit(value=False)
    there = pl.col(name).is_not_null()
    return there & (pl.col(name) != "") if types[name] == pl.String else there


def _text(name: str, types: pl.Schema) -> pl.Expr:
    given = pl.col(name).cast(pl.String) if name in types else pl.lit(None, pl.String)
    return given.fill_null("").str.strip_chars()


def _whole(name: str, types: pl.Schema) -> pl.Expr:
    if name not in types:
        return pl.lit(None, pl.Int64)
    whole = pl.col(name).cast(pl.Int64, strict=False)
    return pl.when(pl.col(name) == whole).then(whole) if types[name].is_float() else whole


def _day(name: str, types: pl.Schema) -> pl.Expr:
    if name not in types:
        return pl.lit(None, pl.Date)
    column = pl.col(name)
    if types[name] == pl.String:
        return column.str.to_date("%Y-%m-%d", strict=False)
    return column.cast(pl.Date, strict=False)


def _truth(name: str, types: pl.Schema) -> pl.Expr:
    if name not in types:
        return pl.lit(None, pl.Boolean)
    if types[name] == pl.String:
        return pl.col(name).str.to_lowercase() == "true"
    return pl.col(name).cast(pl.Boolean, strict=False)


def _moment(types: pl.Schema) -> pl.Expr:
    """A moment with its zone; one without a zone could be any of two dozen, and is none."""
    kind = types["at"]
    if kind == pl.String:
        return pl.col("at").str.to_datetime("%+", strict=False)
    if isinstance(kind, pl.Datetime) and kind.time_zone:
        return pl.col("at").dt.convert_time_zone("UTC").dt.cast_time_unit("us")
    return pl.lit(None, pl.Datetime("us", "UTC"))


def _foreign(types: pl.Schema, pack: Pack) -> pl.Expr:
    return pl.col("currency") != pack.currency if "currency" in types else pl.lit(value=False)


def _real(name: str) -> pl.Expr:
    return pl.col(name).is_between(1, MOST).fill_null(value=False)


def _first_of(wrong: Mapping[str, pl.Expr]) -> pl.Expr:
    first = pl.coalesce(pl.when(found).then(pl.lit(code)) for code, found in wrong.items())
    return first.alias(WHY)
