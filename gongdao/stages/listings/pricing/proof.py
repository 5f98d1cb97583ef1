"""The proof file of a promotion: the rows of the log it rests on, the law's working, and a signature over it all.

Who holds the file needs nothing else: the rows are in it, so that what the log tells and what the law
makes of it can be worked out again, and the key that signed it is named by its fingerprint.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.law import Pack, ask, book
from gongdao.law.book import Answer
from gongdao.law.topics.market import Comparison, highest_reference_price
from gongdao.law.topics.union_market import Reduction, prior_price
from gongdao.registers.evidence.canonical import canonical
from gongdao.registers.evidence.heads import SigningKey, fingerprint, moment, signed_by
from gongdao.stages.listings.pricing import references
from gongdao.stages.listings.pricing.faults import in_union
from gongdao.stages.listings.pricing.kinds import HERE
from gongdao.stages.listings.pricing.models import Entry, Promotion

FORMAT = "gongdao-price-proof/1"
SIZE_MOST = 8 * 1024 * 1024
TELLS: Mapping[str, Words] = {
    "format_unknown": Words("不是价格证明文件", "this is no price proof"),
    "signature_wrong": Words("签名不符，文件被改动过", "the signature does not fit: the file was changed"),
    "key_unknown": Words("签名的密钥不是公布的那一把", "the key that signed is not the published one"),
    "told_differs": Words("按所列日志算不出所写的价格", "the rows do not tell the prices that are written"),
    "working_differs": Words("法律推理与所列日志不符", "the law's working does not follow from the rows"),
    "findings_differ": Words("按所列日志查出的问题不同", "the rows lead to other findings than are written"),
}  # fmt: skip


def made(row: Promotion, entries: Sequence[Entry], *, pack: Pack, at: datetime) -> dict[str, Any]:
    """What the proof says, before it is signed."""
    log = [_row(entry) for entry in deciding(entries, pack=pack)]
    return {
        "format": FORMAT,
        "made_at": moment(at),
        "law": pack.name,
        "promotion": _promotion(row),
        "log": log,
        "sold_in_all": sum(entry.act == "sold" for entry in entries),
        **_worked_out(row, entries, pack),
    }


def signed(proof: Mapping[str, Any], *, key: SigningKey) -> dict[str, Any]:
    """The file: the proof, the key and the signature over the proof's canonical bytes."""
    said = canonical(dict(proof), size_most=SIZE_MOST)
    return {
        "proof": dict(proof), "key": key.id, "public": key.public.hex(),
        "signature": key.sign(said).hex(),
    }  # fmt: skip


def deciding(entries: Iterable[Entry], *, pack: Pack) -> list[Entry]:
    """Every price asked, and of the sales of each day the lowest, the highest and the last: no rule needs more."""
    kept: list[Entry] = []
    days: dict[date, list[Entry]] = {}
    for entry in entries:
        if entry.channel != HERE:
            continue
        if entry.act == "offered":
            kept.append(entry)
        else:
            days.setdefault(pack.day_of(entry.at), []).append(entry)
    for sales in days.values():
        three = (min(sales, key=_price), max(sales, key=_price), max(sales, key=_moment))
        kept += {entry.id: entry for entry in three}.values()
    return sorted(kept, key=_moment)


def faults(file: Any, *, trusted: str = "") -> list[str]:
    """What is wrong with a proof file: nothing, if it is as it was signed and follows from its own rows.

    `trusted` is the fingerprint of the key that must have signed; without it any key will do.
    """
    try:
        proof, public = file["proof"], bytes.fromhex(file["public"])
        said, signature = canonical(proof, size_most=SIZE_MOST), bytes.fromhex(file["signature"])
        if proof["format"] != FORMAT:
            return ["format_unknown"]
        pack, row = book.pack(proof["law"]), _read_promotion(proof["promotion"])
        entries = [_read_row(each, row) for each in proof["log"]]
        again = _worked_out(row, entries, pack)
        wrong = {
            "signature_wrong": not signed_by(said, signature, public),
            "key_unknown": fingerprint(public) != file["key"] or trusted not in ("", file["key"]),
            "told_differs": again["told"] != proof["told"],
            "working_differs": any(again[n] != proof[n] for n in ("working", "highest_lawful")),
            "findings_differ": again["findings"] != proof["findings"],
        }
    except (KeyError, TypeError, ValueError, AttributeError, Refusal):
        return ["format_unknown"]
    return [code for code, holds in wrong.items() if holds]


