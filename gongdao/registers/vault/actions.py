"""Putting personal data away, showing it for a reason, and erasing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import BinaryIO

from django.db import transaction

from gongdao.detectors.documents import blanks
from gongdao.detectors.documents.blanks import Blank
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.evidence.queries import done_since
from gongdao.registers.vault import cipher, streams
from gongdao.registers.vault.files import Opened, opened
from gongdao.registers.vault.models import Document, Item, Piece, Subject

ONE_LOOK = timedelta(minutes=10)
"""For so long, parts of a long file that the same person asks for are one look."""

MASKS = {
    "name": cipher.mask_name,
    "phone": cipher.mask_phone,
    "address": cipher.mask_address,
    "id_number": cipher.mask_id,
    "contact_name": cipher.mask_name,
    "bank_account": cipher.mask_account,
    "licence": cipher.mask_account,
    "request": cipher.mask_all,
    "returns_name": cipher.mask_name,
    "returns_phone": cipher.mask_phone,
    "returns_address": cipher.mask_address,
}
"""The fields there are, and how much of each a page may show."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody's data: field by field, in clear. It exists in memory only."""

    subject: str
    fields: Mapping[str, str]


@transaction.atomic
def put(
    *, marketplace: str, people: Sequence[Person], at: datetime, master: cipher.MasterKey
) -> None:
    """Encrypt and keep people's data; a field that is there already is replaced."""
    keys = _keys(marketplace, people, master)
    Item.objects.bulk_create(
        (
            Item(
                marketplace=marketplace,
                subject_id=person.subject,
                field=field,
                sealed=cipher.seal(keys[person.subject], person.subject, field, value),
                mask=MASKS[field](value),
                at=at,
            )
            for person in people
            for field, value in person.fields.items()
        ),
        update_conflicts=True,
        update_fields=["sealed", "mask", "at", "published_at"],
        unique_fields=["subject", "field"],
    )
    record(
        [
            Deed(
                "vault.put", p.subject, by=p.subject, marketplace=marketplace, at=at,
                data={"fields": sorted(p.fields)},
            )
            for p in people
        ]
    )  # fmt: skip


@transaction.atomic
def reveal(
    *, by: str, subject: str, field: str, reason: str, at: datetime, master: cipher.MasterKey
) -> str:
    """Show one field in clear. Who looked, at what, and why, is evidence for ever."""
    if not reason.strip():
        raise Refusal(
            "reason_missing",
            "查看个人信息须说明理由。",
            "Say why you need to see personal data.",
        )
    row = Item.objects.select_related("subject").filter(subject=subject, field=field).first()
    if row is None or row.subject.wrapped_key is None:
        raise Refusal(
            "data_gone",
            "没有这项个人信息，或已被删除。",
            "There is no such data, or it was erased.",
        )
    key = cipher.unwrap(master, subject, bytes(row.subject.wrapped_key))
    record(
        [
            Deed(
                "vault.revealed", subject, by=by, marketplace=row.subject.marketplace, at=at,
                data={"field": field, "reason": reason[:200]},
            )
        ]
    )  # fmt: skip
    return cipher.open_(key, subject, field, bytes(row.sealed))


@transaction.atomic
def disclose(
    *, by: str, subjects: Sequence[str], reason: str, at: datetime, master: cipher.MasterKey
) -> dict[str, dict[str, str]]:
    """Every field of these subjects in clear, for the person they are about. Each is evidence as one look is."""
    rows = list(
        Item.objects.select_related("subject")
        .filter(subject__in=set(subjects), subject__wrapped_key__isnull=False)
        .order_by("subject_id", "field")
    )
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        key = cipher.unwrap(master, row.subject_id, bytes(row.subject.wrapped_key or b""))
        clear = cipher.open_(key, row.subject_id, row.field, bytes(row.sealed))
        found.setdefault(row.subject_id, {})[row.field] = clear
    record(
        [
            Deed(
                "vault.revealed", row.subject_id, by=by, marketplace=row.marketplace, at=at,
                data={"field": row.field, "reason": reason},
            )
            for row in rows
        ]
    )  # fmt: skip
    return found


@transaction.atomic
def publish(*, by: str, subject: str, fields: Sequence[str], cites: str, at: datetime) -> None:
    """From now on these fields of somebody, and no others, are open to all, since an article says so."""
    row = Subject.objects.select_for_update().get(pk=subject)
    Item.objects.filter(subject=subject).exclude(field__in=fields).update(published_at=None)
    Item.objects.filter(subject=subject, field__in=fields).update(published_at=at)
    data = {"fields": sorted(fields), "cites": cites}
    record([Deed("vault.published", subject, by=by, marketplace=row.marketplace, at=at, data=data)])


@transaction.atomic
def keep_document(
    *,
    marketplace: str,
    subject: str,
    content: bytes,
    media: str,
    at: datetime,
    master: cipher.MasterKey,
) -> Document:
    """Seal a file under its person's key. The digest is of the bytes that are kept."""
    key = _keys(marketplace, [Person(subject, {})], master)[subject]
    ref = mint("doc", at=at)
    kept = Document.objects.create(
        id=ref,
        marketplace=marketplace,
        subject_id=subject,
        media=media,
        size=len(content),
        digest=sha256(content).hexdigest(),
        sealed=cipher.seal_document(key, subject, ref, content),
        at=at,
    )
    record([_kept(kept)])
    return kept


