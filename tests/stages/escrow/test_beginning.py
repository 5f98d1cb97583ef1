"""A buyer is sent to a real gateway, and renewals are charged there: spoken to over HTTP, answered by our own keys."""

from __future__ import annotations

import json
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from gongdao.kernel.money import Money, cny
from gongdao.kernel.refusal import Refusal
from gongdao.stages.escrow.gateways.port import SIGN, Asked, Away, Notice, Signed, Told
from tests.builders import at
from tests.stages.escrow.house import House
from tests.stages.escrow.signing import (
    SPEAKERS,
    Alipay,
    Stripe,
    Wechat,
    pair,
    signature,
    signature_of,
)
from tests.stages.escrow.test_telling import (
    alipay_says,
    no,
    wechat_says,
)

NOW = at("2026-03-01 10:00")
PAY, MANDATE, CHARGE = (f"{kind}_01kjkehjm0d71eb4xwgs2nydga" for kind in ("pay", "mnd", "chg"))
NOTIFY = "https://m.cn/api/v1/gateways/x/callbacks"
YES = {"code": "10000", "msg": "Success"}


def asked(way, key=PAY, **more):
    return Asked(key, way, cny("225.00"), "Gongdao", "https://m.cn/back", NOW, **more)


def signing():
    return asked(SIGN, MANDATE, every_months=3, first_on=date(2026, 3, 31))


def charge(kind="charge", token="cus_1/pm_1"):
    return Told("ins_1", kind, CHARGE, token, cny("30.00"), cny("30.00"))


def stripe(house):
    return Stripe().gateway(address=house.address)


def alipay(house):
    return Alipay().gateway(address=house.address, notify=NOTIFY)


def wechat(house):
    return Wechat().gateway(address=house.address, notify=NOTIFY, plan="12535")


def stripe_says(house, *answers, status=200):
    for said in answers:
        house.answers.append(
            (status, json.dumps(said).encode(), {"Content-Type": "application/json"})
        )


def form(body):
    return {name: values[0] for name, values in parse_qs(body).items()}


def page(status="open", ref="cs_1"):
    return {"id": ref, "object": "checkout.session", "status": status, "url": f"https://pay/{ref}"}


def intent(status, **more):
    said = {"id": "pi_9", "object": "payment_intent", "status": status, "amount_received": 3000}
    return said | more


