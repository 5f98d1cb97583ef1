"""`gongdao dossier`: which ways stand open, and everything for one of them in a file."""

from __future__ import annotations

from zipfile import ZipFile

import pytest
import typer
from typer.testing import CliRunner

from gongdao.interfaces.cli.dossiers import dossier
from gongdao.kernel.refusal import Refusal
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.disputes.referrals import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world):
    said = disputes.Complaint("counterfeit", "refund", "假的")
    order = world.delivered_order()
    return disputes.file(by=world["consumer"], order=order.id, complaint=said, at=world.now)


def run(*words):
    app = typer.Typer()
    app.command()(dossier)
    return CliRunner().invoke(app, [*map(str, words), "--market", "gongdao"])


def test_without_a_way_it_says_which_are_open(case):
    told = run(case.id)
    assert told.exit_code == 0
    assert "small_claim" in told.output
    assert "eu_adr" not in told.output


def test_the_dossier_is_written_once_and_found_again(case, tmp_path):
    first, second = tmp_path / "a.zip", tmp_path / "b.zip"
    for target in (first, second):
        assert run(case.id, "arbitration", "--out", target).exit_code == 0
    assert "dossier.zh.pdf" in ZipFile(first).namelist()
    assert ZipFile(first).read("dossier.zh.pdf") == ZipFile(second).read("dossier.zh.pdf")
    assert len(queries.of_case(case.id)) == 1


@pytest.mark.parametrize(
    ("ref", "way", "code"), [("dsp_x", "", "dispute_unknown"), (None, "moon", "way_not_open")]
)
def test_what_cannot_be_made(case, ref, way, code):
    told = run(*filter(None, (ref or case.id, way)))
    assert isinstance(told.exception, Refusal)
    assert told.exception.code == code
