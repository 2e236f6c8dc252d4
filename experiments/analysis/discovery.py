"""Scenario discovery: the box of the parameter space in which an outcome is found.

PRIM (Friedman and Fisher 1999; Bryant and Lempert 2010), by the code of the EMA workbench.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

Limits = Mapping[str, tuple[float, float] | tuple[str, ...]]

Trajectory = tuple[tuple[float, float], ...]

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
    trajectory: Trajectory = ()
    """(coverage, density) of each step of the peeling, from all runs to the smallest box."""

    @property
    def balance(self) -> float:
        """Harmonic mean of coverage and density."""
        both = self.coverage + self.density
        return 2 * self.coverage * self.density / both if both else 0.0

    def holds(self, factors: pd.DataFrame) -> np.ndarray:
        """(runs,) which runs lie in it."""
        return _inside(self.limits, factors)


def find_box(factors: pd.DataFrame, outcome: np.ndarray) -> Box | None:
    """The box with the best harmonic mean of coverage and density, of those with few sides, none by chance.

    Each step of the peeling is a candidate, less those of its sides that chance could have cut.

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
    path = tuple((float(c), float(d)) for c, d in zip(steps["coverage"], steps["density"], strict=True))
    boxes = [_box(found, step, factors, outcome, path) for step in steps.index]
    readable = [box for box in boxes if 0 < len(box.limits) <= MOST_DIMENSIONS]
    best = max(readable, key=lambda box: box.balance, default=None)
    whole = 2 * share / (1 + share)
    return best if best and best.balance > whole else None


def _box(found: Any, step: int, factors: pd.DataFrame, outcome: np.ndarray, path: Trajectory) -> Box:
    """A step of the peeling, with those of its sides that are not chance."""
    limits = _limits(found.box_lims[step], found.box_lims[0])
    sure = {name: side for name, side in limits.items() if _sure(found.p_values[step], name)}
    inside = _inside(sure, factors)
    with_it = float(outcome[inside].sum())
    return Box(
        sure,
        with_it / float(outcome.sum()),
        with_it / max(float(inside.sum()), 1.0),
        float(inside.mean()),
        float(outcome.mean()),
        path,
    )


def _sure(chances: Mapping[str, Sequence[float]], name: str) -> bool:
    """Whether one end at least of a side is not chance; an end that is not cut has -1."""
    return any(0 <= chance <= CHANCE for chance in chances.get(name, ()))


def _inside(limits: Limits, factors: pd.DataFrame) -> np.ndarray:
    inside = np.ones(len(factors), dtype=bool)
    for name, side in limits.items():
        column = factors[name]
        inside &= (column.isin(side) if isinstance(side[0], str) else column.between(*side)).to_numpy()
    return inside


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
