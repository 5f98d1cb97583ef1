"""How much one life asks of the database, one click at a time."""

from __future__ import annotations

import pytest
from django.db import connection

from gongdao.stages.escrow import actions as escrow

pytestmark = pytest.mark.django_db
MOST = 40


def test_one_life_takes_at_most_forty_statements(world):
    listing = world.offers()
    seen = []

    def count(execute, sql, params, many, context):
        if "SAVEPOINT" not in sql:
            seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        order = world.orders(listing)
        world.pays(order)
        world.ships(order)
        world.delivers()
        escrow.confirm(confirmings=[escrow.Confirming(world["consumer"], world.now, order.id)])

    assert len(seen) <= MOST
