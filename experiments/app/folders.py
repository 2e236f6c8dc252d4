"""Folders that the page Results may open: the one given to the app, and those up to two levels below."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sovereigns.model.errors import InputError, reason, unknown

RUN, SWEEP, CLAIMS, BROKEN = "run", "sweep", "claims", "broken"
MANIFEST, VERDICTS, SHARDS = "manifest.json", "claims.json", "shards"
WORLD = "world.parquet"
DEPTH = 2
MOST = 400
"""folders that are listed"""
LARGEST = 4_000_000
"""bytes of a manifest that is looked into"""


@dataclass(frozen=True)
class Folder:
    """Results that somebody can open."""

    name: str
    """its path below the folder that the app was given"""
    kind: str
    title: str
    """what it says of itself"""
    stamp: float = 0.0
    """when its files were last written, so that a sweep at work is read anew"""
    problem: str = ""
    """why it cannot be opened; blank if it can be"""


def folders(root: Path) -> list[Folder]:
    """Results in a folder and below it, by name.

    Args:
        root: the folder that the app was given.
    """
    found = []
    for path in _below(root.resolve(), DEPTH):
        folder = _folder(path, root.resolve())
        if folder:
            found.append(folder)
        if len(found) == MOST:
            break
    return found


def path_of(root: Path, name: str) -> Path:
    """Where a folder of results lies.

    Args:
        root: the folder that the app was given.
        name: of a `Folder`.

    Raises:
        InputError: it leads out of `root`, or is no folder of results.
    """
    base = root.resolve()
    path = (base / name).resolve()
    if not path.is_relative_to(base):
        raise InputError(
            f"result '{name}': lies outside the folder that the app was given; choose one of its list"
        )
    if not path.is_dir():
        raise unknown("result", name, [folder.name for folder in folders(root)], "result")
    return path


def _below(folder: Path, depth: int) -> Iterator[Path]:
    """The folder, then those in it that are seen and do not lead elsewhere; results hold no other results."""
    yield folder
    if depth == 0 or _kind(folder):
        return
    try:
        children = sorted(child for child in folder.iterdir() if child.is_dir() and not child.is_symlink())
    except OSError:
        return
    for child in children:
        if not child.name.startswith("."):
            yield from _below(child, depth - 1)


def _folder(path: Path, root: Path) -> Folder | None:
    name = path.relative_to(root).as_posix()
    problem, about = _problem(path, root), _manifest(path)
    if problem:
        return Folder(name, BROKEN, problem, _stamp(path), f"{path.name}: {problem}")
    titles = {
        RUN: f"{about.get('scenario', 'a run')}, seed {about.get('seed', '?')}",
        SWEEP: str(about.get("question") or about.get("name") or "a sweep"),
        CLAIMS: "Verdicts on the claims",
    }
    kind = _kind(path)
    return Folder(name, kind, titles[kind], _stamp(path)) if kind else None


def _kind(path: Path) -> str:
    """RUN, SWEEP or CLAIMS; blank for anything else."""
    if (path / VERDICTS).exists():
        return CLAIMS
    about = _manifest(path)
    if about.get("kind") == SWEEP:
        return SWEEP
    if "trials" in about:
        return CLAIMS
    return RUN if "scenario" in about or (path / WORLD).exists() else ""


def _problem(path: Path, root: Path) -> str:
    """Why a folder that holds results, or may have held some, cannot be opened; blank if it can be."""
    ours = [path / name for name in (MANIFEST, VERDICTS, WORLD, SHARDS)]
    if not any(file.exists() or file.is_symlink() for file in ours):
        return ""
    try:
        for file in (*path.iterdir(), *(path / SHARDS).glob("*")):
            if not file.resolve().is_relative_to(root):
                return f"{file.name} is a link that leads out of the folder of results, and is not followed"
        if not (path / MANIFEST).exists():
            return "" if (path / VERDICTS).exists() else f"its {MANIFEST} is missing"
        if (path / MANIFEST).stat().st_size > LARGEST:
            return f"its {MANIFEST} is larger than any that this program writes"
        content = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except OSError as error:
        return f"it cannot be read ({reason(error)})"
    except (ValueError, RecursionError) as error:
        return f"its {MANIFEST} is broken ({error})"
    return "" if isinstance(content, dict) else f"its {MANIFEST} is no table"


def _manifest(path: Path) -> dict[str, Any]:
    """What a folder says of itself; nothing where `_problem` knows why."""
    file = path / MANIFEST
    try:
        if file.stat().st_size > LARGEST:
            return {}
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _stamp(path: Path) -> float:
    stamps = [0.0]
    for place in (path, path / SHARDS, *path.glob("*.json")):
        try:
            stamps.append(place.stat().st_mtime)
        except OSError:
            continue
    return max(stamps)
