"""The layout of a gateway's daily file, as ours writes it and as the others' exports are brought into.

Plain CSV with a head of two lines, so that a half file is noticed: who and which day, how many
lines and what they sum to in each currency.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from gongdao.kernel.money import MOST, Money, parse
from gongdao.kernel.refusal import Refusal
from gongdao.stages.escrow.gateways.port import MOVES, DailyFile, Settled

HEAD = ("gateway", "day", "lines")
COLUMNS = ("kind", "reference", "amount", "currency")
LINES_MOST = 500_000


def written(gateway: str, day: date, lines: Sequence[Settled]) -> str:
    """The file, as the fake gateway sends it every night."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(HEAD)
    rows.writerow([gateway, day.isoformat(), len(lines)])
    rows.writerow(COLUMNS)
    for line in lines:
        size = Money(line.amount.currency, abs(line.amount.minor))
        figures = str(size).partition(" ")[2]
        sign = "-" if line.amount.minor < 0 else ""
        rows.writerow([line.kind, line.reference, sign + figures, line.amount.currency])
    return out.getvalue()


def read(text: str) -> DailyFile:
    """The file, or a refusal that names the first line that is wrong."""
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    try:
        head, said, columns = rows[:3]
        gateway, day, count = said
        known = tuple(head) == HEAD and tuple(columns) == COLUMNS
        on, lines_said = date.fromisoformat(day), int(count)
    except ValueError:
        known = False
    if not known or lines_said > LINES_MOST:
        raise Refusal(
            "gateway_file_unreadable",
            f"对账文件无法识别：须以 {','.join(HEAD)} 和 {','.join(COLUMNS)} 开头。",
            f"The file cannot be read: it begins with {','.join(HEAD)} and {','.join(COLUMNS)}.",
        )
    lines = [_line(row, number) for number, row in enumerate(rows[3:], 4) if row]
    if len(lines) != lines_said:
        raise Refusal(
            "gateway_file_incomplete",
            f"对账文件应有 {lines_said} 行，实有 {len(lines)} 行，可能没有传完。",
            f"The file says {lines_said} lines but has {len(lines)}; it may have broken off.",
        )
    return DailyFile(gateway, on, lines, sha256(text.encode()).hexdigest())


def _line(row: Sequence[str], number: int) -> Settled:
    try:
        kind, reference, amount, currency = row
        size = parse(amount.removeprefix("-"), currency=currency)
    except (ValueError, Refusal):
        kind = ""
    if kind not in MOVES or not 0 < len(reference) <= 120 or not 0 < size.minor <= MOST:
        raise Refusal(
            "gateway_line_unreadable",
            f"对账文件第{number}行无法识别。",
            f"Line {number} of the file cannot be read.",
        )
    return Settled(kind, reference, -size if amount.startswith("-") else size)
