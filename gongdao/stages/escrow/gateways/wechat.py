"""WeChat Pay, APIv3: notices signed with WeChat's key, their content sealed with ours."""

from __future__ import annotations

import json
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import datetime, timedelta

from wechatpayv3 import WeChatPay, WeChatPayType

from gongdao.kernel.money import Money
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

TOLERANCE = timedelta(minutes=5)
SCHEME = "WECHATPAY2-SHA256-RSA2048"
OUTCOMES = {"SUCCESS": True, "CLOSED": False, "PAYERROR": False, "REVOKED": False}


@dataclass(frozen=True, slots=True)
class Keys:
    """What WeChat Pay gives to a merchant, and what the merchant made itself."""

    merchant: str
    app: str
    private_key: str
    certificate: str
    api_key: str
    public_key: str
    public_key_id: str


class WechatGateway:
    """One merchant number. Which key signs is fixed, so that no certificate is ever fetched."""

    name = "wechat"
    thanks = '{"code":"SUCCESS","message":"OK"}'

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._client = WeChatPay(
            wechatpay_type=WeChatPayType.NATIVE, mchid=keys.merchant, appid=keys.app,
            private_key=keys.private_key, cert_serial_no=keys.certificate,
            apiv3_key=keys.api_key, public_key=keys.public_key, public_key_id=keys.public_key_id,
        )  # fmt: skip

    def read(self, callback: Callback, *, now: datetime) -> Notice | None:
        """The notice inside; none, if it is about a refund or a trade that goes on."""
        headers = {name.lower(): value for name, value in callback.headers.items()}
        known = headers.get("wechatpay-serial") == self._keys.public_key_id
        signed = bool(headers.get("wechatpay-signature"))
        signed &= headers.get("wechatpay-signature-type", SCHEME) == SCHEME
        if not known or not signed or len(callback.body) > BODY_MOST:
            raise unsigned()
        headers["wechatpay-signature-type"] = SCHEME
        said = self._opened(headers, callback.body)
        stamp = headers.get("wechatpay-timestamp", "")
        if not stamp.isdecimal() or abs(now.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
            raise stale()
        return self._parse(said)

    def settlement_file(self, text: str) -> DailyFile:
        """The day's bill, brought into our layout."""
        return daily.read(text)

    def _opened(self, headers: dict[str, str], body: bytes) -> dict[str, object]:
        """The library checks the signature first and opens the seal then; nothing comes of either: forged."""
        try:
            said = self._client.callback(headers, body)
        except UnicodeDecodeError as forged:
            raise unsigned() from forged
        except (NotBase64, ValueError, TypeError, AttributeError) as wrong:
            raise unreadable() from wrong
        if not said:
            raise unsigned()
        return dict(said)

    def _parse(self, said: dict[str, object]) -> Notice | None:
        if not str(said.get("event_type", "")).startswith("TRANSACTION."):
            return None
        try:
            trade = json.loads(json.dumps(said["resource"]))
            ours = (trade["mchid"], trade["appid"]) == (self._keys.merchant, self._keys.app)
            if not ours or trade["trade_state"] not in OUTCOMES:
                return None
            amount = Money(trade["amount"].get("currency", "CNY"), trade["amount"]["total"])
            at = datetime.fromisoformat(trade.get("success_time") or str(said["create_time"]))
            payment, captured = str(trade["out_trade_no"]), OUTCOMES[trade["trade_state"]]
            return Notice(str(said["id"]), payment, captured, amount, at)
        except (AssertionError, AttributeError, KeyError, TypeError, ValueError) as wrong:
            raise unreadable() from wrong
