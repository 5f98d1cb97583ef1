"""Alipay: form-encoded notices signed with RSA2, signed addresses where a buyer pays, and charges by agreement."""

from __future__ import annotations

from binascii import Error as NotBase64
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from alipay import AliPay
from alipay.exceptions import AliPayException, AliPayValidationError

from gongdao.kernel.money import Money, parse
from gongdao.kernel.refusal import Refusal
from gongdao.stages.escrow.gateways import daily
from gongdao.stages.escrow.gateways.port import (
    BODY_MOST,
    SIGN,
    Answer,
    Asked,
    Away,
    Callback,
    DailyFile,
    Handover,
    Notice,
    Outcome,
    Signed,
    Told,
    stale,
    unreadable,
    unsigned,
    way_unknown,
)

BEIJING = ZoneInfo("Asia/Shanghai")
TOLERANCE = timedelta(hours=26)
"""Alipay tries again for 24 hours and 22 minutes with the stamp of the first try."""

DONE = "10000"
OUTCOMES = {"TRADE_SUCCESS": True, "TRADE_FINISHED": True, "TRADE_CLOSED": False}
PAGE = "https://openapi.alipay.com/gateway.do"


FOR_GOOD = (
    "ACQ.TRADE_NOT_EXIST", "ACQ.TRADE_STATUS_ERROR", "ACQ.TRADE_HAS_FINISHED", "ACQ.TRADE_HAS_CLOSE",
    "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "ACQ.REASON_TRADE_REFUND_FEE_ERR", "ACQ.REASON_TRADE_BEEN_FREEZEN",
    "ACQ.BUYER_NOT_EXIST", "ACQ.USER_NOT_MATCH_ERR", "ACQ.ONLINE_TRADE_VOUCHER_NOT_ALLOW_REFUND",
)  # fmt: skip
"""What no second try will mend. Everything else Alipay may say is tried again until the period is over."""

REFUSED = (
    "ACQ.BUYER_BALANCE_NOT_ENOUGH", "ACQ.BUYER_BANKCARD_BALANCE_NOT_ENOUGH", "ACQ.PAYMENT_FAIL",
    "ACQ.ERROR_BALANCE_PAYMENT_DISABLE", "ACQ.BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR",
    "ACQ.BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR", "ACQ.PAYMENT_REQUEST_HAS_RISK",
    "ACQ.AGREEMENT_NOT_EXIST", "ACQ.AGREEMENT_INVALID", "ACQ.AGREEMENT_ERROR", "ACQ.TRADE_HAS_CLOSE",
    "ACQ.BUYER_NOT_EXIST", "ACQ.NO_PAYMENT_INSTRUMENTS_AVAILABLE", "ACQ.CYCLE_PAY_SINGLE_FEE_EXCEED",
)  # fmt: skip
"""Why the buyer's side does not pay a charge, or the agreement does not cover it."""

PAID, PAYING = "ACQ.TRADE_HAS_SUCCESS", "10003"
CYCLE = "CYCLE_PAY_AUTH"
LASTS = {"page": timedelta(minutes=15), "wap": timedelta(minutes=15), "qr": timedelta(hours=2)}
"""How long we take what we were handed for good; a page's address is stamped with the hour it was made."""

SCENE = "INDUSTRY|DEFAULT"
MONTH_LAST = 28
"""Alipay knows no later day of a month for charges to fall on."""


class Line(AliPay):  # type: ignore[misc]  # the library is not typed
    """The library's client, speaking to an address that is given: theirs, or a stand-in of ours."""

    def __init__(self, *, address: str, app: str, private_key: str, public_key: str) -> None:
        super().__init__(
            appid=app, app_private_key_string=private_key, alipay_public_key_string=public_key
        )
        self._gateway = address


