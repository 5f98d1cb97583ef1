"""Personal data, encrypted under one key per person. To destroy the key is to erase the person."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongdao.registers import columns


class Subject(models.Model):
    """A person we hold data about, with the wrapped key to it; no key, no data."""

    id = columns.own_ref()
    marketplace = columns.ref()
    wrapped_key = models.BinaryField(null=True)
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.id


class Item(models.Model):
    """One field of a person: the sealed value, and a mask that may be shown to whoever sees the order."""

    pk = models.CompositePrimaryKey("subject_id", "field")
    marketplace = columns.ref()
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, related_name="items", db_index=False
    )
    field = models.CharField(max_length=20)
    sealed = models.BinaryField()
    mask = models.CharField(max_length=120)
    at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="vault_mask_said", condition=~models.Q(mask=""))
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.field}"


class Document(models.Model):
    """A file somebody gave us, sealed under their key. Its digest, of what is kept, is evidence elsewhere.

    A long one lies in pieces; `sealed` is then how their cipher begins. Where `of` is set, the
    document is a copy of that one, and `sealed` says what the copy must not tell.
    """

    id = columns.own_ref()
    marketplace = columns.ref()
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="documents")
    media = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    sealed = models.BinaryField()
    of = models.ForeignKey("self", on_delete=models.PROTECT, related_name="copies", null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.id


class Piece(models.Model):
    """A stretch of a long document, sealed: all are of one length but the last."""

    pk = models.CompositePrimaryKey("document_id", "number")
    marketplace = columns.ref()
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="pieces", db_index=False
    )
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.document_id} {self.number}"
