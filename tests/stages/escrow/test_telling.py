"""What real gateways are told: the request is built and signed by their own libraries, and their answers are read."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from stripe import HTTPClient

from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.stages.escrow.gateways.alipay import AlipayGateway
from gongdao.stages.escrow.gateways.port import Away, Outcome, Told
from gongdao.stages.escrow.gateways.wechat import Keys, WechatGateway
from tests.builders import at
from tests.stages.escrow.house import House
from tests.stages.escrow.signing import Alipay, Stripe, Wechat, pair, signature

NOW = at("2026-03-01 10:00")
KEY = "ins_01kjkehjm0d71eb4xwgs2nydga"


def told(kind="refund", *, reference="pi_1", payment="pay_1"):
    return Told(KEY, kind, payment, reference, cny("25.00"), cny("225.00"))


# Stripe: the library's own transport, answering from a list.


class Line(HTTPClient):
    """Answers as Stripe would, one answer after another, and remembers what it was asked."""

    name = "line"

    def __init__(self, *answers):
        super().__init__()
        self.answers, self.asked = list(answers), []

    def request(self, method, url, headers, post_data=None):
        self.asked.append((method, url, headers.get("Idempotency-Key"), post_data))
        status, said = self.answers.pop(0)
        return json.dumps(said), status, {}

    def close(self):
        return None


def refund(status, **more):
    return 200, {"id": "re_1", "object": "refund", "status": status, **more}


def wrong(code, status=400, kind="invalid_request_error"):
    return status, {"error": {"code": code, "type": kind, "message": "no"}}


def test_stripe_is_told_under_our_key_with_the_intents_own_name():
    line = Line(refund("pending"))

    answer = Stripe().gateway(line).carry_out(told())

    assert (answer.state, answer.reference) == ("sent", "re_1")
    ((method, url, key, said),) = line.asked
    form = {name: values[0] for name, values in parse_qs(said).items()}
    assert (method, url, key) == ("post", "https://api.stripe.com/v1/refunds", KEY)
    assert form == {"payment_intent": "pi_1", "amount": "2500", "metadata[instruction]": KEY}


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (refund("succeeded"), "confirmed"),
        (refund("failed", failure_reason="expired_or_canceled_card"), "failed"),
        (refund("canceled"), "failed"),
        (wrong("charge_already_refunded"), "failed"),
        (wrong("charge_disputed"), "failed"),
        (wrong("resource_missing", 404), "failed"),
    ],
)
def test_what_stripe_answers_is_a_yes_or_a_no(answer, state):
    assert Stripe().gateway(Line(answer)).carry_out(told()).state == state


@pytest.mark.parametrize(
    "answer",
    [
        wrong("lock_timeout", 409),
        wrong("rate_limit", 429),
        wrong(None, 500, "api_error"),
        wrong(None, 401),
        refund("something_new"),
    ],
)
def test_what_tells_nothing_at_stripe_is_tried_again(answer):
    with pytest.raises(Away):
        Stripe().gateway(Line(*[answer] * 3)).carry_out(told())


def test_a_second_try_at_stripe_looks_first_whether_the_refund_is_there():
    there = {"id": "re_7", "object": "refund", "status": "succeeded", "metadata": {"instruction": KEY}}  # fmt: skip
    listed = {"object": "list", "data": [there], "has_more": False, "url": "/v1/refunds"}
    found, empty = Line((200, listed)), Line((200, {**listed, "data": []}), refund("pending"))

    assert Stripe().gateway(found).look_up(told()).reference == "re_7"
    assert Stripe().gateway(empty).look_up(told()).state == "sent"
    assert [method for method, *_ in found.asked + empty.asked] == ["get", "get", "post"]


def test_a_payment_is_called_off_at_stripe():
    line = Line((200, {"id": "pi_1", "object": "payment_intent", "status": "canceled"}))
    assert Stripe().gateway(line).carry_out(told("cancel")).state == "confirmed"
    assert line.asked[0][1] == "https://api.stripe.com/v1/payment_intents/pi_1/cancel"


# Alipay and WeChat Pay: a server on this machine that signs as theirs would.


def alipay(house):
    return AlipayGateway(**Alipay().settings, address=house.address)


def alipay_says(house, method, *, key="alipay", **said):
    content = json.dumps(said, ensure_ascii=False)
    sign = signature(pair(key), content)
    body = f'{{"{method}_response":{content},"sign":"{sign}"}}'
    house.answers.append((200, body.encode(), {}))


REFUND, QUERY, CLOSE = "alipay_trade_refund", "alipay_trade_fastpay_refund_query", "alipay_trade_close"  # fmt: skip
YES = {"code": "10000", "msg": "Success"}


def no(sub_code):
    return {"code": "40004", "msg": "Business Failed", "sub_code": sub_code, "sub_msg": "不行"}


def test_alipay_is_told_in_a_request_that_our_key_signed(house):
    alipay_says(house, REFUND, **YES, fund_change="Y", trade_no="2026")

    answer = alipay(house).carry_out(told())

    assert (answer.state, answer.reference) == ("confirmed", "2026")
    ((_, path, _, _),) = house.asked
    said = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
    sign = base64.b64decode(said.pop("sign"))
    text = "&".join(f"{k}={v}" for k, v in sorted(said.items()))
    pair("us").public_key().verify(sign, text.encode(), padding.PKCS1v15(), hashes.SHA256())
    assert said["method"] == "alipay.trade.refund"
    assert json.loads(said["biz_content"]) == {
        "refund_amount": "25.00", "out_trade_no": "pay_1", "out_request_no": KEY,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({**YES, "fund_change": "N"}, "sent"),
        (no("ACQ.TRADE_HAS_FINISHED"), "failed"),
        (no("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL"), "failed"),
    ],
)
def test_what_alipay_answers_is_a_yes_a_wait_or_a_no(house, said, state):
    alipay_says(house, REFUND, **said)
    assert alipay(house).carry_out(told()).state == state


@pytest.mark.parametrize("said", [no("ACQ.SYSTEM_ERROR"), no("ACQ.SELLER_BALANCE_NOT_ENOUGH"), {"code": "20000", "msg": "x"}])  # fmt: skip
def test_what_may_become_a_yes_at_alipay_is_tried_again(house, said):
    alipay_says(house, REFUND, **said)
    with pytest.raises(Away):
        alipay(house).carry_out(told())


def test_an_answer_that_alipay_did_not_sign_tells_nothing(house):
    alipay_says(house, REFUND, key="forger", **YES, fund_change="Y")
    with pytest.raises(Away):
        alipay(house).carry_out(told())


def test_a_second_try_at_alipay_asks_by_our_number_first(house):
    alipay_says(house, QUERY, **YES, out_request_no=KEY, refund_amount="25.00")
    alipay_says(house, QUERY, **YES)
    alipay_says(house, REFUND, **YES, fund_change="Y")

    assert alipay(house).look_up(told()).state == "confirmed"
    assert len(house.asked) == 1
    assert alipay(house).look_up(told()).state == "confirmed"
    assert len(house.asked) == 3


@pytest.mark.parametrize("said", [YES, no("ACQ.TRADE_NOT_EXIST")])
def test_a_trade_is_closed_at_alipay_or_was_never_opened(house, said):
    alipay_says(house, CLOSE, **said)
    assert alipay(house).carry_out(told("cancel")).state == "confirmed"


def wechat(house):
    return WechatGateway(Keys(**Wechat().settings), address=house.address)


def wechat_says(house, code_, *, key="wechat", **said):
    body = json.dumps(said) if said else ""
    stamp, nonce = "1772330400", "abc"
    headers = {
        "Content-Type": "application/json", "Wechatpay-Serial": "PUB_KEY_ID_1",
        "Wechatpay-Timestamp": stamp, "Wechatpay-Nonce": nonce,
        "Wechatpay-Signature": signature(pair(key), f"{stamp}\n{nonce}\n{body}\n"),
        "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
    }  # fmt: skip
    house.answers.append((code_, body.encode(), headers))


def test_wechat_is_told_in_a_request_that_our_key_signed(house):
    wechat_says(house, 200, refund_id="50000", out_refund_no=KEY, status="PROCESSING")

    answer = wechat(house).carry_out(told())

    assert (answer.state, answer.reference) == ("sent", "50000")
    ((method, path, headers, body),) = house.asked
    assert (method, path) == ("POST", "/v3/refund/domestic/refunds")
    assert json.loads(body) == {
        "out_refund_no": KEY, "out_trade_no": "pay_1",
        "amount": {"refund": 2500, "total": 22500, "currency": "CNY"},
    }  # fmt: skip
    scheme, _, rest = headers["Authorization"].partition(" ")
    said = dict(part.split("=", 1) for part in rest.replace('"', "").split(","))
    text = f"POST\n{path}\n{said['timestamp']}\n{said['nonce_str']}\n{body}\n"
    pair("us").public_key().verify(
        base64.b64decode(said["signature"]), text.encode(), padding.PKCS1v15(), hashes.SHA256()
    )
    assert (scheme, said["mchid"]) == ("WECHATPAY2-SHA256-RSA2048", "1230000109")


@pytest.mark.parametrize(
    ("status", "said", "state"),
    [
        (200, {"status": "SUCCESS", "refund_id": "1"}, "confirmed"),
        (200, {"status": "ABNORMAL", "refund_id": "1"}, "failed"),
        (200, {"status": "CLOSED", "refund_id": "1"}, "failed"),
        (404, {"code": "RESOURCE_NOT_EXISTS", "message": "x"}, "failed"),
        (403, {"code": "USER_ACCOUNT_ABNORMAL", "message": "x"}, "failed"),
    ],
)
def test_what_wechat_answers_is_a_yes_or_a_no(house, status, said, state):
    wechat_says(house, status, **said)
    assert wechat(house).carry_out(told()).state == state


@pytest.mark.parametrize(
    ("status", "said", "key"),
    [
        (500, {"code": "SYSTEM_ERROR", "message": "x"}, "wechat"),
        (403, {"code": "NOT_ENOUGH", "message": "x"}, "wechat"),
        (429, {"code": "FREQUENCY_LIMITED", "message": "x"}, "wechat"),
        (200, {"status": "SUCCESS", "refund_id": "1"}, "forger"),
        (200, {"status": "NEW"}, "wechat"),
    ],
)
def test_what_tells_nothing_at_wechat_is_tried_again(house, status, said, key):
    wechat_says(house, status, key=key, **said)
    with pytest.raises(Away):
        wechat(house).carry_out(told())


def test_a_second_try_at_wechat_asks_by_our_number_first(house):
    wechat_says(house, 404, code="RESOURCE_NOT_EXISTS", message="x")
    wechat_says(house, 200, status="PROCESSING", refund_id="1")
    assert wechat(house).look_up(told()).state == "sent"
    assert [(m, p) for m, p, *_ in house.asked] == [
        ("GET", f"/v3/refund/domestic/refunds/{KEY}"),
        ("POST", "/v3/refund/domestic/refunds"),
    ]


def test_a_trade_is_closed_at_wechat(house):
    wechat_says(house, 204)
    assert wechat(house).carry_out(told("cancel")).state == "confirmed"
    assert house.asked[0][1] == "/v3/pay/transactions/out-trade-no/pay_1/close"


def test_nobody_at_home_tells_nothing():
    closed = House()
    closed.close()
    for gateway in (alipay(closed), wechat(closed)):
        with pytest.raises(Away):
            gateway.carry_out(told())


@pytest.mark.parametrize("speaker", [Stripe(), Alipay(), Wechat()], ids=lambda s: s.name)
def test_a_signed_callback_says_what_became_of_an_instruction(speaker):
    callback = {
        "stripe": lambda: speaker.notice(
            "-", 1, NOW, type="refund.updated",
            data={"object": {"id": "re_1", "status": "succeeded", "metadata": {"instruction": KEY}}},
        ),
        "alipay": lambda: speaker.notice(
            "pay_1", 22500, NOW, out_biz_no=KEY, refund_fee="25.00", gmt_refund="2026-03-01 10:00:00.123",
        ),
        "wechat": lambda: speaker.notice(
            "pay_1", 22500, NOW, event_type="REFUND.SUCCESS", out_refund_no=KEY,
            refund_status="SUCCESS", refund_id="50000",
        ),
    }[speaker.name]()  # fmt: skip

    said = speaker.gateway().read(callback, now=NOW)

    assert isinstance(said, Outcome)
    assert (said.key, said.answer.state) == (KEY, "confirmed")
    assert abs(said.at - NOW) < timedelta(seconds=1)


@pytest.mark.parametrize("speaker", [Stripe(), Alipay(), Wechat()], ids=lambda s: s.name)
def test_nobody_is_paid_more_than_came_in_where_a_gateway_cannot(speaker):
    assert speaker.gateway().carry_out(told("payout")).state == "failed"


def test_a_refund_that_stripe_never_named_is_not_guessed_at():
    assert Stripe().gateway(Line()).carry_out(told(reference="")).state == "failed"
    with pytest.raises(Refusal):
        Stripe().gateway().read(Stripe().notice("p", 1, NOW, forged=True), now=NOW)
