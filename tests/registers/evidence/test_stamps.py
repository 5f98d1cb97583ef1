"""Time stamps on heads: asked for, checked, kept, and told by every verifier."""

from __future__ import annotations

import base64
import contextlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto import cms, tsp
from django.conf import settings
from django.db import IntegrityError, InternalError, connection, transaction

from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence import actions, bundle, queries, stamps
from gongdao.registers.evidence.heads import key_of
from gongdao.registers.evidence.models import Stamp
from gongdao.registers.evidence.sandbox_authority import NAME, SandboxAuthority
from gongdao.registers.evidence.shapes import FORMAT, STAMPED
from tests.registers.evidence.test_bundle import ALONE_MODULE, LOG, NEXT, THIEF, both, full

AT = datetime(2026, 11, 24, 3, 4, 5, tzinfo=UTC)
HEAD = LOG.head()
IMPRINT = stamps.imprint_of(HEAD)
NONCE = 2**63 + 11


def authority(at=AT, **period):
    return SandboxAuthority(b"\5" * 32, lambda: at, **period)


def token(imprint=IMPRINT, **made):
    asked = stamps.request(imprint, nonce=NONCE)
    answer = authority(**made).answer(asked)
    return tsp.TimeStampResp.load(answer)["time_stamp_token"].dump()


def accepted(answer, **changes):
    said = {"imprint": IMPRINT, "nonce": NONCE, "at": AT} | changes
    return stamps.accept(answer, **said)


def answer(**made):
    return authority(**made).answer(stamps.request(IMPRINT, nonce=NONCE))


def code(call, *given, **said):
    with pytest.raises(Refusal) as refused:
        call(*given, **said)
    return refused.value.code


def forged(change):
    """A granted answer after somebody's edit of the token."""
    content = cms.ContentInfo.load(token())
    change(content["content"])
    said = {"status": {"status": "granted"}, "time_stamp_token": content}
    return tsp.TimeStampResp(said).dump(force=True)


def later(signed):
    """Another time is written into the token; nothing else is touched."""
    told = tsp.TSTInfo.load(bytes(signed["encap_content_info"]["content"]))
    told["gen_time"] = AT - timedelta(days=400)
    signed["encap_content_info"]["content"] = cms.ParsableOctetString(told.dump())


def other_signature(signed):
    signer = signed["signer_infos"][0]
    signature = bytearray(signer["signature"].native)
    signature[-1] ^= 1
    signer["signature"] = bytes(signature)


def other_attribute(signed):
    for each in signed["signer_infos"][0]["signed_attrs"]:
        if each["type"].native == "message_digest":
            each["values"] = [b"\0" * 32]


def without_certificate(signed):
    signed["certificates"] = []


def test_a_stamp_says_when_and_by_whom():
    made, said = accepted(answer())

    assert (said.at, said.authority, said.nonce) == (AT, NAME, NONCE)
    assert said.certificate == authority().fingerprint
    assert "SANDBOX" in said.authority
    assert stamps.check(made, imprint=IMPRINT) == said


@pytest.mark.parametrize(
    ("given", "said", "expected"),
    [
        (answer(), {"nonce": NONCE + 1}, "stamp_nonce_wrong"),
        (answer(), {"imprint": b"\0" * 32}, "stamp_of_other_head"),
        (answer(), {"at": AT + timedelta(minutes=5)}, None),
        (answer(), {"at": AT + timedelta(minutes=5, seconds=1)}, "stamp_time_off"),
        (answer(), {"at": AT - timedelta(minutes=5, seconds=1)}, "stamp_time_off"),
        (answer(), {"roots": [authority().certificate]}, None),
        (answer(), {"roots": [authority(ends=AT).certificate]}, "stamp_chain_wrong"),
        (answer(ends=AT), {}, None),
        (answer(ends=AT - timedelta(seconds=1)), {}, "stamp_certificate_wrong"),
        (answer(begins=AT + timedelta(seconds=1)), {}, "stamp_certificate_wrong"),
        (forged(later), {}, "stamp_signature_wrong"),
        (forged(other_signature), {}, "stamp_signature_wrong"),
        (forged(other_attribute), {}, "stamp_signature_wrong"),
        (forged(without_certificate), {}, "stamp_unreadable"),
        (authority().answer(b"nonsense"), {}, "stamp_refused"),
        (b"<html>502</html>", {}, "stamp_refused"),
        (b"", {}, "stamp_refused"),
    ],
)  # fmt: skip
def test_an_answer_is_kept_only_if_everything_about_it_holds(given, said, expected):
    if expected:
        assert code(accepted, given, **said) == expected
    else:
        assert accepted(given, **said)[1].authority == NAME


