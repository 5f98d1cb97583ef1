"""Which row of a file named a thing first: a bar code, a number of the shop's own. Kept on disk, not in memory."""

from __future__ import annotations

import sqlite3
from pathlib import Path


class Firsts:
    """Names and their first rows. Opened again, it is cut back to the row after which the work goes on."""

    def __init__(self, file: Path, *, after: int) -> None:
        self._file = file
        self._names = sqlite3.connect(file)
        self._names.execute(
            "CREATE TABLE IF NOT EXISTS seen (name TEXT PRIMARY KEY, row INTEGER) WITHOUT ROWID"
        )
        self._names.execute("DELETE FROM seen WHERE row > ?", [after])

    def first(self, name: str, row: int) -> int:
        """The first row with this name, which may be this one."""
        if self._names.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", [name, row]).rowcount:
            return row
        found = self._names.execute("SELECT row FROM seen WHERE name = ?", [name]).fetchone()
        return int(found[0])

    def keep(self) -> None:
        """Everything up to here is on disk."""
        self._names.commit()

    def close(self) -> None:
        """Stop; what was not kept is forgotten."""
        self._names.close()

    def remove(self) -> None:
        """The file is through, and the names are not needed any more."""
        self.close()
        self._file.unlink(missing_ok=True)
