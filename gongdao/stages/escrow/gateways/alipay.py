"""Alipay: form-encoded notices signed with RSA2, and the signed address where a buyer pays."""

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
    Answer,
    Away,
    Callback,
    DailyFile,
    Notice,
    Outcome,
    Told,
    stale,
    unreadable,
    unsigned,
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

    def __init__(self, *, app: str, private_key: str, public_key: str, address: str = PAGE) -> None:
        self._app = app
        self._client = Line(
            address=address, app=app, private_key=private_key, public_key=public_key
        )

    def read(self, callback: Callback, *, now: datetime) -> Notice | Outcome | None:
        """The notice in a form; none, if it tells of a trade that goes on, or of a refund that is not ours."""
        said = _form(callback.body)
        signature = said.pop("sign", "")
        if not signature or not self._signed(dict(said), signature):
            raise unsigned()
        if said.get("app_id") != self._app:
            raise unsigned()
        notice, told_at = _parse(said)
        if abs(now - told_at) > TOLERANCE:
            raise stale()
        return notice

    def carry_out(self, told: Told) -> Answer:
        """Give money back under our own number, or close a trade that nobody paid."""
        if told.kind == "payout":
            return Answer("failed", words="buyer_account_unknown")
        if told.kind == "cancel":
            said = self._asked(lambda: self._client.api_alipay_trade_close(told.payment))
            gone = said["code"] == DONE or said.get("sub_code") == "ACQ.TRADE_NOT_EXIST"
            return Answer("confirmed", words=said["msg"]) if gone else _no(said)
        figures = str(told.amount).partition(" ")[2]
        said = self._asked(
            lambda: self._client.api_alipay_trade_refund(
                figures, out_trade_no=told.payment, out_request_no=told.key
            )
        )
        if said["code"] != DONE:
            return _no(said)
        moved = said.get("fund_change") == "Y"
        return Answer("confirmed" if moved else "sent", said.get("trade_no", ""), said["msg"])

    def look_up(self, told: Told) -> Answer:
        """Ask for the refund by our number; an answer without one means that there was none yet."""
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

    def ask(self, payment: str, amount: Money, *, title: str, back: str, notify: str) -> str:
        """The address where the buyer pays. Signed here; Alipay hears of it when the buyer opens it."""
        figures = str(amount).partition(" ")[2]
        query = self._client.api_alipay_trade_page_pay(
            subject=title, out_trade_no=payment, total_amount=figures, return_url=back,
            notify_url=notify,
        )  # fmt: skip
        return f"{PAGE}?{query}"

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


def _no(said: dict[str, str]) -> Answer:
    """A no for good; any other may become a yes, so nothing is known yet."""
    if said.get("sub_code") in FOR_GOOD:
        return Answer("failed", words=f"{said['sub_code']} {said.get('sub_msg', '')}".strip())
    raise Away(said.get("sub_code") or said["code"])


def _parse(said: dict[str, str]) -> tuple[Notice | Outcome | None, datetime]:
    try:
        told_at = _moment(said["notify_time"])
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


def _moment(text: str) -> datetime:
    return datetime.strptime(text[:19], "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING)
