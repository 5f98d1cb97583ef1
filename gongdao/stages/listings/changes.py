"""What changed from one version of a listing to the next, fact by fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from gongdao.detectors import disclosure
from gongdao.kernel.words import Words
from gongdao.stages.listings.models import Version
from gongdao.stages.listings.said import of_version

COMPARED_MOST = 2_000
"""Beyond this many characters two texts are shown whole; finding the changed words would take too long."""


class Stretch(NamedTuple):
    """A stretch of a text: kept, or one that is only in this version."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that is not what it was; a side that is empty was not stated."""

    field: str
    words: Words
    before: tuple[Stretch, ...]
    after: tuple[Stretch, ...]

    @property
    def texts(self) -> tuple[str, str]:
        """Both sides as plain text."""
        return "".join(s.text for s in self.before), "".join(s.text for s in self.after)


def named(row: Version) -> dict[str, Words]:
    """What the facts of a version are called, in the order of the standard."""
    kind = disclosure.categories().get(row.category) or disclosure.category("goods")
    return {field.name: field.words for field in kind.fields}


def between(before: Version | None, after: Version) -> list[Change]:
    """Every fact in which a version differs from an earlier one, in the order of the standard."""
    old = of_version(before).facts if before else {}
    new = of_version(after).facts
    known = named(after)
    order = list(known)
    names = [name for name in order if name in old or name in new]
    names += sorted((set(old) | set(new)) - set(order))
    return [
        Change(name, known.get(name) or Words(name, name), *_stretches(old.get(name, ""), new.get(name, "")))
        for name in names
        if old.get(name, "") != new.get(name, "")
    ]  # fmt: skip


def history(versions: Sequence[Version]) -> list[tuple[Version, list[Change]]]:
    """Each version with what it changed, newest first; the first of all changed nothing."""
    pairs = zip([None, *versions], versions, strict=False)
    told = [(after, between(before, after) if before else []) for before, after in pairs]
    return told[::-1]


def _stretches(old: str, new: str) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    if not old or not new or max(len(old), len(new)) > COMPARED_MOST:
        return _whole(old), _whole(new)
    left: list[Stretch] = []
    right: list[Stretch] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if b > a:
            left.append(Stretch(old[a:b], kind != "equal"))
        if d > c:
            right.append(Stretch(new[c:d], kind != "equal"))
    return tuple(left), tuple(right)


def _whole(text: str) -> tuple[Stretch, ...]:
    return (Stretch(text, True),) if text else ()
