"""What can happen on the way to the shelf: drafted, published, appealed, decided, watched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongdao.detectors import disclosure
from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal, item
from gongdao.kernel.words import Words
from gongdao.registers.batches import add, store
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.messages import actions as messages
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.models import Marketplace
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.admission import queries as admission
from gongdao.stages.listings.models import Finding, Listing, Version
from gongdao.stages.listings.pricing import log
from gongdao.stages.listings.review import facts, queries, reading
from gongdao.stages.listings.review.checks import Fault, blocking
from gongdao.stages.listings.said import Said, refuse_unreal, version
from gongdao.stages.listings.states import LISTING, REVIEW
from gongdao.stages.rulebook import queries as rulebook

REASON_MOST = 400


@dataclass(frozen=True, slots=True)
class Draft:
    """Something a merchant wants to say: of a listing that is there, or, with none named, of a new one.

    `external_id`, the shop's own number, finds the listing where `listing` is not given.
    """

    by: Actor
    at: datetime
    said: Said
    listing: str | None = None
    external_id: str | None = None


@transaction.atomic
def draft(*, drafts: Sequence[Draft]) -> list[Version]:
    """Write down what goods shall say, and check it. Nothing is for sale by this.

    One merchant's drafts. A draft that says what the newest version says already changes nothing, so an
    import that is run again goes on where it stopped.
    """
    by, market = drafts[0].by, parties.by_id(drafts[0].by.marketplace)
    _may_draft(drafts)
    found = [_found(place, each, market) for place, each in enumerate(drafts)]
    numbers = [each.external_id for each in drafts if each.external_id and not each.listing]
    known = queries.by_external(by.party, numbers)
    homes = [each.listing or known.get(each.external_id or "") for each in drafts]
    newest = queries.to_write([home for home in homes if home], by=by)
    prices = queries.prices(newest)
    passed = queries.waived(newest)
    made: list[Version] = []
    new: list[Version] = []
    for place, (each, said, home) in enumerate(zip(drafts, found, homes, strict=True)):
        before = newest.get(home) if home else None
        if before and before.digest == said.digest and before.review in ("draft", "published"):
            made.append(before)
            continue
        with item(place):
            row = _drafted(each, said, before)
        newest[row.listing_id] = row
        made.append(row)
        new.append(row)
    again = reading.repeated(new, by)
    _store(new)
    rows = [
        _finding(row, fault, row.since, passed.get(row.listing_id, {}))
        for row, faults in reading.read(new, market, drafts[0].at, prices)
        for fault in faults + again.get(row.listing_id, [])
    ]
    add(rows)
    record([_deed("listing.drafted", row, by=by.party, at=row.since) for row in new])
    return made


@transaction.atomic
def publish(*, by: Actor, listings: Sequence[str], at: datetime) -> list[Version]:
    """Put drafts on the shelf. What still blocks one refuses it, with the first reason."""
    market = parties.by_id(by.marketplace)
    newest = queries.to_write(listings, by=by)
    prices, passed = queries.prices(newest), queries.waived(newest)
    rows = [newest[ref] for ref in dict.fromkeys(listings)]
    _may_sell(by, rows, at)
    # The law of the day of publication counts, not that of the day the draft was written.
    for place, (row, faults) in enumerate(reading.read(rows, market, at, prices)):
        with item(place):
            allow(by, "listing.publish", marketplace=row.marketplace, seller=row.listing.merchant)
            row.review = REVIEW.move(row.review, "publish", by="seller").to
            let_pass = passed.get(row.listing_id, {})
            _refuse_blocked([f for f in blocking(faults) if f.key not in let_pass])
    # A certificate that was wanting and is shown by now is wanting no more.
    Finding.objects.filter(version__in=rows, source="certificates", waived_at=None).delete()
    _shelve(rows, by="seller", at=at)
    _repaired(rows, at)
    record([_deed("listing.published", row, by=by.party, at=at) for row in rows])
    return rows


@transaction.atomic
def appeal(*, by: Actor, listing: str, words: str, at: datetime) -> Version:
    """The merchant holds that what was found is lawful; somebody of the platform looks at it."""
    row = queries.to_write([listing], by=by)[listing]
    allow(by, "listing.appeal", marketplace=row.marketplace, seller=row.listing.merchant)
    if not queries.open_findings([row]):
        raise Refusal(
            "nothing_to_appeal",
            "这一稿没有被拦下，直接发布即可。",
            "Nothing keeps this draft from being published; publish it.",
        )
    move = REVIEW.move(row.review, "appeal", by="seller")
    row.review = move.to
    row.save(update_fields=["review"])
    market = parties.by_id(row.marketplace)
    assert move.owed
    turn(owed=[_owed(move.owed, row, market, at, by=row.marketplace, to=row.listing.merchant)])
    _say(row, by, _reason(words), at)
    record([_deed("listing.appealed", row, by=by.party, at=at, words=_reason(words))])
    return row


@transaction.atomic
def override(*, by: Actor, listing: str, reason: str, at: datetime) -> Version:
    """The platform lets a draft pass in spite of what was found, for a reason that is kept with each finding."""
    row = _decided(by, listing, "override", reason, at)
    Finding.objects.filter(version=row, blocks=True, waived_at=None).update(
        waived_by=by.party, waived_at=at, waived_why=_reason(reason)
    )
    _shelve([row], by="platform", at=at)
    _repaired([row], at)
    record([_deed("listing.overridden", row, by=by.party, at=at, reason=_reason(reason))])
    return row


@transaction.atomic
def uphold(*, by: Actor, listing: str, reason: str, at: datetime) -> Version:
    """The platform has looked again and what was found stands; the draft is not published."""
    row = _decided(by, listing, "uphold", reason, at)
    row.save(update_fields=["review"])
    record([_deed("listing.upheld", row, by=by.party, at=at, reason=_reason(reason))])
    return row


@transaction.atomic
def demand_repair(*, by: Actor, listing: str, reason: str, at: datetime) -> Version:
    """Goods on the shelf are to be mended in time, or the clock takes them down."""
    row = queries.to_review(listing, by=by)
    allow(by, "listing.review", marketplace=row.marketplace)
    if row.listing.state != "live" or queries.repair_owed([row.listing_id]):
        raise Refusal(
            "repair_not_open",
            "商品不在售，或者已经要求过整改。",
            "The goods are not on the shelf, or a repair is demanded already.",
        )
    market = parties.by_id(row.marketplace)
    turn(
        owed=[_owed("listing_repair", row, market, at, by=row.listing.merchant, to=row.marketplace)]
    )
    _say(row, by, _reason(reason), at)
    record([_deed("listing.repair_demanded", row, by=by.party, at=at, reason=_reason(reason))])
    return row


@transaction.atomic
def watch(*, by: Actor, listings: Sequence[Version], at: datetime) -> int:
    """Read goods on the shelf again with today's law and lexicon; how many findings are new."""
    allow(by, "listing.watch", marketplace=by.marketplace)
    market = parties.by_id(by.marketplace)
    refs = [row.listing_id for row in listings]
    passed = queries.waived(refs)
    known = {
        (row.version_id, row.source, row.code, row.field, row.start)
        for row in Finding.objects.filter(version__in=listings)
    }
    new = [
        _finding(row, fault, at, passed.get(row.listing_id, {}))
        for row, faults in _watched(listings, market, at)
        for fault in faults
        if (row.id, fault.source, fault.code, fault.field, fault.start) not in known
    ]
    add(new)
    touched = {each.version_id: each.version for each in new}
    record([_deed("listing.watched", row, by=by.party, at=at) for row in touched.values()])
    return len(new)


