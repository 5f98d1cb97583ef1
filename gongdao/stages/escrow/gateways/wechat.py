"""WeChat Pay, APIv3: notices signed with WeChat's key, their content sealed with ours."""

from __future__ import annotations

import json
from binascii import Error as NotBase64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from wechatpayv3 import WeChatPay, WeChatPayType

from gongdao.kernel.money import Money
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

TOLERANCE = timedelta(minutes=5)
OK = 200
SCHEME = "WECHATPAY2-SHA256-RSA2048"
ADDRESS = "https://api.mch.weixin.qq.com"
SECONDS = 20
STATES = {"SUCCESS": "confirmed", "PROCESSING": "sent", "ABNORMAL": "failed", "CLOSED": "failed"}
"""What WeChat Pay calls how a refund stands, and what it is to us."""

FOR_GOOD = (
    "PARAM_ERROR",
    "INVALID_REQUEST",
    "RESOURCE_NOT_EXISTS",
    "USER_ACCOUNT_ABNORMAL",
    "MCH_NOT_EXISTS",
)
"""Errors that no second try will mend. A merchant number without money is none: it is topped up."""

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

    def __init__(self, keys: Keys, *, address: str = ADDRESS) -> None:
        self._keys = keys
        self._client = WeChatPay(
            wechatpay_type=WeChatPayType.NATIVE, mchid=keys.merchant, appid=keys.app,
            private_key=keys.private_key, cert_serial_no=keys.certificate,
            apiv3_key=keys.api_key, public_key=keys.public_key, public_key_id=keys.public_key_id,
            timeout=SECONDS,
        )  # fmt: skip
        self._client._core._gate_way = address  # noqa: SLF001 - the library has no setting for it

    def read(self, callback: Callback, *, now: datetime) -> Notice | Outcome | None:
        """The notice inside; none, if it is about a trade that goes on, or a refund that is not ours."""
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

    def carry_out(self, told: Told) -> Answer:
        """Give money back under our own number, or close a trade that nobody paid."""
        if told.kind == "payout":
            return Answer("failed", words="buyer_account_unknown")
        if told.kind == "cancel":
            status, said = self._asked(lambda: self._client.close(told.payment))
            gone = status in (200, 204) or said.get("code") == "RESOURCE_NOT_EXISTS"
            return Answer("confirmed") if gone else _no(said)
        amount = {
            "refund": told.amount.minor, "total": told.paid.minor, "currency": told.amount.currency,
        }  # fmt: skip
        status, said = self._asked(
            lambda: self._client.refund(told.key, amount, out_trade_no=told.payment)
        )
        return _refunded(said) if status == OK else _no(said)

    def look_up(self, told: Told) -> Answer:
        """Ask for the refund by our number; if there is none, there was none yet."""
        if told.kind != "refund":
            return self.carry_out(told)
        status, said = self._asked(lambda: self._client.query_refund(told.key))
        if said.get("code") == "RESOURCE_NOT_EXISTS":
            return self.carry_out(told)
        return _refunded(said) if status == OK else _no(said)

    def settlement_file(self, text: str) -> DailyFile:
        """The day's bill, brought into our layout."""
        return daily.read(text)

    @staticmethod
    def _asked(does: Callable[[], tuple[int, str]]) -> tuple[int, dict[str, str]]:
        """Status and body, the signature checked by the library, which says by `Exception` that it is wrong."""
        try:
            status, body = does()
            return status, json.loads(body) if body else {}
        except Exception as nothing:
            raise Away(type(nothing).__name__) from nothing

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

    def _parse(self, said: dict[str, object]) -> Notice | Outcome | None:
        if str(said.get("event_type", "")).startswith("REFUND."):
            return self._outcome(said)
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

    def _outcome(self, said: dict[str, object]) -> Outcome | None:
        try:
            refund = json.loads(json.dumps(said["resource"]))
            if refund["mchid"] != self._keys.merchant or "out_refund_no" not in refund:
                return None
            at = datetime.fromisoformat(refund.get("success_time") or str(said["create_time"]))
            answer = Answer(STATES[refund["refund_status"]], str(refund.get("refund_id", "")))
            return Outcome(str(said["id"]), str(refund["out_refund_no"]), answer, at)
        except (AttributeError, KeyError, TypeError, ValueError) as wrong:
            raise unreadable() from wrong


def _refunded(said: dict[str, str]) -> Answer:
    state = STATES.get(said.get("status", ""))
    if state is None:
        raise Away(said.get("status", ""))
    return Answer(state, said.get("refund_id", ""), said.get("user_received_account", ""))


def _no(said: dict[str, str]) -> Answer:
    """A no for good; any other may become a yes, so nothing is known yet."""
    if said.get("code") in FOR_GOOD:
        return Answer("failed", words=f"{said['code']} {said.get('message', '')}".strip())
    raise Away(said.get("code", ""))
