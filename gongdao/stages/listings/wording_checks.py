"""The words of a listing against the law of advertising: each finding with the title it stands in."""

from __future__ import annotations

from typing import Any, NamedTuple

from gongdao.detectors import claims
from gongdao.stages.listings.models import Version

LAW = "cn"
"""The lexicon of claims is that of mainland China; under another law nothing is checked and nothing said."""


class WordingFinding(NamedTuple):
    """An unlawful claim in one of the two titles: `zh` or `en`."""

    language: str
    claim: claims.Finding

    def as_data(self) -> dict[str, Any]:
        """The finding as callers get it; places count characters of the title from 0."""
        return {"language": self.language, **self.claim.as_data()}


def check(version: Version, *, under: str) -> list[WordingFinding]:
    """Every unlawful claim in what a listing says, Chinese title first; a title said twice counts once."""
    if under != LAW:
        return []
    category = "food" if "food" in version.traits else version.category
    titles = {"zh": version.title_zh, "en": version.title_en}
    if version.title_en == version.title_zh:
        del titles["en"]
    return [
        WordingFinding(language, claim)
        for language, title in titles.items()
        for claim in claims.scan(title, category=category)
    ]
