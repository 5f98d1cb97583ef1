"""Everything that can be found in how a listing and its promotions show prices; no row is read here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from gongdao.detectors import price_words
from gongdao.kernel.money import Money, parse
from gongdao.kernel.refusal import Refusal
from gongdao.law import Pack
from gongdao.stages.listings.models import Version
from gongdao.stages.listings.pricing import references
from gongdao.stages.listings.pricing.faults import Wrong, in_union, wrong
from gongdao.stages.listings.pricing.kinds import AUDIENCES
from gongdao.stages.listings.pricing.models import Entry, Promotion
from gongdao.stages.listings.pricing.references import Reference, minor

AGAIN = timedelta(days=7)
"""An offer with a countdown that begins again so soon after its end has not ended: our own measure, the
law names no days."""
WORDED = ("title_zh", "title_en", "description_zh", "description_en")
SHOWN_STATES = frozenset({"running", "over"})


def of_shelf(
    shelf: Sequence[Version], entries: Sequence[Entry], promotions: Sequence[Promotion],
    earlier: Mapping[str, Sequence[Version]], *, pack: Pack, at: datetime,
) -> list[tuple[Version, Wrong]]:  # fmt: skip
    """Every fault of these listings as they stand now, each with the version it is found in.

    `earlier` holds what each listing said before, newest first: a comparison begins with the first of
    the versions in a row that make it.
    """
    home = {row.listing_id: row for row in shelf}
    theirs = _by_listing(promotions)
    logs = _by_listing(entries)
    found: list[tuple[Version, Wrong]] = []
    compared: list[Reference] = []
    for row in shelf:
        known = theirs.get(row.listing_id, [])
        compared += _references(row, known, earlier.get(row.listing_id, ()), pack=pack)
        found += [
            (row, each) for each in _of_one(row, known, logs.get(row.listing_id, []), pack, at)
        ]
    judged = references.judge(compared, entries, pack=pack)
    return found + [(home[reference.listing], each) for reference, each in judged]


def of_promotion(
    row: Promotion, version: Version, entries: Sequence[Entry], others: Sequence[Promotion],
    gift: Version | None, *, pack: Pack,
) -> list[Wrong]:  # fmt: skip
    """What is wrong with a promotion before anybody is shown it."""
    reference = references.of_promotion(row, pack=pack)
    judged = references.judge([reference], entries, pack=pack) if reference else []
    return [
        *(each for _, each in judged),
        *_again(row, others, pack),
        *_terms(row, pack),
        *_gift(row, gift, pack),
        *_delivery(row, version, pack),
    ]


def _of_one(
    row: Version, promotions: Sequence[Promotion], entries: Sequence[Entry], pack: Pack, at: datetime
) -> Iterator[Wrong]:  # fmt: skip
    on = pack.day_of(at)
    yield from _of_words(row, promotions, pack, at)
    if _lacks_unit(row, pack):
        yield from wrong("unit_missing", "price_unit", under=pack.name, on=on)
    yield from _charged(entries, pack)
    for each in promotions:
        if each.state in SHOWN_STATES:
            yield from _again(each, promotions, pack)
        if each.state == "running" and _broken(each, row):
            yield from wrong(
                "promise_broken", f"{each.id}.now", str(each.now), under=pack.name, on=on,
                now=each.now, asked=row.price,
            )  # fmt: skip


def _of_words(
    row: Version, promotions: Sequence[Promotion], pack: Pack, at: datetime
) -> Iterator[Wrong]:
    on = pack.day_of(at)
    limited = any(p.state == "running" for p in promotions)
    for field in WORDED:
        for said in price_words.scan(getattr(row, field)):
            code = {
                "free_delivery": row.freight_minor > 0 and not said.conditional and "false_free_delivery",
                "charge": "hidden_charge",
                "ticked": "ticked_in_advance",
                "countdown": not limited and "countdown_unfounded",
            }.get(said.kind)  # fmt: skip
            if code:
                yield from wrong(
                    str(code), field, said.quote, under=pack.name, on=on, start=said.start,
                    freight=Money(row.currency, row.freight_minor),
                )  # fmt: skip


def _references(
    row: Version, promotions: Sequence[Promotion], earlier: Sequence[Version], *, pack: Pack
) -> Iterator[Reference]:
    """What this listing compares its price with: by a promotion, in the field for it, in its words."""
    shown = [p for p in promotions if p.state in SHOWN_STATES and not p.audience]
    found = [r for p in shown if (r := references.of_promotion(p, pack=pack))]
    yield from found
    running = {p.was_minor for p in shown if p.state == "running"}
    field = row.attributes.get("reference_price", "")
    try:
        was = parse(field, currency=row.currency).minor if field else None
    except Refusal:  # the standard has said already that it cannot be read
        was = None
    if was and was not in running:
        yield Reference(
            f"{row.listing_id}.reference_price", row.listing_id, "reference_price", field,
            row.currency, was, row.price_minor,
            pack.day_of(_since(row, earlier, "reference_price", field)),
        )  # fmt: skip
    for name in WORDED:
        for said in price_words.scan(getattr(row, name)):
            amount = minor(said.amount, row.currency) if said.kind == "was" and said.amount else 0
            if amount and amount not in running | {was}:
                yield Reference(
                    f"{row.listing_id}.{name}.{said.start}", row.listing_id, name, said.quote,
                    row.currency, amount, row.price_minor,
                    pack.day_of(_since(row, earlier, name, said.quote)), start=said.start,
                )  # fmt: skip


def _since(row: Version, earlier: Iterable[Version], field: str, quote: str) -> datetime:
    """Since when, without a break, it has said this at this price."""
    since = row.since
    for each in earlier:
        text = each.attributes.get(field, "") if field not in WORDED else getattr(each, field)
        if each.price_minor != row.price_minor or quote not in text:
            break
        since = each.since
    return since


def _lacks_unit(row: Version, pack: Pack) -> bool:
    """In China the unit it is priced by; in the Union, of goods with a measure, the price of a unit."""
    if not row.standard:  # a shop's own history, never measured by the standard
        return False
    if in_union(pack):
        return "net_content" in row.attributes and "unit_price" not in row.attributes
    return not row.attributes.get("price_unit")


def _charged(entries: Sequence[Entry], pack: Pack) -> Iterator[Wrong]:
    """Delivery that was charged above what was shown at that moment: the first such sale is named."""
    shown: Entry | None = None
    for entry in sorted(entries, key=_moment):
        if entry.act == "offered" and not entry.audience and not entry.channel:
            shown = entry
        elif entry.act == "sold" and shown and entry.freight_minor > shown.freight_minor:
            yield from wrong(
                "charged_above", "freight", str(entry.freight), under=pack.name,
                on=pack.day_of(entry.at), shown=shown.freight, charged=entry.freight,
            )  # fmt: skip
            return


def _again(row: Promotion, others: Iterable[Promotion], pack: Pack) -> Iterator[Wrong]:
    """A countdown ran out, and the same price or a dearer one is offered as limited again."""
    for each in others:
        over = each.ended_at or each.ends_at
        if (
            each.id != row.id
            and each.countdown
            and each.state in SHOWN_STATES | {"announced"}
            and each.audience == row.audience
            and each.begins_at < row.begins_at <= over + AGAIN
            and (row.now_minor or 0) >= (each.now_minor or 0)
        ):
            ended = pack.day_of(each.ends_at - references.MOMENT)
            yield from wrong(
                "countdown_restarted", f"{row.id}.begins_at", pack.day_of(row.begins_at).isoformat(),
                under=pack.name, on=pack.day_of(row.begins_at), ended=ended.isoformat(),
            )  # fmt: skip
            return


def _terms(row: Promotion, pack: Pack) -> Iterator[Wrong]:
    if row.audience and not row.conditions:
        yield from wrong(
            "terms_unstated", f"{row.id}.conditions", under=pack.name,
            on=pack.day_of(row.begins_at), audience=AUDIENCES[row.audience],
        )  # fmt: skip


def _gift(row: Promotion, gift: Version | None, pack: Pack) -> Iterator[Wrong]:
    value = row.gift_value
    if value and (gift is None or gift.price != value):
        asked = gift.price if gift else Money(value.currency, 0)
        yield from wrong(
            "gift_value_false", f"{row.id}.gift_value", str(value), under=pack.name,
            on=pack.day_of(row.begins_at), value=value, asked=asked,
        )  # fmt: skip


def _delivery(row: Promotion, version: Version, pack: Pack) -> Iterator[Wrong]:
    if row.kind == "free_delivery" and version.freight_minor and not row.conditions:
        yield from wrong(
            "false_free_delivery", f"{row.id}.kind", "包邮", under=pack.name,
            on=pack.day_of(row.begins_at), freight=Money(version.currency, version.freight_minor),
        )  # fmt: skip


def _broken(row: Promotion, version: Version) -> bool:
    return (
        row.kind == "reduction"
        and not row.audience
        and row.now_minor is not None
        and version.price_minor > row.now_minor
    )


def _by_listing(rows: Iterable[Entry] | Iterable[Promotion]) -> Mapping[str, list]:  # type: ignore[type-arg]
    found: dict[str, list] = {}  # type: ignore[type-arg]
    for row in rows:
        found.setdefault(row.listing, []).append(row)
    return found


def _moment(entry: Entry) -> datetime:
    return entry.at
