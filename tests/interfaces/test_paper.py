"""Documents on paper: set from data, never from markup, and the same every time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import typst

from gongdao.interfaces.paper import typeset

AT = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def form(tmp_path, monkeypatch):
    (tmp_path / "house.typ").write_text((typeset.FORMS / "house.typ").read_text())
    (tmp_path / "note.typ").write_text(
        '#import "house.typ": *\n#show: document-of.with(say("便笺", "Note"))\n#data.text\n'
    )
    monkeypatch.setattr(typeset, "FORMS", tmp_path)


def test_the_same_data_make_the_same_bytes(form):
    first, second = (typeset.pdf("note", {"text": "玩具汽车"}, language="zh", at=AT) for _ in "12")

    assert first == second
    assert first.startswith(b"%PDF-")


def test_what_a_person_typed_is_never_markup(form):
    typed = {"text": '#panic("x") #include "/etc/passwd" $broken'}

    assert typeset.pdf("note", typed, language="en", at=AT).startswith(b"%PDF-")


def test_a_form_without_its_data_does_not_print(form):
    with pytest.raises(typst.TypstError):
        typeset.pdf("note", {}, language="zh", at=AT)
