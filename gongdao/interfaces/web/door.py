"""What every page knows when it begins: who asks, in which marketplace, when, and in which language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongdao.detectors.documents.files import VIDEO_MOST
from gongdao.interfaces import callers, uploads
from gongdao.interfaces.web.wording.done import DONE, REMEDIES
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Language
from gongdao.registers.parties import queries as parties

LANGUAGES: tuple[Language, ...] = ("zh", "en")
THEMES = ("light", "dark")
YEAR = 31_536_000
OTHERS = ("/api/", "/static/")

View = Callable[..., HttpResponse]


class Door:
    """Gives each request its actor, its now and its language. Chinese, unless the reader prefers English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        if request.path.startswith(OTHERS):
            return self.get_response(request)
        request.language = language(request)
        request.actor, request.market, request.now = None, None, datetime.now(UTC)
        if request.user.is_authenticated:
            request.market = parties.by_id(request.user.marketplace)
            request.actor = callers.actor(request, request.user, request.market)
            request.now = parties.now(request.market, real=request.now)
        if not_to_be_read := too_large(request):
            return _page_of_its_own(request, not_to_be_read)
        response = self.get_response(request)
        for name, known in (("lang", LANGUAGES), ("theme", THEMES)):
            if request.GET.get(name) in known:
                response.set_cookie(name, request.GET[name], max_age=YEAR, samesite="Lax")
        return response

    def process_exception(self, request: Any, exception: Exception) -> HttpResponse | None:
        """A refusal is a sentence on the page where one was; what was typed there stays."""
        if not isinstance(exception, Refusal) or request.path.startswith(OTHERS):
            return None
        request.refusal = exception
        return _same_page(request) or _page_of_its_own(request, exception)


def too_large(request: Any) -> Refusal | None:
    """A body whose declared length is over what the form takes: refused before it is read.

    A recording is for somebody who has signed in.
    """
    if request.actor and uploads.takes_recordings(request):
        fits = uploads.within(request, VIDEO_MOST + uploads.BESIDE)
        return None if fits else uploads.RECORDING_TOO_LARGE
    if uploads.within(request, settings.DATA_UPLOAD_MAX_MEMORY_SIZE):
        return None
    return Refusal(
        "body_too_large",
        "上传的内容太大，请把文件缩小到10 MB以内。",
        "What you send is too large; keep a file within 10 MB.",
    )


def language(request: HttpRequest) -> Language:
    """What the reader chose (`?lang=en`, then the cookie), else what the browser prefers, else Chinese."""
    for chosen in (request.GET.get("lang"), request.COOKIES.get("lang")):
        for known in LANGUAGES:
            if chosen == known:
                return known
    prefers = request.headers.get("Accept-Language", "")[:2].lower()
    return "en" if prefers == "en" else "zh"


def context(request: Any) -> dict[str, Any]:
    """What every template may use."""
    theme = request.GET.get("theme") or request.COOKIES.get("theme", "")
    refusal = getattr(request, "refusal", None)
    return {
        "request": request,
        "language": getattr(request, "language", "zh"),
        "actor": getattr(request, "actor", None),
        "now": getattr(request, "now", None),
        "market": getattr(request, "market", None),
        "theme": theme if theme in THEMES else "",
        "refusal": refusal,
        "remedy": REMEDIES.get(refusal.code) if refusal else None,
        "typed": request.POST if refusal else {},
        "done": DONE.get(request.GET.get("done", "")),
    }


def for_role(*roles: str) -> Callable[[View], View]:
    """The page is for these roles; others are shown the way in."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.actor is None:
                return redirect("/?" + urlencode({"next": request.get_full_path()}))
            if not request.actor.roles & set(roles):
                raise Refusal(
                    "not_allowed",
                    "这个页面不是给您当前身份使用的。",
                    "This page is not for the role you have.",
                )
            return view(request, *args, **kwargs)

        return guarded

    return guard


def again(page: View) -> Callable[[View], View]:
    """An act by POST. Refused, or asked for by GET, it shows this page, with the refusal and what was typed."""

    def mark(view: View) -> View:
        @wraps(view)
        def posted(request: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "POST":
                return page(request, **kwargs)
            return view(request, **kwargs)

        posted.again = page  # type: ignore[attr-defined]
        return posted

    return mark


def read_day(text: str) -> date:
    """A day as a form sends it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(
            "day_unreadable",
            f"日期“{text[:20]}”无法识别，请写成 2026-06-30 的样子。",
            f'The day "{text[:20]}" cannot be read; write it like 2026-06-30.',
        ) from None


def after(refs: Sequence[str], ref: str) -> str:
    """What a queue holds next after one of its things: from the end it begins again; nothing if that is all."""
    order = list(dict.fromkeys(refs))
    here = order.index(ref) if ref in order else -1
    rest = [each for each in (*order[here + 1 :], *order[: here + 1]) if each != ref]
    return rest[0] if rest else ""


def done(address: str, what: str) -> HttpResponse:
    """Back to a page, which says what was just done."""
    return redirect(f"{address}?" + urlencode({"done": what}))


def day(text: str) -> date | None:
    """A day as a form sends it; nothing, where nothing was filled in."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(
            "day_unreadable",
            f"日期“{text[:20]}”无法识别，请写成 2026-03-10 的样子。",
            f'The day "{text[:20]}" cannot be read; write it like 2026-03-10.',
        ) from None


def _same_page(request: Any) -> HttpResponse | None:
    match = request.resolver_match
    page = getattr(match.func, "again", None) if match else None
    if page is None:
        return None
    try:
        response: HttpResponse = page(request, **match.kwargs)
    except Refusal:
        return None
    response.status_code = 409
    return response


def _page_of_its_own(request: Any, refusal: Refusal) -> HttpResponse:
    status = 404 if refusal.code.endswith("_unknown") else 409
    if refusal.code == "not_allowed":
        status = 403
    if refusal.code == "body_too_large":
        status = 413
    back = request.headers.get("Referer", "/")
    ours = back.startswith(f"{request.scheme}://{request.get_host()}/")
    said = {"back": back if ours else "/"}
    return render(request, "refusal.html", said, status=status)
