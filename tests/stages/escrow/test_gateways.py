"""Real gateways, spoken by our own keys: believed when signed, whatever order and however often they speak."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.stages.escrow.gateways.port import Callback
from tests.stages.escrow.signing import SPEAKERS, Alipay, Stripe, Wechat

NOW = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
speakers = pytest.mark.parametrize("speaker", SPEAKERS, ids=lambda s: s.name)


def refused(speaker, callback, *, now=NOW):
    with pytest.raises(Refusal) as no:
        speaker.gateway().read(callback, now=now)
    return no.value.code


@speakers
@pytest.mark.parametrize("captured", [True, False])
def test_a_signed_notice_says_which_payment_how_much_and_when(speaker, captured):
    notice = speaker.gateway().read(speaker.notice("pay_1", 22500, NOW, captured=captured), now=NOW)

    assert (notice.payment, notice.captured, notice.amount) == ("pay_1", captured, cny("225.00"))
    assert notice.at == NOW


@speakers
def test_what_somebody_else_signed_is_refused(speaker):
    assert refused(speaker, speaker.notice("pay_1", 22500, NOW, forged=True)) == "signature_wrong"


@speakers
def test_what_was_changed_after_it_was_signed_is_refused(speaker):
    true = speaker.notice("pay_1", 22500, NOW)
    body = true.body.replace(b"pay_1", b"pay_2").replace(b"EV-1", b"EV-2")

    assert body != true.body
    assert refused(speaker, Callback(body, true.headers)) == "signature_wrong"


@speakers
def test_what_is_too_old_may_be_a_recording(speaker):
    late = NOW + timedelta(days=2)
    assert refused(speaker, speaker.notice("pay_1", 22500, NOW), now=late) == "callback_stale"


@speakers
@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b"[]", b"a=b&sign=c", b"sign=%FF&a=1", b"[" * 70_000]
)
@pytest.mark.parametrize("headers", [{}, {"Stripe-Signature": "t=x,v1=y"}, {"Wechatpay-Serial": "PUB_KEY_ID_1"}])  # fmt: skip
def test_what_nobody_signed_is_refused(speaker, body, headers):
    assert refused(speaker, Callback(body, headers)) == "signature_wrong"


@pytest.mark.parametrize(
    ("speaker", "changed"),
    [
        (Stripe(), {"data": {}}),
        (Stripe(), {"data": {"object": {"currency": "xxx", "amount_received": 1, "metadata": {}}}}),
        (Stripe(), {"created": "soon"}),
        (Alipay(), {"total_amount": "a lot"}),
        (Alipay(), {"notify_time": "soon"}),
        (Wechat(), {"amount": {}}),
        (Wechat(), {"amount": {"total": "225"}}),
        (Wechat(), {"success_time": "soon"}),
    ],
)
def test_what_is_signed_but_makes_no_sense_is_unreadable(speaker, changed):
    callback = speaker.notice("pay_1", 22500, NOW, **changed)
    assert refused(speaker, callback) == "callback_unreadable"


@pytest.mark.parametrize(
    ("speaker", "changed"),
    [
        (Stripe(), {"type": "charge.updated"}),
        (Stripe(), {"type": "payment_intent.payment_failed"}),  # one card that did not work
        (Stripe(), {"data": {"object": {"currency": "cny", "amount_received": 1, "metadata": {}}}}),
        (Alipay(), {"trade_status": "WAIT_BUYER_PAY"}),
        (Alipay(), {"gmt_refund": "2026-03-01 10:00:00", "refund_fee": "1.00"}),
        (Wechat(), {"trade_state": "USERPAYING"}),
        (Wechat(), {"mchid": "999"}),
        (Wechat(), {"event_type": "REFUND.SUCCESS"}),
    ],
)
def test_a_true_notice_about_something_else_is_left_alone(speaker, changed):
    assert speaker.gateway().read(speaker.notice("pay_1", 22500, NOW, **changed), now=NOW) is None


def test_another_application_of_alipay_does_not_speak_for_ours():
    callback = Alipay().notice("pay_1", 22500, NOW, app_id="2021000000000002")
    assert refused(Alipay(), callback) == "signature_wrong"


def test_a_wechat_key_that_is_not_ours_is_refused_without_asking_anybody():
    true = Wechat().notice("pay_1", 22500, NOW)
    headers = {**true.headers, "Wechatpay-Serial": "5157F09EFDC096DE"}
    assert refused(Wechat(), Callback(true.body, headers)) == "signature_wrong"
