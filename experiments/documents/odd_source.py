"""What the documents read off the source: schedule, parameters used, draws, tests that name an id."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sovereigns.model.facts.parameters import rows
from sovereigns.model.places import ROOT
from sovereigns.model.simulation import Simulation

PHASES = ROOT / "model" / "phases"
HOLDERS = frozenset({"p", "parameters", "r", "responses"})
"""Names under which code holds parameters; the last two are `agents.contract.Responses`."""
STREAMS = frozenset({"uniform", "matrix", "normal", "poisson"})
"""Methods of `model.streams.Streams` that draw."""
IDS = re.compile(r"\b([CKT]\d{1,2})\b")
IDS_IN_NAMES = re.compile(r"(?<=_)([ckt]\d{1,2})(?=_|$)")


@cache
def tree(path: Path) -> ast.Module:
    """A source file, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"))


def schedule(step: str | None = None) -> list[tuple[str, str]]:
    """The phases of a quarter in the order in which the step calls them: name, first line of their module.

    Args:
        step: source of a quarter; the real one if left out.
    """
    names = {path.stem for path in PHASES.glob("*.py")}
    source = step_source() if step is None else step
    calls = [
        node
        for node in ast.walk(ast.parse(inspect.cleandoc("\n" + source)))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
    ]
    calls.sort(key=lambda call: (call.lineno, call.col_offset))
    called = [call.func.id for call in calls if isinstance(call.func, ast.Name)]
    return [(name, first_line(PHASES / f"{name}.py")) for name in called]


def step_source() -> str:
    """Source of a quarter: `Simulation.deliberate`, which ends with `order`, then the rest of `step`."""
    return "".join(
        inspect.getsource(part) for part in (Simulation.deliberate, Simulation.order, Simulation.step)
    )


def first_line(path: Path) -> str:
    """First line of a module's docstring."""
    return (ast.get_docstring(tree(path)) or "").splitlines()[0]


def modules() -> list[str]:
    """Files of the model and the agents, relative to the repository."""
    return sorted(
        str(path.relative_to(ROOT)) for part in ("model", "agents") for path in (ROOT / part).rglob("*.py")
    )


def parameters_read(file: str) -> list[str]:
    """Parameters that a file reads, in the order of the table.

    Args:
        file: relative to the repository.
    """
    read = {
        node.attr
        for node in ast.walk(tree(ROOT / file))
        if isinstance(node, ast.Attribute) and _last_name(node.value) in HOLDERS
    }
    return [row.name for row in rows() if row.name in read]


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def random_numbers() -> list[tuple[str, str, str]]:
    """Every draw of a keyed stream: file, distribution, name of the decision ({}: a name filled in)."""
    found = []
    for file in modules():
        for call in (node for node in ast.walk(tree(ROOT / file)) if isinstance(node, ast.Call)):
            method = call.func
            if (
                isinstance(method, ast.Attribute)
                and method.attr in STREAMS
                and _last_name(method.value) == "draw"
            ):
                found += [(file, method.attr, text) for text in map(_text, call.args) if text]
    return sorted(set(found))


def _text(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "{}" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def attribute_docs(kind: type) -> dict[str, str]:
    """Attribute -> the text that stands under it in the source of a class."""
    body = ast.parse(inspect.getsource(kind)).body[0]
    assert isinstance(body, ast.ClassDef)
    found = {}
    for field, below in zip(body.body, body.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(below, ast.Expr) and (text := _text(below.value)):
            found[_last_name(field.target)] = " ".join(text.split())
    return found


def tests_naming() -> dict[str, list[str]]:
    """Id of a claim or theory -> test files whose docstrings or names of tests name it."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for name in sorted(set(_ids(tree(path)))):
            found.setdefault(name, []).append(str(path.relative_to(ROOT)))
    return found


def _ids(module: ast.Module) -> Iterator[str]:
    yield from IDS.findall(ast.get_docstring(module) or "")
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield from IDS.findall(ast.get_docstring(node) or "")
            yield from (name.upper() for name in IDS_IN_NAMES.findall(node.name))