@transaction.atomic
def keep_recording(
    *, marketplace: str, subject: str, stream: BinaryIO, media: str, untold: Sequence[Blank],
    at: datetime, master: cipher.MasterKey,
) -> tuple[Document, Document]:  # fmt: skip
    """Seal a long file, once, in pieces: the document as it came, and the copy that tells less of it."""
    key = _keys(marketplace, [Person(subject, {})], master)[subject]
    first, second, head = mint("doc", at=at), mint("doc", at=at), streams.new_head()
    same = {"marketplace": marketplace, "subject_id": subject, "media": media, "at": at}
    came = Document.objects.create(id=first, size=0, digest="", sealed=head, **same)
    came.size, came.digest, shown = _seal_pieces(came, stream, untold, key)
    came.save(update_fields=["size", "digest"])
    copy = Document.objects.create(
        id=second, size=came.size, digest=shown, of=came, **same,
        sealed=cipher.seal_document(key, subject, second, blanks.write(untold)),
    )  # fmt: skip
    record([_kept(came), _kept(copy)])
    return came, copy


@transaction.atomic
def open_document(
    *, by: str, document: str, reason: str, at: datetime, master: cipher.MasterKey
) -> tuple[str, bytes]:
    """A small kept file in clear, with its media type. Who looked, and why, is evidence for ever."""
    seen = open_file(by=by, document=document, reason=reason, at=at, master=master)
    return seen.media, seen.whole()


@transaction.atomic
def open_file(
    *, by: str, document: str, reason: str, at: datetime, master: cipher.MasterKey
) -> Opened:
    """A kept file, to be read in stretches. Who looked, and why, is evidence for ever."""
    if not reason.strip():
        raise Refusal("reason_missing", "查看文件须说明理由。", "Say why you need to see the file.")
    row = Document.objects.select_related("subject", "of").filter(pk=document).first()
    if row is None or row.subject.wrapped_key is None:
        raise Refusal(
            "data_gone", "没有这份文件，或已被删除。", "There is no such file, or it was erased."
        )
    key = cipher.unwrap(master, row.subject_id, bytes(row.subject.wrapped_key))
    again = _is_long(row) and done_since(row.id, "vault.opened", by=by, since=at - ONE_LOOK)
    deed = Deed(
        "vault.opened", row.id, about=row.subject_id, by=by, marketplace=row.marketplace, at=at,
        data={"reason": reason[:200]},
    )  # fmt: skip
    record([] if again else [deed])
    return opened(row, key, again=again)


@transaction.atomic
def erase(*, by: str, subject: str, at: datetime) -> None:
    """Destroy the key: whatever was sealed under it can never be read again, in any backup.

    Pieces of long files go with it, for the room they take.
    """
    row = Subject.objects.select_for_update().get(pk=subject)
    row.wrapped_key, row.erased_at = None, at
    row.save(update_fields=["wrapped_key", "erased_at"])
    Item.objects.filter(subject=subject).update(mask="***", published_at=None)
    Piece.objects.filter(document__subject=subject).delete()
    record([Deed("vault.erased", subject, by=by, marketplace=row.marketplace, at=at)])


def _seal_pieces(
    came: Document, stream: BinaryIO, untold: Sequence[Blank], key: bytes
) -> tuple[int, str, str]:
    """Read the file once: its size, its digest, and the digest of the copy."""
    box = streams.Pieces(key, subject=came.subject_id, document=came.id, head=bytes(came.sealed))
    size, whole, copy = 0, sha256(), sha256()
    for number, content, last in streams.cut(stream):
        Piece.objects.create(
            marketplace=came.marketplace, document=came, number=number,
            sealed=box.seal(number, content, last=last),
        )  # fmt: skip
        whole.update(content)
        copy.update(blanks.blanked(content, size, untold))
        size += len(content)
    return size, whole.hexdigest(), copy.hexdigest()


def _kept(row: Document) -> Deed:
    data = {"sha256": row.digest, "media": row.media, "size": row.size}
    return Deed(
        "vault.kept", row.id, about=row.subject_id, by=row.subject_id,
        marketplace=row.marketplace, at=row.at, data=data,
    )  # fmt: skip


def _is_long(row: Document) -> bool:
    return row.of is not None or streams.has_pieces(bytes(row.sealed))


def _keys(marketplace: str, people: Sequence[Person], master: cipher.MasterKey) -> dict[str, bytes]:
    known = {}
    for row in Subject.objects.filter(pk__in=[p.subject for p in people]):
        if row.wrapped_key is None:
            raise Refusal(
                "subject_erased",
                "此人的个人信息已被删除，不能再以其名义存入。",
                "This person's data was erased; nothing more can be kept under their name.",
            )
        known[row.id] = cipher.unwrap(master, row.id, bytes(row.wrapped_key))
    new = {p.subject: cipher.new_key() for p in people if p.subject not in known}
    Subject.objects.bulk_create(
        Subject(id=ref, marketplace=marketplace, wrapped_key=cipher.wrap(master, ref, key))
        for ref, key in new.items()
    )
    return known | new