def _worked_out(row: Promotion, entries: Sequence[Entry], pack: Pack) -> dict[str, Any]:
    reference = references.of_promotion(row, pack=pack)
    if reference is None:
        return {"told": {}, "working": [], "highest_lawful": None, "findings": []}
    told = references.told(reference, entries, pack=pack)
    answer = _answer(row, told, pack, reference.on)
    judged = references.judge([reference], entries, pack=pack)
    highest = answer.value if answer else None
    return {
        "told": told,
        "working": answer.working if answer else [],
        "highest_lawful": highest if isinstance(highest, int) else None,
        "findings": [wrong.as_data() for _, wrong in judged],
    }


def _answer(row: Promotion, told: Mapping[str, Any], pack: Pack, on: date) -> Answer[Any] | None:
    """How high the price compared with may be; nothing, where there was no price to compare with."""
    if in_union(pack):
        if told["lowest_offered"] is None:
            return None
        facts = Reduction(
            lowest_of_thirty_days=told["lowest_offered"],
            lowest_before_first_step=told["lowest_offered"] if row.first_step_on else 0,
            price_now=row.now_minor or 0, percent_shown=row.percent or 0,
        )  # fmt: skip
        return ask(prior_price, facts, under=pack.name, on=on)
    maker = row.basis == "maker"
    if told["last_sold"] is None and not maker:
        return None
    comparison = Comparison(
        shown=row.was_minor or 0,
        basis_stated=row.basis == "earlier" and (told["highest_sold"] or 0) >= (row.was_minor or 0),
        sold_in_seven_days=told["lowest_sold"] is not None,
        lowest_of_seven_days=told["lowest_sold"] or 0,
        last_price_sold=told["last_sold"] or 0,
        list_price=row.was_minor or 0 if maker else 0,
        list_price_labelled=maker,
    )
    return ask(highest_reference_price, comparison, under=pack.name, on=on)


PLAIN = (
    "id", "marketplace", "listing", "audience", "kind", "currency", "was_minor", "now_minor",
    "percent", "basis", "basis_words", "gift", "gift_listing", "gift_value_minor", "conditions",
    "countdown", "state",
)  # fmt: skip
MOMENTS = ("begins_at", "ends_at", "ended_at")


def _promotion(row: Promotion) -> dict[str, Any]:
    times = {name: getattr(row, name) for name in MOMENTS}
    return {
        **{name: getattr(row, name) for name in PLAIN},
        **{name: moment(at) if at else None for name, at in times.items()},
        "first_step_on": row.first_step_on.isoformat() if row.first_step_on else None,
    }


def _read_promotion(said: Mapping[str, Any]) -> Promotion:
    times = {name: said[name] and datetime.fromisoformat(said[name]) for name in MOMENTS}
    first = said["first_step_on"]
    return Promotion(
        **{name: said[name] for name in PLAIN}, **times,
        first_step_on=date.fromisoformat(first) if first else None,
    )  # fmt: skip


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "row": entry.id, "act": entry.act, "audience": entry.audience, "at": moment(entry.at),
        "price": entry.price_minor, "freight": entry.freight_minor, "promotion": entry.promotion,
    }  # fmt: skip


def _read_row(said: Mapping[str, Any], row: Promotion) -> Entry:
    return Entry(
        id=said["row"], listing=row.listing, channel=HERE, currency=row.currency,
        act=said["act"], audience=said["audience"], at=datetime.fromisoformat(said["at"]),
        price_minor=said["price"], freight_minor=said["freight"], promotion=said["promotion"],
    )  # fmt: skip


def _price(entry: Entry) -> int:
    return entry.price_minor


def _moment(entry: Entry) -> tuple[datetime, int]:
    return entry.at, entry.id
