"""One way to write a value as bytes, so that all compute the same hash; one strict way to read.

What is written is RFC 8785 (JCS) for the values evidence holds: text, whole numbers, true, false,
null, lists, and objects with text keys. What is read must be exactly such a value: one that two
readers could take in two ways is refused with its place.
"""

from __future__ import annotations

import json
import re
from typing import Any

from gongdao.kernel.refusal import Refusal

DEPTH_MOST = 32
"""Lists and objects inside each other, in one record."""

SIZE_MOST = 1024 * 1024
"""Bytes of one record."""

WHOLE_MOST = 2**53 - 1
"""Beyond it a browser would round a number, and compute another hash."""

SURROGATES = "\ud800"
SPACE = re.compile(r"[ \t\n\r]*")
PLAIN = re.compile(r'[^"\\\x00-\x1f]*')
NUMBER = re.compile(r"(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][+-]?[0-9]+)?")
UNIT = re.compile(r"[0-9a-fA-F]{4}")
ESCAPES = dict(zip('"\\/bfnrt', '"\\/\b\f\n\r\t', strict=True))
LITERALS = {"true": True, "false": False, "null": None}

_writes = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)
_writes_sorted = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), check_circular=False, sort_keys=True
)


def canonical(value: Any, *, size_most: int = SIZE_MOST, depth_most: int = DEPTH_MOST) -> bytes:
    """The bytes of a value: keys in order of their UTF-16 units, no spaces, UTF-8.

    Refused, with a code and a sentence: floats, other types, whole numbers a browser would round,
    keys that are not text, lone surrogates, and what is too deep or too large. Text is left as it
    is: no Unicode normalisation.
    """
    plain = _check(value, depth_most)
    text = _writes_sorted.encode(value) if plain else _writes.encode(_in_order(value))
    try:
        data = text.encode()
    except UnicodeEncodeError:
        raise Refusal(
            "evidence_text_broken",
            "存证文字含有不成对的代理字符，无法编码。",
            "Evidence holds text with a lone surrogate, which is no character.",
        ) from None
    if len(data) > size_most:
        raise Refusal(
            "evidence_too_large",
            f"存证记录不得超过{size_most}字节（此为{len(data)}）。",
            f"A record of evidence is at most {size_most} bytes; this has {len(data)}.",
        )
    return data


class Unreadable(Exception):
    """The text is not strict JSON: a stable code, and the line and column of the first fault."""

    def __init__(self, code: str, text: str, at: int) -> None:
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        self.code = code
        self.place = f"line {line}, column {column}"
        super().__init__(f"{code} at {self.place}")


