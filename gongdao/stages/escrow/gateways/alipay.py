"""Alipay: form-encoded notices signed with RSA2, and the signed address where a buyer pays."""

from __future__ import annotations

from binascii import Error as NotBase64
from datetime import datetime, timedelta
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from alipay import AliPay
from alipay.exceptions import AliPayException

from gongdao.kernel.money import Money, parse
from gongdao.kernel.refusal import Refusal
from gongdao.stages.escrow.gateways import daily
from gongdao.stages.escrow.gateways.port import (
    BODY_MOST,
    Callback,
    DailyFile,
    Notice,
    stale,
    unreadable,
    unsigned,
)

BEIJING = ZoneInfo("Asia/Shanghai")
TOLERANCE = timedelta(hours=26)
"""Alipay tries again for 24 hours and 22 minutes with the stamp of the first try."""

OUTCOMES = {"TRADE_SUCCESS": True, "TRADE_FINISHED": True, "TRADE_CLOSED": False}
PAGE = "https://openapi.alipay.com/gateway.do"


class AlipayGateway:
    """One application at Alipay. Its notices are believed when Alipay's own key has signed them."""

    name = "alipay"
    thanks = "success"

    def __init__(self, *, app: str, private_key: str, public_key: str) -> None:
        self._app = app
        self._client = AliPay(
            appid=app, app_private_key_string=private_key, alipay_public_key_string=public_key
        )

    def read(self, callback: Callback, *, now: datetime) -> Notice | None:
        """The notice in a form; none, if it tells of a refund or of a trade that goes on."""
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


def _parse(said: dict[str, str]) -> tuple[Notice | None, datetime]:
    try:
        told_at = _moment(said["notify_time"])
        status = said["trade_status"]
        if status not in OUTCOMES or "gmt_refund" in said:
            return None, told_at
        paid_at = _moment(said.get("gmt_payment") or said["notify_time"])
        amount = parse(said["total_amount"], currency="CNY")
        captured = OUTCOMES[status]
        return Notice(said["notify_id"], said["out_trade_no"], captured, amount, paid_at), told_at
    except (KeyError, ValueError, Refusal) as wrong:
        raise unreadable() from wrong


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING)
