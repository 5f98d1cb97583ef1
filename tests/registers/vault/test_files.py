"""Long files: sealed in pieces, read in stretches, and nothing can be moved, cut or read by others."""

from __future__ import annotations

import io
import os
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from gongdao.detectors.documents.blanks import Blank, blanked
from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.vault import actions, cipher, streams
from gongdao.registers.vault.cipher import MasterKey
from gongdao.registers.vault.models import Document, Piece

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, tzinfo=UTC)
MASTER = MasterKey("ab" * 32)
SIZE = 100
UNTOLD = [Blank(5, 20, b"free"), Blank(95, 230)]


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    """Pieces of a hundred bytes, so that a file of some hundred is a long one."""
    monkeypatch.setattr(streams, "PIECE", SIZE)


def keep(content, subject="pty_lin"):
    return actions.keep_recording(
        marketplace="mkt_1", subject=subject, stream=io.BytesIO(content), media="video/mp4",
        untold=[each for each in UNTOLD if each.end <= len(content)], at=AT, master=MASTER,
    )  # fmt: skip


def open_(row, by="pty_arbiter", at=AT):
    return actions.open_file(by=by, document=row.id, reason="dsp_1", at=at, master=MASTER)


@pytest.mark.parametrize("size", [0, 1, SIZE - 1, SIZE, SIZE + 1, 3 * SIZE, 3 * SIZE + 7])
def test_a_long_file_comes_back_whole_and_in_every_stretch(size):
    content = os.urandom(size)
    came, copy = keep(content)

    assert (came.size, came.digest) == (size, sha256(content).hexdigest())
    assert came.pieces.count() == max(1, -(-size // SIZE))
    assert open_(came).whole() == content
    shown = blanked(content, 0, [each for each in UNTOLD if each.end <= size])
    assert open_(copy).whole() == shown
    assert copy.digest == sha256(shown).hexdigest()
    for first in range(0, size, 13):
        for end in (first + 1, first + SIZE, size):
            assert b"".join(open_(came).read(first, end)) == content[first:end]
            assert b"".join(open_(copy).read(first, end)) == shown[first:end]


def test_the_database_holds_no_clear_byte_and_one_file_only():
    content = b"home, sweet home" * 30
    keep(content)
    sealed = b"".join(
        bytes(each.sealed) for each in (*Piece.objects.all(), *Document.objects.all())
    )
    assert b"home" not in sealed
    assert len(sealed) < len(content) + 16 * 5 + 300


def swap(came):
    first, second = came.pieces.order_by("number")[:2]
    numbers = {first.number: second.sealed, second.number: first.sealed}
    for number, sealed in numbers.items():
        Piece.objects.filter(document=came, number=number).update(sealed=sealed)


def cut_short(came):
    Piece.objects.filter(document=came, number=3).delete()
    Document.objects.filter(pk=came.pk).update(size=3 * SIZE)


def flip(came):
    sealed = bytearray(came.pieces.get(number=1).sealed)
    sealed[7] ^= 1
    Piece.objects.filter(document=came, number=1).update(sealed=bytes(sealed))


def leave_out(came):
    Piece.objects.filter(document=came, number=1).delete()


def of_another(came):
    other, _ = keep(os.urandom(3 * SIZE + 7))
    Document.objects.filter(pk=came.pk).update(sealed=other.sealed)


@pytest.mark.parametrize("harm", [swap, cut_short, flip, leave_out, of_another])
def test_what_was_moved_cut_or_changed_does_not_open(harm):
    came, _ = keep(os.urandom(3 * SIZE + 7))
    harm(came)
    with pytest.raises(Refusal) as refused:
        open_(came).whole()
    assert refused.value.code == "vault_broken"


def test_two_files_alike_are_sealed_differently_and_under_keys_of_their_own():
    content = os.urandom(2 * SIZE)
    (one, _), (two, _) = keep(content), keep(content)
    assert bytes(one.pieces.first().sealed) != bytes(two.pieces.first().sealed)
    box = streams.Pieces(b"k" * 32, subject="a", document="b", head=streams.new_head())
    other = streams.Pieces(b"k" * 32, subject="a", document="c", head=streams.new_head())
    with pytest.raises(Refusal):
        other.open_(0, box.seal(0, b"x", last=True), last=True)


def test_to_erase_the_person_is_to_erase_the_file_and_the_room_it_took():
    came, copy = keep(os.urandom(3 * SIZE))
    other, _ = keep(os.urandom(SIZE), subject="pty_wu")
    reading = open_(came)
    actions.erase(by="pty_lin", subject="pty_lin", at=AT)

    for row in (came, copy):
        with pytest.raises(Refusal) as refused:
            open_(row)
        assert refused.value.code == "data_gone"
    with pytest.raises(Refusal):
        reading.whole()
    assert {each.document_id for each in Piece.objects.all()} == {other.id}
    assert len(open_(other).whole()) == SIZE


def test_a_player_that_asks_for_parts_leaves_one_record_of_each_person_for_a_while():
    came, _ = keep(os.urandom(SIZE))
    times = [AT, AT + timedelta(minutes=1), AT + actions.ONE_LOOK + timedelta(seconds=1)]
    again = [open_(came, at=at).again for at in times]
    assert again == [False, True, False]
    assert not open_(came, by="pty_wu", at=AT).again
    acts = [each for each in evidence.about("pty_lin") if each.act == "vault.opened"]
    assert len(acts) == 3


def test_of_a_small_file_every_look_is_on_record():
    kept = actions.keep_document(
        marketplace="mkt_1", subject="pty_lin", content=b"1", media="image/png", at=AT,
        master=MASTER,
    )  # fmt: skip
    assert [open_(kept).again for _ in range(2)] == [False, False]
    assert len([e for e in evidence.about("pty_lin") if e.act == "vault.opened"]) == 2


def test_a_file_that_cannot_be_read_to_its_end_leaves_nothing(monkeypatch):
    class Torn(io.BytesIO):
        def read(self, size=-1):
            if self.tell() > SIZE:
                raise OSError("torn")
            return super().read(size)

    with pytest.raises(OSError, match="torn"):
        actions.keep_recording(
            marketplace="mkt_1", subject="pty_lin", stream=Torn(bytes(5 * SIZE)),
            media="video/mp4", untold=[], at=AT, master=MASTER,
        )  # fmt: skip
    assert not Piece.objects.exists()
    assert not Document.objects.exists()


def test_the_erased_take_no_new_file():
    keep(b"1")
    actions.erase(by="pty_lin", subject="pty_lin", at=AT)
    with pytest.raises(Refusal) as refused:
        keep(b"2")
    assert refused.value.code == "subject_erased"
    assert cipher.broken().code == "vault_broken"
