"""What a sweep shows: effects of policies in pairs, and which factors matter. Reads tables, runs nothing.

Runs of one seed share their random numbers, hence pairs. Where points are drawn, the pairs of each are
averaged over its seeds first: the interval is over points. Where they are chosen (a factorial), the pairs of
each seed are averaged over points: the interval is over seeds. A pair counts where both sides have a value,
and points with the same factors, which are the same runs, count once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from sovereigns.experiments.analysis.compare import paired
from sovereigns.model.facts.parameters import rows

FEWEST = 5
"""Points below which a rank correlation says nothing."""
BOOTSTRAP = 1
"""Seed of the intervals of indices; SALib takes 0 for none."""


@dataclass(frozen=True)
class Contrast:
    """Two levels of a policy, and the runs of each that have a partner in the other."""

    policy: str
    """`scenario` or a factor."""
    against: Any
    level: Any
    one: pd.DataFrame
    """Metrics, indexed by all else that varies and the seed."""
    other: pd.DataFrame
    """The same rows."""

    @property
    def about(self) -> dict[str, Any]:
        """Its keys in a row of results."""
        return {"policy": self.policy, "against": self.against, "level": self.level}


def contrasts(
    runs: pd.DataFrame, factors: Sequence[str], policies: Mapping[str, Sequence[Any]], metrics: Sequence[str]
) -> Iterator[Contrast]:
    """Each level of each policy with its first level, paired in all else.

    Args:
        runs: finished runs: `scenario`, `point`, `seed`, a column a factor, the metrics.
        factors: all factors of the plan.
        policies: `scenario` or factor -> its levels, the one to compare with first.
        metrics: what to compare.
    """
    once = runs.drop_duplicates(["scenario", *factors, "seed"])
    for policy, levels in policies.items():
        rest = [name for name in ("scenario", *factors) if name != policy]
        sides = {level: of.set_index([*rest, "seed"])[[*metrics]] for level, of in once.groupby(policy)}
        for level in levels[1:]:
            if levels[0] in sides and level in sides:
                one, other = sides[levels[0]].align(sides[level], join="inner", axis=0)
                both = np.isfinite(one.astype(float)) & np.isfinite(other.astype(float))
                yield Contrast(policy, levels[0], level, one.where(both), other.where(both))


def policy_effects(
    runs: pd.DataFrame,
    factors: Sequence[str],
    policies: Mapping[str, Sequence[Any]],
    metrics: Sequence[str],
    chosen: bool = False,
) -> list[dict[str, Any]]:
    """Paired differences of each metric between the levels of each policy and its first level.

    Args:
        runs: as `contrasts`.
        factors: as `contrasts`.
        policies: as `contrasts`.
        metrics: what to compare.
        chosen: points are chosen, not drawn.

    Returns:
        One object a level and metric: `policy, against, level, metric, a, b, difference, low, high, pairs`.
    """
    return [
        pair.about | {"metric": metric, **difference(pair.one[metric], pair.other[metric], chosen)}
        for pair in contrasts(runs, factors, policies, metrics)
        for metric in pair.one.columns
    ]


def difference(one: pd.Series, other: pd.Series, chosen: bool) -> dict[str, Any]:
    """Paired difference with its interval, over points or over seeds.

    Args:
        one: indexed by what tells points and `seed`.
        other: the same index.
        chosen: points are chosen: the interval is over seeds, if there are several.

    Returns:
        `a, b, difference, low, high, pairs`.
    """
    a, b = (_averaged(side, chosen) for side in (one, other))
    return {**paired(a, b), "pairs": int((np.isfinite(a) & np.isfinite(b)).sum())}


def _averaged(side: pd.Series, chosen: bool) -> np.ndarray:
    """A number a point, its mean over seeds; with one point the numbers as they are.

    Where points are chosen a number a seed, its mean over the points that have a value, if it has all of
    them.
    """
    table = side.unstack("seed") if side.index.nlevels > 1 else side.to_frame().T
    if len(table) == 1:
        return table.to_numpy(float)[0]
    if chosen and len(table.columns) > 1:
        return table.dropna(how="all").mean(skipna=False).to_numpy(float)
    return table.mean(axis=1).to_numpy(float)


def effects_by_quarter(
    runs: pd.DataFrame,
    quarters: pd.DataFrame,
    factors: Sequence[str],
    policies: Mapping[str, Sequence[Any]],
    metrics: Sequence[str],
    chosen: bool = False,
) -> list[dict[str, Any]]:
    """`policy_effects` quarter by quarter: what a policy buys, and when.

    Args:
        runs: as `policy_effects`.
        quarters: a row a run and quarter: `run, quarter`, the metrics.
        factors: all factors of the plan.
        policies: as `policy_effects`.
        metrics: what to compare.
        chosen: as `policy_effects`.

    Returns:
        One object a quarter, level and metric: `quarter` beside what `policy_effects` gives.
    """
    about = runs[["run", "scenario", "point", "seed", *factors]]
    told = quarters[["run", "quarter", *metrics]].merge(about, on="run")
    return [
        {"quarter": quarter, **row}
        for quarter, of in told.groupby("quarter")
        for row in policy_effects(of, factors, policies, metrics, chosen)
    ]


def associations(runs: pd.DataFrame, factors: Sequence[str], metrics: Sequence[str]) -> list[dict[str, Any]]:
    """Spearman's rank correlation of factors with metrics over points (means over seeds), within scenarios.

    Returns:
        One object a scenario, metric and factor: `scenario, metric, factor, rho, chance`.
    """
    found = []
    for scenario, of in runs.groupby("scenario", sort=False):
        points = of.groupby("point").first()[[*factors]]
        means = of.groupby("point")[[*metrics]].mean()
        for factor in factors:
            x = codes(points[factor])
            for metric in metrics:
                y = means[metric].to_numpy(float)
                there = np.isfinite(y)
                if there.sum() < FEWEST or len(np.unique(x[there])) < 2 or np.ptp(y[there]) == 0:
                    continue
                test = stats.spearmanr(x[there], y[there])
                about = {"scenario": scenario, "metric": metric, "factor": factor}
                found.append(about | {"rho": float(test.statistic), "chance": float(test.pvalue)})
    return found


def codes(values: pd.Series) -> np.ndarray:
    """Numbers as they are; names by their place in the alphabet, or of a variant in the parameter table."""
    if pd.api.types.is_numeric_dtype(values):
        return values.to_numpy(dtype=float)
    known = {row.name: row.choices for row in rows()}.get(str(values.name)) or tuple(sorted(values.unique()))
    return np.array([known.index(value) for value in values], dtype=float)


def indices(
    runs: pd.DataFrame, kind: str, factors: Sequence[str], metrics: Sequence[str], levels: int
) -> list[dict[str, Any]]:
    """Sobol' indices of a saltelli design, or elementary effects of a morris design, by SALib.

    Args:
        runs: finished runs.
        kind: of the design.
        factors: in the order of the design.
        metrics: what to explain.
        levels: of the grid of a morris design.

    Returns:
        One object a scenario, metric and factor: `scenario, metric, factor` and `first, first_conf, total,
        total_conf` (shares of variance) or `mu_star, mu_star_conf, sigma` (units of the metric). A block of
        the design (a base point with its neighbours, a trajectory) that lacks a point is left out. None for
        another design, or a metric that does not vary.
    """
    if kind not in ("saltelli", "morris") or len(factors) < 2:
        return []
    found = []
    for scenario, of in runs.groupby("scenario", sort=False):
        points = of.groupby("point").first()[[*factors]].sort_index()
        means = of.groupby("point")[[*metrics]].mean().sort_index()
        for metric in metrics:
            whole = _whole_blocks(means[metric], len(factors) + (2 if kind == "saltelli" else 1))
            y = means[metric][whole].to_numpy(float)
            if len(y) and np.ptp(y) > 0:
                explained = _explain(kind, points[whole], y, levels)
                found += [{"scenario": scenario, "metric": metric, **row} for row in explained]
    return found


def _whole_blocks(values: pd.Series, size: int) -> np.ndarray:
    """Which points belong to a block of so many that all have a value."""
    there = pd.Series(np.isfinite(values.to_numpy(float)), index=values.index)
    found: np.ndarray = (there.groupby(values.index // size).transform("sum") == size).to_numpy()
    return found


def _explain(kind: str, points: pd.DataFrame, y: np.ndarray, levels: int) -> list[dict[str, Any]]:
    from SALib.analyze import morris, sobol

    names = list(points.columns)
    x = np.column_stack([codes(points[name]) for name in names])
    bounds = [
        [low, high] if high > low else [low, low + 1] for low, high in zip(x.min(0), x.max(0), strict=True)
    ]
    problem = {"num_vars": len(names), "names": names, "bounds": bounds}
    if kind == "saltelli":
        sizes = sobol.analyze(problem, y, calc_second_order=False, seed=BOOTSTRAP)
        columns = {"first": "S1", "first_conf": "S1_conf", "total": "ST", "total_conf": "ST_conf"}
    else:
        sizes = morris.analyze(problem, x, y, num_levels=levels, seed=BOOTSTRAP)
        columns = {"mu_star": "mu_star", "mu_star_conf": "mu_star_conf", "sigma": "sigma"}
    return [
        {"factor": name} | {ours: float(sizes[theirs][k]) for ours, theirs in columns.items()}
        for k, name in enumerate(names)
    ]
