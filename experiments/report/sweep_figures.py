"""Pictures of a sweep: effects of policies, what matters, and the box in which an outcome is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from experiments.effects import codes
from experiments.report.lines import COLUMNS, DPI, INK, PANEL

BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#777777"
PATHS = (("#0072B2", "-"), ("#D55E00", "--"), ("#009E73", "-."), ("#CC79A7", ":"))
"""Colour and dash of a line (Okabe and Ito), so that colour is never alone."""
MOST_BARS = 12
WHOLE = {"rho": (-1, 1), "total": (0, 1.1)}
"""Scales on which a bar that says little looks little."""

Rows = Sequence[Mapping[str, Any]]


def draw_effects(effects: Rows, metrics: Sequence[str], units: Mapping[str, str], path: Path) -> None:
    """One panel a metric: paired difference of each level of a policy from its first, with 95 % interval."""
    levels = list(dict.fromkeys((row["policy"], str(row["level"])) for row in effects))
    deep = -(-len(metrics) // COLUMNS)
    height = max(1.2, 0.9 + 0.28 * len(levels))
    figure = Figure(figsize=(COLUMNS * PANEL[0] + 1, deep * height), layout="constrained")
    sheet = figure.subplots(deep, COLUMNS, squeeze=False, sharey=True).ravel()
    for axes, metric in zip(sheet, metrics, strict=False):
        for row in (row for row in effects if row["metric"] == metric):
            y = levels.index((row["policy"], str(row["level"])))
            axes.plot([row["low"], row["high"]], [y, y], color=BLUE, linewidth=2)
            axes.plot(row["difference"], y, "o", color=BLUE, markersize=5)
        axes.axvline(0, color=GREY, linewidth=0.8, linestyle=":")
        axes.set_yticks(range(len(levels)), [_short(*level) for level in levels], fontsize=7)
        axes.set_ylim(len(levels) - 0.5, -0.5)
        _plain(axes, metric, units.get(metric, ""))
    for axes in sheet[len(metrics) :]:
        axes.set_axis_off()
    figure.savefig(path, dpi=DPI)


def _short(policy: str, level: str) -> str:
    return level if policy == "scenario" else f"{policy} = {level}"


def draw_paths(paths: Rows, metrics: Sequence[str], units: Mapping[str, str], path: Path) -> None:
    """One panel a metric: paired difference of each level from its policy's first, quarter by quarter."""
    levels = list(dict.fromkeys((row["policy"], str(row["level"])) for row in paths))
    when = list(dict.fromkeys(row["quarter"] for row in paths))
    deep = -(-len(metrics) // COLUMNS)
    figure = Figure(figsize=(COLUMNS * PANEL[0] + 1, deep * PANEL[1] + 0.5), layout="constrained")
    sheet = figure.subplots(deep, COLUMNS, squeeze=False, sharex=True).ravel()
    for axes, metric in zip(sheet, metrics, strict=False):
        for k, level in enumerate(levels):
            of = [r for r in paths if r["metric"] == metric and (r["policy"], str(r["level"])) == level]
            at = [when.index(row["quarter"]) for row in of]
            low, middle, high = ([row[end] for row in of] for end in ("low", "difference", "high"))
            colour, dash = PATHS[k % len(PATHS)]
            axes.fill_between(at, low, high, color=colour, alpha=0.15, linewidth=0)
            axes.plot(at, middle, dash, color=colour, linewidth=1.6, label=_short(*level))
        axes.axhline(0, color=GREY, linewidth=0.8, linestyle=":")
        axes.set_xticks(range(0, len(when), 8), when[::8])
        _plain(axes, metric, "")
        axes.set_ylabel(units.get(metric, ""), fontsize=7, color=INK)
    for axes in sheet[len(metrics) :]:
        axes.set_axis_off()
    figure.legend(*sheet[0].get_legend_handles_labels(), loc="outside upper left", frameon=False, ncols=4)
    figure.savefig(path, dpi=DPI)


def draw_factors(rows: Rows, key: str, label: str, path: Path) -> None:
    """Bars: how much each factor matters for each of a few metrics, scenario by scenario.

    Args:
        rows: of one kind: indices or associations.
        key: what the bars show.
        label: of the axis.
        path: of the file.
    """
    panels = list(dict.fromkeys((row["scenario"], row["metric"]) for row in rows))
    deep = -(-len(panels) // COLUMNS)
    longest = min(MOST_BARS, len({row["factor"] for row in rows}))
    size = (COLUMNS * PANEL[0] + 1, deep * (0.8 + 0.2 * longest))
    figure = Figure(figsize=size, layout="constrained")
    sheet = figure.subplots(deep, COLUMNS, squeeze=False).ravel()
    for axes, (scenario, metric) in zip(sheet, panels, strict=False):
        of = [row for row in rows if (row["scenario"], row["metric"]) == (scenario, metric)]
        of = sorted(of, key=lambda row: -abs(row[key]))[:MOST_BARS]
        sizes = [row[key] for row in of]
        spread = [row.get(f"{key}_conf", 0) for row in of] if f"{key}_conf" in of[0] else None
        axes.barh(range(len(of)), sizes, xerr=spread, color=[BLUE if s >= 0 else ORANGE for s in sizes])
        axes.set_yticks(range(len(of)), [row["factor"] for row in of], fontsize=7)
        axes.invert_yaxis()
        if key in WHOLE:
            axes.set_xlim(*WHOLE[key])
        _plain(axes, f"{metric}, {scenario}", label)
    for axes in sheet[len(panels) :]:
        axes.set_axis_off()
    figure.savefig(path, dpi=DPI)


def draw_box(factors: pd.DataFrame, outcome: np.ndarray, box: Mapping[str, Any], path: Path) -> None:
    """Runs with and without the outcome over the two sides of the box that cut away most, and the box."""
    limits: Mapping[str, Sequence[Any]] = box["limits"]
    sides = sorted(limits, key=lambda name: _kept(factors, name, limits[name]))[:2]
    figure = Figure(figsize=(6, 4.2), layout="constrained")
    axes = figure.subplots()
    x = codes(factors[sides[0]])
    y = codes(factors[sides[1]]) if len(sides) > 1 else np.arange(len(factors)) % 97 / 97
    for there, colour, mark, label in (
        (~outcome, GREY, ".", "without the outcome"),
        (outcome, ORANGE, "x", "with it"),
    ):
        axes.plot(x[there], y[there], mark, color=colour, label=label, markersize=5)
    (left, right), (low, high) = _ends(x, factors, sides, 0, limits), _ends(y, factors, sides, 1, limits)
    axes.add_patch(
        Rectangle((left, low), right - left, high - low, fill=False, edgecolor=BLUE, linewidth=2.5)
    )
    axes.set_xlabel(sides[0])
    axes.set_ylabel(sides[1] if len(sides) > 1 else "")
    if len(sides) < 2:
        axes.set_yticks([])
    axes.legend(frameon=False, fontsize=8, loc="upper center", bbox_to_anchor=(0.5, 1.1), ncols=2)
    figure.savefig(path, dpi=DPI)


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


def _plain(axes: Axes, title: str, unit: str) -> None:
    axes.set_title(title, fontsize=8, color=INK, loc="left", fontweight="bold")
    axes.set_xlabel(unit, fontsize=7, color=INK)
    axes.tick_params(labelsize=7, colors=INK, length=3)
    axes.spines[["top", "right"]].set_visible(False)
