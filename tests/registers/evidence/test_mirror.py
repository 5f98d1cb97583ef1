"""Heads that somebody else kept: a log that was cut, forked or rewritten does not continue them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
import typer
from django.conf import settings
from django.db import connection

from gongdao.interfaces.cli import mirrors
from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence import actions as sealing
from gongdao.registers.evidence import mirror, queries, tree
from gongdao.registers.evidence.heads import SigningKey, key_of, sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def key():
    return key_of(settings.GONGDAO_EVIDENCE_KEY)


@pytest.fixture
def kept(world, key):
    """Three heads of one log as it grew."""
    heads = []
    for _ in range(3):
        world.offers()
        sealing.seal(marketplace=world.market.id, at=world.now, key=key)
        heads.append(mirror.Kept(queries.head(world.market.id), key.public))
        world.now += timedelta(hours=1)
    return heads


def faults(world, kept, now=None):
    nodes = queries.nodes(world.market.id)
    found = mirror.faults(
        kept,
        now or queries.head(world.market.id),
        proof=lambda old, new: tree.consistency(old, new, nodes=nodes),
    )
    return [fault.en for fault in found]


def test_a_log_that_only_grew_continues_every_head(world, kept):
    assert len({each.head.size for each in kept}) == 3
    assert faults(world, kept) == []
    assert mirror.read("\n".join(each.line() for each in kept) + "\n") == kept


def test_what_was_rewritten_cut_or_signed_by_another_is_found(world, kept, key):
    first, last = kept[0].head, kept[-1].head

    def head(**other):
        said = {"log": first.log, "size": first.size, "root": first.root, "at": first.at} | other
        return mirror.Kept(sign(**said, key=key), key.public)

    (said,) = faults(world, [head(root=bytes(32))])
    assert "rewritten" in said
    (said,) = faults(world, [head(size=last.size + 1)])
    assert "cut" in said
    (said,) = faults(world, [head(log="mkt_other")])
    assert "another log" in said
    other = SigningKey(bytes(range(32)))
    (said,) = faults(world, [mirror.Kept(replace(first, key=other.id), other.public)])
    assert "not signed" in said


@pytest.mark.parametrize("line", ["{", "[]", '{"log": "x"}', '{"size": -', "null"])
def test_a_line_that_is_no_head_is_refused_with_its_number(kept, line):
    with pytest.raises(Refusal) as refused:
        mirror.read(f"{kept[0].line()}\n{line}\n")
    assert refused.value.code == "mirror_unreadable"
    assert "Line 2 " in refused.value.sentence.en


def test_the_commands_keep_each_head_once_and_find_a_record_that_was_changed(
    world, kept, tmp_path, capsys
):
    file, market = tmp_path / "heads.jsonl", world.market.slug
    mirrors.mirror(file, market=market)
    mirrors.mirror(file, market=market)
    assert len(file.read_text().splitlines()) == 1
    mirrors.monitor(file, market=market)

    with connection.cursor() as cursor:  # what only an owner of the database can do
        cursor.execute("ALTER TABLE evidence_record DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE evidence_record SET body = replace(body, 'listing', 'lasting')"
            " WHERE seq = (SELECT max(seq) FROM evidence_record)"
        )
        cursor.execute("ALTER TABLE evidence_record ENABLE TRIGGER USER")
    with pytest.raises(typer.Exit) as stopped:
        mirrors.monitor(file, market=market)
    assert stopped.value.exit_code == 1


def test_a_mirror_from_before_a_fork_gives_the_log_away(world, kept, tmp_path, key):
    file = tmp_path / "heads.jsonl"
    forked = sign(
        log=world.market.id, size=kept[1].head.size, root=bytes(32), at=world.now, key=key
    )
    file.write_text(mirror.Kept(forked, key.public).line() + "\n")
    assert json.loads(file.read_text())["size"] == forked.size
    with pytest.raises(typer.Exit):
        mirrors.monitor(file, market=world.market.slug)
