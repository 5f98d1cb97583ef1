"""Carrier JSON: one scan a line, `{"waybill": …, "kind": …, "place": …, "at": …}` and who took the parcel."""

from __future__ import annotations

import json
from datetime import tzinfo

from gongdao.detectors.carriers.rows import Fault, Read, row_of
from gongdao.kernel.words import Words


def read(data: bytes, *, zone: tzinfo) -> Read:
    """Each line on its own: a line in another charset, or half a line, spoils no other."""
    found = Read("jsonl")
    for number, line in enumerate(data.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            said = json.loads(line.decode("utf-8"))
        except UnicodeDecodeError:
            found.faults.append(
                _fault(number, "row_charset_wrong", "不是 UTF-8 编码", "is not UTF-8")
            )
            continue
        except (ValueError, RecursionError):
            found.faults.append(_fault(number, "row_unreadable", "不是 JSON", "is not JSON"))
            continue
        if not isinstance(said, dict):
            found.faults.append(
                _fault(number, "row_unreadable", "不是 JSON 对象", "is no JSON object")
            )
            continue
        found.keep(row_of(number, said, zone=zone))
    return found


def _fault(number: int, code: str, zh: str, en: str) -> Fault:
    return Fault(number, code, Words(zh, en))
