"""Has the heads of the evidence time-stamped: by the sandbox's own authority, or by one at an address."""

from __future__ import annotations

import http.client
import secrets
from dataclasses import dataclass
from datetime import datetime
from logging import getLogger
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from cryptography.x509 import Certificate
from django.conf import settings

from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence import actions, queries
from gongdao.registers.evidence.chains import read_roots
from gongdao.registers.evidence.sandbox_authority import SandboxAuthority
from gongdao.registers.evidence.stamps import Authority
from gongdao.registers.parties import queries as parties

LOG = getLogger(__name__)
SECONDS = 10
ANSWER_MOST = 128 * 1024
NONCE_BITS = 63


@dataclass(frozen=True, slots=True)
class Distant:
    """An authority that an operator named by its address: RFC 3161, 3.4, over HTTP."""

    url: str

    def answer(self, request: bytes, /) -> bytes:
        """What it answers; refused where it does not, or with more than any answer is."""
        try:
            if not self.url.startswith(("https://", "http://")):
                raise URLError("scheme")
            asked = Request(  # noqa: S310 - the operator's address, and no other scheme is taken
                self.url, request, {"Content-Type": "application/timestamp-query"}
            )
            with urlopen(asked, timeout=SECONDS) as said:  # noqa: S310 - as above
                body: bytes = said.read(ANSWER_MOST + 1)
        except (OSError, ValueError, http.client.HTTPException):
            body = b""
        if not body or len(body) > ANSWER_MOST:
            raise Refusal(
                "stamp_authority_silent",
                "时间戳机构没有答复；存证不受影响，下一小时再试。",
                "The time-stamping authority does not answer; evidence is not affected, and it is asked again.",
            )
        return body


def authority_for(market: Any, *, at: datetime) -> Authority | None:
    """Who stamps for a marketplace: sandboxes have their own authority; a live one needs an address."""
    if market.mode == "sandbox":
        return SandboxAuthority(bytes.fromhex(settings.GONGDAO_SIGNING_KEY), lambda: at)
    return Distant(settings.GONGDAO_TIMESTAMPS) if settings.GONGDAO_TIMESTAMPS else None


def stamp(market: Any, *, at: datetime) -> Any:
    """Have the newest head of a marketplace stamped, if it is not yet and somebody can."""
    authority = authority_for(market, at=at)
    if authority is None:
        return None
    nonce = secrets.randbits(NONCE_BITS)
    roots = roots_for(market)
    return actions.stamp(
        marketplace=market.id, at=at, authority=authority, nonce=nonce, roots=roots
    )


def roots_for(market: Any) -> list[Certificate]:
    """What a live marketplace's stamps have to lead to, where its operator names a file of certificates."""
    named = "" if market.mode == "sandbox" else settings.GONGDAO_TIMESTAMP_ROOTS
    return roots_in(Path(named)) if named else []


def roots_in(file: Path) -> list[Certificate]:
    """The certificates of a PEM file. A file that cannot be read trusts nobody: it is refused."""
    try:
        return read_roots(file.read_bytes())
    except (OSError, ValueError):
        raise Refusal(
            "stamp_roots_unreadable",
            f"时间戳根证书文件 {file} 不存在，或其中没有 PEM 证书。",
            f"The file of time-stamp roots {file} is not there, or has no certificate in PEM.",
        ) from None


def stamp_all(now: datetime) -> int:
    """One round over every marketplace. An authority that fails holds nothing up."""
    made = 0
    for market in parties.marketplaces():
        if not queries.size(market.id):
            continue
        try:
            made += stamp(market, at=parties.now(market, real=now)) is not None
        except Refusal as no:
            LOG.warning("no time stamp for %s: %s", market.slug, no)
    return made