class AlipayGateway:
    """One application at Alipay. Its notices are believed when Alipay's own key has signed them."""

    name = "alipay"
    thanks = "success"
    ways: tuple[str, ...] = ("page", "wap", "qr", SIGN)

    def __init__(
        self, *, app: str, private_key: str, public_key: str, address: str = "", scene: str = "",
        notify: str = "",
    ) -> None:  # fmt: skip
        self._app, self._address = app, address or PAGE
        self._scene, self._notify = scene or SCENE, notify or None
        self._client = Line(
            address=self._address, app=app, private_key=private_key, public_key=public_key
        )

    def read(self, callback: Callback, *, now: datetime) -> Notice | Outcome | Signed | None:
        """The notice in a form; none, if it tells of a trade that goes on, or of a refund that is not ours."""
        said = _form(callback.body)
        signature = said.pop("sign", "")
        if not signature or not self._signed(dict(said), signature):
            raise unsigned()
        if said.get("app_id", said.get("auth_app_id")) != self._app:
            raise unsigned()
        notice, told_at = _parse(said)
        if abs(now - told_at) > TOLERANCE:
            raise stale()
        return notice

    def carry_out(self, told: Told) -> Answer:
        """Give money back under our own number, or close a trade that nobody paid."""
        if told.kind == "payout":
            return Answer("failed", words="buyer_account_unknown")
        if told.kind == "announce":
            return Answer("confirmed", words="not_needed")
        if told.kind == "cancel":
            said = self._asked(lambda: self._client.api_alipay_trade_close(told.payment))
            gone = said["code"] == DONE or said.get("sub_code") == "ACQ.TRADE_NOT_EXIST"
            return Answer("confirmed", words=said["msg"]) if gone else _no(said)
        said = self._asked(
            lambda: self._client.api_alipay_trade_refund(
                _figures(told.amount), out_trade_no=told.payment, out_request_no=told.key
            )
        )
        if said["code"] != DONE:
            return _no(said)
        moved = said.get("fund_change") == "Y"
        return Answer("confirmed" if moved else "sent", said.get("trade_no", ""), said["msg"])

    def look_up(self, told: Told) -> Answer:
        """Ask for the refund by our number; an answer without one means that there was none yet."""
        if told.kind == "charge":
            return self._found_charge(told)
        if told.kind != "refund":
            return self.carry_out(told)
        said = self._asked(
            lambda: self._client.api_alipay_trade_fastpay_refund_query(
                told.key, out_trade_no=told.payment
            )
        )
        if said["code"] == DONE and said.get("refund_status", "REFUND_SUCCESS") == "REFUND_SUCCESS":
            if said.get("out_request_no") == told.key and "refund_amount" in said:
                return Answer("confirmed", said.get("trade_no", ""), said["msg"])
            return self.carry_out(told)
        return _no(said)

    def settlement_file(self, text: str) -> DailyFile:
        """The day's bill, brought into our layout."""
        return daily.read(text)

    def begin(self, asked: Asked) -> Handover:
        """An address that we sign, and Alipay hears of when the buyer opens it; or a code that Alipay makes."""
        if asked.way not in self.ways:
            raise way_unknown(asked.way)
        if asked.way == SIGN:
            return Handover("url", self._to(self._agreement(asked)), LASTS["page"])
        what = {
            "subject": asked.title, "out_trade_no": asked.key, "total_amount": _figures(asked.amount),
            "notify_url": self._notify,
        }  # fmt: skip
        if asked.way == "qr":
            said = self._asked(lambda: self._client.api_alipay_trade_precreate(**what))
            if said["code"] != DONE:
                raise Away(said.get("sub_code") or said["code"])
            return Handover("qr", said["qr_code"], LASTS["qr"])
        makes = {
            "page": self._client.api_alipay_trade_page_pay,
            "wap": self._client.api_alipay_trade_wap_pay,
        }[asked.way]
        return Handover("url", self._to(makes(**what, return_url=asked.back)), LASTS[asked.way])

    def charge(self, told: Told) -> Answer:
        """Take a term's price under the agreement. Our charge is the trade's number: it is paid once."""
        what = {
            "out_trade_no": told.payment, "total_amount": _figures(told.amount),
            "subject": told.payment, "product_code": CYCLE,
            "agreement_params": {"agreement_no": told.reference},
        }  # fmt: skip
        said = self._asked(
            lambda: self._client.server_api("alipay.trade.pay", what, notify_url=self._notify)
        )
        if said["code"] == DONE:
            return _charged(said, told)
        if said["code"] == PAYING:
            return Answer("sent", said.get("trade_no", ""), said["msg"])
        if said.get("sub_code") == PAID:
            return Answer("confirmed", words=PAID)
        return _no(said, REFUSED)

    def _found_charge(self, told: Told) -> Answer:
        """Ask for the trade by our number; if nobody knows it, it was not charged yet."""
        said = self._asked(lambda: self._client.api_alipay_trade_query(out_trade_no=told.payment))
        if said.get("sub_code") == "ACQ.TRADE_NOT_EXIST":
            return self.charge(told)
        if said["code"] != DONE:
            raise Away(said.get("sub_code") or said["code"])
        captured = OUTCOMES.get(said.get("trade_status", ""))
        if captured is None:
            return Answer("sent", said.get("trade_no", ""), said.get("trade_status", ""))
        return _charged(said, told) if captured else Answer("failed", words=said["trade_status"])

    def _agreement(self, asked: Asked) -> str:
        """The page where the buyer agrees to be charged: at most so much, every so many months."""
        first = asked.first_on
        assert first, asked
        rule = {
            "period_type": "MONTH", "period": asked.every_months,
            "execute_time": first.replace(day=min(first.day, MONTH_LAST)).isoformat(),
            "single_amount": _figures(asked.amount),
        }  # fmt: skip
        what = {
            "product_code": CYCLE, "personal_product_code": f"{CYCLE}_P",
            "sign_scene": self._scene, "external_agreement_no": asked.key.replace("_", ""),
            "access_params": {"channel": "QRCODE"}, "period_rule_params": rule,
        }  # fmt: skip
        said: str = self._client.client_api(
            "alipay.user.agreement.page.sign", what, return_url=asked.back, notify_url=self._notify
        )
        return said

    def _to(self, query: str) -> str:
        return f"{self._address}?{query}"

    @staticmethod
    def _asked(does: Callable[[], dict[str, str]]) -> dict[str, str]:
        """What Alipay answers, its signature checked; anything else tells nothing."""
        try:
            return does()
        except (AliPayException, AliPayValidationError, NotBase64, OSError, ValueError) as nothing:
            raise Away(type(nothing).__name__) from nothing

    def _signed(self, said: dict[str, str], signature: str) -> bool:
        try:
            return bool(self._client.verify(said, signature))
        except (AliPayException, NotBase64, UnicodeError, ValueError):
            return False


