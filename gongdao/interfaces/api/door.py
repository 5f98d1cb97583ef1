"""The outermost step of the API: an id for each request, and every error a problem document."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gongdao.detectors.documents.files import VIDEO_MOST
from gongdao.interfaces import uploads
from gongdao.interfaces.api import problems
from gongdao.interfaces.api.requests import language
from gongdao.kernel.refusal import Refusal

PREFIX = "/api/"
PAPERS = ("/papers", "/exhibit-files")
BODY_MOST = 2 * 1024 * 1024
"""How large a body may be; only files for an application or a case may be larger."""

ID = "X-Request-Id"


class Door:
    """Middleware. What Django itself answers under /api (404, 405, 500) becomes a problem, too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        request.request_id = f"req_{uuid4().hex}"  # type: ignore[attr-defined]
        request.language = language(request)  # type: ignore[attr-defined]
        refused = _refused(request)
        response = problems.answer(request, refused) if refused else self.get_response(request)
        if response.status_code >= 400 and not _is_ours(response):
            response = _problem(request, response)
        response[ID] = request.request_id  # type: ignore[attr-defined]
        response.setdefault("Cache-Control", "no-store")
        return response


def _refused(request: HttpRequest) -> Refusal | None:
    """What can be seen to be wrong before the body is read."""
    if uploads.takes_recordings(request):
        fits = uploads.within(request, VIDEO_MOST + uploads.BESIDE)
        return None if fits else uploads.RECORDING_TOO_LARGE
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE if request.path.endswith(PAPERS) else BODY_MOST
    return None if uploads.within(request, most) else problems.BODY_TOO_LARGE


def _is_ours(response: HttpResponse) -> bool:
    return response.get("Content-Type", "").startswith(problems.MEDIA_TYPE)


def _problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Django's own answer, said as we say it."""
    known = {404: problems.ROUTE_UNKNOWN, 405: problems.METHOD_NOT_ALLOWED}
    if response.status_code in known:
        problem = problems.answer(request, known[response.status_code])
    elif response.status_code < 500:
        problem = problems.answer(request, problems.BODY_UNREADABLE)
    else:
        problem = problems.answer(request, problems.INTERNAL_ERROR)
    if "Allow" in response:
        problem["Allow"] = response["Allow"]
    return problem
