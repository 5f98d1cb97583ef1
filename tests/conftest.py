"""One database server for all tests, the law book open, and a marketplace to play in."""

from __future__ import annotations

import os
import shutil

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session", autouse=True)
def _law_book():
    from gongdao.project.law import open_book

    open_book(["cn", "eu", "platform"])


@pytest.fixture
def world(db):
    from tests.builders import World

    return World.make()


@pytest.fixture(scope="session")
def chromium():
    if CHROMIUM is None:
        if os.environ.get("GONGDAO_REQUIRE_BROWSER") == "1":
            pytest.fail("a Chromium is required here and there is none")
        pytest.skip("NO CHROMIUM: the browser journeys are not run")
    from playwright.sync_api import sync_playwright

    # Playwright runs an event loop in this thread; Django would take our queries for asynchronous ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
