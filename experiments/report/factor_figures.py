"""Pictures of factors: which of them matter, and the box of their space in which an outcome is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from pandas.api.types import is_numeric_dtype
from scipy.stats import qmc

from sovereigns.experiments.analysis.effects import codes
from sovereigns.experiments.report.lines import DPI, INK
from sovereigns.experiments.report.sweep_style import (
    BLUE,
    GREY,
    MARKS,
    ORANGE,
    PAIR,
    ROOM,
    WIDE,
    Rows,
    finish,
    name_rows,
    plain,
    shift,
    tall,
    wrapped,
)
from sovereigns.experiments.report.sweep_words import Names, factor_words, metric_words
from sovereigns.experiments.report.ticks import few_ticks

MOST_ROWS = 12
WHOLE = {"rho": (-1.05, 1.05), "total": (0, 1.1)}
"""Scales on which what says little looks little."""
FEW_VALUES = 8


def draw_factors(
    rows: Rows, key: str, label: str, units: Mapping[str, str], names: Names, path: Path
) -> None:
    """One panel a metric: how much each factor matters, a mark a scenario.

    Args:
        rows: of one kind: indices or associations.
        key: what the marks show.
        label: of the axis.
        units: of the metrics, where what is shown has them.
        names: of the nations.
        path: of the file.
    """
    metrics = list(dict.fromkeys(row["metric"] for row in rows))
    scenarios = list(dict.fromkeys(row["scenario"] for row in rows))
    longest = min(MOST_ROWS, len({row["factor"] for row in rows}))
    deep = -(-len(metrics) // PAIR)
    called = {factor: wrapped(factor_words(factor, names)) for factor in {row["factor"] for row in rows}}
    height = 0.9 + max(0.16 + 0.07 * len(scenarios), tall([*called.values()])) * longest
    figure = Figure(figsize=(PAIR * WIDE, deep * height + 0.4), layout="constrained")
    sheet = figure.subplots(deep, PAIR, squeeze=False).ravel()
    for axes, metric in zip(sheet, metrics, strict=False):
        of = [row for row in rows if row["metric"] == metric]
        factors = _largest(of, key)
        for k, scenario in enumerate(scenarios):
            there = [row for row in of if row["scenario"] == scenario and row["factor"] in factors]
            y = [factors.index(row["factor"]) + shift(k, len(scenarios)) for row in there]
            spread = [row[f"{key}_conf"] for row in there] if f"{key}_conf" in rows[0] else None
            colour, mark = MARKS[k % len(MARKS)]
            axes.errorbar([row[key] for row in there], y, xerr=spread, fmt=mark, color=colour, label=scenario)
        name_rows(axes, [called[factor] for factor in factors])
        if key in WHOLE:
            axes.set_xlim(*WHOLE[key])
        few_ticks(axes, "x", units.get(metric, ""))
        plain(axes, metric_words(metric), f"{label}, {units[metric]}" if metric in units else label)
    finish(figure, sheet, len(metrics), path, len(scenarios) > 1)


def _largest(rows: Rows, key: str) -> list[str]:
    """The factors that matter most in any scenario, in order."""
    size: dict[str, float] = {}
    for row in rows:
        size[row["factor"]] = max(size.get(row["factor"], 0.0), abs(row[key]))
    return sorted(size, key=lambda name: -size[name])[:MOST_ROWS]


def draw_box(
    factors: pd.DataFrame, outcome: np.ndarray, box: Mapping[str, Any], names: Names, path: Path
) -> None:
    """Runs with and without the outcome over the two sides of the box that cut away most.

    The box is drawn; beside it coverage and density of every step of the peeling.
    """
    limits: Mapping[str, Sequence[Any]] = box["limits"]
    sides = sorted(limits, key=lambda name: _kept(factors, name, limits[name]))[:2]
    figure = Figure(figsize=(PAIR * WIDE, 4.0), layout="constrained")
    axes, beside = figure.subplots(1, 2, width_ratios=(3, 2))
    x = codes(factors[sides[0]])
    y = codes(factors[sides[1]]) if len(sides) > 1 else np.linspace(0, 1, len(factors))
    aside = _jitter(x, 0), _jitter(y, 1)
    for there, colour, mark, label in (
        (~outcome, GREY, ".", "runs without the outcome"),
        (outcome, ORANGE, "x", "with it"),
    ):
        axes.plot((x + aside[0])[there], (y + aside[1])[there], mark, color=colour, label=label, markersize=5)
    (left, right), (low, high) = _ends(x, factors, sides, 0, limits), _ends(y, factors, sides, 1, limits)
    axes.add_patch(
        Rectangle((left, low), right - left, high - low, fill=False, edgecolor=BLUE, linewidth=2.5)
    )
    axes.set_xlabel(factor_words(sides[0], names), fontsize=8)
    axes.set_ylabel(wrapped(factor_words(sides[1], names), 2 * ROOM) if len(sides) > 1 else "", fontsize=8)
    for which in ("x", "y"):
        few_ticks(axes, which)
    for side, values, ticks in zip(sides, (x, y), (axes.set_xticks, axes.set_yticks), strict=False):
        if not is_numeric_dtype(factors[side]):
            known = sorted(set(zip(values, factors[side], strict=True)))
            ticks([place for place, _ in known], [name for _, name in known], fontsize=7)
    if len(sides) < 2:
        axes.set_yticks([])
    axes.legend(frameon=False, fontsize=8, loc="upper center", bbox_to_anchor=(0.5, 1.12), ncols=2)
    _draw_trajectory(beside, box)
    figure.savefig(path, dpi=DPI)


def _draw_trajectory(axes: Axes, box: Mapping[str, Any]) -> None:
    coverage, density = zip(*box["trajectory"], strict=True)
    axes.plot(coverage, density, ".-", color=GREY, linewidth=1)
    axes.plot(box["coverage"], box["density"], "s", color=BLUE, markersize=9, label="the box")
    axes.axhline(box["share"], color=GREY, linewidth=0.8, linestyle=":", label="all runs")
    axes.set(xlim=(0, 1.03), ylim=(0, 1.03))
    plain(axes, "", "coverage: share of runs with the outcome that lie inside")
    axes.set_ylabel("density: share of runs inside with the outcome", fontsize=7, color=INK)
    axes.legend(frameon=False, fontsize=8, loc="lower left")


def _jitter(values: np.ndarray, column: int) -> np.ndarray:
    """Small steps aside, where many runs share few values, so that all are seen."""
    known = np.unique(values)
    if len(known) > FEW_VALUES:
        return np.zeros(len(values))
    width = 0.3 * (np.diff(known).min() if len(known) > 1 else 1.0)
    return width * (qmc.Halton(2, scramble=False).random(len(values))[:, column] - 0.5)


def _kept(factors: pd.DataFrame, name: str, limits: Sequence[Any]) -> float:
    """Share of runs that one side of a box keeps."""
    values = factors[name]
    kept = values.isin(limits) if isinstance(limits[0], str) else values.between(*limits)
    return float(kept.mean())


def _ends(
    at: np.ndarray, factors: pd.DataFrame, sides: Sequence[str], k: int, limits: Mapping[str, Any]
) -> tuple[float, float]:
    if k >= len(sides):
        return float(at.min()), float(at.max())
    side = limits[sides[k]]
    if isinstance(side[0], str):
        inside = at[factors[sides[k]].isin(side).to_numpy()]
        return float(inside.min()) - 0.3, float(inside.max()) + 0.3
    return float(side[0]), float(side[1])
