"""The Merkle tree of RFC 9162, pure. Whole subtrees are stored once; everything else is computed.

A subtree is named (level, place): level 0 are the leaves, and (level, place) spans the leaves from
place * 2**level on. Proofs say which subtrees they need first, so that a caller can fetch them in
one read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

Place = tuple[int, int]
Nodes = Callable[[Sequence[Place]], Mapping[Place, bytes]]
"""Fetches the hashes of whole subtrees."""

EMPTY = sha256(b"").digest()


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
        level = min((begin & -begin).bit_length() - 1 if begin else 63, (end - begin).bit_length() - 1)
        found.append((level, begin >> level))
        begin += 1 << level
    return found


def append(size: int, leaves: Sequence[bytes], *, nodes: Nodes) -> Grown:
    """Add leaf hashes to a tree of this size. Costs one hash per leaf, and a few for the root."""
    edge = spans(0, size)
    known = nodes(edge)
    stack = [(level, place, known[level, place]) for level, place in edge]
    new: list[tuple[int, int, bytes]] = []
    for n, leaf in enumerate(leaves):
        node = (0, size + n, leaf)
        new.append(node)
        while stack and stack[-1][0] == node[0] and node[1] & 1:
            left = stack.pop()
            node = (node[0] + 1, node[1] >> 1, node_hash(left[2], node[2]))
            new.append(node)
        stack.append(node)
    return Grown(size + len(leaves), _fold([value for _, _, value in stack]), new)


def root(size: int, *, nodes: Nodes) -> bytes:
    """The root over the first so many leaves."""
    edge = spans(0, size)
    known = nodes(edge)
    return _fold([known[place] for place in edge])


def inclusion(index: int, size: int, *, nodes: Nodes) -> list[bytes]:
    """The hashes that lead from a leaf to the root of a tree of this size (RFC 9162, 2.1.3.1)."""
    assert 0 <= index < size, (index, size)
    path = _inclusion_spans(index, 0, size)
    return _fetch(path, nodes)


def consistency(old: int, new: int, *, nodes: Nodes) -> list[bytes]:
    """The hashes that show that the old tree is the beginning of the new one (RFC 9162, 2.1.4.1)."""
    assert 0 < old <= new, (old, new)
    return [] if old == new else _fetch(_consistency_spans(old, 0, new, whole=True), nodes)


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


def _fetch(ranges: Sequence[tuple[int, int]], nodes: Nodes) -> list[bytes]:
    """The hash over each range of leaves, all their subtrees fetched at once."""
    wanted = [spans(begin, end) for begin, end in ranges]
    known = nodes([place for edge in wanted for place in edge])
    return [_fold([known[place] for place in edge]) for edge in wanted]


def _split(size: int) -> int:
    """The largest power of two below the size."""
    return 1 << (size - 1).bit_length() - 1


def _inclusion_spans(index: int, begin: int, end: int) -> list[tuple[int, int]]:
    if end - begin == 1:
        return []
    middle = begin + _split(end - begin)
    if index < middle:
        return [*_inclusion_spans(index, begin, middle), (middle, end)]
    return [*_inclusion_spans(index, middle, end), (begin, middle)]


def _consistency_spans(old: int, begin: int, end: int, *, whole: bool) -> list[tuple[int, int]]:
    if old == end:
        return [] if whole else [(begin, end)]
    middle = begin + _split(end - begin)
    if old <= middle:
        return [*_consistency_spans(old, begin, middle, whole=whole), (middle, end)]
    return [*_consistency_spans(old, middle, end, whole=False), (begin, middle)]
