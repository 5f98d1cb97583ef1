"""What a check of a file writes down as it goes, so that it can stop anywhere and go on."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, Self

from gongdao.interfaces.cli.listing_check import Checked
from gongdao.interfaces.cli.listing_firsts import Firsts
from gongdao.kernel.refusal import Refusal


class Report:
    """Three files beside one another: findings by row, bad rows with their reason, and how far we are.

    Counts and file lengths are written at every checkpoint; going on cuts the files back to the last one,
    so each row is in exactly once however often the work was interrupted.
    """

    def __init__(self, source: Path, out: Path, *, resume: bool) -> None:
        self.source, self.out = source, out
        self.bad_out = out.with_suffix(".bad.jsonl")
        self.progress = out.with_suffix(".progress.json")
        self.rows = self.bad = self.blocked = 0
        self.counts = Counter[str]()
        if resume and self.progress.exists():
            self._take_up()
        else:
            for path in (self.out, self.bad_out, self._gtins_file):
                path.unlink(missing_ok=True)
        self._good = self.out.open("a", encoding="utf-8")
        self._wrong = self.bad_out.open("a", encoding="utf-8")
        self._gtins = Firsts(self._gtins_file, after=self.rows)

    @property
    def _gtins_file(self) -> Path:
        return self.out.with_suffix(".gtins")

    def take(self, checked: Checked) -> None:
        """A row as it was found, beside the others; a code that stood before is told with its first row."""
        self.rows = checked.row
        if checked.why:
            self._bad(checked.row, checked.why)
            return
        self.blocked += checked.blocks
        self.counts.update(checked.kinds)
        line = checked.line
        if checked.gtin and (first := self._gtins.first(checked.gtin, checked.row)) != checked.row:
            self.counts["gtin_repeated"] += 1
            line = json.dumps(json.loads(line) | {"gtin_first_in_row": first}, ensure_ascii=False)
        self._good.write(line + "\n")

    def _bad(self, row: int, refusal: Refusal) -> None:
        self.bad += 1
        self.counts[refusal.code] += 1
        why = {"zh": refusal.sentence.zh, "en": refusal.sentence.en}
        line = {"row": row, "code": refusal.code, "why": why}
        self._wrong.write(json.dumps(line, ensure_ascii=False) + "\n")

    def checkpoint(self) -> None:
        """Everything up to here is on disk."""
        self._good.flush()
        self._wrong.flush()
        self._gtins.keep()
        said = {
            "source": self._fingerprint(), "rows": self.rows, "bad": self.bad,
            "blocked": self.blocked, "counts": self.counts,
            "bytes": [self._good.tell(), self._wrong.tell()],
        }  # fmt: skip
        new = self.progress.with_suffix(".new")
        new.write_text(json.dumps(said), "utf-8")
        new.replace(self.progress)

    def finish(self) -> None:
        """Done: the list of codes is not needed any more."""
        self.checkpoint()
        self._gtins.remove()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._good.close()
        self._wrong.close()
        self._gtins.close()

    def _take_up(self) -> None:
        said = json.loads(self.progress.read_text("utf-8"))
        if said["source"] != self._fingerprint():
            raise Refusal(
                "file_changed",
                "文件与上次检查的不同，不能接着做；请重新开始。",
                "The file is not the one that was checked before: begin anew.",
            )
        self.rows, self.bad, self.blocked = said["rows"], said["bad"], said["blocked"]
        self.counts = Counter(said["counts"])
        for path, length in zip((self.out, self.bad_out), said["bytes"], strict=True):
            with path.open("r+b") as opened:
                opened.truncate(length)

    def _fingerprint(self) -> list[Any]:
        stat = self.source.stat()
        return [self.source.name, stat.st_size, stat.st_mtime_ns]
