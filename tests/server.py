"""Tests run on the product's own embedded server, unless one is named."""

from __future__ import annotations

import atexit
import os
import tempfile


def attach():
    """Start or find a server, and tell the settings where it is. As owner: tests make databases."""
    if os.environ.get("GONGDAO_DB_HOST"):
        return
    from gongdao.project import postgres

    home = os.environ.setdefault("GONGDAO_HOME", tempfile.gettempdir() + "/gongdao-tests")
    database = postgres.attach(home)
    atexit.register(database.leave)
    os.environ.update(database.environment(owner=True))
