"""What must be true after a simulated year, and the one number that says how everything ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from django.conf import settings

from gongdao.interfaces.cli.simulated_processes import PROCESSES
from gongdao.interfaces.cli.simulator import SETTLED_BY, Year
from gongdao.kernel.machine import Move
from gongdao.registers.duties import queries as duties
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.evidence.heads import key_of
from gongdao.registers.ledger import queries as ledger
from gongdao.stages.escrow import queries as holds


def ends(year: Year) -> Counter[tuple[str, str]]:
    """How many cases of each process ended how."""
    return Counter((kind, state) for (kind, _), state in year.stands.items())


def checks(year: Year) -> dict[str, tuple[int, list[str]]]:
    """Every check by its name, with how many faults it found and which; all of them are to be none."""
    found = {
        "逾期未处理的义务 duties overdue and not acted on": _overdue(year),
        "未结的义务 duties still open": list(_open(year)),
        "没有时钟的案件 cases without a clock": year.unwatched,
        "停住的案件 cases stuck": list(_stuck(year)),
        "期限已过而后果迟到 deadlines whose consequence came late": _late(year),
        "试算平衡 trial balance": list(_unbalanced(year)),
        "仍在托管的款项 money still held": list(_held(year)),
        "账本 faults of the book": ledger.faults(year.town.market),
        "存证 faults of the evidence": _evidence(year),
    }
    return {name: (len(faults), faults) for name, faults in found.items()}


def digest(year: Year) -> str:
    """SHA-256 over how every case, order, duty and account ended; the same seed gives the same."""
    hashed, market = sha256(), year.town.market
    for (kind, _), state in year.stands.items():
        hashed.update(f"{kind} {state}\n".encode())
    found = holds.holds_of(order for order, _ in year.placed)
    for order, currency in year.placed:
        gone, hold = ledger.refunded(market, order, currency=currency), found.get(order)
        hashed.update(f"{hold.state if hold else '-'} {gone}\n".encode())
    for line in [*duties.outcomes(market), *ledger.by_kind(market)]:
        hashed.update(f"{line}\n".encode())
    return hashed.hexdigest()


def coverage(year: Year) -> dict[str, tuple[int, int, list[Move]]]:
    """For each process how many of its moves were made, of how many, and which never were."""
    found = {}
    for kind, process in PROCESSES.items():
        missing = [m for m in process.table.moves if not year.taken[kind, m]]
        every = len(process.table.moves)
        found[kind] = (every - len(missing), every, missing)
    return found


def _open(year: Year) -> Iterator[str]:
    for kind, count in duties.open_counts(year.town.market):
        yield f"{count} duties of kind {kind} are open"


def _overdue(year: Year) -> list[str]:
    count = duties.overdue(year.town.market, at=SETTLED_BY)
    return [f"{count} duties are overdue"] if count else []


def _late(year: Year) -> list[str]:
    count = duties.left_lying(year.town.market)
    return [f"{count} duties were acted on late"] if count else []


def _stuck(year: Year) -> Iterator[str]:
    for (kind, state), count in sorted(ends(year).items()):
        if state not in PROCESSES[kind].table.ends:
            yield f"{count} of {kind} are {state}"


def _unbalanced(year: Year) -> Iterator[str]:
    for currency, amount in ledger.trial_balance(year.town.market).items():
        if amount:
            yield f"{currency} is out by {amount}"


def _held(year: Year) -> Iterator[str]:
    for kind, amount in ledger.by_kind(year.town.market):
        if kind == "hold" and amount:
            yield f"{amount} is held"


def _evidence(year: Year) -> list[str]:
    return evidence.faults(year.town.market, key=key_of(settings.GONGDAO_EVIDENCE_KEY))
