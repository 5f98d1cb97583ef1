"""What is wrong with a request, said in both languages, with the place where it is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongdao.kernel.words import Language, Words

WORDS: Mapping[str, tuple[str, str]] = {
    "missing": ("缺少这一项", "this is missing"),
    "extra_forbidden": ("没有这一项", "there is no such field"),
    "string_type": ("须为文字", "this must be text"),
    "string_too_short": ("至少须有{min_length}个字", "at least {min_length} character(s)"),
    "string_too_long": ("最多{max_length}个字", "at most {max_length} characters"),
    "string_pattern_mismatch": ("格式不符", "this does not have the right form"),
    "int_type": ("须为整数", "this must be a whole number"),
    "int_parsing": ("须为整数", "this must be a whole number"),
    "int_from_float": ("须为整数", "this must be a whole number"),
    "bool_type": ("须为 true 或 false", "this must be true or false"),
    "bool_parsing": ("须为 true 或 false", "this must be true or false"),
    "greater_than_equal": ("不能小于{ge}", "this must be at least {ge}"),
    "less_than_equal": ("不能大于{le}", "this must be at most {le}"),
    "literal_error": ("可选：{expected}", "one of: {expected}"),
    "list_type": ("须为列表", "this must be a list"),
    "too_short": ("至少须有{min_length}项", "at least {min_length} item(s)"),
    "too_long": ("最多{max_length}项", "at most {max_length} items"),
    "dict_type": ("须为对象", "this must be an object"),
    "model_type": ("须为对象", "this must be an object"),
    "model_attributes_type": ("须为对象", "this must be an object"),
    "timezone_aware": ("时间须带时区", "the moment must carry its offset"),
}
"""The commonest mistakes; any other is a wrong form of the thing that is expected there."""

OTHERWISE = ("格式不符", "this does not have the right form")

MOMENTS = ("须为 ISO 8601 时间并带时区", "this must be an ISO 8601 moment with its offset")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong: where, which kind, and the sentence."""

    place: str
    in_body: bool
    code: str
    words: Words

    def shown(self, language: Language) -> dict[str, str]:
        """The mistake as a problem document lists it."""
        return {
            "pointer" if self.in_body else "parameter": self.place,
            "code": self.code,
            "detail": self.words.said_in(language),
            "sentence_zh": self.words.zh,
            "sentence_en": self.words.en,
        }


def mistakes(errors: Sequence[Mapping[str, Any]]) -> list[Mistake]:
    """Pydantic's errors in our words."""
    return [_mistake(error) for error in errors]


def _mistake(error: Mapping[str, Any]) -> Mistake:
    source, *path = error["loc"]
    in_body = source == "body"
    kind = str(error["type"])
    zh, en = MOMENTS if kind.startswith("datetime_") else WORDS.get(kind, OTHERWISE)
    said = {name: str(value) for name, value in error.get("ctx", {}).items()}
    place = _pointer(path[1:]) if in_body else str(path[-1])
    at_zh, at_en = ("正文", "the body") if place == "#" else (place, place)
    words = Words(f"{at_zh}：{zh.format_map(said)}。", f"{at_en}: {en.format_map(said)}.")
    return Mistake(place, in_body, kind, words)


def _pointer(path: Sequence[str | int]) -> str:
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in path)
    return "#" + "".join(f"/{part}" for part in parts)
