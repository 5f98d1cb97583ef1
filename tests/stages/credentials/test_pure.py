"""Certificates without a database: the published vector, an independent recomputation, and every way to cheat."""

from __future__ import annotations

import base64
import copy
import gzip
import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.stages.admission.credentials import documents, proof, status
from gongdao.stages.admission.credentials.documents import Certified
from gongdao.stages.admission.credentials.proof import IssuerKey, Unreadable
from gongdao.stages.admission.credentials.verdict import Accredited, Expected, Known, verify

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
KEY, OTHER = IssuerKey(bytes(range(32))), IssuerKey(bytes(32))
URL = "https://market.example/certification/bdy_1/status"
SAID = Certified(
    "lst_1", Words("有机大米", "Organic rice"), "organic", "130OP1300001", "GB/T 19630"
)

# The example of the recommendation (Data Integrity EdDSA Cryptosuites v1.0, B.3).
CONTEXT = ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"]
MULTIKEY = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
VECTOR = {
    "@context": CONTEXT,
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
    "proof": {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": "2023-02-24T23:36:38Z",
        "verificationMethod": f"did:key:{MULTIKEY}#{MULTIKEY}",
        "proofPurpose": "assertionMethod",
        "@context": CONTEXT,
        "proofValue": "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX",
    },
}


def certificate(key=KEY, said=SAID, since=NOW - 30 * DAY, until=NOW + 30 * DAY, place=5):
    document = documents.certificate(
        said, ref="crd_1", issuer=key.did, since=since, until=until,
        entry=status.entry(url=URL, place=place),
    )  # fmt: skip
    return key.secure(document, at=since)


def listed(*revoked, key=KEY, at=NOW):
    return key.secure(status.document(url=URL, issuer=key.did, revoked=revoked, at=at), at=at)


def known(**changed):
    said = {
        "at": NOW,
        "accredited": [Accredited(KEY.did, "organic", NOW - 365 * DAY, NOW + 365 * DAY)],
        "list_document": listed(7),
        "expected": Expected("lst_1", "goods"),
    }
    return Known(**said | changed)


def wrong(document, **changed):
    verdict = verify(document, known(**changed))
    return verdict.wrong and verdict.wrong.name


