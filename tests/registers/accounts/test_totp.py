"""The one-time codes against the vectors of RFC 6238, appendix B (SHA-1)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gongdao.registers.accounts import totp

SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_vectors_of_the_rfc(seconds, code):
    step = totp.step_of(datetime.fromtimestamp(seconds, UTC))
    assert totp.code(SECRET, step, digits=8) == code
    assert totp.code(SECRET, step) == code[2:]


@pytest.mark.parametrize(
    ("late", "fits"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_a_clock_may_be_half_a_minute_off(late, fits):
    at = datetime.fromtimestamp(1111111110, UTC)
    typed = totp.code(SECRET, totp.step_of(at))
    found = totp.matched(SECRET, typed, at=at + timedelta(seconds=late), after=0)
    assert (found == totp.step_of(at)) is fits


@pytest.mark.parametrize(("used", "fits"), [(-1, True), (0, False), (1, False)])
def test_a_code_that_was_used_and_those_before_it_are_over(used, fits):
    at = datetime.fromtimestamp(1111111110, UTC)
    step = totp.step_of(at)
    found = totp.matched(SECRET, totp.code(SECRET, step), at=at, after=step + used)
    assert (found is not None) is fits


@pytest.mark.parametrize("typed", ["", "1", "abcdef", "12345678901234567890", "１２３４５６"])
def test_what_is_no_code_matches_nothing(typed):
    assert totp.matched(SECRET, typed, at=datetime.fromtimestamp(59, UTC), after=0) is None


def test_the_address_of_the_picture():
    said = totp.address(SECRET, account="li@shop", issuer="公道 Market")
    assert said == (
        "otpauth://totp/%E5%85%AC%E9%81%93%20Market%3Ali@shop?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        "&issuer=%E5%85%AC%E9%81%93%20Market&digits=6&period=30"
    )
