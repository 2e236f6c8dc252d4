"""Games of the page Play, each quarter of each written to a file of the user's own, to be gone on with later.

They are files as `sovereigns play --save` writes them, in the folder for the state of programs.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count, islice
from pathlib import Path
from typing import Any

from sovereigns.experiments.results.whole import write_whole
from sovereigns.model.errors import InputError, reason

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_NAME = 60
ENDING = ".json"
MOST = 12
"""games that are listed"""


@dataclass(frozen=True)
class Kept:
    """A game's file, as this session wrote or read it last."""

    name: str
    content: bytes = b""


def folder() -> Path:
    """Where games lie.

    Raises:
        InputError: nobody can say where, since there is no home.
    """
    given = os.environ.get("XDG_STATE_HOME", "")
    try:
        return (Path(given) if Path(given).is_absolute() else _state()) / "sovereigns" / "games"
    except RuntimeError as error:
        raise InputError("Games are kept nowhere, since there is no home: set XDG_STATE_HOME.") from error


def fresh(nation: str) -> str:
    """A name that no game has yet.

    Args:
        nation: ISO3 of the one that is played.
    """
    name = f"{nation.lower()}-{datetime.now():%Y%m%d-%H%M%S}"
    return next(each for each in _numbered(name) if not _path(each).exists())


def read(name: str) -> Kept:
    """A game that was kept.

    Raises:
        InputError: there is none of this name, or it cannot be read.
    """
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise InputError(f"game '{name:.40}': is no name of a game; choose one that is listed")
    try:
        return Kept(name, _path(name).read_bytes())
    except OSError as error:
        why = reason(error)
        raise InputError(f"game '{name}': cannot be read ({why}); choose one that is listed") from error


def keep(kept: Kept, content: bytes, nation: str) -> Kept:
    """Write a game; one that somebody else has played on since gets a file of its own.

    Args:
        kept: the file as this session knows it.
        content: of the file from now on.
        nation: that is played.

    Raises:
        InputError: it cannot be written.
    """
    try:
        there = _path(kept.name).read_bytes() if _path(kept.name).exists() else b""
        name = kept.name if there in (kept.content, content) else fresh(nation)
        folder().mkdir(parents=True, exist_ok=True)
        write_whole(_path(name), content)
    except OSError as error:
        raise InputError(
            f"The game could not be kept in {folder()} ({reason(error)}): it goes on, but is lost "
            "with this page. The button Save gives it to you as a file."
        ) from error
    return Kept(name, content)


def forget(kept: Kept) -> None:
    """Remove a game that was never played, if nobody else has played it."""
    path = _path(kept.name)
    if path.exists() and path.read_bytes() == kept.content:
        path.unlink(missing_ok=True)


def listed() -> list[dict[str, Any]]:
    """Games of which a quarter has been played, the last one first.

    Of each: name, nation, scenario, quarters played and in all, when (seconds), and its problem, if any.
    """
    try:
        paths = sorted(folder().glob(f"*{ENDING}"), key=_when, reverse=True)
    except (InputError, OSError):
        return []
    rows = (_row(path) for path in paths if NAME.fullmatch(path.stem))
    return list(islice(filter(None, rows), MOST))


def _row(path: Path) -> dict[str, Any] | None:
    """One line of the list; None for a game that has not begun."""
    row: dict[str, Any] = {"name": path.stem, "when": _when(path), "problem": ""}
    try:
        table = json.loads(path.read_bytes())
        config, played = table["config"], len(table["orders"])
        row |= {"nation": str(config["nation"]), "scenario": str(table["scenario"])}
        row |= {"played": played, "quarters": int(config["quarters"])}
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return row | {"problem": "its file is broken"}
    return row if played else None


def _path(name: str) -> Path:
    return folder() / f"{name}{ENDING}"


def _when(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}-{number}" for number in count(2))


def _state() -> Path:
    """The system's folder for the state of a user's programs."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    local = os.environ.get("LOCALAPPDATA", "")
    return Path(local) if os.name == "nt" and local else Path.home() / ".local" / "state"
