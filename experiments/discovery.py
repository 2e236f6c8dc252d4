"""Scenario discovery: the box of the parameter space in which an outcome is found.

PRIM (Friedman and Fisher 1999; Bryant and Lempert 2010), by the code of the EMA workbench.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

Limits = Mapping[str, tuple[float, float] | tuple[str, ...]]

MOST_DIMENSIONS = 4
"""A box that a person can read."""
CHANCE = 0.05
"""Quasi-p value above which a side of a box is taken for chance."""
FEWEST = 8
"""Runs of either kind below which there is nothing to discover."""


@dataclass(frozen=True)
class Box:
    """Where an outcome is found."""

    limits: Limits
    """Parameter -> (low, high), or the values of a choice."""
    coverage: float
    """Share of all runs with the outcome that lie in it."""
    density: float
    """Share of the runs in it that have the outcome."""
    mass: float
    """Share of all runs that lie in it."""
    share: float
    """Share of all runs that have the outcome: the density of chance."""
    trajectory: tuple[tuple[float, float], ...] = ()
    """(coverage, density) of each step of the peeling, from all runs to the smallest box."""

    def holds(self, factors: pd.DataFrame) -> np.ndarray:
        """(runs,) which runs lie in it."""
        inside = np.ones(len(factors), dtype=bool)
        for name, limits in self.limits.items():
            column = factors[name]
            if isinstance(limits[0], str):
                inside &= column.isin(limits).to_numpy()
            else:
                inside &= column.between(*limits).to_numpy()
        return inside


def find_box(factors: pd.DataFrame, outcome: np.ndarray) -> Box | None:
    """The box with the best harmonic mean of coverage and density, of those with few sides, none by chance.

    Args:
        factors: a row a run, a column a factor: numbers, or texts for choices.
        outcome: (runs,) whether it came about.

    Returns:
        The box; None where too few runs have, or have not, the outcome, or no side is better than chance.
    """
    share = float(outcome.mean()) if len(outcome) else 0.0
    if min(outcome.sum(), (~outcome).sum()) < FEWEST:
        return None
    found = _peel(factors, outcome)
    steps = found.peeling_trajectory
    balance = 2 * steps["coverage"] * steps["density"] / (steps["coverage"] + steps["density"])
    better = [
        step for step in steps.index if _readable(found, step) and balance[step] > balance[steps.index[0]]
    ]
    if not better:
        return None
    best = max(better, key=lambda step: balance[step])
    row = steps.loc[best]
    limits = _limits(found.box_lims[best], found.box_lims[0])
    path = tuple((float(c), float(d)) for c, d in zip(steps["coverage"], steps["density"], strict=True))
    return Box(limits, float(row["coverage"]), float(row["density"]), float(row["mass"]), share, path)


def _peel(factors: pd.DataFrame, outcome: np.ndarray) -> Any:
    """The peeling trajectory of the first box; PRIM takes 0 and 1, and choices as categories."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ema_workbench.analysis import prim

        columns = {
            name: values.astype(float) if is_numeric_dtype(values) else values.astype("category")
            for name, values in factors.items()
        }
        return prim.Prim(pd.DataFrame(columns), outcome.astype(int)).find_box()


def _readable(found: Any, step: int) -> bool:
    """Whether a box has few sides, each with one end at least that is not chance."""
    sides = found.p_values[step]
    return 0 < len(sides) <= MOST_DIMENSIONS and all(
        any(0 <= chance <= CHANCE for chance in ends) for ends in sides.values()
    )


def _limits(box: pd.DataFrame, whole: pd.DataFrame) -> Limits:
    limits: dict[str, tuple[float, float] | tuple[str, ...]] = {}
    for name in box.columns:
        now, before = box[name], whole[name]
        if isinstance(now[0], set):
            if now[0] != before[0]:
                limits[name] = tuple(sorted(now[0]))
        elif (now != before).any():
            limits[name] = float(now[0]), float(now[1])
    return limits
