"""Keys of the bibliography, which scenarios may cite."""

from __future__ import annotations

import re
from functools import cache

from sovereigns.model.places import DATA

BIBLIOGRAPHY = DATA / "sources.bib"
OWN = "own"
"""What a scenario that is its author's own assumption cites."""


@cache
def source_keys() -> frozenset[str]:
    """Every key of model/data/sources.bib."""
    return frozenset(re.findall(r"^@\w+\{([^,\s]+),", BIBLIOGRAPHY.read_text(encoding="utf-8"), re.MULTILINE))
