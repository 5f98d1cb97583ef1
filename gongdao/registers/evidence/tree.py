"""The Merkle tree of RFC 9162, pure. Whole subtrees are stored once; everything else is computed.

A subtree is named (level, place): level 0 are the leaves, and (level, place) spans the leaves from
place * 2**level on. Proofs say which subtrees they need first, so that a caller can fetch them in
one read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

Place = tuple[int, int]
Range = tuple[int, int]
Nodes = Callable[[Sequence[Place]], Mapping[Place, bytes]]
"""Fetches the hashes of whole subtrees."""

EMPTY = sha256(b"").digest()
"""The root of a tree without leaves."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees."""
    return sha256(b"\1" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Grown:
    """A tree after leaves were added: its size and root, and the whole subtrees that are new."""

    size: int
    root: bytes
    nodes: list[tuple[int, int, bytes]]


def spans(begin: int, end: int) -> list[Place]:
    """The largest whole subtrees that together span these leaves, from left to right."""
    found: list[Place] = []
    while begin < end:
        level = min(
            (begin & -begin).bit_length() - 1 if begin else 63, (end - begin).bit_length() - 1
        )
        found.append((level, begin >> level))
        begin += 1 << level
    return found


def append(size: int, leaves: Sequence[bytes], *, nodes: Nodes) -> Grown:
    """Add leaf hashes to a tree of this size. One read, one hash per leaf, and a few for the root.

    Level by level, not leaf by leaf: pairs of a whole level are hashed in one sweep.
    """
    edge = spans(0, size)
    found = nodes(edge)
    known = {place: found[place] for place in edge}
    new: list[tuple[int, int, bytes]] = []
    level, start, row = 0, size, list(leaves)
    while row:
        new.extend((level, start + n, value) for n, value in enumerate(row))
        known[level, start + len(row) - 1] = row[-1]
        if start & 1:
            row.insert(0, known[level, start - 1])
        pairs = iter(row)
        row = [
            sha256(b"\1" + left + right).digest() for left, right in zip(pairs, pairs, strict=False)
        ]
        level, start = level + 1, start >> 1
    grown = size + len(leaves)
    return Grown(grown, _fold([known[place] for place in spans(0, grown)]), new)


def root(size: int, *, nodes: Nodes) -> bytes:
    """The root over the first so many leaves."""
    edge = spans(0, size)
    known = nodes(edge)
    return _fold([known[place] for place in edge])


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes as they come, keeping one hash a level: for logs larger than memory."""
    edge: list[bytes] = []
    for count, leaf in enumerate(leaves, 1):
        value = leaf
        # As many levels are whole now as the count has zeros at its end.
        for _ in range((count & -count).bit_length() - 1):
            value = sha256(b"\1" + edge.pop() + value).digest()
        edge.append(value)
    return _fold(edge)


def inclusion(index: int, size: int, *, nodes: Nodes) -> list[bytes]:
    """The hashes that lead from a leaf to the root of a tree of this size (RFC 9162, 2.1.3.1)."""
    return inclusions([index], size, nodes=nodes)[0]


def inclusions(indexes: Sequence[int], size: int, *, nodes: Nodes) -> list[list[bytes]]:
    """The inclusion proofs of many leaves, in the order asked for; one read for all of them."""
    paths = [_inclusion_path(index, size) for index in indexes]
    known = nodes(_places(each for path in paths for each in path))
    return [_fold_each(path, known) for path in paths]


def consistency(old: int, new: int, *, nodes: Nodes) -> list[bytes]:
    """The hashes that show that the old tree begins the new one (RFC 9162, 2.1.4.1)."""
    path = _consistency_path(old, new)
    return _fold_each(path, nodes(_places(path)))


def nodes_for_inclusion(index: int, size: int) -> list[Place]:
    """The stored subtrees that the inclusion proof of a leaf is made of; at most about 2 log n."""
    return _places(_inclusion_path(index, size))


def nodes_for_consistency(old: int, new: int) -> list[Place]:
    """The stored subtrees that a consistency proof is made of; at most about 2 log n."""
    return _places(_consistency_path(old, new))


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], top: bytes) -> bool:
    """Whether the proof leads from this leaf to this root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, last, value = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            value = node_hash(step, value)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            value = node_hash(value, step)
        node, last = node >> 1, last >> 1
    return last == 0 and value == top


def consistent(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the proof shows that nothing before the old head changed (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    steps = list(proof)
    if not steps:
        return False
    if old & (old - 1) == 0:
        steps.insert(0, old_root)
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    one = other = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            one, other = node_hash(step, one), node_hash(step, other)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            other = node_hash(other, step)
        node, last = node >> 1, last >> 1
    return one == old_root and other == new_root and last == 0


def _fold(edge: Sequence[bytes]) -> bytes:
    """The root over whole subtrees from left to right."""
    if not edge:
        return EMPTY
    value = edge[-1]
    for left in reversed(edge[:-1]):
        value = node_hash(left, value)
    return value


def _places(path: Iterable[Range]) -> list[Place]:
    """The whole subtrees under these ranges, each once."""
    return list(dict.fromkeys(place for begin, end in path for place in spans(begin, end)))


def _fold_each(path: Sequence[Range], known: Mapping[Place, bytes]) -> list[bytes]:
    return [_fold([known[place] for place in spans(begin, end)]) for begin, end in path]


def _split(size: int) -> int:
    """The largest power of two below the size."""
    return 1 << (size - 1).bit_length() - 1


def _inclusion_path(index: int, size: int) -> list[Range]:
    """The ranges of leaves whose hashes make the proof, from the leaf up."""
    assert 0 <= index < size, (index, size)
    path: list[Range] = []
    begin, end = 0, size
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((begin, middle))
            begin = middle
    return path[::-1]


def _consistency_path(old: int, new: int) -> list[Range]:
    """The ranges of leaves whose hashes make the proof; never the old tree itself."""
    assert 0 < old <= new, (old, new)
    path: list[Range] = []
    begin, end = 0, new
    while old != end:
        middle = begin + _split(end - begin)
        if old <= middle:
            path.append((middle, end))
            end = middle
        else:
            path.append((begin, middle))
            begin = middle
    if begin:
        path.append((begin, end))
    return path[::-1]
