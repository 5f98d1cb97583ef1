"""How long one waits after failing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gongdao.kernel.refusal import Refusal
from gongdao.registers.accounts import actions, throttle
from gongdao.registers.accounts.models import Tries

SECRET = "ab" * 32
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "failures", "minutes"),
    [
        ("account", 4, 0),
        ("account", 5, 1),
        ("account", 6, 2),
        ("account", 10, 32),
        ("account", 11, 60),
        ("account", 10_000, 60),
        ("address", 29, 0),
        ("address", 30, 1),
        ("code", 5, 1),
    ],
)
def test_each_failure_doubles_the_wait_up_to_an_hour(kind, failures, minutes):
    assert throttle.wait_after(kind, failures) == timedelta(minutes=minutes)


def test_a_day_without_a_failure_forgets_them():
    day = timedelta(days=1)
    assert throttle.counted(7, last_at=AT, at=AT + day - timedelta(seconds=1)) == 7
    assert throttle.counted(7, last_at=AT, at=AT + day) == 0


def test_names_that_look_alike_are_one_and_kinds_are_not():
    assert throttle.digest(SECRET, "account", " Li@Shop") == throttle.digest(SECRET, "account", "li@shop")  # fmt: skip
    assert throttle.digest(SECRET, "account", "li") != throttle.digest(SECRET, "code", "li")
    assert throttle.digest("cd" * 32, "account", "li") != throttle.digest(SECRET, "account", "li")


def tries(at):
    actions.count_try(names={"account": "li"}, at=at, secret=SECRET)


def test_the_wait_ends_at_its_moment_and_what_is_refused_is_not_counted(db):
    for _ in range(5):
        tries(AT)
    until = AT + timedelta(minutes=1)
    with pytest.raises(Refusal, match="at 09:01:00 UTC"):
        tries(until - timedelta(seconds=1))
    assert Tries.objects.get().failures == 5
    tries(until)
    row = Tries.objects.get()
    assert (row.failures, row.until) == (6, until + timedelta(minutes=2))


def test_rows_of_yesterday_are_gone(db):
    tries(AT)
    actions.count_try(names={"code": "wang"}, at=AT + timedelta(days=1, seconds=1), secret=SECRET)
    assert [row.kind for row in Tries.objects.all()] == ["code"]
