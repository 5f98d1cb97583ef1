"""What the log tells of an offer, against a reading of it day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from gongdao.detectors.prices import LOG, OFFER, histories, local_day

DAY0 = date(2026, 1, 1)


def day(n):
    return DAY0 + timedelta(days=n)


def moment(n, hour=12):
    return datetime(2026, 1, 1, hour, tzinfo=UTC) + timedelta(days=n)


def log_of(rows):
    """Rows of (item, channel, audience, act, day, hour, price)."""
    data = [
        {"item": i, "channel": c, "audience": a, "act": act, "on": day(n), "at": moment(n, h), "price": p}
        for i, c, a, act, n, h, p in rows
    ]  # fmt: skip
    return pl.LazyFrame(data, schema=LOG)


def offer_of(**said):
    plain = dict.fromkeys(OFFER) | {
        "offer": "o", "item": "a", "channel": "", "on": day(100), "was": 100, "now": 80,
    }  # fmt: skip
    return plain | said


def told(offer, rows):
    return histories(pl.LazyFrame([offer], schema=OFFER), log_of(rows)).collect().to_dicts()[0]


def read_day_by_day(offer, rows):
    """The same facts by walking through every day: slow, and plain enough to be believed."""
    mine = sorted(
        (r for r in rows if (r[0], r[1]) == (offer["item"], offer["channel"])),
        key=lambda r: (r[4], r[5]),
    )
    sold = [(day(r[4]), r[6]) for r in mine if r[3] == "sold"]
    offered = [(day(r[4]), r[6]) for r in mine if r[3] == "offered" and not r[2]]
    on = offer["on"]
    before = [(d, p) for d, p in sold if d < on]

    def in_force(first, last):
        """Prices in force on the days from `first` until the day before `last`."""
        opening = [p for d, p in offered if d < first][-1:]
        return opening + [p for d, p in offered if first <= d < last]

    first = offer["first_step_on"] or on
    recent = on - timedelta(days=14)
    over = offer["ends_on"] and offer["ends_on"] + timedelta(days=1)
    known = max((day(r[4]) for r in rows), default=None)
    after = [p for d, p in offered if over and known and over <= known and d <= over]
    return {
        "lowest_sold": min((p for d, p in before if d >= on - timedelta(days=7)), default=None),
        "last_sold": before[-1][1] if before else None,
        "highest_sold": max((p for _, p in before), default=None),
        "lowest_offered": min(in_force(first - timedelta(days=30), first), default=None),
        "highest_settled": max(in_force(on - timedelta(days=60), recent), default=None),
        "highest_recent": max(in_force(recent, on), default=None),
        "price_after": after[-1] if after else None,
    }


rows = st.lists(
    st.tuples(
        st.sampled_from("ab"), st.sampled_from(["", "app"]), st.sampled_from(["", "", "members"]),
        st.sampled_from(["offered", "sold"]), st.integers(0, 110), st.integers(0, 23),
        st.integers(1, 200),
    ),
    max_size=40, unique_by=lambda r: (r[0], r[1], r[4], r[5]),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(rows, st.integers(1, 108), st.integers(0, 20), st.integers(0, 12) | st.none())
def test_the_log_tells_what_a_reading_day_by_day_tells(rows, on, back, length):
    offer = offer_of(
        on=day(on),
        first_step_on=day(max(on - back, 0)) if back else None,
        ends_on=None if length is None else day(on + length),
    )

    assert told(offer, rows) | read_day_by_day(offer, rows) == told(offer, rows)


def test_the_price_in_force_when_the_window_opens_counts():
    facts = told(
        offer_of(), [("a", "", "", "offered", 55, 9, 500), ("a", "", "", "offered", 90, 9, 900)]
    )

    assert facts["lowest_offered"] == 500


def test_the_day_of_the_offer_does_not_count_and_the_seventh_before_does():
    rows = [("a", "", "", "sold", n, 9, p) for n, p in ((92, 10), (93, 70), (99, 90), (100, 20))]

    assert told(offer_of(), rows)["lowest_sold"] == 70


def test_steps_of_a_reduction_are_measured_before_the_first():
    rows = [("a", "", "", "offered", n, 9, p) for n, p in ((10, 1000), (90, 800), (95, 700))]

    assert told(offer_of(), rows)["lowest_offered"] == 700
    assert told(offer_of(first_step_on=day(90)), rows)["lowest_offered"] == 1000


def test_a_price_for_members_is_not_the_price_for_all():
    rows = [("a", "", "", "offered", 80, 9, 900), ("a", "", "members", "offered", 85, 9, 300)]

    assert told(offer_of(), rows)["lowest_offered"] == 900


def test_another_item_and_another_channel_tell_nothing():
    rows = [("b", "", "", "sold", 99, 9, 10), ("a", "app", "", "sold", 99, 9, 20)]

    assert told(offer_of(), rows)["last_sold"] is None


def test_days_are_those_of_the_place():
    late = pl.LazyFrame({"at": [datetime(2026, 3, 1, 16, 30, tzinfo=UTC)]})

    assert late.select(local_day("Asia/Shanghai")).collect().item() == date(2026, 3, 2)
    assert late.select(local_day("Europe/Brussels")).collect().item() == date(2026, 3, 1)
