"""Documents set in type: a form (a Typst file) and plain data make a PDF/A, the same bytes every time.

The data reach the form as JSON and are never read as markup, so nothing a person typed can change
how a document looks. The font is in the package; nothing of the machine is used.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from gongdao.kernel.words import Language

HERE = Path(__file__).parent
FORMS = HERE / "forms"


def pdf(form: str, data: Mapping[str, Any], *, language: Language, at: datetime) -> bytes:
    """The document of `forms/<form>.typ` with these data, dated `at`: PDF/A-2b.

    A form begins with `#import "house.typ": *` and finds the data in `data`, the language in `zh`.
    """
    made = typst.compile(
        str(FORMS / f"{form}.typ"),
        root=str(FORMS),
        font_paths=[str(HERE / "fonts")],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards="a-2b",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False), "language": language},
        timestamp=int(at.timestamp()),
    )
    assert isinstance(made, bytes)
    return made
