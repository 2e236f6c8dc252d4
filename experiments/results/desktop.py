"""Files that a desktop leaves in every folder it shows: nobody's results, ignored and kept."""

from __future__ import annotations

from pathlib import Path

NAMES = (".ds_store", "desktop.ini", "thumbs.db")


def is_desktops(path: Path) -> bool:
    """Whether a file is a desktop's own."""
    return path.name.casefold() in NAMES
