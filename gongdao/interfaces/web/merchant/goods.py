"""A merchant's goods: the form that the standard makes, what is found while somebody types, the way to the shelf."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from gongdao.detectors import disclosure
from gongdao.interfaces.web.door import again, done, for_role
from gongdao.kernel.refusal import Refusal
from gongdao.registers.messages import queries as messages
from gongdao.stages.listings import actions as listings
from gongdao.stages.listings.changes import Stretch
from gongdao.stages.listings.kinds import FACTS, KINDS
from gongdao.stages.listings.review import actions, checks, facts, queries, reading
from gongdao.stages.listings.review.checks import Fault
from gongdao.stages.listings.rows import said
from gongdao.stages.listings.said import Said, of_version
from gongdao.stages.listings.states import LISTING, REVIEW
from gongdao.stages.listings.traits import TRAITS

PAGE = 50
LONG = 200
IN_FORM = ("title_zh", "title_en", "description_zh", "description_en", "price", "freight")


class Entry(NamedTuple):
    """One field of the form: the fact, what was typed, and what is wrong with it."""

    field: disclosure.Field
    value: str
    faults: Sequence[Fault]

    @property
    def long(self) -> bool:
        """Whether it wants a large box."""
        return self.field.type == "text" and self.field.most > LONG

    @property
    def stretches(self) -> list[Stretch]:
        """What was typed, cut where a finding begins and ends; of findings that overlap, the first."""
        cut, last = [], 0
        for start, end in sorted((f.start, min(f.end, len(self.value))) for f in self.faults):
            if last <= start < end:
                cut += [
                    Stretch(self.value[last:start], False),
                    Stretch(self.value[start:end], True),
                ]
                last = end
        return [*cut, Stretch(self.value[last:], False)] if cut else []


@for_role("merchant")
def index(request: Any) -> HttpResponse:
    """Every listing of the merchant with how it stands, and the categories to begin a new one in."""
    rows = queries.mine(by=request.actor, after=request.GET.get("after", ""), most=PAGE)
    stopped = queries.open_findings(rows)
    page = {
        "rows": [
            (v, LISTING.names[v.listing.state], REVIEW.names[v.review], len(stopped.get(v.id, ())))
            for v in rows
        ],
        "following": rows[-1].listing_id if len(rows) == PAGE else "",
        "categories": disclosure.categories().values(),
    }
    return render(request, "goods.html", page)


@for_role("merchant")
def editor(request: Any, ref: str = "") -> HttpResponse:
    """The form of a category, filled with the newest version or with what was typed."""
    row = queries.newest(ref, by=request.actor) if ref else None
    typed = request.POST if request.method == "POST" else None
    name = row.category if row else (typed or request.GET).get("category", "")
    if row and name not in disclosure.categories():
        name = (typed or request.GET).get("category", "goods")
    told = _typed(typed, name) if typed is not None else _told(row)
    found = (
        [*_found(told | {"category": name}, request), *_unshown(row, request)]
        if row or typed
        else []
    )
    kind = disclosure.category(name)
    page = {
        "row": row,
        "kind": kind,
        "entries": list(_entries(kind, told, found)),
        "traits": [(code, words, code in told.get("traits", "").split()) for code, words in TRAITS.items()],
        "sold_as": [(code, k.words, code == told.get("kind", "goods")) for code, k in KINDS.items()],
        "needed": [
            (code, fact, told.get(code, ""), [k.words for k in KINDS.values() if code in k.needs])
            for code, fact in FACTS.items()
        ],
        "stated": _score(told | {"category": name}, request),
        "blocking": checks.blocking(found),
        "state": row and LISTING.names[row.listing.state],
        "review": row and REVIEW.names[row.review],
        "findings": queries.findings(row) if row else [],
        "thread": messages.thread(row.listing_id, by=request.actor) if row else [],
    }  # fmt: skip
    return render(request, "goods_edit.html", page)


@for_role("merchant")
@again(editor)
def save(request: Any, ref: str = "") -> HttpResponse:
    """Keep what was typed as a new version, checked; nothing is published by this."""
    told = _typed(request.POST, request.POST.get("category", ""))
    meant = said(told, currency=request.market.currency)
    number = told.get("external_id") if not ref else None
    draft = actions.Draft(request.actor, request.now, meant, ref or None, number or None)
    (row,) = actions.draft(drafts=[draft])
    return done(f"/goods/{row.listing_id}", "draft")


@for_role("merchant")
def check(request: Any) -> HttpResponse:
    """What is wrong with what stands in the form now, marked under the words; nothing kept.

    Pressed as a button, without script, it gives the whole page back with the findings in it.
    """
    if request.method != "POST":
        return redirect("/goods")
    ref = request.POST.get("listing", "")
    if not request.htmx:
        return editor(request, ref)
    row = queries.newest(ref, by=request.actor) if ref else None
    name = request.POST.get("category", "")
    told = _typed(request.POST, name)
    found = [*_found(told | {"category": name}, request), *_unshown(row, request)]
    page = {
        "entries": list(_entries(disclosure.category(name), told, found)),
        "stated": _score(told | {"category": name}, request),
        "blocking": checks.blocking(found),
        "live": True,
    }
    return render(request, "goods_found.html", page)


@for_role("merchant")
@again(lambda request, ref, **_: editor(request, ref))
def act(request: Any, ref: str, verb: str) -> HttpResponse:
    """Publish, appeal, or take down."""
    by, now, reason = request.actor, request.now, request.POST.get("reason", "")
    if verb == "publish":
        actions.publish(by=by, listings=[ref], at=now)
    elif verb == "appeal":
        actions.appeal(by=by, listing=ref, words=reason, at=now)
    elif verb == "take_down":
        listings.take_down(by=by, listing=ref, reason=reason[:400] or "-", at=now)
    else:
        raise Http404
    return done(f"/goods/{ref}", f"goods_{verb}")


def _entries(
    kind: disclosure.Category, told: Mapping[str, str], found: Iterable[Fault]
) -> Iterable[Entry]:
    """The fields of the form, the listing's own first; one whose condition does not hold is left out."""
    wrong: dict[str, list[Fault]] = {}
    for fault in found:
        wrong.setdefault(fault.field, []).append(fault)
    own = [field for field in kind.fields if field.name in IN_FORM]
    for field in (*own, *kind.attributes):
        yield Entry(field, told.get(field.name, ""), wrong.get(field.name, ()))