@transaction.atomic
def lapse_review(*, duties: Sequence[Duty], at: datetime) -> None:
    """Nobody of the platform looked again in time: what was found stands. Silence publishes nothing."""
    rows = queries.locked_many(duty.subject for duty in duties)
    for row in rows:
        row.review = REVIEW.move(row.review, "lapse", by=CLOCK).to
        row.save(update_fields=["review"])
    turn(done=[Done(duty.kind, duty.subject, at, "missed") for duty in duties])
    record([_deed("listing.review_lapsed", row, by=CLOCK, at=at) for row in rows])


@transaction.atomic
def lapse_repair(*, duties: Sequence[Duty], at: datetime) -> None:
    """Goods were not mended in time: they come off the shelf."""
    rows = queries.locked_many(duty.subject for duty in duties)
    for row in rows:
        if row.listing.state == "live":
            row.listing.state = LISTING.move("live", "take_down", by=CLOCK).to
            row.listing.save(update_fields=["state"])
    turn(done=[Done(duty.kind, duty.subject, at, "missed") for duty in duties])
    record([_deed("listing.taken_down", row, by=CLOCK, at=at) for row in rows])


def _may_draft(drafts: Sequence[Draft]) -> None:
    by = drafts[0].by
    assert all(each.by == by for each in drafts), "the drafts of one merchant"
    named = set[str]()
    for place, each in enumerate(drafts):
        name = each.listing or each.external_id or ""
        if name in named:
            raise Refusal(
                "listing_twice",
                f"同一批里“{name[:60]}”出现两次，只写一次。",
                f'"{name[:60]}" stands in this batch twice; name it once.',
                item=place,
            )
        named |= {name} if name else set()
    allow(by, "listing.draft", marketplace=by.marketplace)
    if by.party not in admission.may_sell(by.marketplace, [by.party]):
        raise _not_admitted()


