"""One decision, the days in which goods go back without a reason, in four engines: all equal, how fast each.

Each engine is used as its own documentation has it. Hand-written Python and ours say the same on
every row; the other two are held against them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from time import perf_counter

ONE_BY_ONE = 10_000
ABUSE_SINCE = date(2024, 7, 1)
MONTH = "2026-03"
NAMES = (
    "by_consumer", "at_distance", "goods.made_to_order", "goods.perishable", "goods.digital",
    "goods.periodical", "goods.unfit_for_return", "unfit_confirmed", "promised_days", "abusive",
)  # fmt: skip

Row = Mapping[str, object]


def measure(rows: Sequence[Row], days: Sequence[int]) -> None:
    """Print rows per second of each engine, and on how many rows it differs from `days`, which are ours."""
    for name, engine in (("python", by_hand), ("zen-engine", zen_engine), ("openfisca", openfisca)):
        try:
            decide = engine()
        except ImportError:
            print(f"law: {name} is not installed here")
            continue
        some = rows if name == "openfisca" else rows[:ONE_BY_ONE]
        began = perf_counter()
        said = decide(some)
        rate = len(some) / (perf_counter() - began)
        differ = sum(one != other for one, other in zip(said, days, strict=False))
        print(f"law: the same decision in {name}: {rate:,.0f}/s; rows that differ: {differ}")


def by_hand() -> Callable[[Sequence[Row]], list[int]]:
    """What a programmer would write without an engine; it explains nothing."""

    def one(row: Row) -> int:
        if not row["by_consumer"] or not row["at_distance"]:
            return 0
        if row["abusive"] and row["concluded_on"] >= ABUSE_SINCE:
            return 0
        if row["promised_days"] >= 1:
            return max(7, row["promised_days"])
        if row["goods.made_to_order"] or row["goods.perishable"] or row["goods.digital"]:
            return 0
        if row["goods.periodical"] or (row["goods.unfit_for_return"] and row["unfit_confirmed"]):
            return 0
        return 7

    return lambda rows: [one(row) for row in rows]


def zen_engine() -> Callable[[Sequence[Row]], list[int]]:
    """A decision table with the hit policy "first", one row of the table for each rule."""
    import zen

    table = [
        ({"by_consumer": "false"}, "0"),
        ({"at_distance": "false"}, "0"),
        ({"abusive": "true", "since_abuse": "true"}, "0"),
        ({"promised_days": ">= 7"}, "promised_days"),
        ({"promised_days": ">= 1"}, "7"),
        ({"made_to_order": "true"}, "0"),
        ({"perishable": "true"}, "0"),
        ({"digital": "true"}, "0"),
        ({"periodical": "true"}, "0"),
        ({"unfit_for_return": "true", "unfit_confirmed": "true"}, "0"),
        ({}, "7"),
    ]
    fields = sorted({name for tests, _ in table for name in tests})
    content = {
        "hitPolicy": "first",
        "inputs": [{"id": name, "name": name, "field": name} for name in fields],
        "outputs": [{"id": "days", "name": "days", "field": "days"}],
        "rules": [
            {"_id": str(n), "days": days} | {name: tests.get(name, "") for name in fields}
            for n, (tests, days) in enumerate(table)
        ],
    }
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "position": {"x": 0, "y": 0}},
        {
            "id": "table", "name": "table", "type": "decisionTableNode", "content": content,
            "position": {"x": 0, "y": 0},
        },
        {"id": "out", "name": "out", "type": "outputNode", "position": {"x": 0, "y": 0}},
    ]  # fmt: skip
    edges = [
        {"id": f"{a}-{b}", "sourceId": a, "targetId": b, "type": "edge"}
        for a, b in (("in", "table"), ("table", "out"))
    ]
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))

    def told(row: Row) -> dict[str, object]:
        plain = {name.rpartition(".")[2]: row[name] for name in NAMES}
        return plain | {"since_abuse": row["concluded_on"] >= ABUSE_SINCE}

    return lambda rows: [int(decision.evaluate(told(row))["result"]["days"]) for row in rows]


def openfisca() -> Callable[[Sequence[Row]], list[int]]:
    """One variable with a formula over arrays, one input variable for each fact."""
    import numpy as np
    from openfisca_core.entities import build_entity
    from openfisca_core.periods import DateUnit
    from openfisca_core.simulations import SimulationBuilder
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    sale = build_entity("sale", "sales", "a sale", is_person=True)
    names = [*(name.rpartition(".")[2] for name in NAMES), "since_abuse"]

    def variable(name: str, kind: type, **more: object) -> type:
        said = {"value_type": kind, "entity": sale, "definition_period": DateUnit.MONTH}
        return type(name, (Variable,), said | {"label": name} | more)

    def formula(sales, period, _parameters):
        told = {name: sales(name, period) for name in names}
        excepted = (
            told["made_to_order"] | told["perishable"] | told["digital"] | told["periodical"]
            | (told["unfit_for_return"] & told["unfit_confirmed"])
        )  # fmt: skip
        promised = told["promised_days"]
        days = np.where(promised >= 1, np.maximum(promised, 7), np.where(excepted, 0, 7))
        barred = ~told["by_consumer"] | ~told["at_distance"]
        return np.where(barred | (told["abusive"] & told["since_abuse"]), 0, days)

    system = TaxBenefitSystem([sale])
    for name in names:
        system.add_variable(variable(name, int if name == "promised_days" else bool))
    system.add_variable(variable("days", int, formula=formula))

    def decide(rows: Sequence[Row]) -> list[int]:
        simulation = SimulationBuilder().build_default_simulation(system, count=len(rows))
        for name, path in zip(names, NAMES, strict=False):
            values = np.array([row[path] for row in rows])
            simulation.set_input(name, MONTH, values)
        since = np.array([row["concluded_on"] >= ABUSE_SINCE for row in rows])
        simulation.set_input("since_abuse", MONTH, since)
        return [int(days) for days in simulation.calculate("days", MONTH)]

    return decide
