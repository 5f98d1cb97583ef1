"""Rules and their editions, comments on them, merchants who leave; and merchants' terms with findings."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from gongdao.registers import columns
from gongdao.stages.rulebook.kinds import KINDS
from gongdao.stages.rulebook.states import CLAUSE, EDITION, LEAVING


class Rule(models.Model):
    """A rule of the platform under a lasting name. What it says stands in its editions."""

    id = columns.own_ref()
    marketplace = columns.ref()
    name = models.SlugField(max_length=40)
    kind = models.CharField(max_length=12)
    title_zh = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80)
    begun_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("marketplace", "name", name="rule_named_once"),
            models.CheckConstraint(
                name="rule_kind_known", condition=models.Q(kind__in=sorted(KINDS))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Edition(models.Model):
    """What a rule says in one edition, and when it was drafted, discussed, published and in force.

    `asked_*` is the text that comments were asked on, kept beside the one that was published in the end.
    `wide`: it touches very many users, changes much or concerns important rights; `adds_burdens`: it
    adds duties or cuts rights. Both are the drafter's own word, and public.
    """

    id = columns.own_ref()
    marketplace = columns.ref()
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="editions")
    number = models.IntegerField()
    body_zh = models.TextField()
    body_en = models.TextField()
    asked_zh = models.TextField()
    asked_en = models.TextField()
    reason_zh = models.CharField(max_length=400)
    reason_en = models.CharField(max_length=400)
    wide = models.BooleanField()
    adds_burdens = models.BooleanField()
    digest = models.CharField(max_length=64)
    state = columns.state(EDITION)
    drafted_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    comments_until = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(null=True)
    in_force_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(EDITION),
            models.UniqueConstraint("rule", "number", name="edition_numbered_once"),
            models.UniqueConstraint(
                "rule", name="edition_one_in_force", condition=models.Q(state="in_force")
            ),
            models.UniqueConstraint(
                "rule",
                name="edition_one_under_way",
                condition=models.Q(state__in=["draft", "consulting", "considering", "announced"]),
            ),
        ]
        indexes: ClassVar = [
            models.Index("marketplace", "in_force_at", name="edition_by_force"),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} no. {self.number}"


class Comment(models.Model):
    """What a merchant or a consumer says about a draft, and what the platform answers. Public, no names."""

    id = columns.own_ref()
    marketplace = columns.ref()
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="comments")
    by = columns.ref()
    side = models.CharField(max_length=12)
    words = models.TextField()
    at = models.DateTimeField()
    answer = models.TextField()
    adopted = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.id


class Leaving(models.Model):
    """A merchant does not accept an edition and leaves; the edition before it stays the one that binds."""

    id = columns.own_ref()
    marketplace = columns.ref()
    merchant = columns.ref()
    refused = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    kept = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+", null=True)
    reason = models.CharField(max_length=400)
    state = columns.state(LEAVING)
    asked_at = models.DateTimeField()
    settlement = models.CharField(max_length=400)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(LEAVING),
            models.UniqueConstraint("merchant", "refused", name="leaving_once"),
        ]

    def __str__(self) -> str:
        return self.id


class Terms(models.Model):
    """A merchant's terms from a moment on. They are never edited: others take their place."""

    id = columns.own_ref()
    marketplace = columns.ref()
    merchant = columns.ref()
    number = models.IntegerField()
    text = models.TextField()
    digest = models.CharField(max_length=64)
    law = models.CharField(max_length=8)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("merchant", "number", name="terms_numbered_once"),
            models.UniqueConstraint(
                "merchant", name="terms_one_in_use", condition=models.Q(until=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merchant} terms {self.number}"


class Clause(models.Model):
    """A clause of filed terms that does not stand: where it is, why, and what would stand instead."""

    id = columns.own_ref()
    marketplace = columns.ref()
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="clauses")
    start = models.IntegerField()
    end = models.IntegerField()
    quote = models.TextField()
    kind = models.CharField(max_length=40)
    verdict_zh = models.CharField(max_length=80)
    verdict_en = models.CharField(max_length=80)
    why_zh = models.TextField()
    why_en = models.TextField()
    cites = models.CharField(max_length=120)
    confidence = models.FloatField()
    state = columns.state(CLAUSE)
    objection = models.TextField()
    review = models.TextField()
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            columns.known_states(CLAUSE),
            models.UniqueConstraint("terms", "start", "kind", name="clause_found_once"),
        ]

    def __str__(self) -> str:
        return self.quote
