"""Documentation in the code wraps as sentences, and its summary fits a line."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path for room in ("model", "agents", "experiments", "tests") for path in (ROOT / room).rglob("*.py")
)
COLUMNS = 110
SHORT = 60
"""Width of a line that may end within a sentence though the next word would fit."""
ITEM = re.compile(r"[\w, ()*]+: |[-*] |<!")
"""What begins a line of its own: an argument, an item, a mark."""


def documentation(source: str) -> list[tuple[int, list[str]]]:
    """First line and lines of each docstring, of columns and constants too, which ruff leaves out."""
    lines = source.splitlines()
    return [
        (node.lineno, lines[node.lineno - 1 : node.end_lineno])
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    ]


def breaks_off(line: str, following: str) -> bool:
    """Whether a line ends within a sentence long before the margin."""
    words, margin = following.split(), len(line) - len(line.lstrip())
    return (
        bool(line.strip() and words)
        and len(line.strip()) < SHORT
        and len(line) + 1 + len(words[0]) <= COLUMNS
        and margin <= len(following) - len(following.lstrip())
        and not line.endswith((".", ":", ";"))
        and not ITEM.match(following.strip())
        and following.strip() != '"""'
    )


def badly_wrapped(source: str) -> list[int]:
    """Lines where a summary runs on or a line breaks off."""
    found = []
    for first, lines in documentation(source):
        if len(lines) > 1 and lines[1].strip() not in ("", '"""'):
            found.append(first)
        found += [
            first + at for at, pair in enumerate(zip(lines, lines[1:], strict=False)) if breaks_off(*pair)
        ]
    return sorted(set(found))


def test_docstrings_wrap_as_sentences() -> None:
    bad = {path: badly_wrapped(path.read_text(encoding="utf-8")) for path in FILES}
    told = [f"{path.relative_to(ROOT)}:{line}" for path, found in bad.items() for line in found]
    assert told == [], "one line of summary, a blank line, then paragraphs filled to the margin"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('"""Firms by lineage."""', []),
        ('"""Firms by lineage.\n\nNational programmes,\ncommon models.\n"""', [3]),
        ('"""Firms by\nlineage."""', [1]),
        ('size = 1\n"""Share that\nserves."""', [2]),
        ('"""Firms.\n\nArgs:\n    key: (2,)\n    out: (3,)\n"""', []),
        ('"""Firms.\n\nRaises:\n    Error: a file takes a\n        name that is taken.\n"""', [4]),
    ],
)
def test_what_wraps_badly_is_seen(source: str, found: list[int]) -> None:
    assert badly_wrapped(source) == found
