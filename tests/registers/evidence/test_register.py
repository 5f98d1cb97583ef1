"""The evidence register: append-only in the database itself, sealed in order, exported, verified."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction

from gongdao.project.grants import APPEND_ONLY, grant
from gongdao.registers.evidence import actions, bundle, queries
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.evidence.heads import SigningKey

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, tzinfo=UTC)
KEY = SigningKey(b"\7" * 32)
MARKET = "mkt_test"
VERIFIER = Path(__file__).parents[3] / "verify" / "gongdao_verify.py"


def deeds(count, about="ord_a"):
    record(
        [
            Deed("test.done", f"{about}_{n}", by="pty_x", marketplace=MARKET, at=AT, about=about)
            for n in range(count)
        ]
    )


def sealed():
    return actions.seal(marketplace=MARKET, at=AT, key=KEY)


@pytest.mark.parametrize("table", [t for t in APPEND_ONLY if t.startswith("evidence")])
@pytest.mark.parametrize(
    "verb", ["UPDATE {} SET marketplace = 'x'", "DELETE FROM {}", "TRUNCATE {}"]
)
def test_no_row_of_evidence_is_changed_or_removed_by_anyone(table, verb):
    deeds(3)
    sealed()
    with pytest.raises((InternalError, IntegrityError, ProgrammingError)) as refused:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(verb.format(table))
    assert "append_only" in str(refused.value)


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize(
    "verb", ["UPDATE {} SET marketplace = 'x'", "DELETE FROM {}", "TRUNCATE {}"]
)
def test_the_programs_own_role_may_add_and_never_change(table, verb):
    """The guards stand even where nobody may switch them off: the role that serves has no right to."""
    with connection.cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS gongdao_test_app")
        cursor.execute("CREATE ROLE gongdao_test_app")
    grant(role="gongdao_test_app", using="default")
    with pytest.raises(ProgrammingError) as refused, transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE gongdao_test_app")
            cursor.execute(f"SELECT count(*) FROM {table}")
            cursor.execute(verb.format(table))
    assert "permission denied" in str(refused.value)


def test_seals_grow_one_tree_and_nothing_pending_seals_nothing():
    deeds(5)
    first = sealed()
    assert sealed() is None
    deeds(3, about="ord_b")
    second = sealed()

    assert (first.size, second.size) == (5, 8)
    assert queries.pending(MARKET) == 0
    assert queries.faults(MARKET, key=KEY) == []


def test_a_head_of_another_key_is_a_fault():
    deeds(2)
    sealed()
    assert queries.faults(MARKET, key=SigningKey(b"\1" * 32))


def test_a_bundle_verifies_offline_and_a_changed_word_does_not(tmp_path):
    deeds(4)
    deeds(9, about="ord_b")
    sealed()

    data = queries.bundle_about("ord_a", marketplace=MARKET, key=KEY, at=AT)
    file = tmp_path / "a.gongdao.json"
    file.write_bytes(data)
    alone = [sys.executable, str(VERIFIER), str(file), "--key", KEY.id]

    assert bundle.verify(data, keys=[KEY.id]).valid
    assert len(json.loads(data)["records"]) == 4
    assert subprocess.run(alone, capture_output=True, check=False).returncode == 0
    file.write_bytes(data.replace(b"test.done", b"test.gone", 1))
    assert not bundle.verify(file.read_bytes(), keys=[KEY.id]).valid
    assert subprocess.run(alone, capture_output=True, check=False).returncode == 1
