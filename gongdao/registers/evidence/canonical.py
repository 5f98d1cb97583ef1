"""One way to write a value as bytes, so that everyone computes the same hash (RFC 8785, for our types)."""

from __future__ import annotations

import json
from typing import Any

DEPTH_MOST = 32


def canonical(value: Any) -> bytes:
    """Canonical JSON: keys in order of their UTF-16 units, no spaces, UTF-8. No floats, no lone surrogates."""
    return json.dumps(
        _ordered(value, 0), ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode("utf-8", "strict")


def _ordered(value: Any, depth: int) -> Any:
    if depth > DEPTH_MOST:
        raise ValueError("too deep to be evidence")
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("keys of evidence are text")
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return {key: _ordered(value[key], depth + 1) for key in keys}
    if isinstance(value, list | tuple):
        return [_ordered(each, depth + 1) for each in value]
    if value is None or isinstance(value, str | bool | int):
        return value
    raise TypeError(f"evidence holds no {type(value).__name__}")
