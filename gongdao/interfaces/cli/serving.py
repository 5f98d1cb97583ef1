"""Serving the pages and the API, and running the clock of live marketplaces."""

from __future__ import annotations

from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces
from rich.console import Console

from gongdao.kernel.refusal import Refusal

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
    """Run the clock of live marketplaces, and whatever else is to be done, until Ctrl-C."""
    call_command("procrastinate", "worker")


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
