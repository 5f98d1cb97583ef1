"""`gongdao recalls`: a batch is recalled from the command line, and its buyers listed."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from gongdao.interfaces.cli.recalls import app
from gongdao.stages.listings.review import actions as review
from tests.builders.goods import a_listing

pytestmark = pytest.mark.django_db


def test_a_batch_is_recalled_and_its_buyers_are_listed(world):
    draft = review.Draft(world["merchant"], world.now, a_listing(batch="A1"))
    (row,) = review.draft(drafts=[draft])
    review.publish(by=world["merchant"], listings=[row.listing_id], at=world.now)
    order = world.orders(row.listing_id)
    world.pays(order)
    run, here = CliRunner(), ["--market", "gongdao"]

    said = run.invoke(
        app,
        ["announce", "--merchant", "merchant@gongdao", "--batch", "A1", "--hazard", "漏电",
         "--advice", "停用", "--found-on", "2026-03-01", "--remedy", "refund", "--grave", *here],
    )  # fmt: skip

    assert "1 名买家已通知" in said.output, said.exception
    recall = said.output.split()[0]
    listed = run.invoke(app, ["buyers", recall, *here])
    assert order.id in listed.output
    assert run.invoke(app, ["list", *here]).exit_code == 0
