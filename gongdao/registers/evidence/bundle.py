"""One file that anyone can verify offline: records, proofs, the signed head, the public key."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from gongdao.kernel.words import Words
from gongdao.registers.evidence import tree
from gongdao.registers.evidence.canonical import canonical
from gongdao.registers.evidence.heads import SignedHead, signed_by

FORMAT = "gongdao-evidence/1"
SIZE_MOST = 64 * 1024 * 1024
READ_ME = {
    "zh": "这是公道存证包。用 gongdao_verify.py 或验证网页即可离线核验，无需信任平台。",
    "en": "A Gongdao evidence bundle. Verify it offline with gongdao_verify.py or the verification page.",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a bundle: where, what, in both languages."""

    place: str
    code: str
    words: Words


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a bundle is worth: no faults, and it proves what it says, if the key is the right one."""

    faults: tuple[Fault, ...]
    key: str
    records: int

    @property
    def valid(self) -> bool:
        """Whether everything fits."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class Proved:
    """A record with its place in the tree and the way to the root."""

    index: int
    body: bytes
    proof: Sequence[bytes]


def make(*, about: str, records: Sequence[Proved], head: SignedHead, public: bytes) -> bytes:
    """The bundle as bytes. The same evidence always makes the same file."""
    content = {
        "format": FORMAT,
        "read_me": READ_ME,
        "about": about,
        "head": head.as_data(),
        "public_key": public.hex(),
        "records": [
            {
                "index": each.index,
                "record": json.loads(each.body),
                "proof": [step.hex() for step in each.proof],
            }
            for each in records
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True).encode()


def verify(data: bytes, *, key: str | None = None) -> Verdict:
    """Check a bundle. Never raises: whatever is wrong is a fault that says where and what."""
    try:
        content = _read(data)
        faults = [*_head(content, key), *_records(content)]
        return Verdict(tuple(faults), _key(content), len(content["records"]))
    except Unreadable as broken:
        return Verdict((broken.fault,), "", 0)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        fault = Fault("/", "malformed", Words("文件结构不符合格式。", "The file is not built as a bundle is."))
        return Verdict((fault,), "", 0)


class Unreadable(Exception):
    """The bytes are no bundle at all."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.fault = Fault("/", code, Words(zh, en))


def _read(data: bytes) -> dict[str, Any]:
    if len(data) > SIZE_MOST:
        raise Unreadable("too_large", "文件过大。", "The file is too large.")
    try:
        content = json.loads(data.decode("utf-8"), object_pairs_hook=_unique)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as broken:
        raise Unreadable(
            "unreadable", "不是完整的 JSON 文件，可能被截断或改动。", "This is no whole JSON file; it may be cut or changed."
        ) from broken
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise Unreadable("format_unknown", "不是公道存证包，或版本不支持。", "This is no bundle of a known version.")
    return content


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    if len(set(keys)) < len(keys):
        raise Unreadable("key_twice", "文件中有重复的键。", "A key stands twice in the file.")
    return dict(pairs)


def _key(content: Mapping[str, Any]) -> str:
    return sha256(bytes.fromhex(content["public_key"])).hexdigest()


def _head(content: Mapping[str, Any], key: str | None) -> list[Fault]:
    head = content["head"]
    said = {name: head[name] for name in ("at", "key", "log", "root", "size")}
    faults = []
    public = bytes.fromhex(content["public_key"])
    if head["key"] != _key(content):
        faults.append(Fault("/head/key", "key_differs", Words("签名密钥与公钥不符。", "The head names another key.")))
    if key is not None and key.lower() != _key(content):
        faults.append(
            Fault("/public_key", "key_not_trusted", Words("公钥不是您信任的那一把。", "The key is not the one you trust."))
        )
    if not signed_by(canonical(said), bytes.fromhex(head["signature"]), public):
        faults.append(
            Fault("/head/signature", "signature_wrong", Words("树头签名不成立。", "The signature of the head does not hold."))
        )
    if type(head["size"]) is not int or not content["records"]:
        faults.append(Fault("/records", "empty", Words("没有记录。", "There are no records.")))
    return faults


def _records(content: Mapping[str, Any]) -> list[Fault]:
    top, size = bytes.fromhex(content["head"]["root"]), content["head"]["size"]
    faults = []
    for n, each in enumerate(content["records"]):
        leaf = tree.leaf_hash(canonical(each["record"]))
        proof = [bytes.fromhex(step) for step in each["proof"]]
        if type(each["index"]) is not int or not tree.included(leaf, each["index"], size, proof, top):
            faults.append(
                Fault(
                    f"/records/{n}", "not_included",
                    Words("该记录不在签名的存证树中，或被改动。", "This record is not in the signed tree, or was changed."),
                )
            )  # fmt: skip
    return faults
