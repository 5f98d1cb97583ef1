"""The second factor: enrolled with a picture, asked for again before money and identities, recovered by code."""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from gongdao.kernel.ref import LETTERS
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.accounts import actions, queries, throttle, totp
from gongdao.registers.accounts.models import Factor, RecoveryCode
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.messages.actions import Said, say
from gongdao.registers.parties.models import Key, Marketplace, Party
from gongdao.registers.parties.powers import Actor

CODES = 10
CODE_LENGTH = 16
"""Of thirty-two letters each: eighty bits, so a plain digest of one cannot be guessed back."""


@dataclass(frozen=True, slots=True)
class Enrolling:
    """What an authenticator needs, as text and as the address in the picture."""

    text: str
    address: str


@transaction.atomic
def begin(*, by: Actor, password: str, at: datetime) -> None:
    """A fresh secret, good for nothing until a code of it was typed. The password is asked for again."""
    row = Party.objects.select_for_update().get(pk=by.party)
    actions.refuse_wrong_password(row, password)
    if row.factor_at:
        raise Refusal(
            "second_factor_stands",
            "已经设有二次验证；更换前请先停用。",
            "There is a second factor already; end it before you set up another.",
        )
    Factor.objects.update_or_create(
        party=row,
        defaults={
            "marketplace": row.marketplace, "salt": secrets.token_bytes(16), "begun_at": at,
            "confirmed_at": None, "last_step": 0,
        },
    )  # fmt: skip


def enrolling(*, by: Actor, secret: str) -> Enrolling | None:
    """What to show while the secret waits for its first code; never again afterwards."""
    row = queries.factor(by.party)
    if row is None or row.confirmed_at:
        return None
    market = Marketplace.objects.get(pk=by.marketplace)
    shared = _secret(row, secret)
    account = row.party.handle
    return Enrolling(
        totp.base32(shared), totp.address(shared, account=account, issuer=market.name_en)
    )


@transaction.atomic
def confirm(*, by: Actor, code: str, at: datetime, secret: str) -> Sequence[str]:
    """The first code fits: from now on it is asked for. The recovery codes are shown this once."""
    row = Factor.objects.select_for_update().filter(party=by.party, confirmed_at=None).first()
    if row is None:
        raise Refusal(
            "second_factor_not_begun",
            "请先开始设置二次验证。",
            "Begin to set up the second factor first.",
        )
    step = totp.matched(_secret(row, secret), _plain(code), at=at, after=row.last_step)
    if step is None:
        raise _wrong()
    row.confirmed_at, row.last_step = at, step
    row.save(update_fields=["confirmed_at", "last_step"])
    Party.objects.filter(pk=by.party).update(factor_at=at)
    shown = _new_codes(by, at=at, secret=secret)
    record([_deed("factor.enrolled", by, at)])
    return shown


@transaction.atomic
def prove(*, party: str, code: str, at: datetime, secret: str) -> None:
    """A code of now, or a recovery code; each counts once. Count the try first: see `actions.count_try`."""
    row = Factor.objects.select_for_update().filter(party=party, confirmed_at__isnull=False).first()
    if row is None:
        raise Refusal(
            "second_factor_none",
            "这个账户没有设置二次验证。",
            "This account has no second factor.",
        )
    typed = _plain(code)
    step = totp.matched(_secret(row, secret), typed, at=at, after=row.last_step)
    if step is not None:
        row.last_step = step
        row.save(update_fields=["last_step"])
        return
    digest = throttle.digest(secret, "recovery", f"{party} {typed}")
    if not queries.unused(party).filter(pk=digest).update(used_at=at):
        raise _wrong()
    deed = Deed("factor.recovered", party, by=party, marketplace=row.marketplace, at=at)
    record([deed])


