"""WeChat Pay, APIv3: notices signed with WeChat's key, their content sealed with ours."""

from __future__ import annotations

import json
from binascii import Error as NotBase64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from wechatpayv3 import WeChatPay, WeChatPayType
from wechatpayv3.type import RequestType

from gongdao.kernel.money import Money
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

REFUSED = (
    "NOT_ENOUGH", "NO_AUTH", "ACCOUNT_ABNORMAL", "USER_ACCOUNT_ABNORMAL", "CONTRACT_NOT_EXIST",
    "CONTRACT_ERROR", "RULE_LIMIT", "PARAM_ERROR", "ORDER_CLOSED", "TRADE_ERROR",
)  # fmt: skip
"""Why the buyer's side does not pay a charge, or the contract does not cover it."""

PAID = ("ORDER_PAID", "ORDERPAID")
LASTS = {
    "native": timedelta(hours=2), "jsapi": timedelta(hours=2), "h5": timedelta(minutes=5),
    SIGN: timedelta(minutes=10),
}  # fmt: skip
NOTICED = {"count": 7, "unit": "DAY"}
"""From the third day after the announcement on, a charge may be tried for so long."""

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
    plan: str = ""
    """The template of contracts under which buyers may be charged; without one, nobody is."""


class WechatGateway:
    """One merchant number. Which key signs is fixed, so that no certificate is ever fetched."""

    name = "wechat"
    thanks = '{"code":"SUCCESS","message":"OK"}'

    ways: tuple[str, ...]

    def __init__(self, keys: Keys, *, address: str = "", notify: str = "") -> None:
        self._keys, self._notify = keys, notify
        self.ways = ("native", "h5", "jsapi", *((SIGN,) if keys.plan else ()))
        self._client = WeChatPay(
            wechatpay_type=WeChatPayType.NATIVE, mchid=keys.merchant, appid=keys.app,
            private_key=keys.private_key, cert_serial_no=keys.certificate,
            apiv3_key=keys.api_key, public_key=keys.public_key, public_key_id=keys.public_key_id,
            timeout=SECONDS,
        )  # fmt: skip
        self._client._core._gate_way = address or ADDRESS  # noqa: SLF001 - the library has no setting for it

    def read(self, callback: Callback, *, now: datetime) -> Notice | Outcome | Signed | None:
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
        if told.kind == "announce":
            return self._announce(told)
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
        if told.kind == "charge":
            return self._found_charge(told)
        if told.kind != "refund":
            return self.carry_out(told)
        status, said = self._asked(lambda: self._client.query_refund(told.key))
        if said.get("code") == "RESOURCE_NOT_EXISTS":
            return self.carry_out(told)
        return _refunded(said) if status == OK else _no(said)

    def settlement_file(self, text: str) -> DailyFile:
        """The day's bill, brought into our layout."""
        return daily.read(text)

    def begin(self, asked: Asked) -> Handover:
        """A code to scan, an address for a phone's browser, or what WeChat's own browser calls. One number, one trade."""
        if asked.way not in self.ways:
            raise way_unknown(asked.way)
        if asked.way == SIGN:
            return self._contract(asked)
        more: Any = {
            "native": {},
            "h5": {"scene_info": {"payer_client_ip": asked.payer, "h5_info": {"type": "Wap"}}},
            "jsapi": {"payer": {"openid": asked.payer}},
        }[asked.way]
        amount = {"total": asked.amount.minor, "currency": asked.amount.currency}
        status, said = self._asked(
            lambda: self._client.pay(
                asked.title, asked.key, amount, notify_url=self._notify,
                pay_type=WeChatPayType[asked.way.upper()], **more,
            )
        )  # fmt: skip
        if status != OK:
            raise Away(said.get("code", ""))
        target = {"native": "code_url", "h5": "h5_url", "jsapi": "prepay_id"}[asked.way]
        if asked.way == "jsapi":
            return Handover("secret", self._script(said[target], asked), LASTS["jsapi"])
        kind = "qr" if asked.way == "native" else "url"
        return Handover(kind, said[target], LASTS[asked.way])

    def charge(self, told: Told) -> Answer:
        """Take a term's price under the contract. WeChat Pay accepts it, does it, and calls back."""
        what = {
            "appid": self._keys.app, "out_trade_no": told.payment, "description": told.payment,
            "transaction_notify_url": self._notify, "contract_id": told.reference,
            "amount": {"total": told.amount.minor, "currency": told.amount.currency},
        }  # fmt: skip
        status, said = self._post("/v3/papay/pay/transactions/apply", what)
        if status in (200, 202, 204):
            return Answer("sent")
        if said.get("code") in PAID:
            return Answer("confirmed", words=said["code"])
        return _no(said, REFUSED)

    def _found_charge(self, told: Told) -> Answer:
        """Ask for the trade by our number; if nobody knows it, it was not charged yet."""
        status, said = self._asked(lambda: self._client.query(out_trade_no=told.payment))
        if said.get("code") in ("RESOURCE_NOT_EXISTS", "ORDER_NOT_EXIST"):
            return self.charge(told)
        if status != OK:
            raise Away(said.get("code", ""))
        captured = OUTCOMES.get(said.get("trade_state", ""))
        if captured is None:
            return Answer("sent", said.get("transaction_id", ""), said.get("trade_state", ""))
        if not captured:
            return Answer("failed", words=said["trade_state"])
        if json.loads(json.dumps(said["amount"]))["total"] != told.amount.minor:
            raise Away("amount_differs")
        return Answer("confirmed", said.get("transaction_id", ""))

    def _announce(self, told: Told) -> Answer:
        """WeChat Pay charges nobody whom it did not tell itself, some days before."""
        what = {
            "mchid": self._keys.merchant, "appid": self._keys.app, "deduct_duration": NOTICED,
            "estimated_amount": {"amount": told.amount.minor, "currency": told.amount.currency},
        }  # fmt: skip
        status, said = self._post(f"/v3/papay/contracts/{told.reference}/notify", what)
        return Answer("confirmed") if status in (200, 202, 204) else _no(said, REFUSED)

    def _contract(self, asked: Asked) -> Handover:
        """The address where the buyer agrees to be charged. Contract numbers are letters and digits only."""
        number = asked.key.replace("_", "")
        what = {
            "appid": self._keys.app, "plan_id": int(self._keys.plan), "out_contract_code": number,
            "contract_display_account": number[-12:], "contract_notify_url": self._notify,
        }  # fmt: skip
        status, said = self._post(
            "/v3/papay/scheduled-deduct-sign/contracts/pre-entrust-sign/h5", what
        )
        if status != OK:
            raise Away(said.get("code", ""))
        return Handover("url", said["redirect_url"], LASTS[SIGN])

    def _script(self, prepaid: str, asked: Asked) -> str:
        """What WeChat's browser hands to its own payment window, signed with our key."""
        stamp, nonce = str(int(asked.at.timestamp())), asked.key
        package = f"prepay_id={prepaid}"
        signed = self._client.sign([self._keys.app, stamp, nonce, package])
        return json.dumps({
            "appId": self._keys.app, "timeStamp": stamp, "nonceStr": nonce, "package": package,
            "signType": "RSA", "paySign": signed,
        })  # fmt: skip

    def _post(self, path: str, what: Mapping[str, object]) -> tuple[int, dict[str, str]]:
        """A call the library has no name for, signed and checked by it all the same."""
        core = self._client._core  # noqa: SLF001 - as above
        return self._asked(lambda: core.request(path, method=RequestType.POST, data=what))

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

    def _parse(self, said: dict[str, object]) -> Notice | Outcome | Signed | None:
        if said.get("event_type") == "ENTRUST.SIGN":
            return self._signature(said)
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

    def _signature(self, said: dict[str, object]) -> Signed | None:
        try:
            signed = json.loads(json.dumps(said["resource"]))
            if signed["mchid"] != self._keys.merchant:
                return None
            number, at = str(signed["out_contract_code"]), str(said["create_time"])
            mandate, token = f"{number[:3]}_{number[3:]}", str(signed["contract_id"])
            return Signed(str(said["id"]), mandate, token, datetime.fromisoformat(at))
        except (AttributeError, KeyError, TypeError, ValueError) as wrong:
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


def _no(said: dict[str, str], for_good: tuple[str, ...] = FOR_GOOD) -> Answer:
    """A no for good; any other may become a yes, so nothing is known yet."""
    if said.get("code") in for_good:
        return Answer("failed", words=f"{said['code']} {said.get('message', '')}".strip())
    raise Away(said.get("code", ""))
