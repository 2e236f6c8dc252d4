"""Tables of nations made for limit cases: any number of nations that differ in nothing but their code."""

from __future__ import annotations

import csv
import string
from pathlib import Path

from sovereigns.model.facts.parameters import rows
from sovereigns.model.facts.tables import DATA

MODEL = "CHN"
"""The nation whose row the twins carry."""
APART = {"bloc": "", "groups": "", "lon": "0", "lat": "0"}


def write_twins(path: Path, count: int, **changes: str) -> Path:
    """A table of nations with equal rows and coordinates, in no group.

    Args:
        path: where to write it.
        count: how many nations.
        changes: columns to set alike for all.
    """
    lines = [
        line for line in (DATA / "nations.csv").read_text(encoding="utf-8").splitlines() if line[0] != "#"
    ]
    row = next(r for r in csv.DictReader(lines) if r["iso3"] == MODEL) | APART | changes
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(row))
        table.writeheader()
        for code in (f"X{a}{b}" for a in string.ascii_uppercase for b in string.ascii_uppercase):
            if count == 0:
                break
            count -= 1
            table.writerow(row | {"iso3": code, "name": f"Twin {code}"})
    return path


def silent() -> dict[str, float]:
    """Every noise parameter at 0."""
    return {row.name: 0.0 for row in rows() if row.name.endswith("_noise") or "_noise_" in row.name}
