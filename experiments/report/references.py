"""Sources as people read them: keys of model/data/sources.bib become author, title, year and address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from sovereigns.model.facts.sources import BIBLIOGRAPHY, OWN


@dataclass(frozen=True)
class Reference:
    """One source."""

    text: str
    url: str = ""


def reference(source: str) -> Reference:
    """The entry of a key; any other text stands for itself."""
    if source == OWN:
        return Reference("The assumption of its author.")
    return bibliography().get(source, Reference(source))


@cache
def bibliography() -> dict[str, Reference]:
    """Key -> source."""
    text = BIBLIOGRAPHY.read_text(encoding="utf-8")
    return {key: _entry(body) for key, body in re.findall(r"@\w+\{([^,\s]+),\n(.*?)\n\}", text, re.DOTALL)}


def _entry(body: str) -> Reference:
    found = dict(re.findall(r"(\w+) = \{(.*?)\},?$", body, re.MULTILINE))
    parts = (found.get(field, "").replace("{", "").replace("}", "") for field in ("author", "title", "year"))
    return Reference(", ".join(part for part in parts if part), found.get("url", ""))
