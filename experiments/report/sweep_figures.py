"""Pictures of what policies do: at the end, quarter by quarter, under what conditions, and to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sovereigns.experiments.report.lines import COLUMNS, DPI, INK, PANEL
from sovereigns.experiments.report.sweep_style import (
    BLUE,
    MARKS,
    ORANGE,
    PAIR,
    PATHS,
    SIGNS,
    WIDE,
    Rows,
    finish,
    mark_zero,
    name_rows,
    plain,
    shift,
    tall,
    wrapped,
)
from sovereigns.experiments.report.sweep_words import (
    Names,
    factor_words,
    level_words,
    metric_words,
    nation_words,
)
from sovereigns.experiments.report.ticks import few_ticks

POWERS = ("USA", "CHN")
WHEN = 5
"""Quarters that are named."""
ACROSS = 80
"""Characters of the title of a wide panel."""
EXTREMES = 3
EDGE, HALF = 0.25, 0.5
"""Parts of a panel: so near to its side a name is written inward; above and below."""
MARGIN = 0.15
"""Of what a panel of nations shows, above and below it: room for a name."""
NARROW, ITS_TITLE = 2.7, 34
"""A panel among many: inches, and characters of a line of its title."""


def draw_effects(
    effects: Rows, metrics: Sequence[str], units: Mapping[str, str], names: Names, path: Path
) -> None:
    """One panel a metric: paired difference of each level of a policy from its first, with 95 % interval."""
    levels = list(dict.fromkeys((row["policy"], str(row["level"])) for row in effects))
    deep = -(-len(metrics) // COLUMNS)
    called = [wrapped(level_words(*level, names)) for level in levels]
    height = max(1.2, 0.9 + max(0.28, tall(called)) * len(levels))
    figure = Figure(figsize=(COLUMNS * PANEL[0] + 1, deep * height), layout="constrained")
    sheet = figure.subplots(deep, COLUMNS, squeeze=False, sharey=True).ravel()
    for axes, metric in zip(sheet, metrics, strict=False):
        for row in (row for row in effects if row["metric"] == metric):
            y = levels.index((row["policy"], str(row["level"])))
            axes.plot([row["low"], row["high"]], [y, y], color=BLUE, linewidth=2)
            axes.plot(row["difference"], y, "o", color=BLUE, markersize=5)
        mark_zero(axes, "x")
        axes.set_yticks(range(len(levels)), called, fontsize=7)
        axes.set_ylim(len(levels) - 0.5, -0.5)
        few_ticks(axes, "x", units.get(metric, ""))
        plain(axes, metric_words(metric), units.get(metric, ""))
    for axes in sheet[len(metrics) :]:
        axes.set_axis_off()
    figure.savefig(path, dpi=DPI)


def draw_paths(
    paths: Rows, metrics: Sequence[str], units: Mapping[str, str], names: Names, path: Path
) -> None:
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
            axes.plot(
                at, middle, dash, color=colour, linewidth=1.6, label=wrapped(level_words(*level, names))
            )
        mark_zero(axes, "y")
        step = -(-len(when) // WHEN)
        axes.set_xticks(range(0, len(when), step), when[::step])
        few_ticks(axes, "y", units.get(metric, ""))
        plain(axes, metric_words(metric), "")
        axes.set_ylabel(units.get(metric, ""), fontsize=7, color=INK)
    for axes in sheet[max(0, len(metrics) - COLUMNS) : len(metrics)]:
        axes.tick_params(labelbottom=True)  # each column's last, where nothing stands below too
    for axes in sheet[len(metrics) :]:
        axes.set_axis_off()
    figure.legend(*sheet[0].get_legend_handles_labels(), loc="outside upper left", frameon=False, ncols=4)
    figure.savefig(path, dpi=DPI)


def draw_moderation(
    rows: Rows, metrics: Sequence[str], units: Mapping[str, str], names: Names, path: Path
) -> None:
    """A row a level, a panel a metric: effect in each part of each factor, with its interval."""
    levels = list(dict.fromkeys((row["policy"], str(row["level"])) for row in rows))[:COLUMNS]
    factors = list(dict.fromkeys(row["factor"] for row in rows))
    called = [_named(factor, rows, names) for factor in factors]
    size = (len(metrics) * NARROW + 1.6, len(levels) * (0.7 + tall(called) * len(factors)) + 0.2)
    figure = Figure(figsize=size, layout="constrained")
    sheet = figure.subplots(len(levels), len(metrics), squeeze=False, sharey=True, sharex="col")
    for line, level in zip(sheet, levels, strict=True):
        for axes, metric in zip(line, metrics, strict=True):
            for row in rows:
                if row["metric"] == metric and (row["policy"], str(row["level"])) == level:
                    _parts(axes, factors.index(row["factor"]), row["parts"])
            name_rows(axes, called)
            few_ticks(axes, "x", units.get(metric, ""))
            title = f"{metric_words(metric)}\n{level_words(*level, names)}"
            plain(axes, title, units.get(metric, ""), ITS_TITLE)
    figure.savefig(path, dpi=DPI)


def _named(factor: str, rows: Rows, names: Names) -> str:
    """A factor with what the marks of its parts stand for."""
    parts = next(row["parts"] for row in rows if row["factor"] == factor)
    return wrapped(factor_words(factor, names)) + "".join(
        f"\n{sign} {part['where']}" for part, sign in zip(parts, SIGNS, strict=False)
    )


def _parts(axes: Axes, row: int, parts: Rows) -> None:
    for k, part in enumerate(parts):
        y = row + shift(k, len(parts))
        colour, mark = MARKS[k % len(MARKS)]
        axes.plot([part["low"], part["high"]], [y, y], color=colour, linewidth=1.6)
        axes.plot(part["difference"], y, mark, color=colour, markersize=4.5)


def draw_nations(rows: Rows, names: Names, path: Path) -> None:
    """One panel a level: each nation's gain or loss in its order, with its interval, the extremes by name."""
    levels = list(dict.fromkeys((row["policy"], str(row["level"])) for row in rows))
    across = min(PAIR, len(levels))
    deep = -(-len(levels) // across)
    figure = Figure(figsize=(PAIR * WIDE, deep * 3.4), layout="constrained")
    sheet = figure.subplots(deep, across, squeeze=False).ravel()
    for axes, level in zip(sheet, levels, strict=False):
        of = [row for row in rows if (row["policy"], str(row["level"])) == level]
        of = sorted(
            (row for row in of if row["difference"] == row["difference"]), key=lambda r: r["difference"]
        )
        y = [row["difference"] for row in of]
        axes.fill_between(
            range(len(of)), [r["low"] for r in of], [r["high"] for r in of], color=BLUE, alpha=0.2
        )
        axes.plot(y, ".", color=BLUE, markersize=3)
        axes.margins(y=MARGIN)
        mark_zero(axes, "y")
        called = [nation_words(row["metric"], names) for row in of]
        powers = [(k, y[k], called[k]) for k, row in enumerate(of) if row["metric"] in POWERS]
        _name_powers(axes, powers, len(of))
        plain(axes, level_words(*level, names), _in_order(called), ACROSS)
        few_ticks(axes, "y")
        axes.set_xticks([])
        axes.set_ylabel("welfare, log points", fontsize=7, color=INK)
    finish(figure, sheet, len(levels), path, False)


def _in_order(called: Sequence[str]) -> str:
    """What a panel of nations shows, least and most by name, or all where they are few."""
    if len(called) <= 2 * EXTREMES:
        return f"nations in order of their gain: {', '.join(called)}"
    least, most = (", ".join(some) for some in (called[:EXTREMES], called[-EXTREMES:]))
    return f"nations in order of their gain; least: {least}\nmost: {most}"


def _name_powers(axes: Axes, powers: Sequence[tuple[int, float, str]], many: int) -> None:
    """Name the left point above the rising curve and the right one below it, each at an upright line.

    Args:
        axes: where each nation stands at its place in the order of gains.
        powers: (place, gain, name) from the left to the right, two at most.
        many: how many nations there are.
    """
    for (place, gain, name), (height, side) in zip(powers, ((0.93, "right"), (0.05, "left")), strict=False):
        if not EDGE < place / many < 1 - EDGE:
            side = "left" if place / many <= EDGE else "right"
        axes.annotate(
            name,
            (place, gain),
            xytext=(place, height),
            textcoords=("data", "axes fraction"),
            horizontalalignment=side,
            fontsize=8,
            color=ORANGE,
            arrowprops={
                "arrowstyle": "-",
                "color": ORANGE,
                "linewidth": 0.8,
                "relpos": (float(side == "right"), float(height < HALF)),
            },
        )
