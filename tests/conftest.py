"""One database server for all tests, the law book open, and a marketplace to play in."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session", autouse=True)
def _law_book():
    from gongdao.project.law import open_book

    open_book(["cn", "platform"])


@pytest.fixture
def world(db):
    from tests.builders import World

    return World.make()
