"""Everything that can happen to a promotion, and how the log of a shop elsewhere comes in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.money import MOST, Money
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.law import book
from gongdao.registers.batches import add, store
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.messages import actions as messages
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.listings.models import Finding, Listing, Version
from gongdao.stages.listings.pricing import checks, intake, log, queries
from gongdao.stages.listings.pricing.faults import Wrong
from gongdao.stages.listings.pricing.kinds import AUDIENCES, BASES, HERE, KINDS
from gongdao.stages.listings.pricing.models import Entry, Promotion
from gongdao.stages.listings.pricing.states import PROMOTION
from gongdao.stages.listings.said import figures, of_version, version

LONGEST = timedelta(days=366)
WORDS_MOST, CONDITIONS_MOST = 200, 400


@dataclass(frozen=True, slots=True)
class Plan:
    """What a merchant wants to announce of a listing, and from when until when."""

    listing: str
    kind: str
    begins_at: datetime
    ends_at: datetime
    was: Money | None = None
    now: Money | None = None
    percent: int | None = None
    audience: str = ""
    basis: str = ""
    basis_words: str = ""
    gift: str = ""
    gift_listing: str = ""
    gift_value: Money | None = None
    conditions: str = ""
    countdown: bool = False


@transaction.atomic
def announce(*, by: Actor, plan: Plan, at: datetime) -> Promotion:
    """Announce a promotion. It is checked by the log and the law first; what is unlawful is never shown."""
    home = queries.to_promote(plan.listing, by=by)
    allow(by, "promotion.announce", marketplace=by.marketplace, seller=home.listing.merchant)
    _refuse_unreal(plan, home, at)
    row = _planned(plan, home, at)
    others = queries.promotions([row.listing])
    _refuse_overlap(row, others)
    row.first_step_on = _first_step(row, others, home)
    _refuse_wrong(_wrong(row, home, at))
    add([row])
    deeds = [_deed("promotion.announced", row, by=by.party, at=at)]
    if row.begins_at <= at:
        _begin([row], {row.listing: home}, by="seller", at=at)
        deeds.append(_deed("promotion.begun", row, by=by.party, at=at))
    else:
        turn(owed=[_owed("promotion_begin", row, at, row.begins_at)])
    record(deeds)
    return row


@transaction.atomic
def withdraw(*, by: Actor, promotion: str, at: datetime) -> Promotion:
    """Take back what has not begun yet."""
    row = queries.locked(promotion, by=by)
    allow(by, "promotion.withdraw", marketplace=row.marketplace, seller=row.merchant)
    row.state = PROMOTION.move(row.state, "withdraw", by="seller").to
    row.ended_at = at
    row.save(update_fields=["state", "ended_at"])
    turn(done=[Done("promotion_begin", row.id, at, "moot")])
    record([_deed("promotion.withdrawn", row, by=by.party, at=at)])
    return row


@transaction.atomic
def end(*, by: Actor, promotion: str, at: datetime) -> Promotion:
    """End a promotion before its time. The price goes back to what it was."""
    row = queries.locked(promotion, by=by)
    allow(by, "promotion.end", marketplace=row.marketplace, seller=row.merchant)
    _end([row], by="seller", at=at)
    turn(done=[Done("promotion_end", row.id, at, "moot")])
    record([_deed("promotion.ended", row, by=by.party, at=at)])
    return row


@transaction.atomic
def begin_due(*, duties: Sequence[Duty], at: datetime) -> None:
    """The moment has come: what is still lawful by today's log begins; what is not is never shown."""
    rows = queries.locked_many(duty.subject for duty in duties)
    turn(done=[Done("promotion_begin", row.id, at, "met") for row in rows])
    homes = queries.on_shelf(duties[0].marketplace, {row.listing for row in rows})
    for row in rows:
        row.why = _why_not(row, homes.get(row.listing), at)
    good = [row for row in rows if not row.why]
    stopped = [row for row in rows if row.why]
    _begin(good, homes, by=CLOCK, at=at)
    for row in stopped:
        row.state, row.ended_at = PROMOTION.move(row.state, "stop", by=CLOCK).to, at
    store(stopped, "state", "ended_at", "why")
    _tell(stopped, at)
    record(
        [_deed("promotion.begun", row, by=CLOCK, at=at) for row in good]
        + [_deed("promotion.stopped", row, by=CLOCK, at=at) for row in stopped]
    )


