"""One file that anyone can verify offline: records, proofs, the signed head, keys, and a seal.

The head proves the records: whoever changed one would have to break SHA-256 or hold the
marketplace's key. The seal covers the whole file, its date and the names of attachments too: with
a digest always, with a signature where the maker has the key. `verify/gongdao_verify.py` and
`static/verify.js` follow the same rules without this code; a test holds the three equal.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from cryptography import x509

from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence import tree
from gongdao.registers.evidence.canonical import SIZE_MOST as RECORD_MOST
from gongdao.registers.evidence.canonical import Unreadable, canonical, read
from gongdao.registers.evidence.heads import SignedHead, SigningKey, fingerprint, moment, signed_by
from gongdao.registers.evidence.shapes import FORMAT, PATTERNS, SHAPES, STAMPED
from gongdao.registers.evidence.stamps import Faulty, check
from gongdao.registers.evidence.verdict import Finding, Verdict

SIZE_MOST = 64 * 1024 * 1024
DEPTH_MOST = 40
FINDINGS_MOST = 100
READ_ME = {
    "zh": "这是公道存证包。用 gongdao_verify.py 或验证网页即可离线核验，无需信任平台。",
    "en": "A Gongdao evidence bundle. Verify it offline with gongdao_verify.py or on the web page.",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proved:
    """A record, canonical, with its place in the tree and the way to the root."""

    index: int
    body: bytes
    proof: Sequence[bytes]
    salt: bytes = b""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a record names by its SHA-256."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Earlier:
    """A head that somebody may have kept, with `tree.consistency` from it to the bundle's head."""

    head: SignedHead
    proof: Sequence[bytes]


def leaf_data(record: Any, salt: bytes = b"") -> bytes:
    """What the tree commits to: the canonical record, or record and salt as a list of the two."""
    return canonical([record, salt.hex()] if salt else record, depth_most=DEPTH_MOST)


def make(
    *,
    about: str | Sequence[str],
    records: Sequence[Proved],
    head: SignedHead,
    public: bytes,
    made_at: datetime | None = None,
    earlier: Earlier | None = None,
    attachments: Sequence[Attachment] = (),
    other_keys: Sequence[bytes] = (),
    key: SigningKey | None = None,
    stamps: Sequence[bytes] = (),
) -> bytes:
    """The bundle as bytes; the same evidence always makes the same file.

    `about` names what the records are about, each thing once. With `key` the whole file is signed;
    without it only the tree is, and the verdict says so. `other_keys` are public keys of heads from
    before a rotation; `stamps` are RFC 3161 tokens on the head. Refused if there are no records.
    """
    if not records:
        raise Refusal(
            "nothing_sealed", "还没有已签名的存证。", "No evidence has been sealed here yet."
        )
    named = [about] if isinstance(about, str) else sorted(set(about))
    rows = sorted(records, key=lambda each: each.index)
    publics = dict.fromkeys([public, *other_keys, *([key.public] if key else [])])
    content: dict[str, Any] = {
        "format": STAMPED if stamps else FORMAT,
        "read_me": READ_ME,
        "log": head.log,
        "made_at": moment(made_at or head.at),
        "about": named,
        "head": head.as_data(),
    }
    if earlier:
        content["earlier"] = {"head": earlier.head.as_data(), "proof": _hex(earlier.proof)}
    content["keys"] = [{"key": fingerprint(each), "public": each.hex()} for each in publics]
    content["records"] = [_row(each) for each in rows]
    content["attachments"] = [_attached(each) for each in attachments]
    if stamps:
        content["stamps"] = [{"token": base64.b64encode(each).decode()} for each in stamps]
    assert set(named) == _about(content), "a bundle is about what its records are about"
    content["seal"] = _seal(content, key)
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def verify(
    data: bytes, *, keys: Collection[str] = (), roots: Sequence[x509.Certificate] = ()
) -> Verdict:
    """Check a bundle against itself and, if given, fingerprints of trusted keys. Never raises.

    Where `roots` are given, its time stamps have to lead to one of them.
    """
    checking = _Check(frozenset(each.lower() for each in keys), roots)
    content = checking.read(data)
    if content is None or not checking.shape(content, SHAPES[content["format"]], ""):
        return Verdict(checking.result(), trusted=bool(keys))
    checking.keys(content)
    checking.earlier(content)
    checking.records(content)
    checking.attachments(content)
    checking.stamps(content)
    checking.seal(content)
    return Verdict(
        checking.result(),
        signed_by=tuple(dict.fromkeys(checking.signers)),
        trusted=bool(keys),
        sealed="signature" in content["seal"],
        content=content,
        stamps=tuple(checking.stamped),
    )


