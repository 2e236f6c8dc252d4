"""What the effect of a policy depends on: its paired difference where a factor is low, and where high."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from sovereigns.experiments.analysis.effects import FEWEST, codes, contrasts, difference
from sovereigns.experiments.readable import number

MOST_CHOSEN = 4
"""Values of a factor that are told one by one where points are chosen; others are split at their median."""


def moderation(
    runs: pd.DataFrame,
    factors: Sequence[str],
    policies: Mapping[str, Sequence[Any]],
    metrics: Sequence[str],
    chosen: bool,
) -> list[dict[str, Any]]:
    """Paired differences of each policy within parts of each factor, and how they rise with it.

    Args:
        runs: as `experiments.effects.contrasts`, which has the other arguments too.
        factors: all factors of the plan.
        policies: what is compared.
        metrics: of what.
        chosen: points are chosen, not drawn.

    Returns:
        One object a level, metric and factor: `policy, against, level, metric, factor, rho, chance, parts`;
        rho is the rank correlation (Spearman) of the difference with the factor over points, None where they
        are few or chosen; `parts` are objects `where, difference, low, high, pairs`.
    """
    found = []
    for pair in contrasts(runs, factors, policies, metrics):
        points = pair.one.index.to_frame(index=False)
        varied = [str(name) for name in points if name != "seed" and points[name].nunique() > 1]
        for metric in metrics:
            one, other = pair.one[metric], pair.other[metric]
            for factor in varied:
                rho, chance = (None, None) if chosen else _correlation(points[factor], other - one)
                parts = [
                    {"where": words, **difference(one[inside], other[inside], chosen)}
                    for words, inside in _parts(points[factor], policies.get(factor, ()), chosen)
                ]
                about = pair.about | {"metric": metric, "factor": factor}
                found.append(about | {"rho": rho, "chance": chance, "parts": parts})
    return found


def _parts(values: pd.Series, order: Sequence[Any], chosen: bool) -> list[tuple[str, np.ndarray]]:
    """Words and rows of each part of a factor: its values if they are few, else its two halves."""
    there = set(values)
    known = [value for value in order if value in there] or sorted(there)
    if len(known) <= (MOST_CHOSEN if chosen else 2) or isinstance(known[0], str):
        return [(f"= {_text(value)}", (values == value).to_numpy()) for value in known]
    middle = float(np.median(known))
    low = (values <= middle).to_numpy()
    return [(f"up to {number(middle)}", low), (f"above {number(middle)}", ~low)]


def _text(value: object) -> str:
    return value if isinstance(value, str) else number(value)


def _correlation(values: pd.Series, gaps: pd.Series) -> tuple[float | None, float | None]:
    """Spearman's rank correlation over points, means over seeds, and its chance."""
    rest = [name for name in gaps.index.names if name != "seed"]
    rows = gaps.index.to_frame(index=False)[rest].assign(x=codes(values), y=gaps.to_numpy(float))
    told = rows.groupby(rest)[["x", "y"]].mean().dropna()
    if len(told) < FEWEST or told["x"].nunique() < 2 or np.ptp(told["y"]) == 0:
        return None, None
    test = stats.spearmanr(told["x"], told["y"])
    return float(test.statistic), float(test.pvalue)
