"""Start, end and change of every metric. A flow of 0 at the start has not begun: it has no start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from sovereigns.model.metrics import METRICS


def changes(summary: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A row a metric: `name, unit, start, end, change`, None where there is no number.

    Args:
        summary: content of summary.json.
    """
    rows = []
    for name, metric in METRICS.items():
        start, end = summary["start"][name], summary["final"][name]
        if not_begun(name, start):
            start = None
        change = None if start is None or end is None else end - start
        rows.append({"name": name, "unit": metric.unit, "start": start, "end": end, "change": change})
    return rows


def begun(world: pd.DataFrame) -> pd.DataFrame:
    """The world by quarter with flows blank where they have not begun.

    Args:
        world: a row a quarter, World(0) first.
    """
    shown = world.copy()
    for name in METRICS:
        if not_begun(name, world[name].iloc[0]):
            shown[name] = shown[name].astype(float)
            shown.loc[shown.index[0], name] = np.nan
    return shown


def not_begun(metric: str, start: float | None) -> bool:
    """Whether a metric counts what passes in a quarter, and none has passed at the start."""
    return METRICS[metric].kind == "flow" and start == 0