class TestStripe:
    def test_opens_a_page_under_the_payments_own_key(self, house):
        stripe_says(house, page())

        given = stripe(house).begin(asked("page"))

        assert (given.kind, given.target, given.reference) == ("url", "https://pay/cs_1", "cs_1")
        ((method, path, headers, body),) = house.asked
        said = form(body)
        assert (method, path, headers["Idempotency-Key"]) == ("POST", "/v1/checkout/sessions", PAY)
        assert said["payment_intent_data[metadata][payment]"] == PAY
        assert said["line_items[0][price_data][unit_amount]"] == "22500"
        assert said["success_url"] == "https://m.cn/back"

    @pytest.mark.parametrize(
        ("status", "kind", "asks"),
        [("open", "url", 1), ("complete", "wait", 1), ("expired", "url", 2)],
    )
    def test_a_page_that_is_known_is_looked_at_first(self, house, status, kind, asks):
        stripe_says(house, page(status), page(ref="cs_2"))

        given = stripe(house).begin(asked("page", reference="cs_1"))

        assert given.kind == kind
        assert len(house.asked) == asks
        if asks == 2:  # the key of the page that ran out would only bring that page again
            assert house.asked[1][2]["Idempotency-Key"] == f"{PAY}/cs_1"
            assert given.reference == "cs_2"

    def test_an_intent_is_for_a_page_of_the_shops_own(self, house):
        stripe_says(house, intent("requires_payment_method", client_secret="pi_9_secret"))
        given = stripe(house).begin(asked("intent"))
        assert (given.kind, given.target, given.reference) == ("secret", "pi_9_secret", "pi_9")

    def test_to_sign_nothing_is_paid(self, house):
        stripe_says(house, page())
        stripe(house).begin(signing())
        said = form(house.asked[0][3])
        assert said["mode"] == "setup"
        assert said["setup_intent_data[metadata][mandate]"] == MANDATE
        assert "line_items[0][quantity]" not in said

    def test_a_charge_goes_to_the_saved_means_of_payment(self, house):
        stripe_says(house, intent("succeeded"))

        answer = stripe(house).charge(charge())

        assert (answer.state, answer.reference) == ("confirmed", "pi_9")
        said, headers = form(house.asked[0][3]), house.asked[0][2]
        assert (said["customer"], said["payment_method"]) == ("cus_1", "pm_1")
        assert (said["off_session"], said["confirm"], said["amount"]) == ("true", "true", "3000")
        assert headers["Idempotency-Key"] == CHARGE

    @pytest.mark.parametrize(
        ("status", "state"),
        [
            ("processing", "sent"),
            ("requires_action", "failed"),
            ("requires_payment_method", "failed"),
        ],
    )
    def test_a_charge_that_waits_for_somebody_at_the_screen_is_refused(self, house, status, state):
        stripe_says(house, intent(status))
        assert stripe(house).charge(charge()).state == state

    def test_a_card_that_is_declined_is_a_no(self, house):
        error = {
            "type": "card_error",
            "code": "card_declined",
            "decline_code": "insufficient_funds",
        }
        stripe_says(house, {"error": error}, status=402)
        answer = stripe(house).charge(charge())
        assert (answer.state, answer.words) == ("failed", "insufficient_funds")

    def test_another_sum_than_was_asked_for_tells_nothing(self, house):
        stripe_says(house, intent("succeeded", amount_received=1))
        with pytest.raises(Away):
            stripe(house).charge(charge())

    def test_a_second_try_looks_whether_the_charge_is_there(self, house):
        there = intent("succeeded", metadata={"payment": CHARGE})
        listed = {
            "object": "list",
            "data": [there],
            "has_more": False,
            "url": "/v1/payment_intents",
        }
        stripe_says(house, listed, {**listed, "data": []}, intent("processing"))

        assert stripe(house).look_up(charge()).state == "confirmed"
        assert stripe(house).look_up(charge()).state == "sent"
        assert [m for m, *_ in house.asked] == ["GET", "GET", "POST"]

    def test_a_page_is_closed_when_the_payment_is_called_off(self, house):
        stripe_says(house, page("expired"))
        told = Told("ins_1", "cancel", PAY, "cs_1", cny("1.00"), cny("1.00"))
        assert stripe(house).carry_out(told).state == "confirmed"
        assert house.asked[0][1] == "/v1/checkout/sessions/cs_1/expire"

    def test_only_of_a_charge_is_a_card_that_failed_the_end(self):
        def failed(**metadata):
            made = {"id": "pi_1", "currency": "cny", "amount": 3000, "metadata": metadata}
            callback = Stripe().notice(
                "-", 1, NOW, type="payment_intent.payment_failed", data={"object": made}
            )
            return Stripe().gateway().read(callback, now=NOW)

        assert failed(payment=PAY) is None
        said = failed(payment=CHARGE, off_session="1")
        assert isinstance(said, Notice)
        assert (said.payment, said.captured) == (CHARGE, False)


