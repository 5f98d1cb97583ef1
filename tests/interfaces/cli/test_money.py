"""Money for an operator: statements, a gateway's day, payouts to the bank and back."""

from __future__ import annotations

from datetime import date

import pytest
from typer.testing import CliRunner

from gongdao.interfaces.cli.main import app
from gongdao.kernel.refusal import Refusal
from gongdao.stages.escrow import queries as holds
from gongdao.stages.escrow.gateways import daily
from gongdao.stages.escrow.gateways.port import Settled
from gongdao.stages.escrow.payouts import queries
from tests.journeys.test_payouts import released

pytestmark = pytest.mark.django_db


def run(*words, code=0):
    result = CliRunner().invoke(app, [*words, "--market", "gongdao"], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.output


def test_payouts_from_the_run_to_the_banks_word(world, tmp_path):
    released(world)
    said = run("payouts", "run")
    (payout,) = queries.payouts(by=world["platform"])
    assert payout.id in said

    file = tmp_path / "out.csv"
    run("payouts", "send", payout.run_id, "-o", str(file))
    assert file.read_text().splitlines()[1].startswith(payout.id)
    word = tmp_path / "bank.csv"
    word.write_text(f"payout,outcome,amount,currency,reason\n{payout.id},paid,220.50,CNY,\n")
    assert "paid" in run("payouts", "hear", str(word))
    run("ledger", "prove")


def test_a_day_that_fits_says_so(world, tmp_path):
    order = released(world)
    (payment,) = holds.payments_of(order.id)
    file = tmp_path / "f.csv"
    line = Settled("payment", payment.id, payment.amount)
    file.write_text(daily.written("fake", date(2026, 3, 1), [line]))
    assert "fake 2026-03-01: 1 / 1" in run("ledger", "reconcile", str(file))


def test_a_sandboxs_day_without_movements_is_fetched_and_fits(world):
    said = run("ledger", "reconcile", "--day", "2026-02-27")
    assert "fake 2026-02-27: 0 / 0" in said


def test_what_does_not_fit_is_shown_and_is_the_exit_code(world, tmp_path):
    released(world)
    file = tmp_path / "f.csv"
    file.write_text("gateway,day,lines\nfake,2026-03-01,0\nkind,reference,amount,currency\n")
    assert "missing_there" in run("ledger", "reconcile", str(file), code=1)


def test_a_statement_page_by_page(world):
    assert "lodge" in run("ledger", "statement", "fund")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("ledger", "statement", "pocket"), "account_unknown"),
        (("ledger", "reconcile"), "gateway_file_missing"),
        (("ledger", "reconcile", "--day", "soon"), "day_unreadable"),
        (("payouts", "send", "run_1"), "payout_run_unknown"),
    ],
)
def test_what_is_wrong_is_refused_in_a_sentence(world, words, code):
    with pytest.raises(Refusal) as refused:
        run(*words)
    assert refused.value.code == code


def test_gateways_without_keys_say_what_they_lack():
    said = CliRunner().invoke(app, ["gateways"]).output
    assert "GONGDAO_STRIPE_SECRET" in said
