"""Text of docstrings, also where Python has dropped them (`-OO`)."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import Any


def documented(function: Callable[..., Any]) -> str:
    """The docstring of a function, out of its source if need be; blank if it has none."""
    if function.__doc__ is not None:
        return inspect.cleandoc(function.__doc__)
    (node,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    assert isinstance(node, ast.FunctionDef)
    return ast.get_docstring(node) or ""