@transaction.atomic
def prove_key(*, token: str, code: str, at: datetime, secret: str) -> Key:
    """The same for a program: the key with which it asks has shown the second factor for a while."""
    digest = sha256(token.encode("utf-8", "replace")).digest()
    key = Key.objects.select_for_update().get(digest=digest, revoked_at=None)
    prove(party=key.party_id, code=code, at=at, secret=secret)
    key.proved_at = at
    key.save(update_fields=["proved_at"])
    return key


@transaction.atomic
def renew_codes(*, by: Actor, code: str, at: datetime, secret: str) -> Sequence[str]:
    """Ten new recovery codes; the old ones are good for nothing."""
    prove(party=by.party, code=code, at=at, secret=secret)
    shown = _new_codes(by, at=at, secret=secret)
    record([_deed("factor.codes_renewed", by, at)])
    return shown


@transaction.atomic
def end(*, by: Actor, password: str, code: str, at: datetime, secret: str) -> None:
    """No second factor any more. Takes the password and a code: a stolen session ends nothing."""
    row = Party.objects.select_for_update().get(pk=by.party)
    actions.refuse_wrong_password(row, password)
    prove(party=by.party, code=code, at=at, secret=secret)
    queries.drop_factor(row)
    row.factor_at = None
    row.save(update_fields=["factor_at"])
    record([_deed("factor.ended", by, at)])


@transaction.atomic
def reset(*, handle: str, reason: str, at: datetime) -> None:
    """The operator ends the second factor of somebody who lost it and every recovery code, and says why."""
    row = Party.objects.select_for_update().filter(handle=handle).first()
    if row is None or row.factor_at is None:
        raise Refusal(
            "second_factor_none",
            "这个账户没有设置二次验证。",
            "This account has no second factor.",
        )
    if not reason.strip():
        raise Refusal(
            "reason_missing", "请写明如何核实了本人身份。", "Say how you made sure who is asking."
        )
    queries.drop_factor(row)
    row.factor_at = None
    row.save(update_fields=["factor_at"])
    deed = Deed(
        "factor.reset", row.id, by=row.marketplace, marketplace=row.marketplace, at=at,
        data={"reason": reason.strip()[:200]},
    )  # fmt: skip
    say([_reset(row, at)])
    record([deed])


def _reset(row: Party, at: datetime) -> Said:
    return Said(
        about=row.id, by=row.marketplace, audience=(row.id,), marketplace=row.marketplace, at=at,
        words=Words(
            "管理员已按您的申请停用二次验证。如果不是您申请的，请立即修改密码并重新设置。",
            "The operator turned your second factor off, as you asked. If it was not you, change your password "
            "and set it up again.",
        ),
    )  # fmt: skip


def _new_codes(by: Actor, *, at: datetime, secret: str) -> list[str]:
    queries.unused(by.party).delete()
    shown = ["".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH)) for _ in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(
            digest=throttle.digest(secret, "recovery", f"{by.party} {each}"),
            marketplace=by.marketplace, party_id=by.party, made_at=at,
        )
        for each in shown
    )  # fmt: skip
    return ["-".join(each[i : i + 4] for i in range(0, CODE_LENGTH, 4)) for each in shown]


def _secret(row: Factor, secret: str) -> bytes:
    said = b"gongdao second factor: " + row.party_id.encode() + bytes(row.salt)
    return hmac.digest(bytes.fromhex(secret), said, "sha1")


def _plain(typed: str) -> str:
    """What was typed without blanks and dashes, and with the digits of a Chinese keyboard made plain."""
    plain = unicodedata.normalize("NFKC", typed).casefold()
    return "".join(letter for letter in plain if letter.isalnum())[:40]


def _wrong() -> Refusal:
    return Refusal(
        "second_factor_wrong",
        "验证码不对、已用过或已过期；请输入验证器上现在的六位数字，或一个未用过的恢复码。",
        "The code is wrong, used or over; type the six digits that stand there now, or an unused recovery "
        "code.",
    )


def _deed(act: str, by: Actor, at: datetime) -> Deed:
    return Deed(act, by.party, by=by.party, marketplace=by.marketplace, at=at)
