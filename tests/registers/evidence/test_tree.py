"""The tree against the RFC's own recursive definition, and against published vectors."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence import heads, tree
from gongdao.registers.evidence.canonical import Unreadable, canonical, read

# The eight leaves of Certificate Transparency's own tests, and the roots of the first 1 to 8.
LEAVES = [
    bytes.fromhex(each)
    for each in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


class Stored:
    """Nodes as a database would keep them; counts the reads."""

    def __init__(self):
        self.nodes, self.size, self.reads = {}, 0, 0

    def __call__(self, places):
        self.reads += 1
        return {place: self.nodes[place] for place in places}

    def add(self, leaves):
        grown = tree.append(self.size, leaves, nodes=self)
        for level, place, value in grown.nodes:
            assert (level, place) not in self.nodes, "a whole subtree is stored once"
            self.nodes[level, place] = value
        self.size = grown.size
        return grown


def naive_root(leaves):
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha256(b"\1" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def naive_path(m, leaves):
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*naive_path(m, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(m - k, leaves[k:]), naive_root(leaves[:k])]


def naive_subproof(m, leaves, whole):
    if m == len(leaves):
        return [] if whole else [naive_root(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*naive_subproof(m, leaves[:k], whole), naive_root(leaves[k:])]
    return [*naive_subproof(m - k, leaves[k:], False), naive_root(leaves[:k])]


def split(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def some(count, salt=0):
    return [tree.leaf_hash(b"%d/%d" % (salt, n)) for n in range(count)]


def grown(leaves):
    stored = Stored()
    stored.add(leaves)
    return stored


def test_known_answers():
    assert tree.EMPTY.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert tree.root(0, nodes=lambda _: {}) == tree.EMPTY
    stored = Stored()
    for leaf, root in zip(LEAVES, ROOTS, strict=True):
        assert stored.add([tree.leaf_hash(leaf)]).root.hex() == root
    path = [node.hex() for node in tree.inclusion(5, 8, nodes=stored)]
    assert path == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]
    assert [node.hex() for node in tree.consistency(6, 8, nodes=stored)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


@given(st.lists(st.integers(0, 70), max_size=8))
def test_batches_grow_the_tree_of_the_definition(batches):
    stored, leaves = Stored(), []
    for n, count in enumerate(batches):
        batch = some(count, salt=n)
        leaves += batch
        reads = stored.reads
        assert stored.add(batch).root == naive_root(leaves)
        assert stored.reads == reads + 1
    assert tree.root(len(leaves), nodes=stored) == naive_root(leaves)
    for earlier in range(0, len(leaves), 7):
        assert tree.root(earlier, nodes=stored) == naive_root(leaves[:earlier])


@given(st.integers(1, 400), st.data())
def test_inclusion(size, data):
    leaves = some(size)
    stored = grown(leaves)
    index = data.draw(st.integers(0, size - 1))
    proof = tree.inclusion(index, size, nodes=stored)
    assert stored.reads == 2
    assert proof == naive_path(index, leaves)
    top = naive_root(leaves)
    assert tree.included(leaves[index], index, size, proof, top)
    assert len(tree.nodes_for_inclusion(index, size)) <= 2 * size.bit_length()
    wrong = data.draw(st.integers(-1, size + 1).filter(lambda n: n != index))
    assert not tree.included(leaves[index], wrong, size, proof, top)
    assert not tree.included(tree.leaf_hash(b"other"), index, size, proof, top)
    assert not tree.included(leaves[index], index, size, [*proof, top], top)
    for n in range(len(proof)):
        assert not tree.included(leaves[index], index, size, proof[:n] + proof[n + 1 :], top)
        changed = [*proof[:n], tree.leaf_hash(proof[n]), *proof[n + 1 :]]
        assert not tree.included(leaves[index], index, size, changed, top)


@given(st.integers(1, 300), st.data())
def test_consistency(size, data):
    leaves = some(size)
    old = data.draw(st.integers(1, size))
    stored = grown(leaves)
    proof = tree.consistency(old, size, nodes=stored)
    assert proof == naive_subproof(old, leaves, True)
    before, after = naive_root(leaves[:old]), naive_root(leaves)
    assert tree.consistent(old, size, before, after, proof)
    assert len(tree.nodes_for_consistency(old, size)) <= 2 * size.bit_length()
    assert not tree.consistent(old, size, before, after, [*proof, after])
    for n in range(len(proof)):
        assert not tree.consistent(old, size, before, after, proof[:n] + proof[n + 1 :])
        changed = [*proof[:n], tree.leaf_hash(proof[n]), *proof[n + 1 :]]
        assert not tree.consistent(old, size, before, after, changed)
    rewritten = naive_root([tree.leaf_hash(b"!"), *leaves[1:]])
    assert not tree.consistent(old, size, before, rewritten, proof)
    assert not tree.consistent(old, size, rewritten, after, proof) or old == size


def test_every_proof_of_small_trees():
    leaves = some(40)
    stored = grown(leaves)
    for size in range(1, 41):
        top = naive_root(leaves[:size])
        proofs = tree.inclusions(range(size), size, nodes=stored)
        for index, proof in enumerate(proofs):
            assert proof == naive_path(index, leaves[:size])
            assert tree.included(leaves[index], index, size, proof, top)
        for old in range(1, size + 1):
            proof = tree.consistency(old, size, nodes=stored)
            assert proof == naive_subproof(old, leaves[:size], True)
            assert tree.consistent(old, size, naive_root(leaves[:old]), top, proof)


def test_many_proofs_cost_one_read():
    stored = grown(some(300))
    reads = stored.reads
    tree.inclusions([3, 299, 3, 17], 300, nodes=stored)
    assert stored.reads == reads + 1


def test_canonical_is_rfc_8785():
    # The RFC's own sorting example: by UTF-16 units the emoji stands before U+FB33.
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\x80", "\xf6"]
    written = canonical(dict.fromkeys(keys, None)).decode()
    assert list(json.loads(written)) == [
        "\r", "1", "\x80", "\xf6", "\u20ac", "\U0001f600", "\ufb33",
    ]  # fmt: skip
    odd = {"b": '\x00\x1f\b\t\n\f\r"\\/\x7f\u2028é', "a": [True, None, -1, 2**53 - 1, (), {}]}
    assert canonical(odd) == (
        b'{"a":[true,null,-1,9007199254740991,[],{}],'
        b'"b":"\\u0000\\u001f\\b\\t\\n\\f\\r\\"\\\\/\x7f\xe2\x80\xa8\xc3\xa9"}'
    )
    assert canonical("\xe9") != canonical("e\u0301"), "normalisation is not ours to do"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(1 - 2**53, 2**53 - 1) | st.text(),
    lambda each: st.lists(each, max_size=4) | st.dictionaries(st.text(), each, max_size=4),
)


@given(json_values)
def test_what_is_written_reads_back_and_writes_the_same(value):
    written = canonical(value)
    assert read(written.decode()) == value
    assert canonical(read(json.dumps(value, indent=1))) == written


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1.0, "evidence_type_unknown"),
        ({1: 2}, "evidence_type_unknown"),
        ({"a": {b"x"}}, "evidence_type_unknown"),
        (2**53, "evidence_number_too_large"),
        ("\ud800", "evidence_text_broken"),
        ({"\udc00": 1}, "evidence_text_broken"),
        ("x" * (1 << 20), "evidence_too_large"),
        ([[[]]], "evidence_too_deep"),
    ],
)
def test_what_evidence_refuses(value, code):
    with pytest.raises(Refusal) as refused:
        canonical(value, depth_most=2)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("", "cut_short", "line 1, column 1"),
        ('{"a": [1, 2', "cut_short", "line 1, column 12"),
        ('{"a', "cut_short", "line 1, column 4"),
        ('"\\ud83d\\u', "cut_short", "line 1, column 10"),
        ('{"a": 1,\n "b": x}', "not_json", "line 2, column 7"),
        ('{"a": 1,}', "not_json", "line 1, column 9"),
        ("[1 2]", "not_json", "line 1, column 4"),
        ("[01]", "not_json", "line 1, column 3"),
        ("1.", "not_json", "line 1, column 2"),
        ("\ufeff1", "not_json", "line 1, column 1"),
        ("NaN", "not_json", "line 1, column 1"),
        ("\u00a01", "not_json", "line 1, column 1"),
        ("٣", "not_json", "line 1, column 1"),
        ('"a\tb"', "not_json", "line 1, column 3"),
        ('"\\x"', "not_json", "line 1, column 3"),
        ('{"a": 1, "a": 1}', "key_twice", "line 1, column 10"),
        ("[1.0]", "number_not_whole", "line 1, column 2"),
        ("[1e2]", "number_not_whole", "line 1, column 2"),
        ("9007199254740992", "number_too_large", "line 1, column 1"),
        ("9" * 5000, "number_too_large", "line 1, column 1"),
        ("[" * 100_000, "nested_too_deep", "line 1, column 33"),
        ('["\\ud800"]', "text_broken", "line 1, column 2"),
        ('["\\udc00\\ud800"]', "text_broken", "line 1, column 2"),
    ],
)
def test_what_cannot_be_read_has_a_place(text, code, place):
    with pytest.raises(Unreadable) as found:
        read(text)
    assert (found.value.code, found.value.place) == (code, place)


@given(st.text(alphabet='{}[]":,\\u0eE1-.tf \n', max_size=30))
def test_reading_agrees_with_the_standard_library(text):
    try:
        value = read(text)
    except Unreadable:
        return
    assert json.loads(text) == value


AT = datetime(2026, 11, 24, 3, 4, 5, 678, tzinfo=UTC)
KEY, NEXT = heads.SigningKey(b"\1" * 32), heads.SigningKey(b"\2" * 32)


def test_heads_are_signed_and_keys_rotate():
    publics = {key.id: key.public for key in (KEY, NEXT)}
    old = heads.sign(log="mkt_a", size=3, root=b"\7" * 32, at=AT, key=KEY)
    new = heads.sign(log="mkt_a", size=4, root=b"\7" * 32, at=AT, key=NEXT)
    assert heads.verify(old, publics=publics)
    assert heads.verify(new, publics=publics)
    assert not heads.verify(new, publics={KEY.id: KEY.public})
    assert not heads.verify(old, publics={KEY.id: NEXT.public})
    assert json.loads(old.note()) == {
        "at": "2026-11-24T03:04:05.000678+00:00", "key": sha256(KEY.public).hexdigest(),
        "log": "mkt_a", "root": "07" * 32, "size": 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [{"log": "mkt_b"}, {"size": 4}, {"root": b"\0" * 32}, {"at": AT + timedelta(microseconds=1)},
     {"key": NEXT.id}, {"signature": b"\0" * 64}, {"signature": b""}],
)  # fmt: skip
def test_a_changed_head_does_not_verify(change):
    said = {"log": "mkt_a", "size": 3, "root": b"\7" * 32, "at": AT}
    head = heads.sign(**said, key=KEY)
    parts = {**said, "key": head.key, "signature": head.signature} | change
    publics = {key.id: key.public for key in (KEY, NEXT)}
    assert not heads.verify(heads.SignedHead(**parts), publics=publics)


def test_a_moment_is_the_same_from_every_zone():
    there = AT.astimezone(timezone(timedelta(hours=8)))
    assert heads.moment(there) == heads.moment(AT)