def _may_sell(by: Actor, rows: Sequence[Version], at: datetime) -> None:
    """On the day of publication: a draft may be older than a suspension, a permit's end, or a leaving."""
    admitted = admission.may_sell(by.marketplace, [by.party], at=at)
    if by.party not in admitted - rulebook.left(by.marketplace, admitted):
        raise _not_admitted()
    goods = [(row.listing.merchant, row.category) for row in rows]
    admission.refuse_other_goods(goods, marketplace=by.marketplace, at=at)


def _not_admitted() -> Refusal:
    return Refusal(
        "merchant_not_admitted",
        "商家尚未通过入驻审核，或者目前不能销售，不能发布商品。",
        "The merchant has not been admitted, or may not sell now, and cannot offer goods.",
        item=0,
    )


def _found(place: int, each: Draft, market: Marketplace) -> Said:
    with item(place):
        refuse_unreal(each.said, item=place)
        return facts.settled(each.said, market)


def _drafted(each: Draft, said: Said, before: Version | None) -> Version:
    """The row of a new draft; the one it replaces is superseded, unless buyers saw it."""
    if before is None:
        listing = Listing(
            id=mint("lst", at=each.at, salt=each.external_id and f"{each.by.party}/{each.external_id}"),
            marketplace=each.by.marketplace, merchant=each.by.party,
            external_id=each.external_id, state=LISTING.start, latest=0, gtin=said.gtin,
        )  # fmt: skip
        return version(listing, 1, said, each.at, review=REVIEW.start)
    if before.listing.state == "down":
        raise Refusal(
            "listing_down",
            "商品已下架，不能再改；请作为新商品发布。",
            "The listing was taken down and is not changed any more; offer it as a new one.",
        )
    before.listing.gtin = said.gtin
    return version(before.listing, before.number + 1, said, each.at, review=REVIEW.start)


def _store(new: Sequence[Version]) -> None:
    add([row.listing for row in new if row.number == 1])
    store([row.listing for row in new if row.number > 1], "gtin")
    homes = {row.listing_id: row for row in new if row.number > 1}
    old = Version.objects.filter(listing__in=list(homes), review__in=("draft", "appealed"))
    waiting = list(old.filter(review="appealed"))
    old.update(review="superseded")
    turn(
        done=[
            Done("listing_review", row.listing_id, homes[row.listing_id].since, "moot")
            for row in waiting
        ]
    )
    add(new)
    ids = queries.numbered(new)
    for row in new:
        row.id = ids[row.listing_id, row.number]


