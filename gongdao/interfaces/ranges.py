"""A file, or the part of it that a player asks for (RFC 9110, section 14): one range at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
PART = 4 << 20
"""What is longer is sent piece by piece; and a player gets no more at once. It asks for all that is to
come and then reads as slowly as it plays, for which nobody shall be kept waiting: it will ask again."""

PLAYERS = ("video", "audio")


def answer(
    request: HttpRequest,
    read: Callable[[int, int], Iterator[bytes]],
    *,
    size: int,
    media: str,
    headers: Mapping[str, str],
) -> HttpResponseBase:
    """The whole, or 206 with the part asked for, or 416 where there is no such part."""
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or not (asked[1] or asked[2]):
        return _sent(read, 0, size, media, headers)
    if asked[1]:
        first, last = int(asked[1]), min(int(asked[2] or size), size - 1)
    else:
        first, last = max(size - int(asked[2]), 0), size - 1
    if first >= size or last < first:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    if request.headers.get("Sec-Fetch-Dest") in PLAYERS:
        last = min(last, first + PART - 1)
    part = _sent(read, first, last + 1, media, headers)
    part.status_code = 206
    part["Content-Range"] = f"bytes {first}-{last}/{size}"
    return part


def _sent(
    read: Callable[[int, int], Iterator[bytes]],
    first: int,
    end: int,
    media: str,
    headers: Mapping[str, str],
) -> HttpResponseBase:
    told = {**headers, "Accept-Ranges": "bytes", "Content-Length": str(end - first)}
    if end - first > PART:
        return StreamingHttpResponse(read(first, end), content_type=media, headers=told)
    return HttpResponse(b"".join(read(first, end)), content_type=media, headers=told)
