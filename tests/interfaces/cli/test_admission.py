"""`gongdao admission` as an operator types it."""

from __future__ import annotations

import csv
import json

import pytest
from typer.testing import CliRunner

from gongdao.interfaces.cli.admission import app
from gongdao.kernel.refusal import Refusal
from tests.builders import code
from tests.builders.merchants import GRANNY, PERSON, admitted, applies, newcomer

pytestmark = pytest.mark.django_db


def run(*arguments):
    return CliRunner().invoke(
        app, [*arguments, "--market", "gongdao"], env={"COLUMNS": "220"}, catch_exceptions=False
    )


def refused(*arguments):
    with pytest.raises(Refusal) as no:
        run(*arguments)
    return no.value.code


@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_report_is_written(world, tmp_path, form):
    admitted(world, newcomer(world, "granny"), GRANNY)
    file = tmp_path / f"traders.{form}"

    ended = run("report", str(file), "--address", "https://shop.example/")

    if form == "csv":
        rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    else:
        rows = json.loads(file.read_text(encoding="utf-8"))
    found = {row["shop"]: row for row in rows}
    assert found["奶奶的手工"]["identity_number"] == PERSON["id_number"]
    assert found["玩具屋"]["credit_code"] == code(1)
    assert found["玩具屋"]["link"].startswith("https://shop.example/traders/pty_")
    assert "2026-01-31" in ended.stdout
    assert file.stat().st_mode & 0o077 == 0


def test_applications_and_checklists_are_listed(world):
    application = applies(world, newcomer(world, "cloud"))

    assert application in run("list", "--state", "filed").stdout
    assert application not in run("list", "--state", "admitted").stdout
    assert "ECL art. 10" in run("checklist", application).stdout


def test_what_cannot_be_is_refused(world, tmp_path):
    assert refused("list", "--state", "asleep") == "state_wrong"
    assert refused("report", str(tmp_path / "traders.xlsx")) == "report_form_wrong"
    assert refused("checklist", "app_x") == "application_unknown"
