"""The verdicts in one picture: for each claim the share of points that bear it out, part by part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.hypotheses.verdict import FEW, MOST
from experiments.report.lines import DPI, INK

LOOKS = {"holds": ("#0072B2", "o"), "mixed": ("#999999", "s"), "fails": ("#D55E00", "X")}
"""Verdict -> colour (Okabe-Ito) and mark."""
WIDTH, ROW, FRAME = 9.5, 0.3, 1.1
"""inches"""
BAND = "#EFEFEF"


def draw_claims(results: Sequence[Mapping[str, Any]], path: Path) -> Path:
    """Write the picture.

    Args:
        results: what `sovereigns claims --json` prints.
        path: of the PNG file.
    """
    figure = Figure(figsize=(WIDTH, FRAME + ROW * len(results)), layout="constrained")
    axes = figure.subplots()
    axes.axvspan(FEW, MOST, color=BAND, zorder=0)
    for row, result in enumerate(results):
        _row(axes, row, result)
    axes.set_yticks(range(len(results)), [f"{r['id']}  {r['claim']}" for r in results], fontsize=8)
    axes.set(xlim=(-0.03, 1.03), ylim=(len(results) - 0.5, -0.5))
    axes.set_xlabel("share of points that bear it out (letters: parts)", fontsize=8)
    axes.set_xticks([0, FEW, MOST, 1], ["0", "1/3", "2/3", "1"])
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(axis="y", length=0)
    _legend(axes)
    figure.savefig(path, dpi=DPI)
    return path


def _row(axes: Axes, row: int, result: Mapping[str, Any]) -> None:
    """The weakest part as a bar with its verdict's mark, the others as letters."""
    colour, mark = LOOKS[result["verdict"]]
    axes.plot([0, result["share"]], [row, row], color=colour, linewidth=2, zorder=1)
    axes.plot(result["share"], row, mark, color=colour, markersize=7, zorder=3)
    if len(result["parts"]) > 1:
        for part in result["parts"]:
            axes.annotate(
                part["id"],
                (part["share"], row),
                xytext=(6 + 7 * "abc".index(part["id"]), 2),
                textcoords="offset points",
                fontsize=7,
                color=INK,
            )


def _legend(axes: Axes) -> None:
    for name, (colour, mark) in LOOKS.items():
        axes.plot([], [], mark, color=colour, label=name)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.06), ncols=3, frameon=False, fontsize=8)