@transaction.atomic
def end_due(*, duties: Sequence[Duty], at: datetime) -> None:
    """The end that was announced has come, and it is the end: the price goes back to what it was."""
    rows = queries.locked_many(duty.subject for duty in duties)
    turn(done=[Done("promotion_end", row.id, at, "met") for row in rows])
    _end(rows, by=CLOCK, at=at)
    record([_deed("promotion.ended", row, by=CLOCK, at=at) for row in rows])


@transaction.atomic
def take_in(*, by: Actor, channel: str, told: Sequence[intake.Told], at: datetime) -> intake.Landed:
    """Take in the log of a merchant's shop elsewhere: good rows land, each bad one is named with its reason."""
    allow(by, "price.import", marketplace=by.marketplace)
    market = parties.by_id(by.marketplace)
    intake.refuse_channel(channel)
    homes = queries.own({row.item for row in told}, by=by)
    known = queries.told_elsewhere(set(homes.values()), channel)
    landed = intake.sort_out(told, homes, known, market=market, channel=channel, at=at)
    log.write(landed.good)
    digest = intake.digest(landed.good)
    record(
        [
            Deed(
                "prices.imported", by.party, by=by.party, marketplace=by.marketplace, at=at,
                data={"channel": channel, "rows": len(landed.good), "sha256": digest},
            )
        ]
        if landed.good
        else []
    )  # fmt: skip
    return landed


@transaction.atomic
def sweep(*, by: Actor, shelf: Sequence[Version], at: datetime) -> int:
    """Look how these goods show their prices, by today's log and law; how many findings are new."""
    allow(by, "price.sweep", marketplace=by.marketplace)
    pack = book.pack(parties.by_id(by.marketplace).law)
    refs = {row.listing_id for row in shelf}
    known = queries.known_findings(shelf)
    found = [
        (row, each)
        for row, each in checks.of_shelf(
            shelf, queries.entries(refs, until=at), queries.promotions(refs),
            queries.earlier(shelf), pack=pack, at=at,
        )
        if (row.id, each.code, each.field, each.start) not in known
    ]  # fmt: skip
    Finding.objects.bulk_create(_finding(row, each, at) for row, each in found)
    touched = {row.listing_id: row for row, _ in found}
    record(
        [
            Deed(
                "listing.prices_swept", row.listing_id, by=by.party, marketplace=row.marketplace,
                at=at, data={"version": row.number},
            )
            for row in touched.values()
        ]
    )  # fmt: skip
    return len(found)


def _planned(plan: Plan, home: Version, at: datetime) -> Promotion:
    return Promotion(
        id=mint("prm", at=at), marketplace=home.marketplace, merchant=home.listing.merchant,
        listing=plan.listing, audience=plan.audience, kind=plan.kind, currency=home.currency,
        was_minor=plan.was.minor if plan.was is not None else None,
        now_minor=plan.now.minor if plan.now is not None else None, percent=plan.percent, basis=plan.basis,
        basis_words=plan.basis_words, gift=plan.gift, gift_listing=plan.gift_listing,
        gift_value_minor=plan.gift_value.minor if plan.gift_value is not None else None,
        conditions=plan.conditions, countdown=plan.countdown, begins_at=max(plan.begins_at, at),
        ends_at=plan.ends_at, announced_at=at, why="",
    )  # fmt: skip


