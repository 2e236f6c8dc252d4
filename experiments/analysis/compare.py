"""Two scenarios under the same seeds: what changes from the first to the second, and how surely.

Keyed random streams make the runs of one seed differ only by policy (common random numbers): hence pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import stdtrit

from sovereigns.experiments.work.engine import run_all
from sovereigns.model.errors import InputError
from sovereigns.model.metrics import METRICS
from sovereigns.model.simulation import Simulation

CONFIDENCE = 0.95

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Side:
    """One of the two worlds: a scenario, and what is changed in it."""

    scenario: str
    """name or file"""
    set: Mapping[str, str] = field(default_factory=dict)
    strategies: Mapping[str, str] = field(default_factory=dict)
    nations: Path | None = None
    """A table of nations instead of the shipped one."""

    def simulation(self, seed: int) -> Simulation:
        """World(0) under a seed.

        Raises:
            InputError: a name or a value of it does not exist or is out of range.
        """
        return Simulation(self.scenario, seed, set=self.set, strategies=self.strategies, nations=self.nations)


def compare(
    first: Side, second: Side, seeds: int, quarters: int, progress: Progress | None = None, seed: int = 0
) -> dict[str, dict[str, float]]:
    """Paired differences, second less first, of every world metric at the end.

    Args:
        first: one world.
        second: the other.
        seeds: how many pairs of runs: `seed` to `seed` + `seeds` - 1.
        quarters: length of each run.
        progress: told (runs done, runs in all).
        seed: the first of them.

    Returns:
        metric -> means `a` and `b`, their `difference`, `low` and `high` of its 95 % interval (Student's t).

    Raises:
        InputError: a scenario or a change of it is unknown or broken.
    """
    sides = (first, second)
    for name, side in zip("AB", sides, strict=True):
        try:
            side.simulation(seed + seeds - 1)
        except InputError as error:
            raise InputError(f"{name}: {error}") from None
    jobs = [(side, seed + i, quarters) for i in range(seeds) for side in sides]
    ends = np.array(run_all(end, jobs, progress=progress))
    a, b = ends[0::2], ends[1::2]
    return {metric: paired(a[:, i], b[:, i]) for i, metric in enumerate(METRICS)}


def end(side: Side, seed: int, quarters: int) -> list[float]:
    """Every world metric at the end of one run, in the order of METRICS."""
    last = side.simulation(seed).run(quarters).metrics().iloc[-1]
    return [float(last[metric]) for metric in METRICS]


def paired(a: np.ndarray, b: np.ndarray) -> dict[str, Any]:
    """Means of two paired samples, and their mean difference b - a with its interval.

    Args:
        a: (s, ...) one value a seed; pairs with a value that is not finite are left out.
        b: (s, ...) the other.

    Returns:
        `a`, `b`, `difference`, `low`, `high`, each of the shape of one seed; not a number where no pair is.
    """
    there = np.isfinite(a) & np.isfinite(b)
    number = there.sum(axis=0)

    def total(values: np.ndarray) -> Any:
        return np.where(there, values, 0).sum(axis=0)

    with np.errstate(invalid="ignore", divide="ignore"):
        gap = b - a
        mean = total(gap) / number
        deviation = np.sqrt(total((gap - mean) * (gap - mean)) / (number - 1))
        half = stdtrit(number - 1, (1 + CONFIDENCE) / 2) * deviation / np.sqrt(number)
        return {
            "a": total(a) / number,
            "b": total(b) / number,
            "difference": mean,
            "low": mean - half,
            "high": mean + half,
        }
