"""Tests run on the product's own embedded server, unless one is named. Loaded before the settings are."""

from __future__ import annotations

import atexit
import os
import tempfile


def attach() -> None:
    """Start or find a server, and tell the settings where it is. As owner: tests make databases."""
    if os.environ.get("GONGDAO_DB_HOST") or os.environ.get("PYTEST_DISABLE_DATABASE") == "1":
        return
    from gongdao.project import postgres

    home = os.environ.setdefault(
        "GONGDAO_HOME", f"{tempfile.gettempdir()}/gongdao-tests-{os.geteuid()}"
    )
    database = postgres.attach(home)
    atexit.register(database.leave)
    os.environ.update(database.environment(owner=True))


attach()
