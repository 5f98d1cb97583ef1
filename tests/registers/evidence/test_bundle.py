"""The bundle: two implementations, one verdict; and no byte may change without being noticed."""

from __future__ import annotations

import base64
import copy
import importlib.util
import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence import bundle, heads, tree
from gongdao.registers.evidence.canonical import canonical
from gongdao.registers.evidence.verdict import WORDS

ALONE = Path(__file__).parents[3] / "verify" / "gongdao_verify.py"
AT = datetime(2026, 11, 24, 3, 4, 5, 678, tzinfo=UTC)
KEY, NEXT, THIEF = (heads.SigningKey(bytes([n]) * 32) for n in (1, 2, 3))
PHOTO = b"\x89PNG a photo of a toy car"


def alone():
    spec = importlib.util.spec_from_file_location("gongdao_verify", ALONE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


ALONE_MODULE = alone()


def deed(n: int) -> dict[str, Any]:
    return {"about": "ord_a", "act": "parcel.shipped", "at": heads.moment(AT), "n": n}


class Log:
    """A small log, as a marketplace would keep it."""

    def __init__(self, count: int = 11, special: dict[int, tuple[Any, bytes]] | None = None):
        self.bodies = [(canonical(deed(n)), b"") for n in range(count)]
        for n, (record, salt) in (special or {}).items():
            self.bodies[n] = (canonical(record), salt)
        leaves = [
            tree.leaf_hash(bundle.leaf_data(json.loads(body), salt)) for body, salt in self.bodies
        ]
        grown = tree.append(0, leaves, nodes=lambda _: {})
        self.nodes = {(level, place): value for level, place, value in grown.nodes}

    def __call__(self, _):
        return self.nodes

    def head(self, size: int | None = None, key: heads.SigningKey = NEXT) -> heads.SignedHead:
        size = size or len(self.bodies)
        root = tree.root(size, nodes=self)
        return heads.sign(log="mkt_a", size=size, root=root, at=AT, key=key)

    def proved(self, *indexes: int) -> list[bundle.Proved]:
        return [
            bundle.Proved(n, self.bodies[n][0], tree.inclusion(n, len(self.bodies), nodes=self),
                          self.bodies[n][1])
            for n in indexes
        ]  # fmt: skip


EXHIBIT = {
    "about": "ord_a",
    "act": "dispute.exhibited",
    "data": {"sha256": sha256(PHOTO).hexdigest()},
}
LOG = Log(
    special={5: (EXHIBIT, b""), 7: ({"about": "dsp_b", "text": "小车 \U0001f600"}, b"\7" * 16)}
)


def full(**changes: Any) -> bytes:
    return bundle.make(**{
        "about": ["ord_a", "dsp_b"],
        "records": LOG.proved(2, 5, 7),
        "head": LOG.head(),
        "public": NEXT.public,
        "made_at": AT,
        "earlier": bundle.Earlier(LOG.head(6, KEY), tree.consistency(6, 11, nodes=LOG)),
        "attachments": [bundle.Attachment("小车.png", "image/png", PHOTO)],
        "other_keys": [KEY.public],
        "key": NEXT,
    } | changes)  # fmt: skip


def both(data: bytes, *keys: str):
    """The verdict, after holding the two implementations equal."""
    verdict = bundle.verify(data, keys=keys)
    other = ALONE_MODULE.verify(data, keys)
    assert [(each.place, each.code) for each in verdict.findings] == other.findings
    assert (verdict.valid, verdict.sealed) == (other.valid, other.sealed)
    assert list(verdict.signed_by) == other.signers
    assert (verdict.sentence.zh, verdict.sentence.en) == other.sentence()
    return verdict


def codes(data: bytes, *keys: str) -> set[tuple[str, str]]:
    return {(each.place, each.code) for each in both(data, *keys).findings}


def changed(
    change: Callable[[Any], Any], *, seal: heads.SigningKey | None = None, **given: Any
) -> bytes:
    """A bundle after somebody's edit; with `seal`, sealed again by that key."""
    content = json.loads(full(**given))
    change(content)
    if seal:
        del content["seal"]
        content["seal"] = bundle._seal(content, seal)
    return json.dumps(content, ensure_ascii=False).encode()


def test_words_are_the_same_in_both():
    assert {code: (each.zh, each.en) for code, each in WORDS.items()} == ALONE_MODULE.WORDS


def test_a_whole_bundle():
    verdict = both(full())
    assert verdict.valid
    assert not verdict.trusted
    assert verdict.sealed
    assert verdict.signed_by == (NEXT.id, KEY.id)
    assert NEXT.id in verdict.sentence.en
    assert both(full(), NEXT.id, KEY.id).trusted
    assert full() == full(records=LOG.proved(7, 5, 2)), "the same evidence makes the same file"


def test_the_smallest_bundle():
    data = bundle.make(about="ord_a", records=LOG.proved(0), head=LOG.head(), public=NEXT.public)
    verdict = both(data, NEXT.id)
    assert verdict.valid
    assert not verdict.sealed
    assert "not signed" in verdict.sentence.en


def test_a_log_of_one():
    log = Log(1)
    data = bundle.make(about="ord_a", records=log.proved(0), head=log.head(), public=NEXT.public)
    assert both(data).valid


def test_no_records_no_bundle():
    with pytest.raises(Refusal) as refused:
        full(records=[])
    assert refused.value.code == "nothing_sealed"


def test_whose_key_it_is_counts():
    assert codes(full(), NEXT.id) == {("/earlier/head/key", "key_not_trusted")}
    assert codes(full(), KEY.id) == {
        ("/head/key", "key_not_trusted"),
        ("/seal/key", "key_not_trusted"),
    }
    assert codes(full(earlier=None), NEXT.id.upper()) == set()


def test_a_thief_s_own_tree_is_consistent_but_not_trusted():
    log = Log(3)
    head = log.head(key=THIEF)
    data = bundle.make(
        about="ord_a", records=log.proved(1), head=head, public=THIEF.public, key=THIEF
    )
    assert both(data).valid
    assert THIEF.id in both(data).sentence.en
    assert ("/head/key", "key_not_trusted") in codes(data, NEXT.id)


def put(*path: Any) -> Callable[[Any], Callable[[Any], None]]:
    *way, last = path

    def with_value(value: Any) -> Callable[[Any], None]:
        def change(content: Any) -> None:
            for step in way:
                content = content[step]
            content[last] = value

        return change

    return with_value


def drop(*path: Any) -> Callable[[Any], None]:
    def change(content: Any) -> None:
        for step in path[:-1]:
            content = content[step]
        del content[path[-1]]

    return change


SEAL = ("/seal/sha256", "seal_broken")
FORGED = [
    # What somebody without the key changes, having repaired the digest of the seal.
    (put("records", 0, "record", "n")(3), {("/records/0", "not_included")}),
    (put("records", 0, "index")(3), {("/records/0", "not_included")}),
    (put("records", 0, "index")(11), {("/records/0/index", "index_beyond_head"),
                                      ("/records/1/index", "records_out_of_order")}),
    (put("records", 1, "index")(2), {("/records/1/index", "records_out_of_order"),
                                     ("/records/1", "not_included")}),
    (put("records", 0, "proof", 0)("00" * 32), {("/records/0", "not_included")}),
    (drop("records", 0, "proof", 0), {("/records/0", "not_included")}),
    (put("records", 0, "proof")(["00" * 32] * 70), {("/records/0", "not_included")}),
    (put("records", 2, "salt")("08" * 16), {("/records/2", "not_included")}),
    (drop("records", 2, "salt"), {("/records/2", "not_included")}),
    (put("records", 0, "salt")("08" * 16), {("/records/0", "not_included")}),
    (put("records", 0, "record", "text")("x" * 2**20), {("/records/0/record", "record_too_large")}),
    (put("head", "size")(12), {("/head/signature", "head_signature_wrong")}),
    (put("head", "at")("2026-11-24T03:04:05.000679+00:00"), {("/head/signature", "head_signature_wrong")}),
    (put("head", "root")("00" * 32), {("/head/signature", "head_signature_wrong"),
                                      ("/earlier/proof", "not_consistent"), ("/records/0", "not_included"),
                                      ("/records/1", "not_included"), ("/records/2", "not_included")}),
    (put("head", "log")("mkt_b"), {("/head/log", "log_differs"), ("/head/signature", "head_signature_wrong")}),
    (put("log")("mkt_b"), {("/head/log", "log_differs"), ("/earlier/head/log", "log_differs")}),
    (put("head", "key")("ab" * 32), {("/head/key", "key_missing")}),
    (put("head", "key")(KEY.id), {("/head/signature", "head_signature_wrong")}),
    (put("keys", 0, "public")(THIEF.public.hex()), {("/keys/0/key", "key_misnamed"),
                                                    ("/head/signature", "head_signature_wrong")}),
    (put("keys", 0)({"key": KEY.id, "public": KEY.public.hex()}),
     {("/keys/1/key", "key_repeated"), ("/head/key", "key_missing")}),
    (put("earlier", "head", "size")(0), {("/earlier/head/signature", "head_signature_wrong"),
                                         ("/earlier/head/size", "earlier_not_earlier")}),
    (put("earlier", "head", "size")(12), {("/earlier/head/signature", "head_signature_wrong"),
                                          ("/earlier/head/size", "earlier_not_earlier")}),
    (put("earlier", "head", "root")("00" * 32), {("/earlier/head/signature", "head_signature_wrong"),
                                                 ("/earlier/proof", "not_consistent")}),
    (put("earlier", "proof")([]), {("/earlier/proof", "not_consistent")}),
    (put("about")(["ord_a"]), {("/about", "about_differs")}),
    (put("about")(["dsp_b", "ord_a", "ord_a"]), {("/about", "about_differs")}),
    (put("attachments", 0, "base64")("AAAA"), {("/attachments/0/base64", "attachment_differs")}),
    (put("attachments", 0, "base64")("QR=="), {("/attachments/0/base64", "base64_wrong")}),
    (put("attachments", 0, "base64")("é"), {("/attachments/0/base64", "base64_wrong")}),
    (put("attachments", 0)({"name": "x", "media_type": "y", "base64": "", "sha256": sha256().hexdigest()}),
     {("/attachments/0/sha256", "attachment_not_named")}),
]  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), FORGED)
def test_forgeries_have_a_place_and_a_name(change, expected):
    found = codes(changed(change))
    assert SEAL in found
    assert {each for each in found if not each[0].startswith("/seal")} == expected
    # Whoever seals again with a key of his own is left with what the tree proves.
    resealed = codes(changed(change, seal=THIEF, other_keys=[KEY.public, THIEF.public]))
    assert resealed == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (put("made_at")("2026-11-24T03:04:05.000679+00:00"), SEAL),
        (put("attachments", 0, "name")("lorry.png"), SEAL),
        (put("read_me", "zh")("别核验"), SEAL),
        (put("seal", "sha256")("00" * 32), SEAL),
        (put("seal", "signature")("00" * 64), ("/seal/signature", "seal_signature_wrong")),
        (put("seal", "key")(THIEF.id), ("/seal/key", "key_missing")),
        (drop("seal", "key"), ("/seal/key", "field_missing")),
        (drop("seal", "signature"), ("/seal/signature", "field_missing")),
    ],
)
def test_the_seal(change, expected):
    assert expected in codes(changed(change))