def test_no_cut_of_a_token_passes_and_none_raises():
    whole = token()
    for end in range(0, len(whole), 7):
        with pytest.raises(stamps.Faulty) as faulty:
            stamps.check(whole[:end], imprint=IMPRINT)
        assert faulty.value.code == "stamp_unreadable"
        assert ALONE_MODULE.stamp_of(whole[:end], IMPRINT)[1] == "stamp_unreadable"


STAMPED_BUNDLES = {
    "whole": full(stamps=[token()]),
    "two": full(stamps=[token(), token(ends=AT)]),
    "other head": full(stamps=[token(b"\7" * 32)]),
    "expired": full(stamps=[token(ends=AT - timedelta(seconds=1))]),
    "no base64": full(stamps=[token()]).replace(b'"token": "', b'"token": "!'),
    "forged": full(stamps=[tsp.TimeStampResp.load(forged(other_signature))["time_stamp_token"].dump()]),
}  # fmt: skip


RSA_TOKEN = base64.b64decode(Path(__file__).with_name("rsa_token.txt").read_text())
"""Made by OpenSSL on the same head: RSA, SHA-512, dates as most authorities write them."""

RSA_BUNDLE = full(stamps=[RSA_TOKEN, token()])


def test_the_token_of_another_program_is_read_alike():
    verdict = both(RSA_BUNDLE)

    assert verdict.valid, verdict.findings
    assert [name for _, name, _ in verdict.stamps] == [
        "An RSA time-stamping authority of tests",
        NAME,
    ]


def test_flipped_bits_of_a_token_never_pass_unseen():
    """Whatever bit is bent, a verifier refuses the token or says exactly what it said before."""
    whole, said = token(), stamps.check(token(), imprint=IMPRINT)
    told, _ = ALONE_MODULE.stamp_of(whole, IMPRINT)
    taken = 0
    for at in range(len(whole)):
        bent = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        with contextlib.suppress(stamps.Faulty):
            assert stamps.check(bent, imprint=IMPRINT) == said
            taken += 1
        again, code = ALONE_MODULE.stamp_of(bent, IMPRINT)
        assert code or again == told
    assert taken < 60, "only in what nobody reads: versions, parameters of algorithms"


@pytest.mark.parametrize(
    ("which", "found"),
    [
        ("whole", set()),
        ("two", set()),
        ("other head", {("/stamps/0/token", "stamp_of_other_head")}),
        ("expired", {("/stamps/0/token", "stamp_certificate_wrong")}),
        ("no base64", {("/stamps/0/token", "stamp_unreadable"), ("/seal/sha256", "seal_broken")}),
        ("forged", {("/stamps/0/token", "stamp_signature_wrong")}),
    ],
)
def test_both_verifiers_judge_a_stamped_bundle_alike(which, found):
    verdict = both(STAMPED_BUNDLES[which])

    assert {(each.place, each.code) for each in verdict.findings} == found
    if not found:
        assert verdict.content["format"] == STAMPED
        assert f"time-stamped 2026-11-24 03:04:05 UTC by {NAME}" in verdict.sentence.en
        assert authority().fingerprint in verdict.sentence.zh


