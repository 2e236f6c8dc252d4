"""History matching of the claims' points: which of a design does the record of 2022 to 2024 rule out?

A point is ruled out where a run of it from 2022Q1 lies too far from what was observed to 2024Q4, given the
model's own discrepancy, the error of observation (`calibrate.TOLERANCE`) and chance: implausibility above 3
(Vernon, Goldstein and Bower 2010; Williamson et al. 2013). A run is cheap here, so each point is run and no
emulator stands in for it. All uncertain parameters vary at once, so what is left is a draw from the whole
plausible space: parameters that history sees are narrowed, with what they trade off, the others are not.

`sovereigns reproduce points` writes points.csv again, with the same bytes on the same code.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sovereigns.experiments.claims.space import FILE, design, digest
from sovereigns.experiments.hindcast.calibrate import CUTOFF, distances
from sovereigns.experiments.hindcast.history import LAST, TRAINED, length, run
from sovereigns.experiments.work.engine import run_all
from sovereigns.experiments.work.progress import progress_bar

TRIED = 640
"""Points of the design."""
REPEATS = 16
"""Runs of one point, the table's own values, that tell chance."""
Apart = Mapping[str, float]
"""Series -> root mean square distance to history, in tolerances."""


@dataclass(frozen=True)
class Fit:
    """A point of the design held against history."""

    point: int
    implausibility: float
    worst: str
    """the series that says so"""


def implausible(apart: Apart, chance: Mapping[str, float]) -> tuple[float, str]:
    """The largest distance over the series, and where: in standard deviations of all that sets a run apart.

    Args:
        apart: distances in tolerances.
        chance: series -> standard deviation between seeds, in tolerances.
    """
    scaled = {name: value / np.sqrt(1 + chance[name] ** 2) for name, value in apart.items()}
    worst = max(scaled, key=lambda name: scaled[name])
    return float(scaled[worst]), worst


def attempt(seed: int, changed: Mapping[str, object]) -> Apart | None:
    """Distances of one run; None where it does not come to its end."""
    try:
        record = run(seed, length(LAST), changed)
        return distances(record, TRAINED) | distances(record, LAST)
    except (ArithmeticError, ValueError):
        return None


def chances(repeats: Sequence[Apart]) -> dict[str, float]:
    """Standard deviation between seeds of the distance of each series, in tolerances."""
    return {name: float(np.std([apart[name] for apart in repeats], ddof=1)) for name in repeats[0]}


def match(tried: int = TRIED, workers: int | None = None) -> tuple[list[Fit], dict[str, float]]:
    """Every point of the design against history, and what chance does.

    Args:
        tried: size of the design.
        workers: processes.
    """
    points = design(tried).to_dict("records")
    jobs = [(k, point) for k, point in enumerate(points)]
    jobs += [(tried + k, {}) for k in range(REPEATS)]
    with progress_bar("runs") as progress:
        found = run_all(attempt, jobs, workers, progress)
    chance = chances([apart for apart in found[tried:] if apart is not None])
    outcomes = []
    for point, apart in enumerate(found[:tried]):
        value, worst = implausible(apart, chance) if apart else (np.inf, "no run")
        outcomes.append(Fit(point, value, worst))
    return outcomes, chance


def write(outcomes: Sequence[Fit], chance: Mapping[str, float], path: Path = FILE) -> None:
    """Record the points that history leaves, and how many it rules out by what."""
    kept = [one for one in outcomes if one.implausibility <= CUTOFF]
    out = Counter(one.worst for one in outcomes if one.implausibility > CUTOFF)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(
            f"# Points of the claims' parameter space that history to {LAST} does not rule out.\n"
            "# Written by `sovereigns reproduce points`.\n"
            "# point: row of the design of that size.\n"
            f"# design: {len(outcomes)}\n"
            f"# kept: {len(kept)}\n"
            f"# space: {digest()}\n"
            f"# ruled out by: {', '.join(f'{name} {count}' for name, count in out.most_common())}\n"
            f"# chance, in tolerances: {', '.join(f'{k} {v:.2f}' for k, v in chance.items())}\n"
            "# Own work, CC BY 4.0.\n"
        )
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["point", "implausibility"])
        table.writerows((one.point, f"{one.implausibility:.4f}") for one in kept)
