"""Strategies are found by being there: each file in `agents/strategies/` holds one.

To add a strategy, write a file there with one class that has the members of `agents.contract.Strategy`.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from types import ModuleType

from sovereigns.agents import strategies as strategies_package
from sovereigns.agents.contract import Strategy
from sovereigns.agents.loading import load
from sovereigns.model.errors import InputError, unknown


def strategies() -> dict[str, Strategy]:
    """Name -> strategy, one instance each, in the order of their names.

    Raises:
        InputError: a file in `agents/strategies/` breaks a rule; names the file and the remedy.
    """
    return dict(_shipped())


def strategy(name: str) -> Strategy:
    """The strategy of that name.

    Raises:
        InputError: there is none; with the nearest names.
    """
    known = _shipped()
    if name not in known:
        if name.endswith(".py"):
            raise InputError(
                f"strategy '{name}' is a file; put it in agents/strategies/ or seat it in Python"
            )
        raise unknown("strategy", name, known, remedy="sovereigns strategies")
    return known[name]


def find(package: ModuleType) -> dict[str, Strategy]:
    """Name -> strategy of every file in a package, in the order of their names.

    Raises:
        InputError: a file cannot be imported, holds not exactly one strategy, says too little of it, or takes
            a name that another file has.
    """
    found: dict[str, Strategy] = {}
    files: dict[str, str] = {}
    for module in pkgutil.iter_modules(package.__path__):
        file, one = load(f"{package.__name__}.{module.name}")
        if one.name in found:
            raise InputError(
                f"{file}: strategy '{one.name}' is already in {files[one.name]}; rename one of them"
            )
        found[one.name], files[one.name] = one, file
    return dict(sorted(found.items()))


@cache
def _shipped() -> dict[str, Strategy]:
    return find(strategies_package)
