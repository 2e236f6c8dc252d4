"""Strategies are found by being there: each file in `agents/strategies/` holds one.

To add a strategy, write a file there with one class that has the members of `agents.contract.Strategy`.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import cache
from types import ModuleType
from typing import Any

from sovereigns.agents import strategies as strategies_package
from sovereigns.agents.contract import Strategy
from sovereigns.model.errors import InputError, unknown

SAYS = ("name", "summary", "source")
"""What every strategy must say of itself."""


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
        file, one = _load(f"{package.__name__}.{module.name}")
        if one.name in found:
            raise InputError(
                f"{file}: strategy '{one.name}' is already in {files[one.name]}; rename one of them"
            )
        found[one.name], files[one.name] = one, file
    return dict(sorted(found.items()))


@cache
def _shipped() -> dict[str, Strategy]:
    return find(strategies_package)


def _load(name: str) -> tuple[str, Strategy]:
    """A strategy file, and an instance of the one class with a `decide` that it defines."""
    file = name.replace(".", "/") + ".py"
    try:
        module = importlib.import_module(name)
    except Exception as error:
        raise InputError(f"{file}: cannot be imported ({type(error).__name__}: {error}); mend it") from error
    here: list[Any] = [
        thing
        for _, thing in inspect.getmembers(module, inspect.isclass)
        if thing.__module__ == name and hasattr(thing, "decide")
    ]
    if len(here) != 1:
        names = ", ".join(one.__name__ for one in here) or "none"
        raise InputError(
            f"{file}: must hold one class with a method decide, has {names}; one strategy a file"
        )
    for said in SAYS:
        text = getattr(here[0], said, None)
        if not (isinstance(text, str) and text.strip()):
            raise InputError(f'{file}: {here[0].__name__} says no {said}; add {said}: ClassVar[str] = "..."')
    try:
        return file, here[0]()
    except Exception as error:
        raise InputError(
            f"{file}: {here[0].__name__}() cannot be made ({type(error).__name__}: {error}); "
            "a strategy is made without arguments and holds no state"
        ) from error