def read(text: str, *, depth_most: int = DEPTH_MOST) -> Any:
    """The one value that the text says, or `Unreadable`; unlike `json.loads` it never guesses.

    Codes: cut_short, not_json, key_twice, number_not_whole, number_too_large, nested_too_deep,
    text_broken (a lone surrogate).
    """
    reader = _Reader(text)
    value = reader.value(depth_most)
    reader.skip()
    if reader.at < len(text):
        raise Unreadable("not_json", text, reader.at)
    return value


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def value(self, room: int) -> Any:
        self.skip()
        letter = self.text[self.at : self.at + 1]
        if letter == '"':
            return self.string()
        if letter in {"{", "["}:
            if room == 0:
                raise Unreadable("nested_too_deep", self.text, self.at)
            self.at += 1
            return self.object(room - 1) if letter == "{" else self.list(room - 1)
        for word, meaning in LITERALS.items():
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return meaning
        return self.number()

    def object(self, room: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if self.take("}", or_else=None):
            return found
        while True:
            self.skip()
            start = self.at
            if not self.text.startswith('"', start):
                raise self.unexpected()
            key = self.string()
            if key in found:
                raise Unreadable("key_twice", self.text, start)
            self.take(":")
            found[key] = self.value(room)
            if self.take("}", or_else=","):
                return found

    def list(self, room: int) -> list[Any]:
        found: list[Any] = []
        if self.take("]", or_else=None):
            return found
        while True:
            found.append(self.value(room))
            if self.take("]", or_else=","):
                return found

    def string(self) -> str:
        start = self.at
        self.at += 1
        parts: list[str] = []
        while True:
            plain = PLAIN.match(self.text, self.at)
            assert plain is not None, "matches the empty text too"
            parts.append(plain.group())
            self.at = plain.end()
            if self.text.startswith('"', self.at):
                self.at += 1
                return "".join(parts)
            if not self.text.startswith("\\", self.at):
                raise self.unexpected()
            parts.append(self.escape(start))

    def escape(self, start: int) -> str:
        self.at += 1
        letter = self.text[self.at : self.at + 1]
        if letter in ESCAPES:
            self.at += 1
            return ESCAPES[letter]
        if letter != "u":
            raise self.unexpected()
        high = self.unit()
        if not 0xD800 <= high < 0xE000:
            return chr(high)
        if high < 0xDC00 and self.text.startswith("\\u", self.at):
            self.at += 1
            low = self.unit()
            if 0xDC00 <= low < 0xE000:
                return chr(0x10000 + (high - 0xD800 << 10) + (low - 0xDC00))
        raise Unreadable("text_broken", self.text, start)

    def unit(self) -> int:
        self.at += 1
        digits = UNIT.match(self.text, self.at)
        if digits is None:
            raise self.unexpected()
        self.at += 4
        return int(digits.group(), 16)

    def number(self) -> int:
        found = NUMBER.match(self.text, self.at)
        if found is None:
            raise self.unexpected()
        if found[2] or found[3]:
            raise Unreadable("number_not_whole", self.text, self.at)
        if len(found[1]) > 17 or abs(int(found[1])) > WHOLE_MOST:
            raise Unreadable("number_too_large", self.text, self.at)
        self.at = found.end()
        return int(found[1])

    def take(self, mark: str, *, or_else: str | None = "") -> bool:
        """Whether the mark comes next; otherwise `or_else` has to (None: whatever may come)."""
        self.skip()
        if self.text.startswith(mark, self.at):
            self.at += 1
            return True
        if or_else is None:
            return False
        if not or_else or not self.text.startswith(or_else, self.at):
            raise self.unexpected()
        self.at += 1
        return False

    def skip(self) -> None:
        space = SPACE.match(self.text, self.at)
        assert space is not None, "matches the empty text too"
        self.at = space.end()

    def unexpected(self) -> Unreadable:
        cut = self.at >= len(self.text)
        return Unreadable("cut_short" if cut else "not_json", self.text, self.at)


def _check(value: Any, room: int) -> bool:
    """Refuse what evidence cannot hold; say whether code points already sort as UTF-16 does."""
    if value is None or isinstance(value, str | bool):
        return True
    if isinstance(value, int):
        if -WHOLE_MOST <= value <= WHOLE_MOST:
            return True
        raise Refusal(
            "evidence_number_too_large",
            "存证中的整数绝对值不得超过 9007199254740991。",
            "A whole number in evidence is at most 9007199254740991, either side of zero.",
        )
    if not isinstance(value, dict | list | tuple):
        raise _not_evidence(type(value).__name__)
    if room == 0:
        raise Refusal(
            "evidence_too_deep",
            "存证记录的嵌套层数过多。",
            "A record of evidence is nested too deep.",
        )
    plain = True
    if isinstance(value, dict):
        for key, each in value.items():
            if not isinstance(key, str):
                raise _not_evidence(f"key of type {type(key).__name__}")
            # Only letters from the surrogates' range on can sort differently in UTF-16.
            plain = plain and (key.isascii() or max(key) < SURROGATES)
            plain = _check(each, room - 1) and plain
    else:
        for each in value:
            plain = _check(each, room - 1) and plain
    return plain


def _in_order(value: Any) -> Any:
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return {key: _in_order(value[key]) for key in keys}
    if isinstance(value, list | tuple):
        return [_in_order(each) for each in value]
    return value


def _not_evidence(kind: str) -> Refusal:
    return Refusal(
        "evidence_type_unknown",
        f"存证只含文字、整数、真假、空值、列表和对象，不含 {kind}。",
        f"Evidence holds text, whole numbers, true, false, null, lists and objects; no {kind}.",
    )
