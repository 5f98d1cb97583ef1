"""`gongdao prices` in a marketplace: sweep its shelf, take in a log from elsewhere, announce, prove, verify."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import polars as pl
import typer
from rich.console import Console

from gongdao.interfaces.cli import price_files
from gongdao.interfaces.promotions import our_key, proof_of
from gongdao.kernel.money import Money, parse
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.law import book
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.powers import Actor
from gongdao.stages.listings.pricing import actions, intake, proof, queries

console = Console()
BATCH = 1_000
NAMED = 20
Slug = Annotated[str, typer.Option(help="平台 marketplace")]
Merchant = Annotated[str, typer.Option(help="商家登录名 the merchant's handle")]
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False)]
Moment = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%dT%H:%M%z"])]


def sweep(*, market: Slug = "demo") -> None:
    """Every listing on the shelf against its own price log and today's law; findings go to the review queue."""
    here = parties.marketplace(market)
    staff, at = parties.staff(here.id), parties.now(here, real=datetime.now(UTC))
    read = found = 0
    after = ""
    while shelf := queries.shelf(here.id, after=after):
        found += actions.sweep(by=staff, shelf=shelf, at=at)
        read, after = read + len(shelf), shelf[-1].listing_id
    console.print(f"{read:,} 件商品 listings · {found:,} 处新问题 new findings")


def take_in(
    file: File,
    *,
    channel: Annotated[str, typer.Option(help="别处店铺 the shop elsewhere, like tmall")],
    merchant: Merchant,
    market: Slug = "demo",
) -> None:
    """Take in the price log of a merchant's shop elsewhere. Bad rows: stderr, exit 2; run it again to go on.

    FILE has `item` (our reference or the shop's own number), `act`, `at`, `price`, and may have
    `audience` and `currency`. Prices are minor units; the rows of an item go forward in time.
    """
    here = parties.marketplace(market)
    by, at = _merchant(merchant), parties.now(here, real=datetime.now(UTC))
    told = price_files.log(file, pack=book.pack(here.law), now=at)
    bad = list(told.bad())
    landed = known = 0
    for numbers, batch in _batches(told):
        done = actions.take_in(by=by, channel=channel, told=batch, at=at)
        landed, known = landed + len(done.good), known + done.known
        bad += [(numbers[place], code, intake.WRONG[code]) for place, code in done.bad]
    console.print(
        f"{landed:,} 行入账 rows landed · {known:,} 行已有 known · {len(bad):,} 行有误 wrong"
    )
    _name(file, bad)
    if bad:
        raise typer.Exit(2)


def announce(
    listing: str,
    *,
    now: Annotated[str, typer.Option(help="活动价 price now, like 80.00")],
    ends: Annotated[datetime, typer.Option(formats=["%Y-%m-%dT%H:%M%z"], help="2026-03-10T00:00+08:00")],
    merchant: Merchant,
    was: Annotated[str, typer.Option(help="原价 price before")] = "",
    percent: Annotated[int | None, typer.Option(min=1, max=99)] = None,
    begins: Moment = None,
    countdown: bool = False,
    market: Slug = "demo",
) -> None:  # fmt: skip
    """Announce a reduction for everybody. Checked by the price log and the law before anybody sees it."""
    here = parties.marketplace(market)
    at = parties.now(here, real=datetime.now(UTC))
    plan = actions.Plan(
        listing, "reduction", begins or at, ends, was=_amount(was, here.currency),
        now=parse(now, currency=here.currency), percent=percent, countdown=countdown,
    )  # fmt: skip
    row = actions.announce(by=_merchant(merchant), plan=plan, at=at)
    console.print(f"{row.id} {row.state}")


def prove(
    promotion: str,
    *,
    market: Slug = "demo",
    out: Annotated[Path | None, typer.Option("-o", "--out", help="写入文件 write here")] = None,
) -> None:
    """The proof file of a promotion: its rows of the log, the law's working, our signature."""
    here = parties.marketplace(market)
    row = queries.promotion(promotion, marketplace=here.id, by=parties.staff(here.id))
    said = proof_of(row, at=parties.now(here, real=datetime.now(UTC)))
    text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    if out:
        out.write_text(text, "utf-8")
    else:
        sys.stdout.write(text)


def verify(
    file: File,
    *,
    key: Annotated[str, typer.Option(help="公钥指纹 fingerprint; 默认本机 ours by default")] = "",
) -> None:
    """Work a proof out again from its own rows, and check who signed it. Wrong: exit 1."""
    try:
        said = json.loads(file.read_text("utf-8"))
    except (ValueError, RecursionError):
        said = None
    wrong = proof.faults(said, trusted=key or our_key())
    for code in wrong:
        words = proof.TELLS[code]
        console.print(f"{code}: {words.zh} · {words.en}", highlight=False)
    if wrong:
        raise typer.Exit(1)
    console.print("属实 it holds")


def _batches(told: price_files.Rows) -> Iterator[tuple[list[int], list[intake.Told]]]:
    """Good rows in the order of the file, each with its number there."""
    good = told.judged.filter(pl.col(price_files.WHY).is_null())
    frame = good.select(price_files.ROW, "item", "act", "audience", "at", "price")
    for part in frame.collect(engine="streaming").sort(price_files.ROW).iter_slices(BATCH):
        rows = list(part.iter_rows())
        yield (
            [row[0] for row in rows],
            [
                intake.Told(item=item, act=act, audience=audience, at=at, price_minor=price)
                for _, item, act, audience, at, price in rows
            ],
        )


def _name(file: Path, bad: list[tuple[int, str, Words]]) -> None:
    for row, code, words in sorted(bad, key=_row)[:NAMED]:
        said = f"第{row}行{words.zh}。 Row {row} of {file.name} {words.en}."
        print(f"{code}: {said}", file=sys.stderr)
    if len(bad) > NAMED:
        print(f"另有 {len(bad) - NAMED:,} 行 more rows", file=sys.stderr)


def _row(bad: tuple[int, str, Words]) -> int:
    return bad[0]


def _merchant(handle: str) -> Actor:
    party = parties.by_handle([handle]).get(handle)
    if party is None:
        raise Refusal(
            "party_unknown",
            f"没有登录名为“{handle[:40]}”的商家。",
            f'There is no merchant called "{handle[:40]}".',
        )
    return parties.actor(party)


def _amount(text: str, currency: str) -> Money | None:
    return parse(text, currency=currency) if text else None