def _form(body: bytes) -> dict[str, str]:
    try:
        if len(body) > BODY_MOST:
            return {}
        return dict(parse_qsl(body.decode(), keep_blank_values=False, max_num_fields=100))
    except ValueError:
        return {}


def _figures(amount: Money) -> str:
    return str(amount).partition(" ")[2]


def _charged(said: dict[str, str], told: Told) -> Answer:
    """Paid, if it is the sum that was asked for."""
    if said.get("total_amount") != _figures(told.amount):
        raise Away("amount_differs")
    return Answer("confirmed", said.get("trade_no", ""), said["msg"])


def _no(said: dict[str, str], for_good: tuple[str, ...] = FOR_GOOD) -> Answer:
    """A no for good; any other may become a yes, so nothing is known yet."""
    if said.get("sub_code") in for_good:
        return Answer("failed", words=f"{said['sub_code']} {said.get('sub_msg', '')}".strip())
    raise Away(said.get("sub_code") or said["code"])


def _parse(said: dict[str, str]) -> tuple[Notice | Outcome | Signed | None, datetime]:
    try:
        told_at = _moment(said["notify_time"])
        if "agreement_no" in said and "trade_status" not in said:
            return _signature(said, told_at), told_at
        status = said["trade_status"]
        if key := said.get("out_biz_no", ""):
            done = Answer("confirmed", said.get("trade_no", ""))
            return Outcome(said["notify_id"], key, done, _moment(said["gmt_refund"])), told_at
        if status not in OUTCOMES or "gmt_refund" in said:
            return None, told_at
        paid_at = _moment(said.get("gmt_payment") or said["notify_time"])
        amount = parse(said["total_amount"], currency="CNY")
        captured = OUTCOMES[status]
        return Notice(said["notify_id"], said["out_trade_no"], captured, amount, paid_at), told_at
    except (KeyError, ValueError, Refusal) as wrong:
        raise unreadable() from wrong


def _signature(said: dict[str, str], at: datetime) -> Signed | None:
    """An agreement of ours that stands; one that was ended or paused is charged no more by itself."""
    number = said.get("external_agreement_no", "")
    if said.get("notify_type") != "dut_user_sign" or said["status"] != "NORMAL" or not number:
        return None
    return Signed(said["notify_id"], f"{number[:3]}_{number[3:]}", said["agreement_no"], at)


def _moment(text: str) -> datetime:
    return datetime.strptime(text[:19], "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING)
