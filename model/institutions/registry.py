"""Bodies are found by being there: every module of this package but `contract` and `registry` holds one."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import cache
from typing import Any

import model.institutions as package
from model.institutions.contract import Institution


@cache
def institutions() -> tuple[Institution, ...]:
    """Every body, in the order of their names.

    Raises:
        TypeError: a module does not define exactly one class with `name`, `summary` and `source`, or a name repeats.
    """
    found: dict[str, Institution] = {}
    for module_info in pkgutil.iter_modules(package.__path__):
        if module_info.name in {"contract", "registry", "shares"}:
            continue
        module = importlib.import_module(f"{package.__name__}.{module_info.name}")
        own: list[type[Any]] = [
            c for _, c in inspect.getmembers(module, inspect.isclass) if c.__module__ == module.__name__
        ]
        if len(own) != 1 or not all(hasattr(own[0], part) for part in ("name", "summary", "source")):
            raise TypeError(f"{module.__file__}: define exactly one class with name, summary and source")
        body = own[0]()
        if body.name in found:
            raise TypeError(f"{module.__file__}: a body named '{body.name}' exists already")
        found[body.name] = body
    return tuple(found[name] for name in sorted(found))
