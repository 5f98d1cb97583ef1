"""Signatures on paper: who signed, when, and that nobody changed a byte since."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.timestamps import DummyTimeStamper, TimeStamper, TimestampRequestError

from gongdao.interfaces.paper import signing, typeset

AT = datetime(2026, 3, 1, 1, 2, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    forms = tmp_path_factory.mktemp("forms")
    (forms / "house.typ").write_text((typeset.FORMS / "house.typ").read_text())
    (forms / "note.typ").write_text(
        '#import "house.typ": *\n#show: document-of.with(say("便笺", "Note"))\n#data.text\n'
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typeset, "FORMS", forms)
        return typeset.pdf("note", {"text": "玩具汽车 225.00"}, language="zh", at=AT)


def test_a_signed_document_says_who_when_and_that_it_is_whole(paper):
    found = signing.signature_of(signing.signed(paper, why="Contract", at=AT))

    assert found is not None
    assert found.good
    assert found.at == AT
    assert found.by == signing.seal().fingerprint


def test_the_same_document_is_signed_the_same(paper):
    first, second = (signing.signed(paper, why="Contract", at=AT) for _ in "12")

    assert first == second
    assert first != signing.signed(paper, why="Contract", at=AT + timedelta(seconds=1))


def test_a_changed_byte_breaks_the_signature(paper):
    made = signing.signed(paper, why="Contract", at=AT)
    places = range(0, len(paper), len(paper) // 40)
    forged = [made[:place] + bytes([made[place] ^ 1]) + made[place + 1 :] for place in places]
    found = [signing.signature_of(each) for each in forged]

    assert len(found) > 40
    assert not any(each and each.good for each in found)


def test_what_is_added_later_is_not_covered(paper):
    made = signing.signed(paper, why="Contract", at=AT)
    added = made + b"\n% a page more\n"
    found = signing.signature_of(added)

    assert found is not None
    assert not found.good


def test_another_key_is_not_ours(paper, settings):
    mine = settings.GONGDAO_SIGNING_KEY
    settings.GONGDAO_SIGNING_KEY = "11" * 32
    made = signing.signed(paper, why="Contract", at=AT)
    settings.GONGDAO_SIGNING_KEY = mine
    found = signing.signature_of(made)

    assert found is not None
    assert not found.ours
    assert not found.good


@pytest.mark.parametrize("bad", [b"", b"%PDF-1.7\n%%EOF", b"\x00" * 4_000, b"<html></html>"])
def test_what_is_no_signed_document_has_no_signature(bad):
    assert signing.signature_of(bad) is None


def test_an_unsigned_document_has_no_signature(paper):
    assert signing.signature_of(paper) is None


def test_a_time_stamping_authority_can_be_asked(paper):
    made = signing.signed(paper, why="Contract", at=AT, stamp=authority())
    found = signing.signature_of(made)

    assert found is not None
    assert found.good
    assert len(made) > len(signing.signed(paper, why="Contract", at=AT))


def test_an_authority_that_is_down_holds_nobodys_copy_back(paper):
    made = signing.signed(paper, why="Contract", at=AT, stamp=Down())

    assert made == signing.signed(paper, why="Contract", at=AT)


class Down(TimeStamper):
    """An authority that cannot be reached."""

    async def async_request_tsa_response(self, req):  # noqa: ARG002 - the library calls it so
        raise TimestampRequestError("unreachable")


def authority():
    """A time-stamping authority of our own, as pyHanko ships one for tests."""
    private = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Clock")])
    purpose = x509.ExtendedKeyUsage([x509.ExtendedKeyUsageOID.TIME_STAMPING])
    certificate = (
        x509.CertificateBuilder(name, name, private.public_key(), 1, signing.FROM, signing.FOR_EVER)
        .add_extension(purpose, critical=True)
        .sign(private, hashes.SHA256())
    )
    return DummyTimeStamper(
        asn1.Certificate.load(certificate.public_bytes(Encoding.DER)),
        keys.PrivateKeyInfo.load(
            private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        ),
        fixed_dt=AT,
    )
