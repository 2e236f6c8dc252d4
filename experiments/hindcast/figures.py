"""The hindcast in one figure: a panel a series, band and median of the runs over what was recorded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sovereigns.experiments.hindcast.history import SERIES
from sovereigns.experiments.report.ticks import few_ticks

SIZE = (11.0, 5.6)
ROWS, COLUMNS = 2, 4
LOGARITHMIC = 100.0
"""Panels whose values grow beyond this take a logarithmic axis."""


def draw_backtest(result: Mapping[str, Any], path: Path, tuned_to: str) -> Path:
    """Write the figure.

    Args:
        result: what `experiments.backtest.backtest` gives.
        path: the PNG file; its folder is made if it is not there.
        tuned_to: last quarter of the data that calibration read; marked by a line.
    """
    figure = Figure(figsize=SIZE, layout="constrained")
    figure.suptitle(
        "Model from 2022Q1: median and 90 % band. Dots: recorded. Right of the dotted line: not tuned on."
    )
    panels = figure.subplots(ROWS, COLUMNS).ravel()
    for panel, (name, rows) in zip(panels, result["series"].items(), strict=True):
        _draw(panel, rows, tuned_to)
        panel.set_title(SERIES[name].title, fontsize=9)
        panel.tick_params(labelsize=8)
        panel.set_ylabel(SERIES[name].unit, fontsize=8)
        few_ticks(panel, "y", SERIES[name].unit)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=150)
    return path


def _draw(panel: Axes, rows: list[dict[str, Any]], tuned_to: str) -> None:
    when = np.array([_year(row["quarter"]) for row in rows])
    values = {
        key: np.array([row[key] for row in rows], dtype=float)
        for key in ("observed", "median", "low", "high")
    }
    panel.fill_between(when, values["low"], values["high"], alpha=0.25, color="C0", linewidth=0)
    panel.plot(when, values["median"], color="C0")
    panel.plot(when, values["observed"], "o", color="black", markersize=3.5)
    panel.axvline(_year(tuned_to) + 1 / 8, color="0.5", linestyle=":")
    panel.set_xticks(sorted({int(year) for year in when}))
    if np.nanmax(values["high"]) > LOGARITHMIC:
        panel.set_yscale("log")
    else:
        panel.set_ylim(bottom=0)


def _year(quarter: str) -> float:
    return int(quarter[:4]) + (int(quarter[-1]) - 1) / 4
