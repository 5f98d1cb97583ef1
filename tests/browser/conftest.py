"""A real Chromium on the real program. Skipped, loudly, where there is none, unless one is required."""

from __future__ import annotations

import pytest


@pytest.fixture(params=["zh-CN desktop light", "en-US phone dark"])
def page(request, chromium):
    locale, device, scheme = request.param.split()
    size = {"width": 390, "height": 844} if device == "phone" else {"width": 1280, "height": 900}
    context = chromium.new_context(viewport=size, locale=locale, color_scheme=scheme)
    page = context.new_page()
    page.faults = []
    page.on("console", lambda m: page.faults.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    yield page
    context.close()


@pytest.fixture
def _flushable(transactional_db):
    """Append-only tables refuse to be emptied, as they should; this connection, closed right after, does not listen."""
    yield
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
