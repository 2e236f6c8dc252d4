"""Two scenarios under the same seeds: what changes from the first to the second, and how surely.

Keyed random streams make the runs of one seed differ only by policy (common random numbers): hence pairs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.special import stdtrit

from sovereigns.experiments.recipe import Recipe
from sovereigns.experiments.work.engine import run_all
from sovereigns.model.errors import InputError
from sovereigns.model.metrics import METRICS

CONFIDENCE = 0.95

Progress = Callable[[int, int], None]


def compare(
    first: Recipe, second: Recipe, seeds: int, progress: Progress | None = None
) -> dict[str, dict[str, float]]:
    """Paired differences, second less first, of every world metric at the end.

    Args:
        first: one run.
        second: the other; pairs share their chance where both have the same seed.
        seeds: how many pairs of runs, from the seeds of both on.
        progress: told (runs done, runs in all).

    Returns:
        metric -> means `a` and `b`, their `difference`, `low` and `high` of its 95 % interval (Student's t).

    Raises:
        InputError: a scenario or a change of it is unknown or broken.
    """
    sides = (first, second)
    for name, side in zip("AB", sides, strict=True):
        try:
            side.with_seed(side.seed + seeds - 1).simulation()
        except InputError as error:
            raise InputError(f"{name}: {error}") from None
    jobs = [(side.with_seed(side.seed + i),) for i in range(seeds) for side in sides]
    ends = np.array(run_all(end, jobs, progress=progress))
    a, b = ends[0::2], ends[1::2]
    return {metric: paired(a[:, i], b[:, i]) for i, metric in enumerate(METRICS)}


def end(recipe: Recipe) -> list[float]:
    """Every world metric at the end of one run, in the order of METRICS."""
    last = recipe.simulation().run(recipe.quarters).metrics().iloc[-1]
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
