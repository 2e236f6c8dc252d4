"""A strategy file read in: it must hold one class that can be asked, and that says what it is."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any, get_args

from sovereigns.agents.contract import LearntBy, Strategy, learnt_by
from sovereigns.agents.faults import is_theirs, line_of, told
from sovereigns.agents.posture import ByPosture
from sovereigns.agents.sayings import amiss
from sovereigns.model.errors import InputError, near_names, unknown

SAYS = ("name", "summary", "source")
"""What every strategy must say of itself."""
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""What it may call itself."""


def load(name: str) -> tuple[str, Strategy]:
    """A strategy file, and an instance of the one class with a `decide` that it defines.

    Args:
        name: of the module.

    Raises:
        InputError: it cannot be imported, or holds no strategy, several, or a lame one; says how to mend it.
    """
    found = find_spec(name)
    file = (found and found.origin) or name
    try:
        module = importlib.import_module(name)
    except BaseException as error:
        if not is_theirs(error, file):
            raise
        raise InputError(
            f"{file}{line_of(error, file)}: cannot be imported ({told(error)}); "
            "mend it, or take it out of the folder"
        ) from error
    here = [one for one in vars(module).values() if isinstance(one, type) and one.__module__ == name]
    able = list(dict.fromkeys(one for one in here if hasattr(one, "decide")))
    if len(able) != 1:
        names = ", ".join(sorted(one.__name__ for one in able)) or f"none{_nearly(here)}"
        raise InputError(
            f"{file}: must hold one class with a method decide, has {names}; one strategy a file"
        )
    return file, _made(file, able[0])


def _made(file: str, kind: Any) -> Strategy:
    """An instance of a strategy's class, which says of itself what it must and has the methods it needs."""
    _check_said(file, kind, SAYS)
    if missing := sorted(getattr(kind, "__abstractmethods__", ())):
        hint = _hint(kind, missing[0])
        raise InputError(f"{file}: {kind.__name__} has no method {missing[0]}{hint}; add it")
    try:
        one: Strategy = kind()
    except BaseException as error:
        if not is_theirs(error, file):
            raise
        raise InputError(
            f"{file}{line_of(error, file)}: {kind.__name__}() cannot be made ({told(error)}); "
            "a strategy is made without arguments and holds no state"
        ) from error
    _check_methods(file, one)
    if learnt_by(one) not in get_args(LearntBy):
        raise unknown("learnt_by", str(learnt_by(one)), get_args(LearntBy), f"{file}, {kind.__name__}")
    return one


def _check_said(place: str, one: object, says: Sequence[str]) -> None:
    """Check what a strategy, or its class, says of itself: its name, and what else it must."""
    kind = one if isinstance(one, type) else type(one)
    for said in says:
        text = getattr(one, said, None)
        if not (isinstance(text, str) and text.strip()):
            hint = _hint(kind, said)
            raise InputError(
                f'{place}: {kind.__name__} says no {said}{hint}; add {said}: ClassVar[str] = "..."'
            )
        if fault := amiss(text, filled=False):
            raise InputError(f"{place}: {kind.__name__}.{said} {fault}")
    name = getattr(one, "name", "")
    if not NAME.fullmatch(name):
        raise InputError(
            f"{place}: name '{name}' is none that a command line can tell; write it in small letters, "
            "figures and single hyphens, as 'tit-for-tat'"
        )


def check_player(place: str, player: object) -> None:
    """Check that a strategy which is in no file of the registry can be asked.

    Args:
        place: what a message begins with.
        player: the strategy.

    Raises:
        InputError: it is a class, has no name that can be told, or `decide` or `posture` is no method of
            (briefing, draw).
    """
    if isinstance(player, type):
        raise InputError(f"{place}: {player.__name__} is a class; give an instance, {player.__name__}()")
    _check_said(place, player, SAYS[:1])
    _check_methods(place, player)


def _check_methods(place: str, one: object) -> None:
    for method in ("posture", "decide") if isinstance(one, ByPosture) else ("decide",):
        given: Any = getattr(one, method, None)
        try:
            inspect.signature(given).bind("briefing", "draw")
        except (TypeError, ValueError):
            hint = "" if given else _hint(type(one), method)
            raise InputError(
                f"{place}: {type(one).__name__} needs a method {method}(self, briefing, draw){hint}"
            ) from None


def _nearly(here: Sequence[type]) -> str:
    """A hint to the class that comes nearest to a strategy; blank for none."""
    for one in here:
        if hasattr(one, "posture"):
            return f"; {one.__name__} has a posture: write class {one.__name__}(ByPosture)"
        if hint := _hint(one, "decide"):
            return f"; {one.__name__} has none{hint}"
    return ""


def _hint(kind: type, member: str) -> str:
    """The own member of a class that seems to be meant for one that it lacks."""
    own = [name for name in vars(kind) if name[0] != "_" and name not in (*SAYS, member)]
    near = near_names(member, own)
    return f" (did you mean {near[0]} to be it?)" if near else ""
