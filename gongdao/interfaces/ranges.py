"""A file, or the part of it that a player asks for (RFC 9110, section 14): one range at a time."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse

RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def answer(
    request: HttpRequest, content: bytes, *, media: str, headers: Mapping[str, str]
) -> HttpResponse:
    """The whole, or 206 with the part asked for, or 416 where there is no such part."""
    whole = HttpResponse(content, content_type=media, headers={**headers, "Accept-Ranges": "bytes"})
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or not (asked[1] or asked[2]):
        return whole
    size = len(content)
    if asked[1]:
        first, last = int(asked[1]), min(int(asked[2] or size), size - 1)
    else:
        first, last = max(size - int(asked[2]), 0), size - 1
    if first >= size or last < first:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    whole.status_code, whole.content = 206, content[first : last + 1]
    whole["Content-Range"] = f"bytes {first}-{last}/{size}"
    return whole
