"""Recording deeds, and sealing them into the tree. Nothing here changes or removes a row of evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cryptography.x509 import Certificate
from django.db import connection, transaction

from gongdao.registers.arrays import arrays
from gongdao.registers.batches import add
from gongdao.registers.evidence import heads, queries, sql, stamps, tree
from gongdao.registers.evidence.canonical import canonical
from gongdao.registers.evidence.models import Head, Leaf, Node, Stamp


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done, to what, by whom, when, and why. References and figures only; no personal data.

    `about` is the larger thing it belongs to (the order of a parcel); without one it is the subject.
    `why` is the working of the law as `Answer.working` gives it.
    """

    act: str
    subject: str
    by: str
    marketplace: str
    at: datetime
    about: str | None = None
    why: Sequence[Mapping[str, Any]] = ()
    data: Mapping[str, Any] = field(default_factory=dict)

    def body(self) -> bytes:
        """The canonical JSON that the tree commits to."""
        content: dict[str, Any] = {
            "act": self.act,
            "about": self.about or self.subject,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "by": self.by,
            "marketplace": self.marketplace,
            "subject": self.subject,
        }
        if self.why:
            content["why"] = [dict(reason) for reason in self.why]
        if self.data:
            content["data"] = dict(self.data)
        return canonical(content)


def record(deeds: Sequence[Deed]) -> None:
    """Add deeds to the evidence, in the transaction of whoever did them. One statement."""
    if not deeds:
        return
    rows = [
        (d.marketplace, d.act, d.subject, d.about or d.subject, d.at, d.body().decode())
        for d in deeds
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql.RECORD, arrays(rows, 6))


@transaction.atomic
def seal(
    *, marketplace: str, at: datetime, key: heads.SigningKey, most: int = 100_000
) -> Head | None:
    """Put what is pending into the tree and sign its new head; nothing pending, no new head.

    One sealer at a time for each marketplace: an advisory lock keeps a second one waiting.
    """
    with connection.cursor() as cursor:
        cursor.execute(sql.LOCK_TREE, [marketplace])
        cursor.execute(sql.TAKE_PENDING, [marketplace, most])
        taken = cursor.fetchall()
    if not taken:
        return None
    size = queries.size(marketplace)
    grown = tree.append(
        size, [tree.leaf_hash(body.encode()) for _, body in taken], nodes=queries.nodes(marketplace)
    )
    add([Leaf(marketplace=marketplace, place=size + n, seq=s) for n, (s, _) in enumerate(taken)])
    add(
        [
            Node(marketplace=marketplace, level=level, place=place, hash=value)
            for level, place, value in grown.nodes
        ]
    )
    head = heads.sign(log=marketplace, size=grown.size, root=grown.root, at=at, key=key)
    return Head.objects.create(
        marketplace=marketplace,
        size=head.size,
        root=head.root,
        at=at,
        key=head.key,
        signature=head.signature,
    )


def stamp(
    *,
    marketplace: str,
    at: datetime,
    authority: stamps.Authority,
    nonce: int,
    roots: Sequence[Certificate] = (),
) -> Stamp | None:
    """Have the newest head time-stamped; nothing is asked for where it is stamped already.

    The authority is asked outside of any transaction: it may be slow, and it may not answer.
    """
    signed = queries.head(marketplace)
    if queries.stamped(marketplace, size=signed.size):
        return None
    imprint = stamps.imprint_of(signed)
    answer = authority.answer(stamps.request(imprint, nonce=nonce))
    token, said = stamps.accept(answer, imprint=imprint, nonce=nonce, at=at, roots=roots)
    row, _ = Stamp.objects.get_or_create(
        marketplace=marketplace, size=signed.size, certificate=said.certificate,
        defaults={"token": token, "at": said.at, "authority": said.authority[:200]},
    )  # fmt: skip
    return row
