"""Two scenarios under the same seeds: what changes from the first to the second, and how surely.

Keyed random streams make the runs of one seed differ only by policy (common random numbers): hence pairs.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy import stats

from model.inputs import load_inputs
from model.scenarios import load_scenario
from model.simulation import Simulation

CONFIDENCE = 0.95

Progress = Callable[[int, int], None]


def compare(
    first: str, second: str, seeds: int, quarters: int, progress: Progress | None = None
) -> dict[str, dict[str, float]]:
    """Paired differences, second less first, of every world metric at the end.

    Args:
        first: name or file of a scenario.
        second: the other.
        seeds: how many pairs of runs: seeds 0 to `seeds` - 1.
        quarters: length of each run.
        progress: told (runs done, runs in all).

    Returns:
        metric -> means `a` and `b`, their `difference`, `low` and `high` of its 95 % interval (Student's t).

    Raises:
        InputError: a scenario is unknown or broken.
    """
    for scenario in (first, second):
        load_scenario(scenario, load_inputs())
    finals: dict[str, list[pd.Series]] = {"a": [], "b": []}
    for seed in range(seeds):
        for side, scenario in (("a", first), ("b", second)):
            finals[side].append(Simulation(scenario, seed).run(quarters).metrics().iloc[-1])
            if progress:
                progress(len(finals["a"]) + len(finals["b"]), 2 * seeds)
    a, b = (pd.DataFrame(finals[side]).drop(columns="quarter").astype(float) for side in ("a", "b"))
    return {metric: paired(a[metric].to_numpy(), b[metric].to_numpy()) for metric in a.columns}


def paired(a: np.ndarray, b: np.ndarray) -> dict[str, float]:
    """Means of two paired samples, and their mean difference b - a with its interval.

    Args:
        a: (s,) one value a seed; pairs with a value that is not finite are left out.
        b: (s,) the other.
    """
    there = np.isfinite(a) & np.isfinite(b)
    a, b = a[there], b[there]
    if not len(a):
        return dict.fromkeys(("a", "b", "difference", "low", "high"), np.nan)
    gap = b - a
    half = np.nan
    if len(gap) > 1:
        half = stats.t.ppf((1 + CONFIDENCE) / 2, len(gap) - 1) * gap.std(ddof=1) / np.sqrt(len(gap))
    return {
        "a": a.mean(),
        "b": b.mean(),
        "difference": gap.mean(),
        "low": gap.mean() - half,
        "high": gap.mean() + half,
    }
