"""Putting personal data away, showing it for a reason, and erasing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.vault import cipher
from gongdao.registers.vault.models import Document, Item, Subject

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
    data = {"sha256": kept.digest, "media": media, "size": kept.size}
    record(
        [
            Deed(
                "vault.kept",
                ref,
                about=subject,
                by=subject,
                marketplace=marketplace,
                at=at,
                data=data,
            )
        ]
    )
    return kept


@transaction.atomic
def open_document(
    *, by: str, document: str, reason: str, at: datetime, master: cipher.MasterKey
) -> tuple[str, bytes]:
    """A kept file in clear, with its media type. Who looked, and why, is evidence for ever."""
    if not reason.strip():
        raise Refusal("reason_missing", "查看文件须说明理由。", "Say why you need to see the file.")
    row = Document.objects.select_related("subject").filter(pk=document).first()
    if row is None or row.subject.wrapped_key is None:
        raise Refusal(
            "data_gone", "没有这份文件，或已被删除。", "There is no such file, or it was erased."
        )
    key = cipher.unwrap(master, row.subject_id, bytes(row.subject.wrapped_key))
    deed = Deed(
        "vault.opened", row.id, about=row.subject_id, by=by, marketplace=row.marketplace, at=at,
        data={"reason": reason[:200]},
    )  # fmt: skip
    record([deed])
    return row.media, cipher.open_document(key, row.subject_id, row.id, bytes(row.sealed))


@transaction.atomic
def erase(*, by: str, subject: str, at: datetime) -> None:
    """Destroy the key: whatever was sealed under it can never be read again, in any backup."""
    row = Subject.objects.select_for_update().get(pk=subject)
    row.wrapped_key, row.erased_at = None, at
    row.save(update_fields=["wrapped_key", "erased_at"])
    Item.objects.filter(subject=subject).update(mask="***", published_at=None)
    record([Deed("vault.erased", subject, by=by, marketplace=row.marketplace, at=at)])


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
