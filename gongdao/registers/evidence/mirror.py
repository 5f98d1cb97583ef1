"""Signed heads that somebody else keeps, one a line; and whether the log still continues them.

Whoever has a copy of such a file can hold us to it: a log that was rewritten, cut or forked no
longer leads from a kept head to the one it shows now.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.evidence import tree
from gongdao.registers.evidence.heads import SignedHead, fingerprint, verify

Proof = Callable[[int, int], Sequence[bytes]]
"""The hashes that show that the tree of the first size begins the tree of the second."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A head with the public key under which it verifies."""

    head: SignedHead
    public: bytes

    def line(self) -> str:
        """The head as a mirror keeps it: one line of JSON."""
        return json.dumps(self.head.as_data() | {"public": self.public.hex()}, sort_keys=True)


def read(text: str) -> list[Kept]:
    """The heads of a mirror, in the order of its lines; refused where a line is not one."""
    return [_read(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]


def faults(kept: Iterable[Kept], now: SignedHead, *, proof: Proof) -> list[Words]:
    """What speaks against the log as it is now; nothing, if it continues every head that was kept."""
    found = []
    for each in kept:
        head = each.head
        if head.log != now.log:
            said = Words("是另一本日志的", "is of another log")
        elif not verify(head, publics={fingerprint(each.public): each.public}):
            said = Words("签名不成立", "is not signed by the key it names")
        elif head.size > now.size:
            said = Words(
                f"比现在的日志长（{head.size}＞{now.size}）：日志被截短",
                f"is longer than the log is now ({head.size} > {now.size}): the log was cut",
            )
        elif head.size and not tree.consistent(
            head.size, now.size, head.root, now.root, proof(head.size, now.size)
        ):
            said = Words(
                "与现在的日志不一致：日志被改写", "is not continued by the log: it was rewritten"
            )
        else:
            continue
        at = f"{head.size}, {head.at:%Y-%m-%d %H:%M} UTC"
        found.append(Words(f"树头（{at}）{said.zh}。", f"The head of {at} {said.en}."))
    return found


def _read(number: int, line: str) -> Kept:
    try:
        said = json.loads(line)
        head = SignedHead(
            str(said["log"]), int(said["size"]), bytes.fromhex(said["root"]),
            datetime.fromisoformat(said["at"]).astimezone(UTC), str(said["key"]), bytes.fromhex(said["signature"]),
        )  # fmt: skip
        return Kept(head, bytes.fromhex(said["public"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Refusal(
            "mirror_unreadable",
            f"镜像文件第{number}行不是树头，文件可能被改动。",
            f"Line {number} of the mirror is not a signed head; the file may have been changed.",
        ) from None
