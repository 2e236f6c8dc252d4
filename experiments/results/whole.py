"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

ASIDE = ".aside"
"""Ending of a file that is being written."""


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write aside; at the end it is flushed to the disk and renamed into its place.

    Raises:
        OSError: it cannot be written; nothing of it is left then.
    """
    aside = path.with_name(path.name + ASIDE)
    try:
        with aside.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole.

    Raises:
        OSError: it cannot be written; nothing of it is left then.
    """
    with whole_file(path) as file:
        file.write(content)
