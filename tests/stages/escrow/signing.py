"""Gateways as they speak: our own keys sign what the real ones would send."""

from __future__ import annotations

import base64
import json
import os
from datetime import datetime
from functools import cache
from urllib.parse import urlencode

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from stripe import WebhookSignature

from gongdao.stages.escrow.gateways.alipay import AlipayGateway
from gongdao.stages.escrow.gateways.port import Callback
from gongdao.stages.escrow.gateways.stripe import StripeGateway
from gongdao.stages.escrow.gateways.wechat import Keys, WechatGateway
from tests.builders import ZONE

API_KEY = "0123456789abcdef0123456789abcdef"
SECRET = "whsec_test"


@cache
def pair(name):
    """A key pair of a party; `name` tells ours from theirs and from a forger's."""
    assert name
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def private_pem(key):
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def public_pem(key):
    return (
        key.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )


def signature(key, text):
    return base64.b64encode(key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())).decode()


class Stripe:
    """What Stripe sends."""

    name = "stripe"
    settings = {"key": "sk_test", "secret": SECRET}

    def gateway(self, transport=None, **more):
        return StripeGateway(**self.settings, transport=transport, **more)

    def notice(self, payment, minor, at, *, captured=True, forged=False, **changed):
        kind = "payment_intent.succeeded" if captured else "payment_intent.canceled"
        intent = {
            "id": "pi_1", "object": "payment_intent", "currency": "cny", "amount": minor,
            "amount_received": minor, "metadata": {"payment": payment},
        }  # fmt: skip
        body = {
            "id": "evt_1", "object": "event", "type": kind, "created": int(at.timestamp()),
            "data": {"object": intent},
        } | changed  # fmt: skip
        return self.signed(json.dumps(body), at, forged=forged)

    def signed(self, text, at, *, forged=False):
        secret = "whsec_of_somebody_else" if forged else SECRET
        header = WebhookSignature.generate_signature_header(text, secret, int(at.timestamp()))
        return Callback(text.encode(), {"Stripe-Signature": header})


class Alipay:
    """What Alipay sends."""

    name = "alipay"

    @property
    def settings(self):
        return {
            "app": "2021000000000001",
            "private_key": private_pem(pair("us")),
            "public_key": public_pem(pair("alipay")),
        }

    def gateway(self, **more):
        return AlipayGateway(**self.settings, **more)

    def notice(self, payment, minor, at, *, captured=True, forged=False, **changed):
        there = at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")
        said = {
            "app_id": "2021000000000001", "charset": "utf-8", "notify_id": "n1",
            "notify_time": there, "out_trade_no": payment, "subject": "玩具汽车",
            "trade_status": "TRADE_SUCCESS" if captured else "TRADE_CLOSED",
            "total_amount": f"{minor / 100:.2f}", "gmt_payment": there, "version": "1.0",
        } | changed  # fmt: skip
        text = "&".join(f"{k}={v}" for k, v in sorted(said.items()))
        key = pair("forger" if forged else "alipay")
        return Callback(
            urlencode(said | {"sign": signature(key, text), "sign_type": "RSA2"}).encode(),
            {"Content-Type": "application/x-www-form-urlencoded"},
        )


class Wechat:
    """What WeChat Pay sends."""

    name = "wechat"

    @property
    def settings(self):
        return {
            "merchant": "1230000109", "app": "wx0001", "private_key": private_pem(pair("us")),
            "certificate": "444F4864EA9B34415", "api_key": API_KEY,
            "public_key": public_pem(pair("wechat")), "public_key_id": "PUB_KEY_ID_1",
        }  # fmt: skip

    def gateway(self, *, plan="", **more):
        return WechatGateway(Keys(**self.settings, plan=plan), **more)

    def notice(self, payment, minor, at, *, captured=True, forged=False, **changed):
        trade = {
            "mchid": "1230000109", "appid": "wx0001", "out_trade_no": payment,
            "trade_state": "SUCCESS" if captured else "CLOSED",
            "success_time": at.isoformat(), "amount": {"total": minor, "currency": "CNY"},
        } | changed  # fmt: skip
        nonce = "abcdefghijkl"
        sealed = AESGCM(API_KEY.encode()).encrypt(
            nonce.encode(), json.dumps(trade).encode(), b"transaction"
        )
        body = {
            "id": "EV-1", "create_time": at.isoformat(), "resource_type": "encrypt-resource",
            "event_type": changed.get("event_type", "TRANSACTION.SUCCESS"),
            "resource": {
                "algorithm": "AEAD_AES_256_GCM", "nonce": nonce, "associated_data": "transaction",
                "ciphertext": base64.b64encode(sealed).decode(),
            },
        }  # fmt: skip
        return self.signed(json.dumps(body), at, forged=forged)

    def signed(self, text, at: datetime, *, forged=False):
        stamp, nonce = str(int(at.timestamp())), os.urandom(8).hex()
        key = pair("forger" if forged else "wechat")
        return Callback(
            text.encode(),
            {
                "Wechatpay-Timestamp": stamp,
                "Wechatpay-Nonce": nonce,
                "Wechatpay-Serial": "PUB_KEY_ID_1",
                "Wechatpay-Signature": signature(key, f"{stamp}\n{nonce}\n{text}\n"),
                "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
            },
        )


SPEAKERS = (Stripe(), Alipay(), Wechat())


def signature_of(speaker, mandate, token, at):
    """What a gateway sends when a consumer has let it charge under a mandate."""
    if speaker.name == "stripe":
        customer, _, method = token.partition("/")
        made = {
            "id": "seti_1", "object": "setup_intent", "metadata": {"mandate": mandate},
            "customer": customer, "payment_method": method,
        }  # fmt: skip
        return speaker.notice("-", 1, at, type="setup_intent.succeeded", data={"object": made})
    number = mandate.replace("_", "")
    if speaker.name == "wechat":
        return speaker.notice(
            "-", 1, at, event_type="ENTRUST.SIGN", out_contract_code=number, contract_id=token
        )
    there = at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")
    said = {
        "auth_app_id": "2021000000000001", "charset": "utf-8", "notify_id": "n9", "version": "1.0",
        "notify_type": "dut_user_sign", "notify_time": there, "external_agreement_no": number,
        "agreement_no": token, "status": "NORMAL", "sign_time": there,
    }  # fmt: skip
    text = "&".join(f"{k}={v}" for k, v in sorted(said.items()))
    signed = said | {"sign": signature(pair("alipay"), text), "sign_type": "RSA2"}
    return Callback(
        urlencode(signed).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
    )
