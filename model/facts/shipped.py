"""Tables that are shipped with the program, as rows of text; what users give is read by `facts.tables`."""

from __future__ import annotations

import csv
from pathlib import Path


def shipped(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file by the names of its header; lines that begin with # are comments."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))