def _refuse_unreal(plan: Plan, home: Version, at: datetime) -> None:
    amounts = [amount for amount in (plan.was, plan.now, plan.gift_value) if amount is not None]
    known = (
        plan.kind in KINDS
        and plan.audience in AUDIENCES
        and plan.basis in BASES
        and max(len(plan.basis_words), len(plan.gift)) <= WORDS_MOST
        and len(plan.conditions) <= CONDITIONS_MOST
        and (plan.percent is None or 1 <= plan.percent <= 99)
        and all(a.currency == home.currency and 0 < a.minor <= MOST for a in amounts)
    )
    whole = {
        "reduction": plan.now is not None and (plan.was is not None or plan.percent is not None),
        "gift": bool(plan.gift),
        "free_delivery": True,
    }
    if not known or not whole[plan.kind]:
        raise Refusal(
            "promotion_unreal",
            "促销填写不全或有误：降价要有现价和原价（或者降幅），赠品要有名称，金额须为同一币种且大于零。",
            "The promotion is incomplete: a reduction has a price now and one before (or a percentage), a "
            "gift its name; amounts are above zero and in the currency of the listing.",
        )
    starts = max(plan.begins_at, at)
    if not starts < plan.ends_at <= starts + LONGEST:
        raise Refusal(
            "promotion_times_wrong",
            "促销须写明截止时间：晚于开始，也晚于现在，最长一年。",
            "A promotion has an end: after its beginning and after now, within a year.",
        )


def _refuse_overlap(row: Promotion, others: Iterable[Promotion]) -> None:
    """Two prices for the same people at one time would both be untrue."""
    for each in others:
        if (
            each.state in ("announced", "running")
            and (each.kind, each.audience) == (row.kind, row.audience)
            and each.begins_at < row.ends_at
            and row.begins_at < each.ends_at
        ):
            raise Refusal(
                "promotion_overlaps",
                f"同一商品已有同类促销在这段时间内（{each.id}）；先撤回或者结束它。",
                f"These goods have such a promotion in that time already ({each.id}); withdraw or end it first.",
            )


def _first_step(row: Promotion, others: Iterable[Promotion], home: Version) -> date | None:
    """Of reductions that follow each other ever lower, the day on which the first began."""
    pack = book.pack(parties.by_id(home.marketplace).law)
    first, price = row, row.now_minor or 0
    for each in sorted(others, key=_begun, reverse=True):
        follows = each.ends_at == first.begins_at and each.state in ("announced", "running", "over")
        if follows and each.kind == "reduction" and (each.now_minor or 0) > price:
            first, price = each, each.now_minor or 0
    return pack.day_of(first.begins_at) if first is not row else None


def _wrong(row: Promotion, home: Version, at: datetime) -> list[Wrong]:
    pack = book.pack(parties.by_id(row.marketplace).law)
    gift = queries.on_shelf(row.marketplace, [row.gift_listing]).get(row.gift_listing)
    return checks.of_promotion(
        row, home, queries.entries([row.listing], until=at), queries.promotions([row.listing]),
        gift, pack=pack,
    )  # fmt: skip


def _refuse_wrong(found: Sequence[Wrong]) -> None:
    if found:
        first = found[0]
        raise Refusal(
            "promotion_unlawful",
            f"这样的促销不能展示：{first.why.zh}{first.repair.zh}",
            f"This promotion cannot be shown: {first.why.en} {first.repair.en}",
            cites=first.article.en,
        )


def _why_not(row: Promotion, home: Version | None, at: datetime) -> str:
    """What keeps a promotion from being shown on its day; empty, if nothing does."""
    if home is None:
        return "商品不在售。 The goods are not on the shelf."
    found = _wrong(row, home, at)
    return f"{found[0].why.zh} {found[0].why.en}"[:400] if found else ""


def _begin(rows: Sequence[Promotion], homes: dict[str, Version], *, by: str, at: datetime) -> None:
    before = queries.running({row.listing for row in rows})
    for row in rows:
        row.state = PROMOTION.move(row.state, "begin", by=by).to
        # A step that follows another at once goes back to the price before the first.
        step = before.get(row.listing)
        row.restored_minor = step.restored_minor if step else homes[row.listing].price_minor
    store(rows, "state", "restored_minor")
    turn(owed=[_owed("promotion_end", row, at, row.ends_at) for row in rows])
    for row in (each for each in rows if each.kind == "reduction"):
        assert row.now is not None
        if row.audience:
            log.write([_for_some(row, row.now, homes[row.listing], at)])
        else:
            shown = figures(row.was) if row.was else ""
            _price(homes[row.listing], row.now, shown, row.id, at)