class _Check:
    """Collects findings, part by part; whatever follows `shape` relies on what it found whole."""

    def __init__(self, trusted: frozenset[str], roots: Sequence[x509.Certificate]) -> None:
        self.trusted, self.roots = trusted, roots
        self.publics: dict[str, bytes] = {}
        self.signers: list[str] = []
        self.found: list[Finding] = []
        self.stamped: list[tuple[str, str, str]] = []

    def add(self, place: str, code: str) -> None:
        if len(self.found) <= FINDINGS_MOST:
            self.found.append(Finding(place, code))

    def result(self) -> tuple[Finding, ...]:
        if len(self.found) <= FINDINGS_MOST:
            return tuple(self.found)
        return (*self.found[:FINDINGS_MOST], Finding("/", "more_findings"))

    def read(self, data: bytes) -> dict[str, Any] | None:
        """The bundle, if the bytes are one of this version at all."""
        try:
            content = None if len(data) > SIZE_MOST else read(data.decode(), depth_most=DEPTH_MOST)
        except UnicodeDecodeError as broken:
            self.add(f"byte {broken.start}", "not_utf8")
        except Unreadable as broken:
            self.add(broken.place, broken.code)
        else:
            if len(data) > SIZE_MOST:
                self.add("/", "too_large")
            elif not isinstance(content, dict):
                self.add("/", "object_expected")
            elif content.get("format") not in tuple(SHAPES):
                self.add("/format", "format_unknown")
            else:
                return content
        return None

    def shape(self, value: Any, kind: Any, place: str) -> bool:
        """Whether the value is built as `kind` says, all the way down."""
        before = len(self.found)
        if isinstance(kind, dict):
            self._object(value, kind, place)
        elif isinstance(kind, list):
            self._list(value, kind, place)
        elif kind == "whole":
            if type(value) is not int or value < 0:
                self.add(place, "whole_expected")
        elif not isinstance(value, str):
            self.add(place, "text_expected")
        elif kind != "text" and not PATTERNS[kind].fullmatch(value):
            self.add(place, f"{kind}_expected")
        return len(self.found) == before

    def _object(self, value: Any, kind: dict[str, Any], place: str) -> None:
        if not isinstance(value, dict):
            self.add(place, "object_expected")
            return
        fields = {name.removesuffix("?"): name for name in kind}
        for field, name in fields.items():
            if field in value:
                self.shape(value[field], kind[name], f"{place}/{field}")
            elif field == name:
                self.add(f"{place}/{field}", "field_missing")
        # An object of no declared fields may have any.
        for field in value if fields else ():
            if field not in fields:
                shown = field[:80].replace("~", "~0").replace("/", "~1")
                self.add(f"{place}/{shown}", "field_unknown")

    def _list(self, value: Any, kind: list[Any], place: str) -> None:
        if not isinstance(value, list):
            self.add(place, "list_expected")
        elif not value and kind[0] == "+":
            self.add(place, "list_empty")
        else:
            for n, each in enumerate(value):
                self.shape(each, kind[-1], f"{place}/{n}")

    def keys(self, content: Mapping[str, Any]) -> None:
        for n, each in enumerate(content["keys"]):
            public = bytes.fromhex(each["public"])
            if fingerprint(public) != each["key"]:
                self.add(f"/keys/{n}/key", "key_misnamed")
            if each["key"] in self.publics:
                self.add(f"/keys/{n}/key", "key_repeated")
            self.publics.setdefault(each["key"], public)
        self._head(content["head"], content["log"], "/head")

    def signature(self, message: bytes, signed: Mapping[str, Any], place: str, code: str) -> None:
        """Check a signature by the key that `signed` names."""
        self.signers.append(signed["key"])
        public = self.publics.get(signed["key"])
        if public is None:
            self.add(f"{place}/key", "key_missing")
            return
        if self.trusted and signed["key"] not in self.trusted:
            self.add(f"{place}/key", "key_not_trusted")
        if not signed_by(message, bytes.fromhex(signed["signature"]), public):
            self.add(f"{place}/signature", code)

    def _head(self, head: Mapping[str, Any], log: str, place: str) -> None:
        if head["log"] != log:
            self.add(f"{place}/log", "log_differs")
        note = {name: value for name, value in head.items() if name != "signature"}
        said = canonical(note, size_most=SIZE_MOST)
        self.signature(said, head, place, "head_signature_wrong")

    def earlier(self, content: Mapping[str, Any]) -> None:
        if "earlier" not in content:
            return
        old, new = content["earlier"]["head"], content["head"]
        self._head(old, content["log"], "/earlier/head")
        if not 0 < old["size"] <= new["size"]:
            self.add("/earlier/head/size", "earlier_not_earlier")
            return
        roots = bytes.fromhex(old["root"]), bytes.fromhex(new["root"])
        proof = [bytes.fromhex(step) for step in content["earlier"]["proof"]]
        if not tree.consistent(old["size"], new["size"], *roots, proof):
            self.add("/earlier/proof", "not_consistent")

    def records(self, content: Mapping[str, Any]) -> None:
        size, root = content["head"]["size"], bytes.fromhex(content["head"]["root"])
        last = -1
        for n, each in enumerate(content["records"]):
            if each["index"] <= last:
                self.add(f"/records/{n}/index", "records_out_of_order")
            last = each["index"]
            if each["index"] >= size:
                self.add(f"/records/{n}/index", "index_beyond_head")
                continue
            salt = bytes.fromhex(each.get("salt", ""))
            try:
                leaf = tree.leaf_hash(leaf_data(each["record"], salt))
            except Refusal:
                self.add(f"/records/{n}/record", "record_too_large")
                continue
            proof = [bytes.fromhex(step) for step in each["proof"]]
            if not tree.included(leaf, each["index"], size, proof, root):
                self.add(f"/records/{n}", "not_included")
        named = content["about"]
        if set(named) != _about(content) or len(named) != len(set(named)):
            self.add("/about", "about_differs")

    def attachments(self, content: Mapping[str, Any]) -> None:
        said = set(_texts(each["record"] for each in content["records"]))
        for n, each in enumerate(content["attachments"]):
            data = _decoded(each["base64"])
            if base64.b64encode(data).decode() != each["base64"]:
                self.add(f"/attachments/{n}/base64", "base64_wrong")
            elif sha256(data).hexdigest() != each["sha256"]:
                self.add(f"/attachments/{n}/base64", "attachment_differs")
            if each["sha256"] not in said:
                self.add(f"/attachments/{n}/sha256", "attachment_not_named")

    def stamps(self, content: Mapping[str, Any]) -> None:
        imprint = sha256(canonical(content["head"], size_most=SIZE_MOST)).digest()
        for n, each in enumerate(content.get("stamps", ())):
            try:
                found = check(_decoded(each["token"]), imprint=imprint, roots=self.roots)
            except Faulty as wrong:
                self.add(f"/stamps/{n}/token", wrong.code)
            else:
                at = f"{found.at:%Y-%m-%d %H:%M:%S} UTC"
                self.stamped.append((at, found.authority, found.certificate))

    def seal(self, content: Mapping[str, Any]) -> None:
        seal = content["seal"]
        if _digest(content) != seal["sha256"]:
            self.add("/seal/sha256", "seal_broken")
        if "key" not in seal and "signature" not in seal:
            return
        if "key" not in seal or "signature" not in seal:
            self.add(f"/seal/{'key' if 'signature' in seal else 'signature'}", "field_missing")
        else:
            self.signature(
                _sealed(content["format"], seal["sha256"]), seal, "/seal", "seal_signature_wrong"
            )


