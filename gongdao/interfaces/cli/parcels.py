"""`gongdao parcels`: a carrier's file in, its key made, its labels read."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gongdao.interfaces import carriers
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.powers import Actor
from gongdao.stages.delivery.feeds import queries as feeds
from gongdao.stages.delivery.labels import seal

app = typer.Typer(no_args_is_help=True, help="包裹 parcels")
console = Console()
NAMED = 20
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False)]


@app.command("import")
def import_(
    file: File,
    *,
    market: Annotated[str, typer.Option("--market", help="平台短名 short name")] = "demo",
    carrier: Annotated[
        str, typer.Option(help="快递账号 handle of the carrier; without it the first there is")
    ] = "",
) -> None:
    """Scans out of EDIFACT IFTSTA or one JSON object a line. Bad rows: stderr, exit 2; what fits is taken.

    The same file again takes nothing twice; one that broke off goes on where it was.
    """
    here = parties.marketplace(market)
    at = parties.now(here, real=datetime.now(UTC))
    feed = carriers.take_in(
        by=_carrier(carrier, here.id), market=here, name=file.name, data=file.read_bytes(), at=at
    )
    refused = feeds.fault_count(feed)
    console.print(
        f"{feed.id} {feed.form} · 行 rows {feed.rows:,} · 采信 taken {feed.good:,} · "
        f"已有 known {feed.known:,} · 未采信 refused {refused:,}"
    )
    for fault in feeds.faults(feed, most=NAMED):
        said = f"{fault.code}: {file.name} 第{fault.row}行{fault.zh} Row {fault.row} {fault.en}"
        print(said, file=sys.stderr)
    if refused:
        raise typer.Exit(2)


@app.command()
def key(file: Annotated[Path, typer.Argument(help="私钥写入 write the private key here")]) -> None:
    """Make a carrier's key pair: the private key stays in FILE, the public key is to be given to us."""
    private, public = seal.new_key()
    try:
        handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise Refusal(
            "key_file_there",
            f"{file.name} 已存在，不会覆盖。",
            f"{file.name} is there already and is not overwritten.",
        ) from None
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(private.hex())
    console.print(public.hex())


@app.command("read-label")
def read_label(
    text: Annotated[str, typer.Argument(help="二维码里的文字 what the square says")],
    *,
    key: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="私钥 private key")],
) -> None:
    """Read a label with the carrier's private key. Needs no database and no network."""
    parcel, token = seal.from_text(text)
    private = bytes.fromhex(key.read_text(encoding="ascii").strip())
    console.print(seal.unseal(private, parcel, token).decode(), markup=False)


def _carrier(handle: str, market: str) -> Actor:
    party = parties.by_handle([handle]).get(handle) if handle else None
    party = party or (None if handle else parties.party(parties.courier(market)))
    if party is None or party.marketplace != market or "courier" not in party.roles:
        raise Refusal(
            "carrier_unknown",
            f"没有名为“{handle[:40]}”的快递企业。",
            f'There is no carrier called "{handle[:40]}".',
        )
    return parties.actor(party)