def _end(rows: Sequence[Promotion], *, by: str, at: datetime) -> None:
    for row in rows:
        row.state, row.ended_at = PROMOTION.move(row.state, "end", by=by).to, at
    store(rows, "state", "ended_at")
    refs = {row.listing for row in rows}
    homes, going = queries.on_shelf(rows[0].marketplace, refs), queries.running(refs)
    for row in (each for each in rows if each.kind == "reduction"):
        home = homes.get(row.listing)
        if home is None:
            continue
        if row.audience:
            log.write([_for_some(row, home.price, home, at)])
        elif row.listing not in going and home.price_minor == row.now_minor and row.restored_minor:
            _price(home, Money(row.currency, row.restored_minor), "", "", at)


def _price(home: Version, price: Money, shown: str, promotion: str, at: datetime) -> None:
    """A new version that says the same at another price. Drafts that wait give way to it."""
    said = of_version(home)
    facts = {name: text for name, text in said.attributes.items() if name != "reference_price"}
    facts |= {"reference_price": shown} if shown else {}
    listing = home.listing
    drafts = Version.objects.filter(listing=listing, number__gt=listing.latest)
    newest = max([listing.latest, *drafts.values_list("number", flat=True)])
    if drafts.filter(review="appealed").exists():
        turn(done=[Done("listing_review", listing.id, at, "moot")])
    drafts.filter(review__in=("draft", "appealed")).update(review="superseded")
    row = version(listing, newest + 1, replace(said, price=price, attributes=facts), at)
    row.standard = home.standard
    row.save(force_insert=True)
    listing.latest = row.number
    Listing.objects.filter(pk=listing.id).update(latest=row.number)
    log.offered([row], promotion=promotion)


def _for_some(row: Promotion, price: Money, home: Version, at: datetime) -> Entry:
    return Entry(
        marketplace=row.marketplace, listing=row.listing, channel=HERE, audience=row.audience,
        act="offered", currency=row.currency, price_minor=price.minor,
        freight_minor=home.freight_minor, promotion=row.id, imported=False, at=at,
    )  # fmt: skip


def _tell(rows: Sequence[Promotion], at: datetime) -> None:
    messages.say(
        [
            messages.Said(
                row.listing, CLOCK, (row.merchant,), row.marketplace, at,
                Words(f"促销未予展示：{row.why}", f"The promotion was not shown: {row.why}"),
            )
            for row in rows
        ]
    )  # fmt: skip


def _owed(kind: str, row: Promotion, at: datetime, due_at: datetime) -> Owed:
    return Owed(kind, row.id, row.marketplace, row.merchant, row.marketplace, at, due_at, "", row.listing)  # fmt: skip


def _finding(row: Version, each: Wrong, at: datetime) -> Finding:
    return Finding(
        marketplace=row.marketplace, version=row, source="prices", code=each.code,
        field=each.field, start=each.start, end=each.end, quote=each.quote, blocks=True,
        article_zh=each.article.zh, article_en=each.article.en, why_zh=each.why.zh,
        why_en=each.why.en, repair_zh=each.repair.zh, repair_en=each.repair.en, found_at=at,
    )  # fmt: skip


def _deed(act: str, row: Promotion, *, by: str, at: datetime) -> Deed:
    data = {
        "listing": row.listing, "kind": row.kind, "audience": row.audience,
        "was": str(row.was or ""), "now": str(row.now or ""), "percent": row.percent or 0,
        "basis": row.basis, "begins_at": row.begins_at.isoformat(),
        "ends_at": row.ends_at.isoformat(), "countdown": row.countdown,
    }  # fmt: skip
    return Deed(act, row.id, by=by, marketplace=row.marketplace, at=at, data=data)


def _begun(row: Promotion) -> datetime:
    return row.begins_at