def _seal(content: Mapping[str, Any], key: SigningKey | None) -> dict[str, str]:
    digest = _digest(content)
    if key is None:
        return {"sha256": digest}
    return {
        "sha256": digest,
        "key": key.id,
        "signature": key.sign(_sealed(content["format"], digest)).hex(),
    }


def _digest(content: Mapping[str, Any]) -> str:
    """SHA-256 over everything but the seal."""
    rest = {name: value for name, value in content.items() if name != "seal"}
    return sha256(canonical(rest, size_most=SIZE_MOST, depth_most=DEPTH_MOST)).hexdigest()


def _sealed(form: str, digest: str) -> bytes:
    """What the seal signs; no head begins like this."""
    return f"{form} seal {digest}".encode()


def _row(each: Proved) -> dict[str, Any]:
    record = read(each.body.decode())
    assert len(leaf_data(record, each.salt)) <= RECORD_MOST, "no larger than a record may be"
    row: dict[str, Any] = {"index": each.index, "record": record}
    if each.salt:
        row["salt"] = each.salt.hex()
    return {**row, "proof": _hex(each.proof)}


def _attached(each: Attachment) -> dict[str, str]:
    return {
        "name": each.name,
        "media_type": each.media_type,
        "sha256": sha256(each.data).hexdigest(),
        "base64": base64.b64encode(each.data).decode(),
    }


def _decoded(text: str) -> bytes:
    """Base64 as bytes; what is none is empty."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _hex(proof: Iterable[bytes]) -> list[str]:
    return [step.hex() for step in proof]


def _about(content: Mapping[str, Any]) -> set[str]:
    named = (each["record"].get("about") for each in content["records"])
    return {each for each in named if isinstance(each, str)}


def _texts(values: Iterable[Any]) -> Iterable[str]:
    """Every text that is a value, at any depth."""
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from _texts(value.values())
        elif isinstance(value, list):
            yield from _texts(value)
