"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

ASIDE = ".aside"
"""Ending of a file that is being written."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file aside, flush it to the disk, and rename it into its place.

    Raises:
        OSError: it cannot be written; nothing of it is left then.
    """
    aside = path.with_name(path.name + ASIDE)
    try:
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
