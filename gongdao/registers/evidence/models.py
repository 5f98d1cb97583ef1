"""Records of deeds, the tree over them, and the signed heads. Rows are only ever added: the database refuses the rest."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongdao.registers import columns


class Record(models.Model):
    """One deed, as recorded. `body` is the canonical JSON that the tree commits to."""

    seq = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    act = models.CharField(max_length=40)
    subject = columns.ref()
    about = columns.ref()
    at = models.DateTimeField()
    body = models.TextField()

    class Meta:
        indexes: ClassVar = [
            models.Index("about", "seq", name="record_by_about"),
            models.Index("subject", "seq", name="record_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.act} {self.subject}"


class Pending(models.Model):
    """Deeds that no tree contains yet. A queue, not evidence; `seal` empties it."""

    seq = models.BigIntegerField(primary_key=True)
    marketplace = columns.ref()

    class Meta:
        indexes: ClassVar = [models.Index("marketplace", "seq", name="pending_by_marketplace")]

    def __str__(self) -> str:
        return str(self.seq)


class Leaf(models.Model):
    """Where a deed stands in its marketplace's tree."""

    pk = models.CompositePrimaryKey("marketplace", "place")
    marketplace = columns.ref()
    place = models.BigIntegerField()
    seq = models.BigIntegerField(unique=True)

    def __str__(self) -> str:
        return f"{self.marketplace} {self.place}"


class Node(models.Model):
    """The hash of one complete subtree: `place` counts subtrees of this level from the left; level 0 are leaves."""

    pk = models.CompositePrimaryKey("marketplace", "level", "place")
    marketplace = columns.ref()
    level = models.SmallIntegerField()
    place = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.marketplace} {self.level}/{self.place}"


class Head(models.Model):
    """The signed state of a tree at a size: whoever keeps one can prove that nothing before it changed."""

    pk = models.CompositePrimaryKey("marketplace", "size")
    marketplace = columns.ref()
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    key = models.CharField(max_length=64)
    signature = models.BinaryField(max_length=64)

    def __str__(self) -> str:
        return f"{self.marketplace} {self.size}"


class Stamp(models.Model):
    """Somebody else's word (RFC 3161) that a head was there at a moment. Kept as it came."""

    id = models.BigAutoField(primary_key=True)
    marketplace = columns.ref()
    size = models.BigIntegerField()
    token = models.BinaryField()
    at = models.DateTimeField()
    authority = models.CharField(max_length=200)
    certificate = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "marketplace", "size", "certificate", name="stamp_once_per_authority"
            )
        ]

    def __str__(self) -> str:
        return f"{self.marketplace} {self.size} {self.authority}"
