"""The verdicts in one picture: for each part of each claim, what the points of the parameter space say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sovereigns.experiments.claims.verdict import FEW, MOST
from sovereigns.experiments.report.lines import DPI, INK

LOOKS = {
    "share": ("#0072B2", "", "bears it out"),
    "unclear": ("#E6E6E6", "", "unclear: more seeds could decide"),
    "small": ("#F0C7A0", "///", "too small to matter"),
    "opposite": ("#D55E00", "", "the other way"),
}
"""What points say, from left to right: colour (after Okabe and Ito), hatch and words."""
VERDICTS = {"holds": "#0072B2", "mixed": "#666666", "undecided": "#767676", "fails": "#D55E00"}
WIDTH, BAR, GAP, FRAME = 11.0, 0.16, 0.14, 1.2
"""inches; a bar a part, a gap between claims"""


def draw_claims(results: Sequence[Mapping[str, Any]], path: Path) -> Path:
    """Write the picture.

    Args:
        results: what `sovereigns claims --json` prints.
        path: of the PNG file.
    """
    parts = sum(len(result["parts"]) for result in results)
    deep = BAR * parts + GAP * len(results)
    figure = Figure(figsize=(WIDTH, FRAME + deep), layout="constrained")
    axes = figure.subplots()
    y, at = 0.0, []
    for result in results:
        middle = y + BAR * (len(result["parts"]) - 1) / 2
        at.append(middle)
        axes.text(1.02, middle, result["verdict"], color=VERDICTS[result["verdict"]], va="center", fontsize=8)
        for part in result["parts"]:
            _bar(axes, y, part, len(result["parts"]) > 1)
            y += BAR
        y += GAP
    for third in (FEW, MOST):
        axes.axvline(third, color=INK, linewidth=0.8, linestyle=":")
    axes.set_yticks(at, [f"{r['id']}  {r['claim']}" for r in results], fontsize=8)
    axes.set(xlim=(0, 1), ylim=(deep - GAP, -BAR))
    axes.set_xlabel("share of points", fontsize=8)
    axes.set_xticks([0, FEW, MOST, 1], ["0", "1/3", "2/3", "1"], fontsize=8)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0, pad=14)
    _legend(figure, axes)
    figure.savefig(path, dpi=DPI)
    return path


def _bar(axes: Axes, y: float, part: Mapping[str, Any], named: bool) -> None:
    """One part: what its points say, and the 95 % interval of the share that bears it out."""
    left = 0.0
    for key, (colour, hatch, _) in LOOKS.items():
        axes.barh(y, part[key], BAR * 0.8, left, color=colour, hatch=hatch, edgecolor="white", linewidth=0)
        left += part[key]
    axes.plot([part["share_low"], part["share_high"]], [y, y], color="black", linewidth=1.2)
    if named:
        axes.text(-0.012, y, part["id"], ha="right", va="center", fontsize=7, color=INK)


def _legend(figure: Figure, axes: Axes) -> None:
    for colour, hatch, words in LOOKS.values():
        axes.bar(0, 0, color=colour, hatch=hatch, edgecolor="white", linewidth=0, label=words)
    axes.plot([], [], color="black", linewidth=1.2, label="95 % interval of the share")
    figure.legend(loc="outside upper right", ncols=5, frameon=False, fontsize=8)