def test_a_bundle_without_stamps_stays_of_the_first_format_and_says_so():
    verdict = both(full())

    assert verdict.content["format"] == FORMAT
    assert "no time stamp" in verdict.sentence.en


@pytest.mark.parametrize(
    ("format_", "stamped", "found"),
    [
        (FORMAT, True, {("/stamps", "field_unknown")}),
        (STAMPED, False, {("/stamps", "field_missing")}),
        ("gongdao-evidence/3", True, {("/format", "format_unknown")}),
        ([], True, {("/format", "format_unknown")}),
    ],
)
def test_the_two_formats_are_not_mixed(format_, stamped, found):
    content = json.loads(full(stamps=[token()] if stamped else ()))
    content["format"] = format_

    verdict = both(json.dumps(content).encode())

    assert {(each.place, each.code) for each in verdict.findings} == found


def test_a_stamp_taken_off_or_moved_to_another_bundle_is_noticed():
    content = json.loads(full(stamps=[token(), token(ends=AT)]))
    del content["stamps"][0]
    assert {each.code for each in both(json.dumps(content).encode()).findings} == {"seal_broken"}

    other = full(stamps=[token()], head=LOG.head(key=THIEF), public=THIEF.public, key=THIEF)
    found = {each.code for each in both(other).findings}
    assert "stamp_of_other_head" in found, "the signature is part of what is stamped"
    assert NEXT.id != THIEF.id


@pytest.mark.django_db
def test_the_newest_head_is_stamped_once_and_its_bundles_carry_it(world):
    key = key_of(settings.GONGDAO_EVIDENCE_KEY)
    market, tsa = world.market.id, SandboxAuthority(b"\5" * 32, lambda: world.now)
    order = world.delivered_order()
    actions.seal(marketplace=market, at=world.now, key=key)

    row = actions.stamp(marketplace=market, at=world.now, authority=tsa, nonce=1)
    assert row is not None
    assert actions.stamp(marketplace=market, at=world.now, authority=tsa, nonce=2) is None
    verdict = bundle.verify(
        queries.bundle_about(order.id, marketplace=market, key=key, at=world.now)
    )
    assert verdict.valid, verdict.findings
    assert [name for _, name, _ in verdict.stamps] == [NAME]

    # A later head without a stamp: what the stamped one spans is still proved under it.
    world.offers()
    actions.seal(marketplace=market, at=world.now, key=key)
    again = bundle.verify(queries.bundle_about(order.id, marketplace=market, key=key, at=world.now))
    assert again.valid
    assert again.stamps == verdict.stamps
    assert again.content["head"]["size"] == row.size < queries.head(market).size

    # What came after is proved under the newest head, which has none.
    world.advances(days=30)
    actions.seal(marketplace=market, at=world.now, key=key)
    newest = bundle.verify(
        queries.bundle_about(order.id, marketplace=market, key=key, at=world.now)
    )
    assert newest.valid
    assert newest.stamps == ()


@pytest.mark.django_db
def test_a_stamp_that_does_not_hold_is_not_kept(world):
    key, market = key_of(settings.GONGDAO_EVIDENCE_KEY), world.market.id
    actions.seal(marketplace=market, at=world.now, key=key)
    slow = SandboxAuthority(b"\5" * 32, lambda: world.now - timedelta(hours=1))

    assert (
        code(actions.stamp, marketplace=market, at=world.now, authority=slow, nonce=1)
        == "stamp_time_off"
    )
    assert not Stamp.objects.exists()


@pytest.mark.django_db
def test_stamps_are_only_ever_added(world):
    key, market = key_of(settings.GONGDAO_EVIDENCE_KEY), world.market.id
    actions.seal(marketplace=market, at=world.now, key=key)
    tsa = SandboxAuthority(b"\5" * 32, lambda: world.now)
    row = actions.stamp(marketplace=market, at=world.now, authority=tsa, nonce=1)
    with (
        pytest.raises((IntegrityError, InternalError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM evidence_stamp WHERE id = %s", [row.id])
