"""A digest of the code and data that a measured part of a document comes from.

It is of what the code does, statement by statement: files, comments, docstrings and imports do not count,
so that moving or renaming a file changes nothing. Which of two equally named functions is imported it cannot
see; `sovereigns reproduce --all --check` can.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

from sovereigns.experiments.documents.marks import DIGITS


def digest(root: Path, code: Iterable[str], data: Iterable[str]) -> str:
    """Digest of all files that some patterns find.

    Args:
        root: of the project.
        code: patterns of Python files.
        data: patterns of tables, plans and scenarios; lines that begin with # do not count.

    Raises:
        FileNotFoundError: a pattern finds nothing, since what it names was moved.
    """
    said = sorted(one for path in _found(root, code) for one in _statements(path.read_text(encoding="utf-8")))
    told = sorted(_content(path) for path in _found(root, data))
    return sha256("\n".join([*said, "", *told]).encode()).hexdigest()[:DIGITS]


def _found(root: Path, patterns: Iterable[str]) -> list[Path]:
    files: set[Path] = set()
    for pattern in patterns:
        there = [path for path in root.glob(pattern) if path.is_file()]
        if not there:
            raise FileNotFoundError(f"{pattern}: a digest of documents names it and nothing is there")
        files |= set(there)
    return sorted(files)


def _content(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    return sha256("\n".join(line for line in lines if not line.startswith("#")).encode()).hexdigest()


@cache
def _statements(text: str) -> tuple[str, ...]:
    """A digest of each statement of a source file."""
    bare = _Bare().visit(ast.parse(text))
    return tuple(sha256(ast.dump(one).encode()).hexdigest() for one in bare.body)


class _Bare(ast.NodeTransformer):
    """Leaves out imports and texts that stand alone."""

    def visit_Import(self, node: ast.Import) -> None:  # noqa: N802
        """Gone."""

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:  # noqa: N802
        """Gone."""

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:  # noqa: N802
        """Gone if it is a text."""
        text = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        return None if text else self.generic_visit(node)
