"""How a bundle is built, version by version: what stands where, and how each text is written."""

from __future__ import annotations

import re
from typing import Any

FORMAT, STAMPED = "gongdao-evidence/1", "gongdao-evidence/2"
"""The second has time stamps on its head and is the first otherwise."""

HEAD = {
    "log": "text", "size": "whole", "root": "hash", "at": "moment", "key": "hash",
    "signature": "signature",
}  # fmt: skip
SHAPE: dict[str, Any] = {
    "format": "text",
    "read_me": {"zh": "text", "en": "text"},
    "log": "text",
    "made_at": "moment",
    "about": ["text"],
    "head": HEAD,
    "earlier?": {"head": HEAD, "proof": ["hash"]},
    "keys": ["+", {"key": "hash", "public": "hash"}],
    "records": ["+", {"index": "whole", "record": {}, "salt?": "salt", "proof": ["hash"]}],
    "attachments": [{"name": "text", "media_type": "text", "sha256": "hash", "base64": "text"}],
    "seal": {"sha256": "hash", "key?": "hash", "signature?": "signature"},
}
"""What stands where: `?` may be absent, `+` not empty, `{}` any object."""

SHAPES = {FORMAT: SHAPE, STAMPED: {**SHAPE, "stamps": ["+", {"token": "text"}]}}

PATTERNS = {
    "hash": re.compile(r"[0-9a-f]{64}"),
    "signature": re.compile(r"[0-9a-f]{128}"),
    "salt": re.compile(r"(?:[0-9a-f]{2}){16,64}"),
    "moment": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}\+00:00"),
}
