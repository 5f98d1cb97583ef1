"""The command `gongdao`: finds the database, opens the law, and hands over to the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from gongdao.kernel.refusal import Refusal

OFFLINE = {
    ("evidence", "verify"), ("credential",), ("law",), ("process",), ("docs",), ("standard",),
    ("listings", "check"), ("prices", "verify"), ("--help",), ("--version",),
}  # fmt: skip
"""Commands that need no database: whoever verifies a bundle needs nothing of ours."""

WRONG = 2


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command. A refusal is said in both languages and ends with exit code 2."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        prepare(database=not _is_offline(given))
        from gongdao.interfaces.cli.main import app  # noqa: PLC0415 - needs Django to be set up

        app(args=given, prog_name="gongdao", standalone_mode=True)
    except Refusal as refusal:
        cites = f"  [{refusal.cites}]" if refusal.cites else ""
        sys.stderr.write(f"{refusal.sentence.zh}\n{refusal.sentence.en}{cites}\n({refusal.code})\n")
        sys.exit(WRONG)


def prepare(*, database: bool) -> None:
    """Everything that must stand before the first line of work: server, tables, rights, law."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongdao.project.settings")
    if database and "GONGDAO_DB_HOST" not in os.environ:
        from gongdao.project import postgres  # noqa: PLC0415 - not needed offline
        from gongdao.project.secrets import home  # noqa: PLC0415

        os.environ.update(postgres.attach(home()).environment())
    import django  # noqa: PLC0415 - reads the environment that was just completed

    django.setup()
    if database:
        from gongdao.project.schema import bring_up_to_date  # noqa: PLC0415

        bring_up_to_date()
    from django.conf import settings  # noqa: PLC0415

    from gongdao.project.law import open_book  # noqa: PLC0415

    open_book(settings.GONGDAO_LAW_PACKS)


def _is_offline(given: Sequence[str]) -> bool:
    return not given or any(tuple(given[: len(words)]) == words for words in OFFLINE)


if __name__ == "__main__":
    main()
