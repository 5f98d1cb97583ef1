"""Docs are true: what the code says of itself is what the pages say."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongdao.interfaces.cli import docs
from gongdao.project.law import open_book

ROOT = Path(__file__).parents[2]


open_book(["cn", "eu", "platform"])
PAGES = docs.pages()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_generated_pages_are_current(name):
    file = ROOT / "docs" / "reference" / name
    assert file.read_text(encoding="utf-8") == PAGES[name], "run `make docs`"


def test_every_page_in_the_navigation_is_there():
    lines = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").splitlines()
    named = [line.rsplit(": ", 1)[1] for line in lines if line.strip().endswith(".md")]
    assert named
    assert [name for name in named if not (ROOT / "docs" / name).exists()] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_names_commands_and_files_that_exist(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    for word in ("make demo", "make test", "gongdao evidence verify", "gongdao replay"):
        assert word in text
    for line in text.split("](")[1:]:
        target = line.split(")")[0]
        assert target.startswith(("http", "#")) or (ROOT / target).exists(), target


def test_no_file_speaks_of_machines_or_registries():
    import subprocess

    words = ["/wor" + "k/", "pypi" + ".org", "file" + "s.pythonhosted"]
    found = subprocess.run(
        ["git", "grep", "-lE", "|".join(words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout == ""
