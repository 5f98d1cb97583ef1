"""Personal data: masked by default, shown for a reason that stays on record, erased for good."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.vault import actions, queries
from gongdao.registers.vault.cipher import MasterKey
from gongdao.registers.vault.models import Item

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, tzinfo=UTC)
MASTER = MasterKey("ab" * 32)
LIN = actions.Person(
    "pty_lin", {"name": "林小满", "phone": "19900001234", "address": "上海市徐汇区某路1号"}
)


def put(*people):
    actions.put(marketplace="mkt_1", people=people, at=AT, master=MASTER)


def reveal(field="phone", reason="核对地址", subject="pty_lin"):
    return actions.reveal(
        by="pty_staff", subject=subject, field=field, reason=reason, at=AT, master=MASTER
    )


def test_pages_see_masks_and_the_database_holds_no_clear_text():
    put(LIN)

    shown = queries.masks(["pty_lin"])["pty_lin"]
    assert shown["name"] == "林*满"
    assert shown["phone"] == "199****1234"
    assert "徐汇" not in shown["address"] or "某路" not in shown["address"]
    sealed = b"".join(bytes(item.sealed) for item in Item.objects.all())
    assert "林小满".encode() not in sealed


def test_a_reveal_needs_a_reason_and_leaves_evidence_without_the_data():
    put(LIN)
    with pytest.raises(Refusal) as refused:
        reveal(reason="  ")
    assert refused.value.code == "reason_missing"

    assert reveal() == "19900001234"
    (record,) = [r for r in evidence.about("pty_lin") if r.act == "vault.revealed"]
    assert "核对地址" in record.body
    assert "19900001234" not in record.body


def test_a_person_erased_cannot_be_read_again_by_anyone():
    put(LIN)
    actions.erase(by="pty_lin", subject="pty_lin", at=AT)

    with pytest.raises(Refusal) as refused:
        reveal()
    assert refused.value.code == "data_gone"
    assert set(queries.masks(["pty_lin"])["pty_lin"].values()) == {"***"}


def test_data_put_twice_are_replaced_and_stay_under_one_key():
    put(LIN)
    put(actions.Person("pty_lin", {"phone": "19900009999"}))
    assert reveal() == "19900009999"
    assert reveal(field="name") == "林小满"


def test_another_masters_key_opens_nothing():
    put(LIN)
    with pytest.raises(Refusal):
        actions.reveal(
            by="p", subject="pty_lin", field="name", reason="x", at=AT, master=MasterKey("cd" * 32)
        )