class TestAlipay:
    @pytest.mark.parametrize(
        ("way", "method"), [("page", "alipay.trade.page.pay"), ("wap", "alipay.trade.wap.pay")]
    )
    def test_signs_an_address_and_speaks_to_nobody(self, house, way, method):
        given = alipay(house).begin(asked(way))

        assert given.kind == "url"
        assert given.target.startswith(house.address)
        assert house.asked == []
        said = form(urlsplit(given.target).query)
        what = json.loads(said["biz_content"])
        assert (said["method"], said["notify_url"]) == (method, NOTIFY)
        assert (what["out_trade_no"], what["total_amount"]) == (PAY, "225.00")
        assert genuine(said)

    def test_a_code_to_scan_is_asked_for_by_our_number(self, house):
        for _ in range(2):
            alipay_says(
                house, "alipay_trade_precreate", **YES, out_trade_no=PAY, qr_code="https://qr/1"
            )
        given = [alipay(house).begin(asked("qr")) for _ in range(2)]
        assert {(g.kind, g.target) for g in given} == {("qr", "https://qr/1")}
        numbers = {
            json.loads(form(urlsplit(path).query)["biz_content"])["out_trade_no"]
            for _, path, *_ in house.asked
        }
        assert numbers == {PAY}

    def test_an_agreement_names_the_most_the_months_and_a_day_alipay_knows(self, house):
        said = form(urlsplit(alipay(house).begin(signing()).target).query)
        what = json.loads(said["biz_content"])
        assert said["method"] == "alipay.user.agreement.page.sign"
        assert what["external_agreement_no"] == MANDATE.replace("_", "")
        assert what["period_rule_params"] == {
            "period_type": "MONTH", "period": 3, "execute_time": "2026-03-28", "single_amount": "225.00",
        }  # fmt: skip
        assert genuine(said)

    @pytest.mark.parametrize(
        ("said", "state"),
        [
            ({**YES, "total_amount": "30.00", "trade_no": "1"}, "confirmed"),
            ({"code": "10003", "msg": "order success pay inprocess"}, "sent"),
            (no("ACQ.TRADE_HAS_SUCCESS"), "confirmed"),
            (no("ACQ.BUYER_BALANCE_NOT_ENOUGH"), "failed"),
            (no("ACQ.AGREEMENT_NOT_EXIST"), "failed"),
        ],
    )
    def test_a_charge_is_made_under_the_agreement(self, house, said, state):
        alipay_says(house, "alipay_trade_pay", **said)

        assert alipay(house).charge(charge(token="2026001")).state == state

        sent = form(urlsplit(house.asked[0][1]).query)
        what = json.loads(sent["biz_content"])
        assert (sent["method"], sent["notify_url"]) == ("alipay.trade.pay", NOTIFY)
        assert (what["out_trade_no"], what["total_amount"]) == (CHARGE, "30.00")
        assert what["agreement_params"] == {"agreement_no": "2026001"}

    @pytest.mark.parametrize(
        "said", [no("ACQ.SYSTEM_ERROR"), {**YES, "total_amount": "0.01", "trade_no": "1"}]
    )
    def test_what_tells_nothing_is_tried_again(self, house, said):
        alipay_says(house, "alipay_trade_pay", **said)
        with pytest.raises(Away):
            alipay(house).charge(charge(token="2026001"))

    @pytest.mark.parametrize(
        ("status", "state"),
        [("TRADE_SUCCESS", "confirmed"), ("WAIT_BUYER_PAY", "sent"), ("TRADE_CLOSED", "failed")],
    )
    def test_a_second_try_asks_by_our_number(self, house, status, state):
        alipay_says(house, "alipay_trade_query", **YES, trade_status=status, total_amount="30.00")
        assert alipay(house).look_up(charge(token="2026001")).state == state
        assert len(house.asked) == 1

    def test_a_charge_nobody_knows_of_is_made(self, house):
        alipay_says(house, "alipay_trade_query", **no("ACQ.TRADE_NOT_EXIST"))
        alipay_says(house, "alipay_trade_pay", **YES, total_amount="30.00", trade_no="1")
        assert alipay(house).look_up(charge(token="2026001")).state == "confirmed"


class TestWechat:
    @pytest.mark.parametrize(
        ("way", "payer", "answer", "kind", "more"),
        [
            ("native", "", {"code_url": "weixin://x"}, "qr", {}),
            ("h5", "10.0.0.1", {"h5_url": "https://wx/1"}, "url",
             {"scene_info": {"payer_client_ip": "10.0.0.1", "h5_info": {"type": "Wap"}}}),
            ("jsapi", "oAbc", {"prepay_id": "wx9"}, "secret", {"payer": {"openid": "oAbc"}}),
        ],
    )  # fmt: skip
    def test_a_trade_is_opened_under_our_number(self, house, way, payer, answer, kind, more):
        wechat_says(house, 200, **answer)

        given = wechat(house).begin(asked(way, payer=payer))

        ((method, path, _, body),) = house.asked
        said = json.loads(body)
        assert (method, path) == ("POST", f"/v3/pay/transactions/{way}")
        assert (said["out_trade_no"], said["amount"]["total"], said["notify_url"]) == (
            PAY,
            22500,
            NOTIFY,
        )
        assert {name: said[name] for name in more} == more
        assert given.kind == kind
        if way != "jsapi":
            assert given.target in answer.values()

    def test_what_wechats_browser_is_handed_is_signed_with_our_key(self, house):
        wechat_says(house, 200, prepay_id="wx9")
        said = json.loads(wechat(house).begin(asked("jsapi", payer="oAbc")).target)
        text = f"wx0001\n{said['timeStamp']}\n{said['nonceStr']}\nprepay_id=wx9\n"
        assert said["paySign"] == signature(pair("us"), text)
        assert said["package"] == "prepay_id=wx9"

    def test_a_contract_is_offered_where_there_is_a_template(self, house):
        wechat_says(house, 200, redirect_url="https://wx/contract")

        given = wechat(house).begin(signing())

        said = json.loads(house.asked[0][3])
        assert (given.kind, given.target) == ("url", "https://wx/contract")
        assert said["out_contract_code"] == MANDATE.replace("_", "")
        assert (said["plan_id"], said["contract_notify_url"]) == (12535, NOTIFY)
        with pytest.raises(Refusal) as refused:
            Wechat().gateway(address=house.address).begin(signing())
        assert refused.value.code == "way_to_pay_unknown"

    def test_a_charge_is_accepted_and_heard_of_later(self, house):
        wechat_says(house, 200, out_trade_no=CHARGE)

        assert wechat(house).charge(charge(token="con1")).state == "sent"

        _, path, _, body = house.asked[0]
        said = json.loads(body)
        assert path == "/v3/papay/pay/transactions/apply"
        assert (said["contract_id"], said["out_trade_no"]) == ("con1", CHARGE)
        assert said["amount"] == {"total": 3000, "currency": "CNY"}

    @pytest.mark.parametrize(
        ("status", "code", "state"),
        [
            (403, "NOT_ENOUGH", "failed"),
            (400, "CONTRACT_NOT_EXIST", "failed"),
            (400, "ORDER_PAID", "confirmed"),
        ],
    )
    def test_a_charge_is_refused_or_was_made(self, house, status, code, state):
        wechat_says(house, status, code=code, message="x")
        assert wechat(house).charge(charge(token="con1")).state == state

    def test_it_is_told_before_it_charges(self, house):
        wechat_says(house, 204)
        assert wechat(house).carry_out(charge("announce", "con1")).state == "confirmed"
        _, path, _, body = house.asked[0]
        assert path == "/v3/papay/contracts/con1/notify"
        assert json.loads(body)["estimated_amount"] == {"amount": 3000, "currency": "CNY"}

    @pytest.mark.parametrize(
        ("trade", "state"),
        [("SUCCESS", "confirmed"), ("USERPAYING", "sent"), ("PAYERROR", "failed")],
    )
    def test_a_second_try_asks_by_our_number(self, house, trade, state):
        wechat_says(house, 200, trade_state=trade, amount={"total": 3000})
        assert wechat(house).look_up(charge(token="con1")).state == state
        assert house.asked[0][1].startswith(f"/v3/pay/transactions/out-trade-no/{CHARGE}")


