"""Making a data directory, and running the server on it as a child of ours."""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from gongdao.kernel.refusal import Refusal
from gongdao.project.postgres.binaries import Binaries
from gongdao.project.postgres.place import Place

OWNER, APP, DATABASE = "gongdao_owner", "gongdao_app", "gongdao"
LOG_MOST = 10 * 1024 * 1024
PR_SET_PDEATHSIG = 1
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "wal_compression": "on",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


def initialise(place: Place, binaries: Binaries) -> None:
    """Make the data directory, unless it is there. Only our own accounts may connect, as themselves."""
    if place.made_by is not None:
        return
    locale = ["--lc-collate=C", "--lc-ctype=C.UTF-8"]
    if binaries.major >= 17:
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", *locale]
    _run(
        place,
        [
            str(binaries.program("initdb")), "-D", str(place.data), "-U", OWNER, "--encoding=UTF8",
            *locale, "--data-checksums", "--auth-local=peer", "--auth-host=reject",
        ],
    )  # fmt: skip
    us = {pwd.getpwuid(os.geteuid()).pw_name} | ({place.account} if place.account else set())
    ident = "".join(f"own {name} {role}\n" for name in sorted(us) for role in (OWNER, APP))
    (place.data / "pg_ident.conf").write_text(ident)
    (place.data / "pg_hba.conf").write_text(f"local all {OWNER},{APP} peer map=own\n")


def start(place: Place, binaries: Binaries) -> subprocess.Popen[bytes]:
    """Start the server. It ends with this process, however this process ends."""
    if place.log.exists() and place.log.stat().st_size > LOG_MOST:
        place.log.rename(place.log.with_suffix(".old"))
    settings = dict(SETTINGS)
    if shutil.disk_usage("/dev/shm").total < 64 * 1024 * 1024:  # noqa: S108 - where POSIX has it
        settings["dynamic_shared_memory_type"] = "mmap"
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with place.log.open("ab") as log:
        return subprocess.Popen(
            [
                str(binaries.program("postgres")),
                "-D",
                str(place.data),
                "-k",
                str(place.socket),
                *options,
            ],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - one thread, and nothing but a system call
            start_new_session=True,
            **_as_account(place),
        )


def stop(server: subprocess.Popen[bytes]) -> None:
    """Stop fast and cleanly: no new work, no waiting for clients."""
    server.send_signal(signal.SIGINT)
    server.wait(60)


def tail(place: Place, *, lines: int = 5) -> str:
    """The last words of the server."""
    if not place.log.exists():
        return ""
    text = place.log.read_text(encoding="utf-8", errors="replace")
    return "\n".join(text.splitlines()[-lines:])


def _run(place: Place, command: list[str]) -> None:
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, **_as_account(place)
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()[-3:]
        raise Refusal(
            "database_not_made",
            f"无法创建数据库目录：{' '.join(said)}",
            f"The database could not be made: {' '.join(said)}",
        )


def _as_account(place: Place) -> dict[str, Any]:
    """Under which account, with which environment, and where a child runs."""
    options: dict[str, Any] = {
        "cwd": "/",
        "env": {"PATH": os.environ["PATH"], "LC_ALL": "C", "TZ": "UTC"},
    }
    if place.account:
        entry = pwd.getpwnam(place.account)
        options |= {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    return options


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def supported() -> None:
    """An embedded server needs Linux; elsewhere a server is named."""
    if not sys.platform.startswith("linux") or not Path("/proc").exists():
        raise Refusal(
            "database_not_here",
            "内置数据库只支持 Linux；请用 DATABASE_URL 指定 PostgreSQL。",
            "The embedded database runs on Linux only; name a PostgreSQL in DATABASE_URL.",
        )
