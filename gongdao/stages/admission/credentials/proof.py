"""Data Integrity proofs, pure: cryptosuite `eddsa-jcs-2022` with `did:key` (W3C, 2025).

The proof is an Ed25519 signature over two hashes: of the proof's own settings and of the document, each
in canonical JSON (RFC 8785). A did:key is the public key itself, so that a verifier needs no directory.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import base58
import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SUITE = "eddsa-jcs-2022"
ED25519 = b"\xed\x01"
"""The multicodec of an Ed25519 public key."""
DID = "did:key:"

Document = Mapping[str, Any]


class Unreadable(ValueError):
    """Not something a proof could be over: no key, no canonical form, no proof of this suite."""


class IssuerKey:
    """A private key and the did:key that names it."""

    def __init__(self, secret: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(secret)
        self.did = did_of(self._private.public_key().public_bytes_raw())

    @classmethod
    def hosted(cls, secret: str, body: str) -> IssuerKey:
        """The key we keep for a body that keeps none: derived from a secret of the installation, never stored."""
        info = b"gongdao/issuer/" + body.encode()
        derived = HKDF(hashes.SHA256(), 32, salt=None, info=info).derive(bytes.fromhex(secret))
        return cls(derived)

    def secure(self, document: Document, *, at: datetime) -> dict[str, Any]:
        """The document with a proof that its issuer says so."""
        multibase = self.did.removeprefix(DID)
        settings = {
            "type": "DataIntegrityProof",
            "cryptosuite": SUITE,
            "created": moment(at),
            "verificationMethod": f"{self.did}#{multibase}",
            "proofPurpose": "assertionMethod",
        }
        if "@context" in document:
            settings["@context"] = document["@context"]
        value = self._private.sign(hash_data(document, settings))
        return {**document, "proof": {**settings, "proofValue": _multibase(value)}}


def proof_holds(document: Document) -> bool:
    """Whether the one proof on a document is whole, of our suite, and its issuer's own.

    Stricter than the suite: the proof must stand on exactly the contexts of the document.
    """
    proof = document.get("proof")
    if not isinstance(proof, Mapping):
        return False
    settings = {name: value for name, value in proof.items() if name != "proofValue"}
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    did, _, fragment = str(settings.get("verificationMethod", "")).partition("#")
    fits = (
        settings.get("type") == "DataIntegrityProof"
        and settings.get("cryptosuite") == SUITE
        and settings.get("proofPurpose") == "assertionMethod"
        and settings.get("@context") == unsecured.get("@context")
        and fragment == did.removeprefix(DID)
    )
    if not fits:
        return False
    try:
        key = Ed25519PublicKey.from_public_bytes(public_of(did))
        signature = _from_multibase(str(proof.get("proofValue", "")))
        key.verify(signature, hash_data(unsecured, settings))
    except (Unreadable, InvalidSignature):
        return False
    return True


def hash_data(document: Document, settings: Document) -> bytes:
    """The 64 bytes that are signed: first the proof's settings, then the document."""
    try:
        both = (rfc8785.dumps(dict(settings)), rfc8785.dumps(dict(document)))
    except (rfc8785.CanonicalizationError, RecursionError) as wrong:
        raise Unreadable("no canonical form") from wrong
    return b"".join(sha256(each).digest() for each in both)


def digest(document: Document) -> str:
    """SHA-256 of a document in canonical form: the same certificate has the same digest."""
    return sha256(rfc8785.dumps(dict(document))).hexdigest()


def did_of(public: bytes) -> str:
    """`did:key:z6Mk…` of 32 public bytes."""
    return DID + _multibase(ED25519 + public)


def public_of(did: str) -> bytes:
    """The 32 public bytes of a did:key for Ed25519."""
    if not did.startswith(DID):
        raise Unreadable("no did:key")
    raw = _from_multibase(did.removeprefix(DID))
    if raw[:2] != ED25519 or len(raw) != 34:
        raise Unreadable("no Ed25519 key")
    return raw[2:]


def moment(at: datetime) -> str:
    """A moment as XML Schema writes it, in UTC and whole seconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _multibase(raw: bytes) -> str:
    return "z" + base58.b58encode(raw).decode("ascii")


def _from_multibase(text: str) -> bytes:
    if not text.startswith("z") or len(text) > 120:
        raise Unreadable("no base58btc")
    try:
        return bytes(base58.b58decode(text[1:]))
    except ValueError as wrong:
        raise Unreadable("no base58btc") from wrong
