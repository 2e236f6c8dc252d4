"""Folders that the page Results may open: the one given to the app, and those up to two levels below."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sovereigns.model.errors import InputError, unknown

RUN, SWEEP, CLAIMS = "run", "sweep", "claims"
HERE = "."
"""Name of the folder itself that the app was given."""
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
    kind = _kind(path)
    if not kind:
        return None
    about = _manifest(path)
    titles = {
        RUN: f"{about.get('scenario', 'a run')}, seed {about.get('seed', '?')}",
        SWEEP: str(about.get("question") or about.get("name") or "a sweep"),
        CLAIMS: "Verdicts on the claims",
    }
    return Folder(path.relative_to(root).as_posix(), kind, titles[kind], _stamp(path))


def _kind(path: Path) -> str:
    """RUN, SWEEP or CLAIMS; blank for anything else."""
    if (path / "claims.json").exists():
        return CLAIMS
    about = _manifest(path)
    if about.get("kind") == SWEEP:
        return SWEEP
    if "trials" in about:
        return CLAIMS
    return RUN if "scenario" in about or (path / "world.parquet").exists() else ""


def _manifest(path: Path) -> dict[str, Any]:
    """What a folder says of itself; nothing where it cannot be read."""
    file = path / "manifest.json"
    try:
        if file.stat().st_size > LARGEST:
            return {}
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _stamp(path: Path) -> float:
    stamps = [0.0]
    for place in (path, path / "shards", *path.glob("*.json")):
        try:
            stamps.append(place.stat().st_mtime)
        except OSError:
            continue
    return max(stamps)
