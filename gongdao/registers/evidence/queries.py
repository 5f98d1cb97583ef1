"""Every read of evidence: the tree, its heads, and the bundle that proves a thing's whole story."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Max

from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence import bundle, heads, sql, tree
from gongdao.registers.evidence.models import Head, Leaf, Pending, Record, Stamp

ROWS_AT_ONCE = 5_000


def size(marketplace: str) -> int:
    """How many records the sealed tree has."""
    with connection.cursor() as cursor:
        cursor.execute(sql.SIZE, [marketplace])
        found: int = cursor.fetchone()[0]
    return found


def nodes(marketplace: str) -> tree.Nodes:
    """How the tree fetches the hashes of its subtrees: all that it needs in one read."""

    def fetch(places: Sequence[tree.Place]) -> Mapping[tree.Place, bytes]:
        if not places:
            return {}
        levels, numbers = (list(column) for column in zip(*places, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(sql.NODES, [levels, numbers, marketplace])
            return {(level, place): bytes(value) for level, place, value in cursor.fetchall()}

    return fetch


def head(marketplace: str, *, size: int | None = None) -> heads.SignedHead:
    """The latest signed head, or the one over so many records."""
    rows = Head.objects.filter(marketplace=marketplace)
    row = (rows if size is None else rows.filter(size=size)).order_by("-size").first()
    if row is None:
        raise Refusal(
            "nothing_sealed", "还没有已签名的存证。", "No evidence has been sealed here yet."
        )
    return _signed(row)


def stamps(marketplace: str, *, beyond: int) -> list[Stamp]:
    """The time stamps on the newest stamped head that spans this place of the log; none, if none does."""
    rows = Stamp.objects.filter(marketplace=marketplace, size__gt=beyond).order_by("-size", "id")
    newest = rows.first()
    return list(rows.filter(size=newest.size)) if newest else []


def stamped(marketplace: str, *, size: int, certificate: str = "") -> bool:
    """Whether a head has a time stamp: under this certificate, or under any."""
    rows = Stamp.objects.filter(marketplace=marketplace, size=size)
    return (rows.filter(certificate=certificate) if certificate else rows).exists()


def about(ref: str) -> list[Record]:
    """Everything that was done about a thing, first to last."""
    return list(Record.objects.filter(about=ref).order_by("seq"))


def deeds(acts: Sequence[str], *, about: Sequence[str], most: int) -> list[Record]:
    """The last records of these acts about these things, newest first."""
    rows = Record.objects.filter(act__in=list(acts), about__in=list(about))
    return list(rows.order_by("-seq")[:most])


def last_of(refs: Sequence[str]) -> int:
    """The number of the last record about any of these things: it grows with everything done to them."""
    # Thing by thing from the index: the newest of all would be sought from the end of the whole book.
    rows = Record.objects.filter(about__in=list(refs)).values("about").annotate(last=Max("seq"))
    return max(rows.values_list("last", flat=True), default=0)


def last_data(about_ref: str, act: str) -> dict[str, Any] | None:
    """The data of the last record of an act about a thing."""
    rows = Record.objects.filter(about=about_ref, act=act).order_by("-seq")
    body = rows.values_list("body", flat=True).first()
    return dict(json.loads(body)["data"]) if body else None


def done_since(subject: str, act: str, *, by: str, since: datetime) -> bool:
    """Whether somebody did this to a thing at a moment or after it."""
    rows = Record.objects.filter(subject=subject, act=act, at__gte=since).order_by("-seq")
    return any(json.loads(body)["by"] == by for body in rows.values_list("body", flat=True))


def pending(marketplace: str) -> int:
    """How many records wait to be sealed."""
    return Pending.objects.filter(marketplace=marketplace).count()


def bundle_about(ref: str, *, marketplace: str, key: heads.SigningKey, at: datetime) -> bytes:
    """The evidence bundle of a thing: every sealed record about it, with its proof.

    The head is the newest, or a somewhat older one that has all of these records and a time stamp.
    """
    rows = {row.seq: row for row in about(ref)}
    leaves = Leaf.objects.filter(seq__in=list(rows)).order_by("place")
    places = list(leaves.values_list("place", "seq"))
    last = places[-1][0] if places else 0
    stamped = stamps(marketplace, beyond=last)
    signed = head(marketplace, size=stamped[0].size if stamped else None)
    proofs = tree.inclusions([p for p, _ in places], signed.size, nodes=nodes(marketplace))
    proved = [
        bundle.Proved(place, rows[seq].body.encode(), proof)
        for (place, seq), proof in zip(places, proofs, strict=True)
    ]
    return bundle.make(
        about=ref, records=proved, head=signed, public=key.public, key=key, made_at=at,
        stamps=[bytes(each.token) for each in stamped],
    )  # fmt: skip


def faults(marketplace: str, *, key: heads.SigningKey) -> list[str]:
    """Compute the whole tree again from the records: what differs from what was signed. Always empty."""
    found: list[str] = []
    count = 0

    def leaves(cursor: Any) -> Iterator[bytes]:
        nonlocal count
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            count += len(rows)
            yield from (tree.leaf_hash(body.encode()) for (body,) in rows)

    with connection.chunked_cursor() as cursor:
        cursor.execute(sql.IN_ORDER, [marketplace])
        top = tree.root_of(leaves(cursor))
    signed = head(marketplace)
    if count != signed.size or top != signed.root:
        found.append(f"the tree over {count} records is not the one that was signed")
    if not heads.signed_by(signed.note(), signed.signature, key.public):
        found.append("the signature of the head does not hold")
    return found


def _signed(row: Head) -> heads.SignedHead:
    return heads.SignedHead(
        row.marketplace, row.size, bytes(row.root), row.at, row.key, bytes(row.signature)
    )