def _shelve(rows: Sequence[Version], *, by: str, at: datetime) -> None:
    for row in rows:
        row.since, row.listing.latest = at, row.number
        if row.listing.state == "draft":
            row.listing.state = LISTING.move("draft", "publish", by=by).to
    store(rows, "review", "since")
    store([row.listing for row in rows], "state", "latest")
    log.offered(rows)


def _repaired(rows: Sequence[Version], at: datetime) -> None:
    owed = queries.repair_owed(row.listing_id for row in rows)
    turn(done=[Done("listing_repair", ref, at) for ref in sorted(owed)])


def _decided(by: Actor, listing: str, act: str, reason: str, at: datetime) -> Version:
    row = queries.to_review(listing, by=by)
    side = allow(by, "listing.review", marketplace=row.marketplace)
    row.review = REVIEW.move(row.review, act, by=side).to
    turn(done=[Done("listing_review", row.listing_id, at)])
    _say(row, by, _reason(reason), at)
    return row


def _watched(
    rows: Sequence[Version], market: Marketplace, at: datetime
) -> Iterator[tuple[Version, list[Fault]]]:
    """Faults of goods on the shelf. Of a shop's own unread history only the words and the price are read."""
    # A category of a shop's own, which the standard does not have, is not read.
    known = [row for row in rows if row.category in disclosure.categories()]
    for row, found in reading.read(known, market, at):
        yield row, found if row.standard else [f for f in found if f.source != "disclosure"]


def _refuse_blocked(faults: Sequence[Fault]) -> None:
    if not faults:
        return
    first, count = faults[0], len(faults)
    raise Refusal(
        "listing_blocked",
        f"还有{count}处问题，不能发布。第一处：{first.why.zh}。{first.repair.zh}",
        f"{count} faults keep this from being published. The first: {first.why.en}. {first.repair.en}",
        cites=first.article,
    )


def _finding(
    row: Version, fault: Fault, at: datetime, passed: Mapping[tuple[str, str, str, str], Finding]
) -> Finding:
    before = passed.get(fault.key) if fault.blocks else None
    return Finding(  # type: ignore[misc]  # the stubs do not see that `waived_by` may be null
        marketplace=row.marketplace, version=row, source=fault.source, code=fault.code,
        field=fault.field, start=fault.start, end=fault.end, quote=fault.quote, blocks=fault.blocks,
        article_zh=fault.article.zh, article_en=fault.article.en,
        why_zh=fault.why.zh, why_en=fault.why.en, repair_zh=fault.repair.zh, repair_en=fault.repair.en,
        found_at=at,
        waived_by=before.waived_by if before else None, waived_at=before.waived_at if before else None,
        waived_why=before.waived_why if before else "",
    )  # fmt: skip


def _owed(kind: str, row: Version, market: Marketplace, at: datetime, *, by: str, to: str) -> Owed:
    due = facts.period(kind, market, at)
    return Owed(kind, row.listing_id, by, to, row.marketplace, at, due.value, str(due.cites))


def _say(row: Version, by: Actor, words: str, at: datetime) -> None:
    audience = (row.listing.merchant,)
    said = Words(words, words)
    messages.say([messages.Said(row.listing_id, by.party, audience, row.marketplace, at, said)])


def _reason(words: str) -> str:
    reason = words.strip()
    if not 0 < len(reason) <= REASON_MOST:
        raise Refusal(
            "reason_missing",
            f"请填写理由，最多{REASON_MOST}字。",
            f"Give a reason of at most {REASON_MOST} characters.",
        )
    return reason


def _deed(act: str, row: Version, *, by: str, at: datetime, **data: str) -> Deed:
    said = {"version": row.number, "digest": row.digest, **data}
    return Deed(act, row.listing_id, by=by, marketplace=row.marketplace, at=at, data=said)
