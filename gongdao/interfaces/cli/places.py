"""Where the command line keeps what it makes."""

from __future__ import annotations

import os
from pathlib import Path


def histories() -> Path:
    """Generated histories, beside the database; `GONGDAO_HOME` if it is set."""
    named = os.environ.get("GONGDAO_HOME")
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    home = Path(named).expanduser() if named else Path(data) / "gongdao"
    folder = home / "histories"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
