"""The parts of the documentation that the code itself writes, so that they are never out of date."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from gongdao.interfaces.cli import law_book
from gongdao.interfaces.clock import ON_DUE
from gongdao.kernel.machine import Machine
from gongdao.kernel.ref import KINDS as REFS
from gongdao.law import book
from gongdao.registers.duties.kinds import KINDS
from gongdao.registers.ledger.chart import CHART
from gongdao.registers.parties.powers import POWERS, ROLES

HOUSE = Path(__file__).resolve().parents[2]


def machines() -> list[Machine]:
    """Every table of moves of every stage, in the order of the tree."""
    found: list[Machine] = []
    for path in sorted((HOUSE / "stages").rglob("states.py")):
        name = ".".join(path.relative_to(HOUSE.parent).with_suffix("").parts)
        found += [each for each in vars(import_module(name)).values() if isinstance(each, Machine)]
    return found


def pages() -> dict[str, str]:
    """Every generated page by its file name."""
    return {
        "refusals.md": _refusals(),
        "processes.md": _processes(),
        "duties.md": _duties(),
        "powers.md": _powers(),
        "glossary.md": _glossary(),
        **law_book.pages(),
    }


def write(folder: Path) -> list[str]:
    """Write the pages; returns the names of those that changed."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = []
    for name, text in pages().items():
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
            changed.append(name)
    return changed


def _refusals() -> str:
    rows = sorted({(code, zh, en) for code, zh, en in _said()})
    lines = [f"| `{code}` | {_cell(zh)} | {_cell(en)} |" for code, zh, en in rows]
    return _page("拒绝 · Refusals", "Codes are public API and never change their meaning.",
                 "| code | 中文 | English |\n| --- | --- | --- |", lines)  # fmt: skip


def _said() -> Iterator[tuple[str, str, str]]:
    """Every refusal there is, read from the source."""
    for path in sorted(HOUSE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_refusal = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal"
            if isinstance(node, ast.Call) and is_refusal and len(node.args) >= 3:
                code, zh, en = (_text(arg) for arg in node.args[:3])
                if code and zh and en:
                    yield code, zh, en


def _text(node: ast.expr) -> str:
    """A literal, with the places where something is filled in shown as …"""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(v) if isinstance(v, ast.Constant) else "…" for v in node.values)
    return ""


def _processes() -> str:
    return "# 流程 · Processes\n" + "".join(_machine(machine) for machine in machines())


def _machine(machine: Machine) -> str:
    rows = [
        f"| {machine.names[m.state].zh} {machine.names[m.state].en} | `{m.act}` | {m.by} | "
        f"{machine.names[m.to].zh} {machine.names[m.to].en} | {m.owed or ''} |"
        for m in machine.moves
    ]
    head = "| state | act | by | to | then owed |\n| --- | --- | --- | --- | --- |"
    return f"\n## {machine.name}\n\n{head}\n" + "\n".join(rows) + "\n"


def _duties() -> str:
    lines = [
        f"| `{kind}` | {words.zh} | {words.en} | `{ON_DUE[kind].__module__.split('.')[-2]}.{ON_DUE[kind].__name__}` |"
        for kind, words in KINDS.items()
    ]
    return _page("义务 · Duties", "What follows when a duty is overdue stands in one table.",
                 "| kind | 中文 | English | when overdue |\n| --- | --- | --- | --- |", lines)  # fmt: skip


def _powers() -> str:
    lines = [f"| `{verb}` | {', '.join(who)} |" for verb, who in POWERS.items()]
    return _page("权限 · Powers", "Default deny: what is not in this table is allowed to nobody.",
                 "| verb | who |\n| --- | --- |", lines)  # fmt: skip


def _glossary() -> str:
    nouns = [(words.zh, words.en, f"`{prefix}_…`") for prefix, words in REFS.items()]
    nouns += [(words.zh, words.en, f"role `{role}`") for role, words in ROLES.items()]
    nouns += [(kind.name.zh, kind.name.en, f"account `{name}`") for name, kind in CHART.items()]
    for pack in book.packs.values():
        nouns += [(r.question.words.zh, r.question.words.en, str(r.cites[0])) for r in pack.rules]
    lines = [f"| {zh} | {en} | {where} |" for zh, en, where in nouns]
    return _page("词汇 · Glossary", "The nouns of the code, in both languages.",
                 "| 中文 | English | where |\n| --- | --- | --- |", lines)  # fmt: skip


def _page(title: str, sentence: str, head: str, lines: list[str]) -> str:
    return f"# {title}\n\n{sentence}\n\n{head}\n" + "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
