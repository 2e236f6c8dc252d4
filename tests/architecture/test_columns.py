"""Every column of the World is there for something: the model or an experiment reads it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from sovereigns.model.world import World

ROOT = Path(__file__).parents[2]
SOURCES = [
    path for room in ("model", "agents", "experiments") for path in sorted((ROOT / room).rglob("*.py"))
]
HOLDERS = ("w", "world", "self")
"""What a World is called where it is read; `self` in its own methods."""
BY_NAME = ("getattr", "once", "_column")
"""Functions that read a column whose name they are told."""


def written(statement: ast.AST) -> set[str]:
    """Columns that a statement writes, whole or in places."""
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AugAssign):
        targets = [statement.target]
    else:
        return set()
    flat = [one for t in targets for one in (t.elts if isinstance(t, ast.Tuple) else [t])]
    bare = [one.value if isinstance(one, ast.Subscript) else one for one in flat]
    return {one.attr for one in bare if isinstance(one, ast.Attribute)}


def read(source: str) -> Iterator[str]:
    """Names of columns that a source reads for anything but the column itself."""
    tree = ast.parse(source)
    writes = [(node, names) for node in ast.walk(tree) if (names := written(node))]
    own = {id(part) for node, names in writes for part in ast.walk(node) if _name(part) in names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in BY_NAME:
            yield from (
                a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)
            )
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Load)
            and _name(node.value) in HOLDERS
            and id(node) not in own
        ):
            yield node.attr


def _name(node: ast.AST) -> str:
    """Last part of a name."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def test_every_column_has_a_reader() -> None:
    found = {name for path in SOURCES for name in read(path.read_text(encoding="utf-8"))}
    unread = [field.name for field in fields(World) if field.name not in found]
    assert unread == [], "a column that nothing reads goes; what only a test asks for, the test works out"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("x = w.hazard.sum()", ["hazard"]),
        ("w.hazard = x", []),
        ("w.hazard[row] += 1", []),
        ("w.host[f] = where(goes, x, w.host[f])", []),
        ("w.hazard, w.loss = w.loss / 2, x", []),
        ("told.hazard", []),
        ('w.once(surveyed, "control")', ["control", "once"]),
        ('SHARES = ("hazard",)', []),
    ],
)
def test_who_reads_a_column_is_seen(source: str, found: list[str]) -> None:
    assert list(read(source)) == found
