"""A payment house to speak to."""

from __future__ import annotations

import pytest

from tests.stages.escrow.house import House


@pytest.fixture
def house():
    opened = House()
    yield opened
    opened.close()
