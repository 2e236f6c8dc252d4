"""The main lines of a run as small multiples: one panel, one question, one unit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sovereigns.experiments.report.ticks import few_ticks
from sovereigns.model.metrics import METRICS, UNITS

COLUMNS = 3
PANEL = (3.6, 2.35)
"""inches"""
DPI = 110
LOOKS = (("#0072B2", "-"), ("#D55E00", "--"), ("#009E73", "-."))
"""Okabe-Ito colour and line style of the first, second and third line of a panel."""
INK = "#222222"


@dataclass(frozen=True)
class Panel:
    """One chart: its title, and the metrics that are its lines, each labelled with its own title."""

    title: str
    lines: tuple[str, ...]
    unit: str = ""
    """Blank: that of the first metric."""
    logarithmic: bool = False

    @property
    def labels(self) -> tuple[str, ...]:
        """Of the lines."""
        return tuple(METRICS[metric].title for metric in self.lines)


def _alone(metric: str) -> Panel:
    """A panel of one metric, under its own title."""
    return Panel(METRICS[metric].title, (metric,))


PANELS = (
    Panel("How many AIs", ("sovereign_ais", "superintelligent_sovereign_ais", "effective_ais"), "AIs"),
    Panel("Own AI, open AI", ("own_model_share", "open_weight_share"), "share"),
    Panel("China's lag behind the US", ("us_cn_lag_years", "cn_training_lag_years")),
    _alone("world_capability"),
    Panel("AI compute", ("world_compute_h100e", "cn_compute_h100e"), logarithmic=True),
    _alone("cn_domestic_chip_share"),
    _alone("smuggled_h100e"),
    Panel("Joint research", ("joint_work_share", "civilian_joint_work"), "share"),
    Panel(
        "Threat and rules", ("threat_mean", "control_level_mean", "domestic_regulation_mean"), "mean level"
    ),
    _alone("coalition_coverage"),
    _alone("incidents"),
    Panel("Risk", ("conflict_risk", "expected_loss"), "chance; share of GDP"),
    _alone("vendor_revenue"),
    Panel("Costs of rivalry", ("compliance_cost", "duplication_cost")),
    _alone("welfare"),
    Panel("Inequality", ("welfare_gini", "capability_gini"), "Gini index"),
)


def panels_of(world: pd.DataFrame) -> list[Panel]:
    """The panels and lines that have something to show: without China, nothing about China.

    Args:
        world: a row a quarter.
    """
    there = {metric for metric in world if metric != "quarter" and world[metric].notna().any()}
    kept = [replace(panel, lines=tuple(name for name in panel.lines if name in there)) for panel in PANELS]
    return [panel for panel in kept if panel.lines]


def save_panels(world: pd.DataFrame, path: Path) -> None:
    """All panels on one sheet, as PNG.

    Args:
        world: a row a quarter.
        path: of the file.
    """
    panels = panels_of(world)
    rows = -(-len(panels) // COLUMNS)
    figure = Figure(figsize=(COLUMNS * PANEL[0], rows * PANEL[1]))
    sheet = figure.subplots(rows, COLUMNS, squeeze=False).ravel()
    figure.subplots_adjust(left=0.07, right=0.98, bottom=0.03, top=0.97, wspace=0.3, hspace=0.4)
    for axes, panel in zip(sheet, panels, strict=False):
        draw(axes, panel, world)
    for axes in sheet[len(panels) :]:
        axes.set_axis_off()
    figure.savefig(path, dpi=DPI)


def draw(axes: Axes, panel: Panel, world: pd.DataFrame) -> None:
    """Draw a panel's lines, each with colour, line style and label.

    Args:
        axes: where.
        panel: what.
        world: a row a quarter.
    """
    x = np.arange(len(world))
    for metric, label, (colour, style) in zip(panel.lines, panel.labels, LOOKS, strict=False):
        axes.plot(x, world[metric].astype(float), color=colour, linestyle=style, linewidth=1.8, label=label)
    if panel.logarithmic and (world[list(panel.lines)].to_numpy(float) > 0).all():
        axes.set_yscale("log")
    axes.set_title(panel.title, fontsize=10, color=INK, loc="left", fontweight="bold")
    unit = panel.unit or UNITS[panel.lines[0]]
    axes.set_ylabel(unit, fontsize=8, color=INK)
    few_ticks(axes, "y", unit)
    ticks = np.unique(np.linspace(0, len(world) - 1, min(4, len(world))).astype(int))
    axes.set_xticks(ticks, world["quarter"].iloc[ticks])
    axes.tick_params(labelsize=8, colors=INK, length=3)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(INK)
    axes.grid(axis="y", color="#888888", alpha=0.25, linewidth=0.6)
    if len(panel.lines) > 1:
        axes.legend(fontsize=8, frameon=False, labelcolor=INK, handlelength=2.6, borderpad=0)
