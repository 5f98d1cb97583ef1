"""Dossiers as Word files, for whoever must fill in or file them on a form of their own.

The same contents as on the PDF, in the same order; the file is the same bytes every time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from gongdao.kernel.words import Language, Words

FONT = "SimSun"
EPOCH = (1980, 1, 1, 0, 0, 0)
BLANK = "____________________"

PERSON = (
    ("name", Words("姓名", "Name")),
    ("phone", Words("联系电话", "Telephone")),
    ("address", Words("住址", "Address")),
)


def dossier(data: Mapping[str, Any], *, language: Language, at: datetime) -> bytes:
    """The paper for a body outside, as a Word file."""
    paper = _Paper(language, at)
    paper.title(data["title"], f"{paper.say('致：', 'To: ')}{paper.of(data['body'])}")
    paper.heading(paper.of(data["claimant"]))
    paper.table([(paper.both(name), data["person"][key] or BLANK) for key, name in PERSON])
    paper.heading(paper.of(data["respondent"]))
    paper.table(
        [
            (paper.say("名称", "Name"), paper.of(data["respondent_name"])),
            (
                paper.say("统一社会信用代码", "Unified social credit code"),
                data["credit_code"] or BLANK,
            ),
        ]
    )
    paper.heading(paper.say("请求事项", "What is claimed"))
    paper.numbered([paper.of(each) for each in data["claims"]])
    paper.heading(paper.say("事实与理由", "Facts and reasons"))
    for told in data["facts"]:
        paper.text(paper.of(told))
    for each in data["law"]:
        paper.text(f"{paper.of(each)}（{each['article' if language == 'zh' else 'cites']}）")
    if data["calculation"]:
        paper.heading(paper.say("请求金额的计算", "How the claim is worked out"))
        paper.table(
            [(paper.of(each), each["figures"], each["amount"]) for each in data["calculation"]]
            + [(paper.say("合计", "Total"), "", data["total"])]
        )
    paper.heading(paper.say("证据清单", "List of evidence"))
    paper.table(
        [
            (
                str(each["no"]),
                paper.of(each),
                each[f"proves_{language}"],
                each["at"],
                each["sha256"],
            )
            for each in data["evidence"]
        ]
    )
    paper.text(f"{paper.of(data['claimant'])}{paper.say('（签名）：', ' (signature):')} {BLANK}")
    return paper.bytes()


class _Paper:
    """A Word file that grows from the top."""

    def __init__(self, language: Language, at: datetime) -> None:
        self.language: Language = language
        self.file = Document()
        style = self.file.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(11)
        style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
        known = self.file.core_properties
        known.created = known.modified = at.astimezone(UTC).replace(tzinfo=None)
        known.author = "Gongdao"

    def say(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def both(self, words: Words) -> str:
        return words.said_in(self.language)

    def of(self, one: Mapping[str, str]) -> str:
        return one[self.language]

    def title(self, said: Mapping[str, str], below: str) -> None:
        self.file.add_heading(self.of(said), 0)
        self.file.core_properties.title = self.of(said)
        self.text(below)

    def heading(self, words: str) -> None:
        self.file.add_heading(words, 1)

    def text(self, words: str) -> None:
        self.file.add_paragraph(_printable(words))

    def numbered(self, items: Sequence[str]) -> None:
        for each in items:
            self.file.add_paragraph(_printable(each), style="List Number")

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        table = self.file.add_table(rows=0, cols=len(rows[0]))
        table.style = "Table Grid"
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = _printable(words)

    def bytes(self) -> bytes:
        """The file with every entry dated alike, so that the same contents are the same bytes."""
        loose, packed = BytesIO(), BytesIO()
        self.file.save(loose)
        with ZipFile(loose) as made, ZipFile(packed, "w", ZIP_DEFLATED) as same:
            for entry in made.infolist():
                info = ZipInfo(entry.filename, EPOCH)
                info.compress_type = ZIP_DEFLATED
                same.writestr(info, made.read(entry))
        return packed.getvalue()


def _printable(words: str) -> str:
    """What XML can carry: control characters that somebody typed are left out."""
    return "".join(letter for letter in words if letter in "\n\t" or letter.isprintable())
