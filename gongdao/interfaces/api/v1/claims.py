"""Advertising text before it is published: what may not be said, where it stands, how to mend it."""

from __future__ import annotations

from typing import Any

from ninja import Field, Router, Schema

from gongdao.detectors import claims
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import In
from gongdao.kernel.refusal import Refusal

router = Router(tags=["law"])
LAW = "cn"


class WordingIn(In):
    """A text about goods of a category: food, cosmetics, drugs, finance and so on."""

    text: str = Field(max_length=100_000)
    category: str = ""
    condition: str = ""


class WordingOut(Schema):
    """Every unlawful claim: its place in the text as sent, kind, article, reason, repair and fine."""

    findings: list[dict[str, Any]]


@router.post("/claims/scan", response=WordingOut, summary="Which claims in a text are unlawful?")
def scan(request: Asked, said: WordingIn) -> WordingOut:
    """Nothing is kept but the reply itself. Places count characters of the text from 0."""
    if request.market.law != LAW:
        raise Refusal(
            "claims_other_law", "广告用语的词库以中国大陆广告法为准，本平台适用其他法律。",
            "The lexicon of claims is that of mainland China; this marketplace is under another law.",
        )  # fmt: skip
    found = claims.scan(said.text, category=said.category, condition=said.condition)
    return WordingOut(findings=[each.as_data() for each in found])
