"""How long one waits after failing, pure: a few tries are free, then each failure doubles the wait."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

LIMITS: Mapping[str, int] = {"account": 5, "device": 5, "address": 30, "code": 5}
"""How many failures in a row cost nothing. Many people may sit behind one address."""

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=1)
FORGOTTEN = timedelta(days=1)
"""After a day without a failure the count begins again."""


def wait_after(kind: str, failures: int) -> timedelta:
    """How long to wait after so many failures in a row: nothing, then 1, 2, 4 … minutes, an hour at most."""
    over = failures - LIMITS[kind]
    return min(FIRST * 2 ** min(over, 10), LONGEST) if over >= 0 else timedelta()


def counted(failures: int, *, last_at: datetime, at: datetime) -> int:
    """How many failures still count."""
    return 0 if at - last_at >= FORGOTTEN else failures


def digest(secret: str, kind: str, name: str) -> str:
    """What stands for a name in a row: nobody without the key can tell whose it is."""
    said = f"{kind}\n{name.strip().casefold()}".encode("utf-8", "replace")
    return hmac.digest(bytes.fromhex(secret), said, "sha256").hex()
