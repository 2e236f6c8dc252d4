"""A factorial cell by cell: what each combination of levels leads to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from sovereigns.experiments.analysis.compare import paired

MOST = 16
"""Cells that a person can read."""


def cells(runs: pd.DataFrame, factors: Sequence[str], metrics: Sequence[str]) -> list[dict[str, Any]]:
    """Mean of each metric in each cell, with its 95 % interval over seeds.

    Args:
        runs: finished runs of a factorial: `scenario`, `point`, a column a factor, the metrics.
        factors: all factors of the plan.
        metrics: what to tell.

    Returns:
        One object a scenario, point and metric: `scenario, factors, metric, mean, low, high, runs`; none if
        there are more than MOST cells.
    """
    groups = list(runs.groupby(["scenario", "point"], sort=False))
    if len(groups) > MOST:
        return []
    found = []
    for (scenario, _), of in groups:
        about = {"scenario": scenario, "factors": {name: of[name].iloc[0] for name in factors}}
        for metric in metrics:
            values = of[metric].to_numpy(float)
            told = paired(np.zeros(len(values)), values)
            found.append(
                about
                | {"metric": metric, "mean": told["difference"], "low": told["low"], "high": told["high"]}
                | {"runs": int(np.isfinite(values).sum())}
            )
    return found
