"""The worker's round: live marketplaces run on real time, sandboxes are left alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongdao.interfaces.jobs.tasks import tick_all
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.parties import actions as parties
from gongdao.registers.parties.models import Marketplace
from gongdao.stages.orders import queries as orders

pytestmark = pytest.mark.django_db


def test_a_live_marketplace_acts_on_real_time_and_a_sandbox_does_not(world):
    order = world.orders(world.offers())
    later = world.now + timedelta(days=4)

    assert tick_all(later) == 0
    assert orders.see(order.id, by=world["consumer"]).state == "concluded"
    Marketplace.objects.filter(pk=world.market.id).update(mode="live", clock_at=None)
    assert tick_all(later) == 2, "the order lapses, and is unwound at once"

    assert orders.see(order.id, by=world["consumer"]).state == "cancelled"
    assert tick_all(later) == 0
    assert evidence.pending(world.market.id) == 0


def test_the_periodic_tasks_are_known_to_the_worker():
    from procrastinate.contrib.django import app

    known = {
        task.task.name.rsplit(".", 1)[-1] for task in app.periodic_registry.periodic_tasks.values()
    }
    assert {"tick", "tidy", "revive"} <= known
    assert parties.MARK == "gd_"
