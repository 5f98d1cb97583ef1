"""Every write carries an `Idempotency-Key`: a retry gets the kept reply, and nothing happens twice.

Only successes are kept. A refusal changed nothing, so the same key may be tried again when the
state of things is another. Kept reply and action commit together: both are there, or neither.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from gongdao.interfaces.api import problems
from gongdao.interfaces.api.auth import CHANGES, identify
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.uploads import digest_of
from gongdao.kernel.refusal import Refusal
from gongdao.registers.replies import actions as replies
from gongdao.registers.replies import queries as known

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
KEY = re.compile(r"[\x21-\x7e]{1,80}")
JSON = "application/json"

View = Callable[..., HttpResponse]


def once_for(who: Callable[..., Asked]) -> Callable[[View], View]:
    """Do a write at most once for each key of a caller, whom `who` finds; reads pass through.

    Who asks is found before the transaction begins: what a wrong key left behind stays.
    """

    def once(run: View) -> View:
        @wraps(run)
        def guarded(request: HttpRequest, **path: Any) -> HttpResponse:
            if request.method not in CHANGES:
                return run(request, **path)
            try:
                asked = who(request, **path)
                with transaction.atomic():
                    return _first_or_kept(run, asked, path)
            except Exception as exc:
                if (response := problems.told(request, exc)) is None:
                    raise
                return response

        return guarded

    return once


once = once_for(lambda request, **_: identify(request))
"""For whoever has a key of the API or a session on the site."""


def _first_or_kept(run: View, request: Asked, path: dict[str, Any]) -> HttpResponse:
    key, caller = _key(request), request.actor.party
    fingerprint = _fingerprint(request)
    if kept := known.kept(caller=caller, key=key, fingerprint=fingerprint):
        again = HttpResponse(bytes(kept.body), status=kept.status, content_type=JSON)
        again[REPLAYED] = "true"
        return again
    response = run(request, **path)
    if response.status_code >= 300:
        transaction.set_rollback(True)
        return response
    replies.keep(
        marketplace=request.actor.marketplace,
        caller=caller,
        key=key,
        fingerprint=fingerprint,
        status=response.status_code,
        body=response.content,
        at=request.came_at,
    )
    return response


def _key(request: HttpRequest) -> str:
    key = request.headers.get(HEADER, "")
    if not key:
        raise Refusal(
            "idempotency_key_missing",
            f"写操作须带 {HEADER} 头，每个新请求用一个新的值。",
            f"A write needs the header {HEADER}, with a new value for each new request.",
        )
    if not KEY.fullmatch(key):
        raise Refusal(
            "idempotency_key_wrong",
            f"{HEADER} 须为1至80个可见的 ASCII 字符。",
            f"{HEADER} must be 1 to 80 visible ASCII characters.",
        )
    return key


def _fingerprint(request: HttpRequest) -> bytes:
    said = f"{request.method} {request.get_full_path()}\n".encode("utf-8", "backslashreplace")
    return sha256(said + digest_of(request)).digest()
