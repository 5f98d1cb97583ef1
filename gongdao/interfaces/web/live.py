"""Pages that follow what happens: a small version of what a page shows, which a script asks for now and then.

The page carries a signed name of what it watches, so asking needs no session and costs one indexed
read. Whatever is done to a thing leaves evidence, so the last record about it is its version; of a
desk it is the rows that stand on it. Without the script a page is what it was: reload to see.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import HttpResponse
from django.utils.crypto import salted_hmac

from gongdao.registers.duties import queries as duties
from gongdao.registers.evidence import queries as evidence

SALT = "gongdao.live"
DAY = 86_400
ROWS = 200
"""How many rows of a desk make its version: no page shows more."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What a page watches, signed, and the version of it that the page shows."""

    token: str
    version: str


def thing(*refs: str) -> Watch:
    """Watch everything done about these things. Ask first, read the rows after: nothing slips between."""
    return _watch({"about": sorted(set(refs))})


def desk(marketplace: str, kinds: Sequence[str]) -> Watch:
    """Watch what of these kinds stands open in a marketplace."""
    return _watch({"in": marketplace, "kinds": sorted(kinds)})


def own(party: str) -> Watch:
    """Watch what a party owes."""
    return _watch({"by": party})


def version(request: Any, token: str) -> HttpResponse:
    """The version of what is watched: 304 where it is the one that the page shows."""
    try:
        watched = signing.loads(token, salt=SALT, max_age=DAY)
    except signing.BadSignature:
        return HttpResponse(status=404)
    tag = f'"{_version(watched)}"'
    same = request.headers.get("If-None-Match") == tag
    response = HttpResponse(status=304 if same else 200, content_type="text/plain")
    response["ETag"] = tag
    response["Cache-Control"] = "no-cache"
    return response


def _watch(watched: dict[str, Any]) -> Watch:
    return Watch(signing.dumps(watched, salt=SALT, compress=True), _version(watched))


def _version(watched: dict[str, Any]) -> str:
    """A digest under our own key: it tells that something changed, never how much is going on."""
    if "about" in watched:
        state: Any = evidence.last_of(watched["about"])
    elif "by" in watched:
        state = duties.numbers_of(watched["by"], most=ROWS)
    else:
        state = duties.numbers_of_kinds(watched["in"], watched["kinds"], most=ROWS)
    return salted_hmac(SALT, repr((watched, state)), algorithm="sha256").hexdigest()[:20]
