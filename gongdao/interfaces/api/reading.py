"""Reads bodies strictly: whole JSON in UTF-8, text that a database can keep, nothing twice."""

from __future__ import annotations

import json
from typing import Any, NoReturn, cast

from django.http import HttpRequest
from ninja.parser import Parser
from ninja.types import DictStrAny

from gongdao.interfaces.api.problems import BODY_INCOMPLETE, BODY_UNREADABLE
from gongdao.kernel.refusal import Refusal


class Strict(Parser):
    """The parser of the API. A `Refusal` here reaches the caller as such."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        """The body as data, or a refusal that says what is wrong with it."""
        if request.content_type != "application/json":
            raise Refusal(
                "media_type_unsupported",
                "请求正文须为 application/json。",
                "The body must be application/json.",
            )
        if len(request.body) < int(request.META.get("CONTENT_LENGTH") or 0):
            raise BODY_INCOMPLETE
        return cast("DictStrAny", read(request.body))


def read(body: bytes) -> Any:
    """JSON from bytes. Infinite numbers, doubled names, lone surrogates and NUL are refused."""
    try:
        said = json.loads(
            body.decode("utf-8"), parse_constant=_no_number, object_pairs_hook=_no_doubles
        )
    except (ValueError, RecursionError) as unreadable:
        raise BODY_UNREADABLE from unreadable
    _refuse_unstorable(said)
    return said


def _no_number(constant: str) -> NoReturn:
    raise ValueError(constant)


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    said = dict(pairs)
    if len(said) < len(pairs):
        raise ValueError("a name stands twice")
    return said


def _refuse_unstorable(said: Any) -> None:
    if isinstance(said, str) and not storable(said):
        raise Refusal(
            "text_unreal",
            "文字中含有不能保存的字符（NUL 或不成对的代理字符）。",
            "The text has characters that cannot be kept (NUL or lone surrogates).",
        )
    if isinstance(said, dict):
        for name, value in said.items():
            _refuse_unstorable(name)
            _refuse_unstorable(value)
    elif isinstance(said, list):
        for value in said:
            _refuse_unstorable(value)


def storable(text: str) -> bool:
    """Whether a database in UTF-8 can keep this text."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
