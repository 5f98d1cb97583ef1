"""Serving the pages and the API, and running the clock of live marketplaces."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from django.conf import settings
from granian import Granian
from granian.constants import Interfaces
from rich.console import Console

from gongdao.interfaces import clock
from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence import actions as evidence
from gongdao.registers.evidence.heads import key_of
from gongdao.registers.parties import queries as parties

TICK_EVERY = 5.0
THREADS = 4


def serve(
    *, port: int, console: Console, workers: int = 1, host: str = "127.0.0.1", path: str = "/"
) -> None:
    """Serve until Ctrl-C."""
    _refuse_taken(host, port)
    console.print(f"\n[bold]http://{host}:{port}{path}[/]  · Ctrl-C 结束 to stop")
    Granian(
        "gongdao.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        log_enabled=False,
    ).serve()


def work() -> None:
    """Tick for ever: act on what falls due in live marketplaces, and seal evidence."""
    while True:
        tick_all(datetime.now(UTC))
        time.sleep(TICK_EVERY)


def tick_all(now: datetime) -> int:
    """One round over every live marketplace. A sandbox has a test clock and is left alone."""
    acted = 0
    key = key_of(settings.GONGDAO_EVIDENCE_KEY)
    for market in parties.marketplaces():
        if market.mode == "live":
            acted += clock.run_until(marketplace=market.id, to=now)
        evidence.seal(marketplace=market.id, at=parties.now(market, real=now), key=key)
    return acted


def _refuse_taken(host: str, port: int) -> None:
    import socket  # noqa: PLC0415 - only to look before the server does

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise Refusal(
                "port_taken",
                f"端口 {port} 已被占用，请用 --port 换一个。",
                f"The port {port} is taken; choose another with --port.",
            ) from None
