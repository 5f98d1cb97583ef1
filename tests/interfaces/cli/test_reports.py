"""`gongdao reports`: a promise, the queue, the public figures, and a dossier written to files."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from gongdao.interfaces.cli.reports import app
from gongdao.kernel.refusal import Refusal
from tests.builders.reports import crew, master, reports

__all__ = ["crew", "master", "reports"]
pytestmark = pytest.mark.django_db
HERE = ["--market", "gongdao"]


def run(*words):
    return CliRunner().invoke(app, [*words, *HERE])


def test_a_report_about_the_platform_is_the_officers_and_its_dossier_is_written(
    crew, reports, tmp_path
):
    plain = reports().report
    about_us = reports(target="platform", kind="forced_choice", subject="").report
    as_officer = ["--as", "officer@gongdao"]
    assert plain.id in run("list").output
    assert about_us.id not in run("list").output
    assert about_us.id in run("list", *as_officer).output

    assert run("dossier", plain.id, "--out", str(tmp_path)).exception.code == (
        "report_dossier_missing"
    )
    refused = run("dossier", about_us.id, "--out", str(tmp_path)).exception
    assert isinstance(refused, Refusal)
    assert run("dossier", about_us.id, *as_officer, "--out", str(tmp_path)).exit_code == 0
    said = json.loads((tmp_path / f"{about_us.id}.json").read_text())
    assert said["sha256"] == about_us.dossier.digest
    assert (tmp_path / f"{about_us.id}.pdf").read_bytes().startswith(b"%PDF-1.7")


def test_rewards_are_promised_and_figures_hide_small_counts(crew, reports):
    assert run("promise", "unsafe_goods=200.00-900.00").output.startswith("2:")
    assert run("promise", "weather=1.00-2.00").exception.code == "reward_promise_unreal"
    assert run("promise", "unsafe_goods=9-1").exception.code == "reward_promise_unreal"
    for _ in range(2):
        reports()
    assert "counterfeit\t<3" in run("figures").output
    reports()
    assert "counterfeit\t3" in run("figures").output
