"""Files of the user that a run or a sweep was made from, kept in its folder, wherever that goes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from sovereigns.model.errors import InputError

INPUTS = "inputs"


def keep(files: Iterable[tuple[Path, str]], folder: Path) -> None:
    """Copy files into a folder's `inputs/`.

    Args:
        files: each with the SHA-256 that it had when it was read.
        folder: of a run or a sweep.

    Raises:
        InputError: one has changed since, or two have one name.
    """
    for path, digest in files:
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != digest:
            raise InputError(f"{path}: has changed since it was read; leave it alone and call again")
        place = folder / INPUTS / path.name
        if place.exists() and place.read_bytes() != content:
            raise InputError(f"{path}: another file of this name is used too; rename one of them")
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(content)


def kept(name: str, folder: Path) -> str:
    """The copy in a folder of a file that is named so, or the name where there is none."""
    copy = folder / INPUTS / Path(name).name
    return str(copy) if name and copy.is_file() else name
