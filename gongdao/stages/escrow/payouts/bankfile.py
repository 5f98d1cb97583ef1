"""The file that goes to the bank and the file that comes back: plain CSV, one payout a line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongdao.kernel.money import Money, parse
from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.stages.escrow.models import Payout

SENT = ("payout", "payee", "amount", "currency")
HEARD = ("payout", "outcome", "amount", "currency", "reason")
OUTCOMES = {"paid": "confirm", "failed": "fail"}
ROWS_MOST = 100_000


@dataclass(frozen=True, slots=True)
class Word:
    """What the bank says became of one payout."""

    payout: str
    act: str
    amount: Money
    reason: str


def written(payouts: Iterable[Payout]) -> str:
    """The file for the bank. A payee is named by its reference; the bank knows the account."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(SENT)
    for payout in payouts:
        figures = str(payout.amount).partition(" ")[2]
        lines.writerow([payout.id, payout.merchant, figures, payout.currency])
    return out.getvalue()


def read(text: str) -> list[Word]:
    """The bank's file. The first line that cannot be read refuses the whole, by its number."""
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=False))
    if not rows or tuple(rows[0]) != HEARD or len(rows) > ROWS_MOST:
        raise Refusal(
            "bank_file_unreadable",
            f"银行文件无法识别：首行须为 {','.join(HEARD)}，最多{ROWS_MOST:,}行。",
            f"The bank's file cannot be read: it begins {','.join(HEARD)}, with at most {ROWS_MOST:,} lines.",
        )
    words = [_word(row, number) for number, row in enumerate(rows[1:], 2) if row]
    _refuse_twice(words)
    return words


def _word(row: Sequence[str], number: int) -> Word:
    try:
        payout, outcome, amount, currency, reason = row
        return Word(
            expect("pyo", payout), OUTCOMES[outcome], parse(amount, currency=currency), reason[:200]
        )
    except (KeyError, ValueError, Refusal) as unreadable:
        raise Refusal(
            "bank_line_unreadable",
            f"银行文件第{number}行无法识别。",
            f"Line {number} of the bank's file cannot be read.",
        ) from unreadable


def _refuse_twice(words: Sequence[Word]) -> None:
    said: dict[str, str] = {}
    for word in words:
        if said.setdefault(word.payout, word.act) != word.act:
            raise Refusal(
                "bank_file_contradicts",
                f"银行文件对付款单 {word.payout} 给出了两种结果。",
                f"The bank's file says two things about the payout {word.payout}.",
            )
