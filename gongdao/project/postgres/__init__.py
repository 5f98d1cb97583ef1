"""The database: one that is named, or an embedded server that starts, is shared, and ends by itself."""

from __future__ import annotations

import fcntl
import json
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg

from gongdao.kernel.refusal import Refusal
from gongdao.project.postgres import binaries, place, server

WAIT = 60


@dataclass(frozen=True, slots=True)
class Database:
    """How to reach the database. Leaving lets the server end when nobody else uses it."""

    host: str
    port: str
    name: str
    user: str
    owner: str
    password: str = ""
    lock: int | None = None
    programs: binaries.Binaries | None = None

    def environment(self, *, owner: bool = False) -> dict[str, str]:
        """What our settings read."""
        return {
            "GONGDAO_DB_HOST": self.host,
            "GONGDAO_DB_PORT": self.port,
            "GONGDAO_DB_NAME": self.name,
            "GONGDAO_DB_USER": self.owner if owner else self.user,
            "GONGDAO_DB_OWNER": self.owner,
            "GONGDAO_DB_PASSWORD": self.password,
        }

    def leave(self) -> None:
        """Stop using it."""
        if self.lock is not None:
            os.close(self.lock)


def attach(home: str | Path) -> Database:
    """The database named in `DATABASE_URL`, else the embedded one of this home, started if need be."""
    if url := os.environ.get("DATABASE_URL"):
        return _named(url)
    server.supported()
    here = place.find(Path(home))
    programs = binaries.find(made_by=here.made_by)
    lock = os.open(here.users_lock, os.O_CREAT | os.O_RDWR, 0o600)
    fcntl.flock(lock, fcntl.LOCK_SH)
    try:
        _await(here)
    except BaseException:
        os.close(lock)
        raise
    return Database(
        host=str(here.socket),
        port="",
        name=server.DATABASE,
        user=server.APP,
        owner=server.OWNER,
        lock=lock,
        programs=programs,
    )


def _await(here: place.Place) -> None:
    """Wait until the server answers, calling a keeper as long as there is none."""
    deadline = time.monotonic() + WAIT
    keeper: int | None = None
    while not _answers(here):
        ended = _ended(keeper) if keeper else 0
        if ended == 0:
            here.failure.unlink(missing_ok=True)
            keeper = _call_keeper(here)
        elif ended is not None and here.failure.exists():
            code, zh, en = json.loads(here.failure.read_text(encoding="utf-8"))
            raise Refusal(code, zh, en)
        if time.monotonic() > deadline:
            said = server.tail(here)
            raise Refusal(
                "database_does_not_start",
                f"数据库在{WAIT}秒内没有启动，日志最后几行：{said}",
                f"The database did not start within {WAIT} seconds; the log ends with: {said}",
            )
        time.sleep(0.05)


def _answers(here: place.Place) -> bool:
    try:
        psycopg.connect(
            host=str(here.socket), user=server.APP, dbname=server.DATABASE, connect_timeout=5
        ).close()
    except psycopg.OperationalError:
        return False
    return True


def _call_keeper(here: place.Place) -> int:
    """Start a keeper on its own, in a session of its own: it outlives us. Returns its process id."""
    root = str(Path(__file__).resolve().parents[3])
    log = os.open(here.home / "keeper.log", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    try:
        return os.posix_spawn(
            sys.executable,
            [sys.executable, "-m", "gongdao.project.postgres.keeper", str(here.home)],
            {**os.environ, "PYTHONPATH": root},
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                (os.POSIX_SPAWN_DUP2, log, 1),
                (os.POSIX_SPAWN_DUP2, log, 2),
            ],
            setsid=True,
        )
    finally:
        os.close(log)


def _ended(process: int) -> int | None:
    """How a keeper of ours ended, if it did."""
    try:
        done, status = os.waitpid(process, os.WNOHANG)
    except ChildProcessError:
        return 0
    return os.waitstatus_to_exitcode(status) if done else None


def _named(url: str) -> Database:
    """A server that is somebody else's: it must be PostgreSQL, and new enough."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise Refusal(
            "database_url_wrong",
            "DATABASE_URL 必须以 postgresql:// 开头；本产品只使用 PostgreSQL。",
            "DATABASE_URL must begin with postgresql://; this product uses PostgreSQL only.",
        )
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version // 10_000
    except psycopg.OperationalError as unreachable:
        said = str(unreachable).strip().splitlines()[-1]
        raise Refusal(
            "database_unreachable",
            f"无法连接 DATABASE_URL 所指的数据库：{said}",
            f"The database named in DATABASE_URL cannot be reached: {said}",
        ) from unreachable
    if version < binaries.OLDEST:
        raise Refusal(
            "database_version_differs",
            f"数据库版本为 PostgreSQL {version}，需要 {binaries.OLDEST} 以上。",
            f"The server is PostgreSQL {version}; {binaries.OLDEST} or newer is needed.",
        )
    user = unquote(parts.username or "")
    return Database(
        host=parts.hostname or "",
        port=str(parts.port or ""),
        name=parts.path.lstrip("/"),
        user=user,
        owner=user,
        password=unquote(parts.password or ""),
    )
