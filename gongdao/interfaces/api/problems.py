"""Turns every "no" into HTTP, once: RFC 9457 problem documents in the caller's language."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import DataError, IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from pydantic import Field

from gongdao.interfaces.api.mistakes import Mistake, mistakes
from gongdao.interfaces.api.requests import language
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words

MEDIA_TYPE = "application/problem+json"
URN = "urn:gongdao:problem:"
DEFAULT = 409
"""A refusal is about the state of things, unless its code says otherwise."""

STATUS: Mapping[str, int] = {
    "not_signed_in": 401,
    "signature_wrong": 401,
    "callback_stale": 401,
    "not_allowed": 403,
    "csrf_failed": 403,
    "sandbox_only": 403,
    "method_not_allowed": 405,
    "body_unreadable": 400,
    "body_incomplete": 400,
    "idempotency_key_missing": 400,
    "idempotency_key_reused": 422,
    "body_too_large": 413,
    "media_type_unsupported": 415,
    "complaint_unknown": 422,
    "currency_unknown": 422,
    "listing_too_long": 422,
    "listing_twice": 422,
    "recall_unclear": 422,
    "remedy_unknown": 422,
    "step_unknown": 422,
    "audience_unknown": 422,
    "exhibit_unexplained": 422,
    "exhibits_too_heavy": 422,
    "deficiency_unreal": 422,
    "file_empty": 422,
    "file_too_large": 413,
    "file_kind_other": 415,
    "file_is_program": 422,
    "file_is_archive": 422,
    "file_is_bomb": 422,
    "file_is_many": 422,
    "file_is_malware": 422,
    "video_too_large": 413,
    "pdf_locked": 422,
    "pdf_active": 422,
    "pdf_broken": 422,
    "picture_broken": 422,
    "video_broken": 422,
    "return_not_due": 409,
    "return_address_missing": 409,
    "picture_too_large": 422,
    "picture_too_small": 422,
    "name_disguised": 422,
    "paper_expired": 422,
    "finding_unknown": 422,
    "scan_unknown": 422,
    "left_with_unknown": 422,
    "drop_place_unknown": 422,
    "service_unknown": 422,
    "ground_unknown": 422,
    "excuse_unknown": 422,
    "feed_empty": 422,
    "promotion_unlawful": 422,
    "feed_form_unknown": 422,
    "feed_charset_unknown": 422,
    "feed_too_long": 413,
    "feed_too_large": 413,
    "one_merchant_per_order": 422,
    "time_before_cause": 422,
    "time_in_future": 422,
    "report_key_wrong": 401,
    "report_locked": 429,
    "sign_in_waits": 429,
    "second_factor_needed": 403,
    "password_short": 422,
    "password_common": 422,
    "password_same": 422,
    "report_kind_unknown": 422,
    "report_about_nothing": 422,
    "report_unclear": 422,
    "report_nonce_weak": 422,
    "report_answer_unknown": 422,
    "reporter_unnamed": 422,
    "dossier_not_this_one": 422,
    "act_unknown": 422,
    "database_away": 503,
    "gateway_away": 503,
    "internal_error": 500,
}
"""Codes whose status their ending does not tell."""

ENDINGS: Mapping[str, int] = {
    "_unknown": 404,
    "_unreadable": 422,
    "_unreal": 422,
    "_wrong": 422,
    "_absurd": 422,
    "_missing": 422,
}

TITLES: Mapping[int, Words] = {
    400: Words("请求无法识别", "The request cannot be read"),
    401: Words("身份未确认", "We do not know who is asking"),
    403: Words("没有权限", "Not allowed"),
    404: Words("找不到", "Not found"),
    405: Words("不支持这种方法", "Method not supported"),
    409: Words("当前状态下不能这样做", "Not possible as things stand"),
    413: Words("请求过大", "The request is too large"),
    415: Words("不支持的格式", "Format not supported"),
    422: Words("内容有误", "Something in the request is wrong"),
    429: Words("请稍后再试", "Too often; try later"),
    500: Words("系统出错", "Something broke on our side"),
    503: Words("暂时不可用", "Away for a moment"),
}

log = logging.getLogger("gongdao.api")


class MistakeOut(Schema):
    """One thing that is wrong in the request, and where."""

    pointer: str | None = Field(
        None, description="JSON pointer into the body: `#/picks/0/quantity`."
    )
    parameter: str | None = Field(None, description="The parameter of the address, if it is one.")
    code: str
    detail: str
    sentence_zh: str
    sentence_en: str


class Problem(Schema):
    """RFC 9457. `code` is public API and never changes its meaning; `cites` is the legal basis."""

    type: str = Field(examples=[f"{URN}return_window_closed"])
    title: str
    status: int
    detail: str = Field(description="The sentence in the caller's language.")
    code: str
    sentence_zh: str
    sentence_en: str
    cites: str | None = Field(None, examples=["CPL art. 25.1"])
    item: int | None = Field(None, description="The place in a batch of the item that was refused.")
    errors: list[MistakeOut] | None = None
    request_id: str


def status_of(code: str) -> int:
    """The HTTP status of a refusal's code."""
    if code in STATUS:
        return STATUS[code]
    return next((status for end, status in ENDINGS.items() if code.endswith(end)), DEFAULT)


