"""What is sealed opens for its own person, field and key, and for nothing else."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongdao.kernel.refusal import Refusal
from gongdao.registers.vault import cipher

OLD, NEW = "11" * 32, "22" * 32
MASTER = cipher.MasterKey(OLD)
KEY = cipher.new_key()


@given(st.text(), st.text(), st.text())
def test_round_trip(subject, field, value):
    assert cipher.open_(KEY, subject, field, cipher.seal(KEY, subject, field, value)) == value
    assert cipher.unwrap(MASTER, subject, cipher.wrap(MASTER, subject, KEY)) == KEY


def test_equal_values_look_different():
    assert len({cipher.seal(KEY, "pty_a", "phone", "1") for _ in range(50)}) == 50
    assert len({cipher.wrap(MASTER, "pty_a", KEY) for _ in range(50)}) == 50


@pytest.mark.parametrize(
    ("key", "subject", "field", "version"),
    [
        (cipher.new_key(), "pty_a", "phone", 1),
        (KEY, "pty_b", "phone", 1),
        (KEY, "pty_a", "name", 1),
        (KEY, "pty_a", "phone", 2),
        (KEY, "pty_", "aphone", 1),
    ],
)
def test_nothing_else_opens_it(key, subject, field, version):
    sealed = cipher.seal(KEY, "pty_a", "phone", "19912340000")
    with pytest.raises(Refusal, match="does not open"):
        cipher.open_(key, subject, field, sealed, version=version)


def test_every_flipped_byte_and_every_cut_is_noticed():
    sealed = cipher.seal(KEY, "pty_a", "name", "张小三")
    wrapped = cipher.wrap(MASTER, "pty_a", KEY)
    for n in range(len(sealed)):
        for broken in (sealed[:n], sealed[:n] + bytes([sealed[n] ^ 1]) + sealed[n + 1 :]):
            with pytest.raises(Refusal):
                cipher.open_(KEY, "pty_a", "name", broken)
    for n in range(len(wrapped)):
        for broken in (wrapped[:n], wrapped[:n] + bytes([wrapped[n] ^ 1]) + wrapped[n + 1 :]):
            with pytest.raises(Refusal):
                cipher.unwrap(MASTER, "pty_a", broken)
    with pytest.raises(Refusal):
        cipher.unwrap(MASTER, "pty_b", wrapped)


def test_rotation():
    wrapped = cipher.wrap(MASTER, "pty_a", KEY)
    both, new = cipher.MasterKey(NEW, OLD), cipher.MasterKey(NEW)
    assert cipher.unwrap(both, "pty_a", wrapped) == KEY
    with pytest.raises(Refusal) as refused:
        cipher.unwrap(new, "pty_a", wrapped)
    assert refused.value.code == "vault_key_unknown"
    moved = cipher.rewrap(both, "pty_a", wrapped)
    assert cipher.unwrap(new, "pty_a", moved) == KEY
    assert cipher.rewrap(both, "pty_a", moved) == moved


def test_blind_index():
    both, new = cipher.MasterKey(NEW, OLD), cipher.MasterKey(NEW)
    index = cipher.blind_index(MASTER, "phone", "19912340000")
    assert index == cipher.blind_index(cipher.MasterKey(OLD), "phone", "19912340000")
    assert index != cipher.blind_index(MASTER, "name", "19912340000")
    assert index != cipher.blind_index(new, "phone", "19912340000")
    assert index in cipher.blind_indexes(both, "phone", "19912340000")
    assert cipher.blind_index(MASTER, "ab", "c") != cipher.blind_index(MASTER, "a", "bc")


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (cipher.mask_name, "张小三", "张*三"),
        (cipher.mask_name, "张三", "张*"),
        (cipher.mask_name, "欧阳小三", "欧**三"),
        (cipher.mask_name, "王", "*"),
        (cipher.mask_name, "", "*"),
        (cipher.mask_phone, "19912340000", "199****0000"),
        (cipher.mask_phone, "+86 199-1234-0000", "199****0000"),
        (cipher.mask_phone, "8880000", "****00"),
        (cipher.mask_phone, "110", "****"),
        (cipher.mask_phone, "", "****"),
        (cipher.mask_address, "浙江省杭州市西湖区文三路100号", "浙江省杭州市西湖区****"),
        (cipher.mask_address, "上海市浦东新区世纪大道1号", "上海市浦东新区****"),
        (cipher.mask_address, "广州市天河区体育西路", "广州市天河区****"),
        (cipher.mask_address, "内蒙古自治区包头市昆都仑区街1", "内蒙古自治区包头市昆都仑区****"),
        (cipher.mask_address, "西藏自治区那曲地区安多县一路", "西藏自治区那曲地区安多县****"),
        (cipher.mask_address, "江苏省苏州市昆山市人民路", "江苏省苏州市昆山市****"),
        (cipher.mask_address, "浙江杭州西湖区文三路菜市场", "浙江杭州西湖区****"),
        (cipher.mask_address, "文三路100号大市口小区", "****"),
        (cipher.mask_address, "12 Baker Street, London", "****"),
        (cipher.mask_address, "", "****"),
        (cipher.mask_id, "11010519491231002X", "1****************X"),
        (cipher.mask_id, "12", "**"),
    ],
)  # fmt: skip
def test_masks(mask, value, shown):
    assert mask(value) == shown


@given(st.text(max_size=400))
def test_a_mask_is_never_empty_and_fits_its_column(value):
    for mask in (cipher.mask_name, cipher.mask_phone, cipher.mask_address, cipher.mask_id):
        assert 0 < len(mask(value)) <= cipher.MASK_MOST


def test_twenty_thousand_people_in_two_seconds():
    begun = time.perf_counter()
    for n in range(20_000):
        subject, key = f"pty_{n}", cipher.new_key()
        cipher.wrap(MASTER, subject, key)
        for field in ("name", "phone", "address"):
            cipher.seal(key, subject, field, "浙江省杭州市西湖区文三路100号")
    assert time.perf_counter() - begun < 4, "measured 0.4 s; room for a busy machine"