SHAPES = [
    (drop("head", "root"), "/head/root", "field_missing"),
    (drop("records"), "/records", "field_missing"),
    (put("extra")(1), "/extra", "field_unknown"),
    (
        put("a/~b" * 40)(1),
        "/" + ("a/~b" * 20).replace("~", "~0").replace("/", "~1"),
        "field_unknown",
    ),
    (put("records", 1, "extra")(1), "/records/1/extra", "field_unknown"),
    (put("log")(1), "/log", "text_expected"),
    (put("made_at")("2026-11-24"), "/made_at", "moment_expected"),
    (put("made_at")("2026-11-24T03:04:05.000678+00:00\n"), "/made_at", "moment_expected"),
    (put("made_at")("２026-11-24T03:04:05.000678+00:00"), "/made_at", "moment_expected"),
    (put("about")("ord_a"), "/about", "list_expected"),
    (put("about", 0)(None), "/about/0", "text_expected"),
    (put("head")([]), "/head", "object_expected"),
    (put("head", "size")(True), "/head/size", "whole_expected"),
    (put("head", "size")(-1), "/head/size", "whole_expected"),
    (put("head", "size")("11"), "/head/size", "whole_expected"),
    (put("head", "root")("AB" * 32), "/head/root", "hash_expected"),
    (put("head", "signature")("ab" * 32), "/head/signature", "signature_expected"),
    (put("records")([]), "/records", "list_empty"),
    (put("keys")([]), "/keys", "list_empty"),
    (put("records", 0, "record")([]), "/records/0/record", "object_expected"),
    (put("records", 0, "salt")("ab"), "/records/0/salt", "salt_expected"),
    (put("records", 0, "proof", 1)(None), "/records/0/proof/1", "text_expected"),
]