def answer(
    request: HttpRequest,
    refusal: Refusal,
    *,
    status: int | None = None,
    errors: Sequence[Mistake] = (),
) -> HttpResponse:
    """The refusal as a problem document."""
    status = status or status_of(refusal.code)
    speaks = language(request)
    said: dict[str, Any] = {
        "type": URN + refusal.code,
        "title": TITLES[status].said_in(speaks),
        "status": status,
        "detail": refusal.sentence.said_in(speaks),
        "code": refusal.code,
        "sentence_zh": refusal.sentence.zh,
        "sentence_en": refusal.sentence.en,
        "cites": refusal.cites,
        "item": refusal.item,
        "errors": [mistake.shown(speaks) for mistake in errors] or None,
        "request_id": getattr(request, "request_id", ""),
    }
    text = json.dumps({k: v for k, v in said.items() if v is not None}, ensure_ascii=False)
    response = HttpResponse(text, status=status, content_type=MEDIA_TYPE)
    response["Content-Language"] = speaks
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="gongdao"'
    if status == 503 or refusal.code in ("try_again", "request_in_flight"):
        response["Retry-After"] = "1"
    return response


def handle(api: NinjaAPI) -> None:
    """Register every kind of "no" with the API."""
    handlers: dict[type[Exception], Any] = {
        Refusal: answer,
        ValidationError: _invalid,
        HttpError: _http,
        Http404: lambda request, _: answer(request, ROUTE_UNKNOWN),
        OperationalError: _operational,
        Exception: _crash,
    }
    handlers |= {kind: _unforeseen(refusal) for kind, refusal in UNFORESEEN.items()}
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def told(request: HttpRequest, exc: Exception) -> HttpResponse | None:
    """The problem of an exception that is somebody else's doing; nothing, if it is ours."""
    if isinstance(exc, Refusal):
        return answer(request, exc)
    if isinstance(exc, OperationalError):
        return _operational(request, exc)
    for kind, refusal in UNFORESEEN.items():
        if isinstance(exc, kind):
            return _unforeseen(refusal)(request, exc)
    return None


ROUTE_UNKNOWN = Refusal(
    "route_unknown", "没有这个接口地址。", "There is nothing at this address of the API."
)
METHOD_NOT_ALLOWED = Refusal(
    "method_not_allowed", "这个地址不支持该方法。", "This address does not support the method."
)
BODY_UNREADABLE = Refusal(
    "body_unreadable",
    "请求正文无法识别：须为完整的 UTF-8 编码 JSON。",
    "The body cannot be read: it must be whole JSON in UTF-8.",
)
INTERNAL_ERROR = Refusal(
    "internal_error",
    "系统出错，已记录；请带上请求编号联系我们。",
    "Something broke on our side and was logged; tell us the request id.",
)
NOT_SIGNED_IN = Refusal(
    "not_signed_in",
    "请先登录，或在 Authorization 头中提供有效的接口密钥。",
    "Sign in, or send a valid API key in the Authorization header.",
)
TRY_AGAIN = Refusal(
    "try_again",
    "同一时刻有其他操作，请稍后重试。",
    "Somebody else acted at the same moment; try again.",
)
DATABASE_AWAY = Refusal(
    "database_away", "数据库暂时不可用，请稍后重试。", "The database is away; try again shortly."
)
BODY_TOO_LARGE = Refusal(
    "body_too_large", "请求正文过大，上限为 2 MB。", "The body is too large; the limit is 2 MB."
)
BODY_INCOMPLETE = Refusal(
    "body_incomplete", "请求正文没有传完。", "The body broke off before its end."
)
UNFORESEEN: Mapping[type[Exception], Refusal] = {
    IntegrityError: Refusal(
        "collision",
        "与已有的数据冲突，没有保存任何内容。",
        "This collides with what is there already; nothing was saved.",
    ),
    DataError: Refusal(
        "value_unreal",
        "某个值超出允许的范围，没有保存任何内容。",
        "Some value is beyond what can be stored; nothing was saved.",
    ),
    RequestDataTooBig: BODY_TOO_LARGE,
    TooManyFieldsSent: BODY_TOO_LARGE,
    UnreadablePostError: BODY_INCOMPLETE,
}
"""What a database or a broken line says when no action foresaw it. Never the caller's crash."""

MOMENTARY = ("40001", "40P01", "55P03")
"""SQLSTATE of: could not serialise, deadlock, lock not available."""


def _invalid(request: HttpRequest, exc: ValidationError) -> HttpResponse:
    found = mistakes(exc.errors)
    first = found[0].words
    refusal = Refusal(
        "request_unreadable",
        f"请求内容有{len(found)}处错误；第一处：{first.zh}",
        f"{len(found)} thing(s) in the request are wrong; the first: {first.en}",
    )
    return answer(request, refusal, errors=found)


def _http(request: HttpRequest, exc: HttpError) -> HttpResponse:
    """Ninja's own words: a body that is no JSON, or nobody we know."""
    if isinstance(exc.__cause__, Refusal):
        return answer(request, exc.__cause__)
    if exc.status_code == 401:
        return answer(request, NOT_SIGNED_IN)
    return answer(request, BODY_UNREADABLE, status=exc.status_code)


def _unforeseen(refusal: Refusal) -> Callable[[HttpRequest, Exception], HttpResponse]:
    def say(request: HttpRequest, exc: Exception) -> HttpResponse:
        log.warning("%s: %s", refusal.code, exc)
        return answer(request, refusal)

    return say


def _operational(request: HttpRequest, exc: Exception) -> HttpResponse:
    if getattr(exc.__cause__, "sqlstate", None) in MOMENTARY:
        return answer(request, TRY_AGAIN)
    log.error("database_away: %s", exc)
    return answer(request, DATABASE_AWAY)


def _crash(_: HttpRequest, exc: Exception) -> HttpResponse:
    """Ours to mend: Django logs it with its traceback, and the door says it is a problem."""
    raise exc
