"""Bodies are found by being there: each file in `model/institutions/` that is not of the frame holds one."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from functools import cache
from types import ModuleType
from typing import Any

import sovereigns.model.institutions as institutions_package
from sovereigns.model.errors import InputError
from sovereigns.model.facts.parameters import rows
from sovereigns.model.institutions.contract import Institution

FRAME = frozenset({"bargain", "contract", "dialogue", "registry", "shares"})
"""Files that hold no body."""
SAYS = ("name", "summary", "source")
"""What every body must say of itself."""
DOES = ("offer", "terms", "interest", "serve")
"""What every body must answer."""


@cache
def institutions() -> tuple[Institution, ...]:
    """Every body, in the order of their names.

    Raises:
        InputError: a file in `model/institutions/` breaks a rule; names the file and the remedy.
    """
    return find(institutions_package)


@cache
def offers() -> tuple[str, ...]:
    """The parameter of each body by which it may be proposed, 0: it may not: all that end in `_offer`."""
    return tuple(sorted(row.name for row in rows() if row.name.endswith("_offer")))


def find(package: ModuleType) -> tuple[Institution, ...]:
    """The body of every file in a package, in the order of their names.

    Raises:
        InputError: a file cannot be imported, holds not exactly one body, says or answers too little, or
            takes a name that another file has.
    """
    found: dict[str, Institution] = {}
    files: dict[str, str] = {}
    for module in pkgutil.iter_modules(package.__path__):
        if module.name in FRAME:
            continue
        file, body = _load(f"{package.__name__}.{module.name}")
        if body.name in found:
            raise InputError(
                f"{file}: body '{body.name}' is already in {files[body.name]}; rename one of them"
            )
        found[body.name], files[body.name] = body, file
    return tuple(found[name] for name in sorted(found))


def _load(name: str) -> tuple[str, Institution]:
    """A file, and an instance of the one class that it defines with a `serve`."""
    file = name.replace(".", "/") + ".py"
    try:
        module = importlib.import_module(name)
    except Exception as error:
        raise InputError(f"{file}: cannot be imported ({type(error).__name__}: {error}); mend it") from error
    own: list[Any] = [
        thing
        for _, thing in inspect.getmembers(module, inspect.isclass)
        if thing.__module__ == name and hasattr(thing, "serve")
    ]
    if len(own) != 1:
        names = ", ".join(one.__name__ for one in own) or "none"
        raise InputError(f"{file}: must hold one class with a method serve, has {names}; one body a file")
    _complete(own[0], file)
    return file, own[0]()


def _complete(body: Any, file: str) -> None:
    for said in SAYS:
        text = getattr(body, said, None)
        if not (isinstance(text, str) and text.strip()):
            raise InputError(f'{file}: {body.__name__} says no {said}; add {said}: ClassVar[str] = "..."')
    for done in DOES:
        if not callable(getattr(body, done, None)):
            raise InputError(
                f"{file}: {body.__name__} has no method {done}; see model/institutions/contract.py"
            )
