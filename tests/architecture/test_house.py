"""What keeps the house in order: arrows, evidence, clocks, sizes, the vault, writes, powers."""

from __future__ import annotations

import ast
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from gongdao.interfaces.clock import ON_DUE
from gongdao.kernel.machine import Machine
from gongdao.registers.duties.kinds import KINDS
from gongdao.registers.parties.powers import POWERS

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "gongdao"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]
STAGES = next(c["layers"] for c in CONTRACTS if c.get("containers") == ["gongdao.stages"])
ORDER_OF = {name: place for place, name in enumerate(reversed(STAGES))}
STATES = sorted((HOUSE / "stages").rglob("states.py"))
MACHINES = [
    machine
    for path in STATES
    for machine in vars(
        import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    ).values()
    if isinstance(machine, Machine)
]
SOURCES = [p for p in HOUSE.rglob("*.py") if "migrations" not in p.parts]

LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}
"""What reads better whole, each with its reason. A file, or file:function."""


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_rows_point_back_never_forward():
    arrows = [(m, f) for m in apps.get_models() for f in m._meta.get_fields()]
    arrows = [(m, f) for m, f in arrows if f.is_relation and f.concrete]

    def place(model: type[models.Model]) -> int:
        """Registers stand under all of the flow; a room within a stage stands where its stage does."""
        floor, room = model.__module__.split(".")[1:3]
        return ORDER_OF[room] if floor == "stages" else -1

    forward = [f"{m._meta.label}.{f.name}" for m, f in arrows if place(f.related_model) > place(m)]
    assert not forward


@pytest.mark.parametrize("machine", MACHINES, ids=lambda m: m.name)
def test_no_case_rots_and_none_goes_round(machine):
    assert machine.stuck == set()
    assert not machine.goes_round


@pytest.mark.parametrize("machine", MACHINES, ids=lambda m: m.name)
def test_what_a_move_owes_is_a_kind_of_duty(machine):
    owed = {m.owed for m in machine.moves if m.owed}
    assert owed <= set(KINDS)


def test_every_kind_of_duty_has_a_clock_and_every_clock_a_duty():
    assert set(ON_DUE) == set(KINDS)


ACTIONS = [
    pytest.param(path, node, id=f"{path.parts[-2]}.{node.name}")
    for path in sorted((HOUSE / "stages").rglob("actions.py"))
    for node in tree(path).body
    if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
]


def records(node: ast.AST, helpers: dict[str, ast.FunctionDef]) -> int:
    """How often a function records, its private helpers of the same file counted."""
    count = 0
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            if call.func.id == "record":
                count += 1
            elif call.func.id in helpers and helpers[call.func.id] is not node:
                count += records(helpers[call.func.id], helpers)
    return count


@pytest.mark.parametrize(("path", "action"), ACTIONS)
def test_an_action_is_one_transaction_keyword_only_with_one_record(path, action):
    helpers = {
        n.name: n
        for n in tree(path).body
        if isinstance(n, ast.FunctionDef) and n.name.startswith("_")
    }
    assert [ast.unparse(d) for d in action.decorator_list] == ["transaction.atomic"]
    assert not action.args.args, "public actions take keywords only"
    assert records(action, helpers) == 1


def test_files_and_functions_stay_small():
    long = []
    for path in SOURCES:
        name = str(path.relative_to(HOUSE))
        if len(path.read_text(encoding="utf-8").splitlines()) > 400 and name not in LONG_FILES:
            long.append(name)
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0
                known = {name, f"{name}:{node.name}"} & set(LONG_FUNCTIONS)
                if lines > 50 and not known:
                    long.append(f"{name}:{node.name} ({lines})")
    assert not long


PRIVATE = {"phone", "email", "address", "id_number", "id_card", "birthday", "real_name", "mobile"}


def test_no_column_outside_the_vault_is_personal():
    ours = [m for m in apps.get_models() if m.__module__.startswith("gongdao.")]
    found = [
        f"{m._meta.label}.{f.name}"
        for m in ours
        for f in m._meta.get_fields()
        if m._meta.app_label != "vault"
        and (f.name in PRIVATE or isinstance(f, models.EmailField | models.GenericIPAddressField))
    ]
    assert not found


def test_every_row_of_ours_carries_its_marketplace():
    ours = [m for m in apps.get_models() if m.__module__.startswith("gongdao.")]
    homeless = [
        m._meta.label
        for m in ours
        if m._meta.label != "parties.Marketplace"
        and "marketplace" not in {f.name for f in m._meta.get_fields()}
    ]
    assert not homeless


WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create"}


def test_only_actions_write_rows():
    found = []
    for path in SOURCES:
        if path.name in ("actions.py", "batches.py") or "stages" not in path.parts:
            continue
        for call in ast.walk(tree(path)):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
                continue
            if call.func.attr in WRITES and ".objects" in ast.unparse(call.func):
                found.append(f"{path.relative_to(HOUSE)}:{call.lineno}")
    assert not found


def test_every_power_is_asked_for_and_every_question_is_a_power():
    asked = set()
    for path in SOURCES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                asked.add(node.value)
    unused = {
        verb
        for verb in POWERS
        if verb not in asked
        and verb.split(".")[0] not in ("return", "statistics", "vault", "message")
    }
    assert not unused


def test_the_ledgers_chart_in_the_database_is_the_chart_in_the_code(db):
    from django.db import connection

    from gongdao.registers.ledger.chart import CHART

    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, sign, floored, kept FROM ledger_chart")
        rows = {kind: (sign, floored, kept) for kind, sign, floored, kept in cursor.fetchall()}
    assert rows == {
        k: (1 if v.side == "debit" else -1, v.floored, v.kept) for k, v in CHART.items()
    }


def test_migrations_and_models_agree(db):
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
