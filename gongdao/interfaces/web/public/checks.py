"""Words checked before they bind anyone: terms and advertising, for merchants and for whoever reads them.

No account, nothing kept: the text is read, marked where it cannot stand, and forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render

from gongdao.detectors import claims
from gongdao.interfaces.web.public.advice import law_of
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.law import book
from gongdao.stages.rulebook import term_checks

LONGEST = 20_000
CLAIMS_LAW = "cn"
CATEGORIES = {
    "": Words("普通商品", "general goods"),
    "food": Words("普通食品", "food"),
    "health_food": Words("保健食品", "health food"),
    "cosmetics": Words("化妆品", "cosmetics"),
    "used": Words("二手、翻新", "used or refurbished"),
}


class Fault(NamedTuple):
    """What is wrong with a stretch of the text, in the words of the page."""

    start: int
    end: int
    quote: str
    what: Words
    article: Words
    why: Words
    repair: Words
    fine: Words | None


class Piece(NamedTuple):
    """A stretch of the text as it is shown: plain where `number` is 0, else marked as that fault."""

    text: str
    number: int


def check(request: Any) -> HttpResponse:
    """The form, and beneath it the same text with every fault marked."""
    under = law_of(request)
    said = request.POST if request.method == "POST" else request.GET
    what = "copy" if said.get("what") == "copy" and under == CLAIMS_LAW else "terms"
    text = said.get("text", "").replace("\r\n", "\n")
    category = said.get("category", "") if said.get("category") in CATEGORIES else ""
    too_long = len(text) > LONGEST
    if too_long:
        request.refusal = Refusal(
            "text_too_long", f"文字超过{LONGEST}字，请分段检查。",
            f"The text is longer than {LONGEST} characters: check it in parts.",
        )  # fmt: skip
        text = ""
    faults = _faults(text, what, category, under=under, request=request) if text.strip() else []
    page = {
        "what": what,
        "text": text,
        "category": category,
        "categories": CATEGORIES.items(),
        "with_claims": under == CLAIMS_LAW,
        "law": book.pack(under).title,
        "read": bool(text.strip()),
        "faults": faults,
        "pieces": pieces(text, faults),
    }
    return render(request, "check.html", page, status=400 if too_long else 200)


def _faults(text: str, what: str, category: str, *, under: str, request: Any) -> list[Fault]:
    if what == "terms":
        on = book.pack(under).day_of(request.now)
        return [_of_term(each) for each in term_checks.check(text, under=under, on=on)]
    used = category == "used"
    found = claims.scan(
        text, category="" if used else category, condition="used" if used else "new"
    )
    return [_of_claim(each) for each in sorted(found, key=lambda each: each.start)]


def _of_term(found: term_checks.TermFinding) -> Fault:
    kind, verdict = found.clause.kind, found.verdict
    what = Words(f"{kind.words.zh}：{verdict.zh}", f"{kind.words.en}: {verdict.en}")
    article = Words(found.cites.in_chinese, str(found.cites))
    return Fault(
        found.clause.start, found.clause.end, found.clause.quote, what, article, found.why,
        kind.lawful_wording, None,
    )  # fmt: skip


def _of_claim(found: claims.Finding) -> Fault:
    kind, fine = found.kind, found.kind.fine
    said = fine and Words(
        f"罚款{fine[0]:,}元至{fine[1]:,}元", f"a fine of CNY {fine[0]:,} to {fine[1]:,}"
    )
    return Fault(
        found.start, found.end, found.quote, kind.words, kind.article, kind.why, kind.repair, said
    )


def pieces(text: str, faults: Sequence[Any]) -> list[Piece]:
    """The text cut at its faults, which have a `start` and an `end`; where two overlap, the first is marked and the other only listed."""
    cut, place = [], 0
    for number, fault in enumerate(faults, start=1):
        if fault.start < place:
            continue
        cut += [
            Piece(text[place : fault.start], 0),
            Piece(text[fault.start : fault.end], number),
        ]
        place = fault.end
    return [piece for piece in (*cut, Piece(text[place:], 0)) if piece.text]