@pytest.mark.parametrize(("change", "place", "code"), SHAPES)
def test_what_is_not_built_as_a_bundle_is(change, place, code):
    assert codes(changed(change)) == {(place, code)}


WHOLE = full()
BROKEN = [
    (b"", "line 1, column 1", "cut_short"),
    (WHOLE[: len(WHOLE) // 2], None, "cut_short"),
    (b"\xef\xbb\xbf" + WHOLE, "line 1, column 1", "not_json"),
    (WHOLE.decode().encode("utf-16"), "byte 0", "not_utf8"),
    (WHOLE.decode().encode("gb18030"), None, "not_utf8"),
    (WHOLE + b"{}", None, "not_json"),
    (WHOLE.replace(b'"log":', b'"log": "mkt_a", "log":', 1), None, "key_twice"),
    (WHOLE.replace(b'"n": 2', b'"n": 2.0'), None, "number_not_whole"),
    (WHOLE.replace(b'"n": 2', b'"n": 2e0'), None, "number_not_whole"),
    (WHOLE.replace(b'"n": 2', b'"n": ' + b"9" * 6000), None, "number_too_large"),
    (WHOLE.replace(b'"n": 2', b'"n": NaN'), None, "not_json"),
    (WHOLE.replace(b'"n": 2', b'"n": "\\ud800"'), None, "text_broken"),
    (WHOLE.replace(b'"n": 2', b'"n": ' + b"[" * 200_000), None, "nested_too_deep"),
    (WHOLE.replace(b'"n": 2', b'"n": ' + b'{"a":' * 200_000), None, "nested_too_deep"),
    (b"[]", "/", "object_expected"),
    (b"null", "/", "object_expected"),
    (b"{}", "/format", "format_unknown"),
    (WHOLE.replace(b"gongdao-evidence/1", b"gongdao-evidence/3"), "/format", "format_unknown"),
    (b" " * (64 * 2**20 + 1), "/", "too_large"),
]


@pytest.mark.parametrize(("data", "place", "code"), BROKEN)
def test_what_is_no_bundle_at_all(data, place, code):
    (finding,) = both(data).findings
    assert finding.code == code
    assert place in {None, finding.place}
    assert finding.words.zh != finding.words.en


def test_long_strings_and_many_faults_are_no_trouble():
    begun = time.perf_counter()
    ten = "x" * 10_000_000
    assert ("/records/0/record", "record_too_large") in codes(
        changed(put("records", 0, "record", "text")(ten))
    )
    assert codes(changed(put("head", "root")(ten))) == {("/head/root", "hash_expected")}
    assert codes(changed(put(ten)(1))) == {("/" + "x" * 80, "field_unknown")}
    verdict = both(changed(put("about")([1] * 100_000)))
    assert len(verdict.findings) == 101
    assert verdict.findings[-1].code == "more_findings"
    assert time.perf_counter() - begun < 20


SMALL = bundle.make(
    about="ord_a", records=LOG.proved(2), head=LOG.head(), public=NEXT.public, key=NEXT, made_at=AT
)


def test_every_flipped_byte_is_found_or_means_nothing():
    content = json.loads(SMALL)
    harmless = 0
    for n in range(len(SMALL)):
        for flip in (0x01, 0x02, 0x07, 0x10, 0x20, 0x29, 0x2A, 0x80):
            data = SMALL[:n] + bytes([SMALL[n] ^ flip]) + SMALL[n + 1 :]
            if both(data).valid:
                harmless += 1
                assert json.loads(data) == content
    assert 0 < harmless < len(SMALL), "white space only"


def test_every_cut_is_found():
    for n in range(len(SMALL)):
        (finding,) = both(SMALL[:n]).findings
        assert finding.code in {"cut_short", "not_utf8", "not_json"}
        if finding.code == "not_json":
            assert SMALL[:n].rstrip().endswith((b"t", b"tr", b"tru", b"-")), "half a word"


@given(st.data())
def test_any_edit_gets_the_same_verdict_from_both(data):
    content = copy.deepcopy(json.loads(WHOLE))
    spot, way = content, []
    while isinstance(spot, dict | list) and spot:
        step = data.draw(
            st.sampled_from(sorted(spot) if isinstance(spot, dict) else range(len(spot)))
        )
        way.append(step)
        spot = spot[step]
        if data.draw(st.integers(0, 4)) == 0:
            break
    odd = st.sampled_from(
        [
            None,
            True,
            0,
            -1,
            3,
            11,
            2**53 - 1,
            "",
            "0" * 64,
            "ab" * 32,
            "小",
            [],
            {},
            ["a"],
            {"é": 1},
        ]
    )
    put(*way)(data.draw(odd))(content)
    edited = json.dumps(content).encode()
    if both(edited).valid:
        assert json.loads(edited) == json.loads(WHOLE)


@given(st.binary(max_size=60), st.integers(0, len(WHOLE)), st.integers(0, 60))
def test_any_bytes_get_the_same_verdict_from_both(junk, at, cut):
    both(junk)
    both(WHOLE[:at] + junk + WHOLE[at + cut :])


@given(st.text(alphabet='{}[]":,\\u0dD8eE1-.tf \n', max_size=40))
def test_any_text_gets_the_same_verdict_from_both(text):
    both(text.encode())


@given(st.integers(1, 200), st.data())
def test_both_take_the_same_proofs_to_be_true(size, data):
    leaves = [tree.leaf_hash(b"%d" % n) for n in range(size)]
    nodes = {(a, b): c for a, b, c in tree.append(0, leaves, nodes=lambda _: {}).nodes}
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    root, before = (tree.root(n, nodes=lambda _: nodes) for n in (size, old))
    proof = tree.inclusion(index, size, nodes=lambda _: nodes)
    growth = tree.consistency(old, size, nodes=lambda _: nodes)
    at, claimed = data.draw(st.integers(0, 200)), data.draw(st.integers(1, 200))
    for path in (proof, growth, [*proof, root], proof[1:], growth[:-1], [before, *growth]):
        if at < claimed:
            assert tree.included(leaves[index], at, claimed, path, root) == (
                ALONE_MODULE.root_by(leaves[index], at, claimed, path) == root
            )
        if 0 < at <= claimed:
            assert tree.consistent(at, claimed, before, root, path) == (
                ALONE_MODULE.roots_by(before, at, claimed, path) == (before, root)
            )


def test_the_file_stands_alone():
    code = ALONE.read_text()
    assert "import gongdao" not in code
    assert "from gongdao" not in code


def run(*arguments: str):
    return subprocess.run(
        [sys.executable, "-I", ALONE, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_command(tmp_path):
    file = tmp_path / "小车.gongdao.json"
    file.write_bytes(full(earlier=None))
    said = run(str(file))
    assert said.returncode == 0
    assert "前后一致" in said.stdout
    assert NEXT.id in said.stdout
    spaced = " ".join(NEXT.id[n : n + 4] for n in range(0, 64, 4)).upper()
    said = run(str(file), "--key", spaced, "--json")
    assert said.returncode == 0
    assert json.loads(said.stdout)["trusted"]
    said = run(str(file), "--key", KEY.id, "--json")
    assert said.returncode == 1
    assert json.loads(said.stdout)["findings"][0]["code"] == "key_not_trusted"
    assert run(str(file), "--key", "abc").returncode == 2
    assert run(str(tmp_path / "missing")).returncode == 2
    file.write_bytes(changed(put("\x1b[31mred\nline")(1)))
    said = run(str(file))
    assert said.returncode == 1
    assert "\x1b" not in said.stdout
    assert not said.stderr


def test_a_thousand_records_in_seconds():
    log = Log(1000)
    begun = time.perf_counter()
    data = bundle.make(
        about="ord_a",
        records=log.proved(*range(1000)),
        head=log.head(),
        public=NEXT.public,
        key=NEXT,
    )
    assert bundle.verify(data).valid
    assert time.perf_counter() - begun < 5, base64.b64encode(data[:10])