def test_the_example_of_the_recommendation_verifies_and_a_changed_one_does_not():
    assert proof.proof_holds(VECTOR)
    assert not proof.proof_holds(VECTOR | {"name": "Alumna Credential"})
    settings = {k: v for k, v in VECTOR["proof"].items() if k != "proofValue"}
    unsecured = {k: v for k, v in VECTOR.items() if k != "proof"}
    assert proof.hash_data(unsecured, settings).hex() == (
        "66ab154f5c2890a140cb8388a22a160454f80575f6eae09e5a097cabe539a1db"
        "59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19"
    )


ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def base58(text):
    """Written here once more, so that nothing of the product checks itself."""
    number = 0
    for letter in text:
        number = number * 58 + ALPHABET.index(letter)
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def jcs(value):
    """RFC 8785 for what stands in our certificates: text, lists, objects."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def test_a_certificate_verifies_by_an_independent_recomputation():
    document = certificate()
    settings = dict(document.pop("proof"))
    signature = base58(settings.pop("proofValue")[1:])
    public = base58(document["issuer"].removeprefix("did:key:z"))

    assert public[:2] == b"\xed\x01"
    data = sha256(jcs(settings)).digest() + sha256(jcs(document)).digest()
    Ed25519PublicKey.from_public_bytes(public[2:]).verify(signature, data)
    assert Ed25519PrivateKey.from_private_bytes(bytes(range(32))).sign(data) == signature


def test_a_good_certificate_passes_every_check():
    verdict = verify(certificate(), known())

    assert verdict.valid
    assert [check.name for check in verdict.checks] == [
        "form", "signature", "issuer", "term", "subject", "status",
    ]  # fmt: skip


def leaves(value, path=()):
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*path, name))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from leaves(inner, (*path, place))
    else:
        yield path


PATHS = list(leaves(certificate()))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: ".".join(map(str, path)))
def test_a_change_of_any_field_is_noticed(path):
    forged = copy.deepcopy(certificate())
    inner = forged
    for step in path[:-1]:
        inner = inner[step]
    text = inner[path[-1]]
    inner[path[-1]] = text[:-1] + ("A" if text[-1] != "A" else "B")

    assert not verify(forged, known()).valid
    assert wrong(forged) in ("form", "signature")


@pytest.mark.parametrize(
    "add", [{"x": "y"}, {"credentialSubject": {"id": "urn:gongdao:lst_2"}}, {"proof": []}]
)
def test_added_and_replaced_fields_are_noticed(add):
    assert wrong(certificate() | add) in ("form", "signature")
    forged = certificate()
    forged["proof"] = [forged["proof"], forged["proof"]]
    assert wrong(forged) == "signature"


def test_a_certificate_that_names_an_accredited_issuer_but_is_signed_by_another_is_forged():
    document = certificate(key=OTHER)
    document["issuer"] = KEY.did
    unsecured = {k: v for k, v in document.items() if k != "proof"}

    assert wrong(OTHER.secure(unsecured, at=NOW)) == "signature"


@pytest.mark.parametrize(
    ("changed", "check"),
    [
        ({"accredited": []}, "issuer"),
        ({"accredited": [Accredited(OTHER.did, "organic", NOW - 365 * DAY, NOW + DAY)]}, "issuer"),
        ({"accredited": [Accredited(KEY.did, "ccc", NOW - 365 * DAY, NOW + DAY)]}, "issuer"),
        # Accredited too late for the issue, or no longer when it was first shown.
        ({"accredited": [Accredited(KEY.did, "organic", NOW - 29 * DAY, NOW + DAY)]}, "issuer"),
        ({"accredited": [Accredited(KEY.did, "organic", NOW - 365 * DAY, NOW - DAY)]}, "issuer"),
        ({"at": NOW + 30 * DAY - timedelta(seconds=1), "seen_at": NOW, "list_document": listed(at=NOW + 30 * DAY - DAY / 2)}, None),
        ({"at": NOW + 30 * DAY, "list_document": listed(at=NOW + 30 * DAY)}, "term"),
        ({"at": NOW - 30 * DAY, "list_document": listed(at=NOW - 30 * DAY)}, None),
        ({"at": NOW - 30 * DAY - timedelta(seconds=1)}, "term"),
        ({"expected": Expected("lst_2", "goods")}, "subject"),
        ({"expected": Expected("lst_1", "merchant")}, "subject"),
        ({"expected": Expected("lst_1", "goods", "91310000")}, "subject"),
        ({"list_document": listed(5)}, "status"),
        ({"list_document": listed(4, 6)}, None),
        ({"list_document": listed(key=OTHER)}, "status"),
        ({"list_document": listed() | {"id": URL + "x"}}, "status"),
        ({"list_document": listed(at=NOW - 2 * DAY)}, "status"),
        ({"list_document": {}}, "status"),
    ],
)  # fmt: skip
def test_each_check_fails_for_its_own_reason(changed, check):
    assert wrong(certificate(), **changed) == check


def test_what_is_not_known_is_said_to_be_unchecked():
    verdict = verify(certificate(), Known(at=NOW))

    assert not verdict.valid
    assert verdict.wrong is None
    assert [c.name for c in verdict.checks if c.passed is None] == ["issuer", "subject", "status"]
    assert "was not checked" in verdict.sentence.en


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", "1", '{"a": NaN}', '{"a": 1, "a": 2}', '{"x": ' * 20_000, "x" * 200_001],
)
def test_what_is_no_document_is_refused(text):
    with pytest.raises(Refusal) as no:
        documents.parse(text)
    assert no.value.code == "credential_unreadable"


@pytest.mark.parametrize(
    "changed",
    [
        {"@context": "https://www.w3.org/ns/credentials/v2"},
        {"@context": ["https://www.w3.org/2018/credentials/v1"]},
        {"type": "VerifiableCredential"},
        {"issuer": "https://issuer.example"},
        {"issuer": "did:key:zz"},
        {"validFrom": "2026-03-02"},
        {"validUntil": 5},
        {"credentialSubject": []},
        {"credentialStatus": {"type": "RevocationList2020Status", "statusListIndex": "1"}},
        {"id": "x" * 401},
    ],
)
def test_what_has_not_the_form_of_a_certificate_fails_on_its_form(changed):
    assert wrong(certificate() | changed) == "form"


@given(st.sets(st.integers(0, 200_000), max_size=30), st.integers(0, 200_000))
def test_the_list_of_bits_says_what_was_put_in(revoked, place):
    encoded = status.encode(revoked)
    raw = gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "=="))

    assert len(raw) >= 131_072 // 8
    assert sum(byte.bit_count() for byte in raw) == len(revoked)
    expected = place in revoked if place < len(raw) * 8 else None
    assert status.is_revoked(encoded, place) is expected


def test_the_first_bit_is_the_leftmost():
    raw = gzip.decompress(base64.urlsafe_b64decode(status.encode({0, 9})[1:] + "=="))

    assert raw[:2] == b"\x80\x40"


def test_a_list_that_swells_or_is_none_is_not_relied_on():
    bomb = "u" + base64.urlsafe_b64encode(gzip.compress(bytes(50_000_000))).decode().rstrip("=")
    small = "u" + base64.urlsafe_b64encode(gzip.compress(bytes(100))).decode().rstrip("=")

    for text in (bomb, small, "", "u", "zabc", "u!!!!", "uAAAA"):
        assert status.is_revoked(text, 1) is None


@pytest.mark.parametrize(
    "did",
    [
        "",
        "did:web:x",
        "did:key:",
        "did:key:z",
        "did:key:z6Mk0",
        "did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme",
    ],
)
def test_what_is_no_ed25519_key_is_no_key(did):
    with pytest.raises(Unreadable):
        proof.public_of(did)


def test_hosted_keys_differ_by_body_and_by_installation():
    dids = {
        IssuerKey.hosted(secret * 32, body).did for secret in ("00", "11") for body in ("a", "b")
    }

    assert len(dids) == 4
    assert IssuerKey.hosted("00" * 32, "a").did in dids