def _found(told: Mapping[str, str], request: Any) -> Sequence[Fault]:
    """Faults of what can be a listing already; before that, those of its facts and words."""
    try:
        return facts.faults(
            said(told, currency=request.market.currency), request.market, request.now
        )
    except Refusal:
        if request.market.law != checks.LAW:
            return []
        on = facts.day_of(request.market, request.now)
        return checks.unfinished(told, on=on)


def _unshown(row: Any, request: Any) -> Sequence[Fault]:
    """Certificates that the kept version claims in its title and does not show."""
    if row is None:
        return []
    found = reading.certified([row], request.market, request.now)
    return found.get(row.listing_id, [])


def _score(told: Mapping[str, str], request: Any) -> int:
    return disclosure.completeness(told, on=facts.day_of(request.market, request.now))


def _typed(form: Any, name: str) -> dict[str, str]:
    kind = disclosure.category(name)
    names = ("external_id", "kind", *IN_FORM, *FACTS, *(f.name for f in kind.attributes))
    told = {each: form.get(each, "").replace("\r\n", "\n").strip() for each in names}
    told["traits"] = " ".join(trait for trait in form.getlist("traits") if trait in TRAITS)
    return {each: text for each, text in told.items() if text} | {"category": name}


def _told(row: Any) -> dict[str, str]:
    meant: Said | None = of_version(row) if row else None
    return {name: text for name, text in meant.facts.items() if text} if meant else {}
