"""Where the server lives: its data, its socket, its locks, and the account it runs under."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import stat
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from gongdao.kernel.refusal import Refusal

SPACE_LEAST = 200 * 1024 * 1024
ACCOUNTS = ("postgres", "nobody")
SYSTEM = Path("/var/lib/gongdao")
MARK = "gongdao.mark"


@dataclass(frozen=True, slots=True)
class Place:
    """Everything one installation's server needs on disk.

    PostgreSQL refuses to run as root. Root's server therefore runs under an account without
    rights; where that account cannot reach root's home, the data live under /var/lib/gongdao.
    """

    home: Path
    base: Path
    account: str | None

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.base / "data"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.base / "server.log"

    @property
    def socket(self) -> Path:
        """The folder of the socket: short, since a socket's path has at most 107 bytes."""
        digest = sha256(str(self.base).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"gongdao-{digest}"

    @property
    def users_lock(self) -> Path:
        """Shared by every process that uses the server."""
        return self.home / "users.lock"

    @property
    def keeper_lock(self) -> Path:
        """Held by the one process that keeps the server running."""
        return self.home / "keeper.lock"

    @property
    def failure(self) -> Path:
        """What the keeper could not do, for whoever waits for it."""
        return self.home / "postgres.failed"

    @property
    def made_by(self) -> int | None:
        """The major version that made the data, if there are any."""
        version = self.data / "PG_VERSION"
        return int(version.read_text().strip()) if version.exists() else None


def find(home: Path) -> Place:
    """The place for a home; makes the folders, and refuses what is not ours."""
    account = _account()
    home.mkdir(mode=0o711 if account else 0o700, parents=True, exist_ok=True)
    base = home / "postgres"
    if account and not _reachable(home):
        base = SYSTEM / _named(home)
        SYSTEM.mkdir(mode=0o755, parents=True, exist_ok=True)
    place = Place(home, base, account)
    _refuse_foreign(place)
    _refuse_full(home)
    base.mkdir(mode=0o711 if account else 0o700, parents=True, exist_ok=True)
    (base / MARK).touch()
    for folder in (place.data, place.socket):
        folder.mkdir(mode=0o700, exist_ok=True)
        if account:
            entry = pwd.getpwnam(account)
            os.chown(folder, entry.pw_uid, entry.pw_gid)
    return place


def _account() -> str | None:
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    for name in ACCOUNTS:
        if name in known:
            return name
    raise Refusal(
        "database_account_missing",
        "以 root 运行时需要一个无特权账户（postgres 或 nobody）来运行数据库。",
        "To run as root, the database needs an account without rights: postgres or nobody.",
    )


def _named(home: Path) -> str:
    """What this home calls its data elsewhere. A home that was removed takes the name with it."""
    file = home / "postgres.name"
    if not file.exists():
        file.write_text(secrets.token_hex(8))
    return file.read_text()


def _reachable(folder: Path) -> bool:
    """Whether another account may walk down to the folder: it and every parent let others pass."""
    return all(p.stat().st_mode & stat.S_IXOTH for p in (folder, *folder.parents) if p.exists())


def _refuse_foreign(place: Place) -> None:
    base, socket = place.base, place.socket
    ours = {os.geteuid()} | ({pwd.getpwnam(place.account).pw_uid} if place.account else set())
    foreign = [p for p in (place.home, base, socket) if p.exists() and p.stat().st_uid not in ours]
    if base.exists() and any(base.iterdir()) and not (base / MARK).exists():
        foreign.append(base)
    if foreign:
        raise Refusal(
            "database_folder_not_ours",
            f"目录 {foreign[0]} 不是本程序创建的，或属于其他用户；请用 GONGDAO_HOME 指定另一个目录。",
            f"The folder {foreign[0]} was not made by this program, or belongs to someone else; "
            "name another one in GONGDAO_HOME.",
        )


def _refuse_full(folder: Path) -> None:
    if shutil.disk_usage(folder).free < SPACE_LEAST:
        raise Refusal(
            "disk_full",
            f"磁盘空间不足：{folder} 至少需要 200 MB。",
            f"The disk is full: {folder} needs 200 MB at least.",
        )