def genuine(said):
    said = dict(said)
    sign = said.pop("sign")
    return sign == signature(pair("us"), "&".join(f"{k}={v}" for k, v in sorted(said.items())))


@pytest.mark.parametrize("speaker", SPEAKERS, ids=lambda s: s.name)
def test_a_signed_callback_says_under_which_mandate_may_be_charged(speaker):
    token = "cus_1/pm_1" if speaker.name == "stripe" else "2026001"
    said = speaker.gateway().read(signature_of(speaker, MANDATE, token, NOW), now=NOW)
    assert isinstance(said, Signed)
    assert (said.mandate, said.token) == (MANDATE, token)
    assert abs(said.at - NOW) < timedelta(seconds=1)


@pytest.mark.parametrize("speaker", SPEAKERS, ids=lambda s: s.name)
def test_a_way_that_a_gateway_does_not_have_is_refused(speaker):
    with pytest.raises(Refusal) as refused:
        speaker.gateway().begin(asked("barter"))
    assert refused.value.code == "way_to_pay_unknown"


@pytest.mark.parametrize(
    ("makes", "way"), [(stripe, "page"), (stripe, "intent"), (alipay, "qr"), (wechat, "native")]
)
def test_a_gateway_that_is_down_begins_nothing_that_is_known_of(makes, way):
    closed = House()
    closed.close()
    with pytest.raises(Away):
        makes(closed).begin(asked(way))


@pytest.mark.parametrize("makes", [stripe, alipay, wechat])
def test_a_charge_that_nobody_answers_is_tried_again(makes):
    closed = House()
    closed.close()
    with pytest.raises(Away):
        makes(closed).charge(charge())


@pytest.mark.parametrize("makes", [stripe, alipay])
def test_gateways_that_need_no_announcement_are_not_told(house, makes):
    assert makes(house).carry_out(charge("announce")).state == "confirmed"
    assert house.asked == []


def test_an_answer_that_somebody_else_signed_begins_nothing(house):
    alipay_says(house, "alipay_trade_precreate", key="forger", **YES, qr_code="https://evil")
    wechat_says(house, 200, key="forger", code_url="weixin://evil")
    for gateway, way in ((alipay(house), "qr"), (wechat(house), "native")):
        with pytest.raises(Away):
            gateway.begin(asked(way))


def test_money_is_told_in_the_currencys_own_units(house):
    stripe_says(house, page())
    yen = Asked(PAY, "page", Money("JPY", 500), "x", "https://m.cn/back", NOW)
    stripe(house).begin(yen)
    assert form(house.asked[0][3])["line_items[0][price_data][unit_amount]"] == "500"
