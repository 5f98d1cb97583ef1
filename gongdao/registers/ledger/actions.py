"""Posting. There is no other way for money to move."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, connection, transaction

from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.arrays import arrays
from gongdao.registers.ledger import sql
from gongdao.registers.ledger.book import Entry
from gongdao.registers.ledger.exchange import Quote
from gongdao.registers.ledger.models import Rate


def post(entries: Sequence[Entry]) -> int:
    """Post entries; those whose key is in the book already are left out. Returns how many are new.

    The same key with other amounts is refused, and so is whatever would take a floored account
    below zero: nothing of the batch is posted then, and the caller's transaction is over. Whoever
    means to go on after a refusal posts within a savepoint of its own.
    """
    if not entries:
        return 0
    heads = [(e.marketplace, e.key, e.why, e.subject, e.at, e.cites, e.digest) for e in entries]
    lines = [
        (e.marketplace, e.key, place, line.account, line.amount.currency, line.amount.minor)
        for e in entries
        for place, line in enumerate(e.lines)
    ]
    try:
        with transaction.atomic(savepoint=False), connection.cursor() as cursor:
            cursor.execute(sql.POST, [*arrays(heads, 7), *arrays(lines, 6)])
            new: int = cursor.fetchone()[0]
            if new < len(entries):
                _refuse_reused(entries)
    except IntegrityError as broken:
        if "balance_never_negative" not in str(broken):
            raise
        raise Refusal(
            "not_enough_money",
            "账户余额不足，这笔款项不能支付。",
            "There is not enough on the account to pay this.",
        ) from broken
    return new


def book_rate(quote: Quote, *, marketplace: str) -> Rate:
    """Book what one currency costs in another from now on. Rates are added, never changed."""
    return Rate.objects.create(
        id=mint(
            "fxr", at=quote.at, salt=f"{marketplace}/{quote.base}/{quote.quote}/{quote.source}"
        ),
        marketplace=marketplace,
        base=quote.base,
        quote=quote.quote,
        scaled=quote.scaled,
        source=quote.source,
        at=quote.at,
    )


def _refuse_reused(entries: Sequence[Entry]) -> None:
    keys = [(e.marketplace, e.key, e.digest) for e in entries]
    with connection.cursor() as cursor:
        cursor.execute(sql.REUSED, arrays(keys, 3))
        reused = cursor.fetchone()
    if reused:
        raise Refusal(
            "entry_key_reused",
            f"分录“{reused[0]}”已经入账，且内容不同。",
            f'The entry "{reused[0]}" is in the book already, with other amounts.',
        )
