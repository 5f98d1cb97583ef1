"""The secrets of an installation: 32 random bytes each, made once, readable by us alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

NAMES = ("django", "evidence", "vault", "gateway", "webhook", "signing", "account")


def home() -> Path:
    """Where an installation keeps what is its own: `GONGDAO_HOME`, else the user's data folder."""
    if named := os.environ.get("GONGDAO_HOME"):
        return Path(named).expanduser().absolute()
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(data).absolute() / "gongdao"


def secret(name: str) -> str:
    """The secret of this name as 64 hex digits: from `GONGDAO_SECRET_<NAME>`, else a file of our own."""
    assert name in NAMES, name
    if given := os.environ.get(f"GONGDAO_SECRET_{name.upper()}"):
        return given
    folder = home() / "secrets"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / name
    if not file.exists():
        _make(file)
    return file.read_text(encoding="ascii")


def _make(file: Path) -> None:
    """Write the file whole or not at all: two processes that start at once agree on the first one's."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    with os.fdopen(
        os.open(draft, os.O_CREAT | os.O_WRONLY, 0o600), "w", encoding="ascii"
    ) as stream:
        stream.write(secrets.token_hex(32))
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
