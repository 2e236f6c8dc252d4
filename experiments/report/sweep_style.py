"""How figures of a sweep look: colours, marks, and axes with no more ink than they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import wrap
from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sovereigns.experiments.report.lines import DPI, INK

BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#777777"
PATHS = (("#0072B2", "-"), ("#D55E00", "--"), ("#009E73", "-."), ("#CC79A7", ":"))
"""Colour and dash of a line (Okabe and Ito), so that colour is never alone."""
MARKS = (("#0072B2", "o"), ("#D55E00", "s"), ("#009E73", "^"), ("#CC79A7", "D"))
"""Colour and shape of a mark."""
SIGNS = "●■▲◆"
"""The same shapes in words."""
ROOM, TITLE = 34, 48
"""Characters of a line beside a panel, and above one."""
LINE = 0.125
"""inches: a line of a name"""
PAIR, WIDE = 2, 5.4
"""Panels side by side where they are wide, and how wide, in inches."""

Rows = Sequence[Mapping[str, Any]]


def shift(k: int, of: int) -> float:
    """Where the k-th of several marks stands within its row."""
    return 0.0 if of < 2 else 0.5 * (k / (of - 1) - 0.5)


def name_rows(axes: Axes, names: Sequence[str]) -> None:
    """Name the rows of a panel, the first on top."""
    axes.set_yticks(range(len(names)), names, fontsize=7)
    axes.set_ylim(len(names) - 0.5, -0.5)
    mark_zero(axes, "x")
    axes.grid(axis="y", color="#888888", alpha=0.2, linewidth=0.6)


def mark_zero(axes: Axes, which: Literal["x", "y"]) -> None:
    """A dotted line across a panel at zero, which its axis then holds.

    Exactly: `axhline` and `axvline` add a rounding error, which is the whole scale where all marks are at
    zero.

    Args:
        axes: with its marks.
        which: of its two axes has the zero.
    """
    across = axes.get_yaxis_transform() if which == "y" else axes.get_xaxis_transform()
    ends = ([0, 1], [0, 0]) if which == "y" else ([0, 0], [0, 1])
    axes.add_artist(Line2D(*ends, transform=across, color=GREY, linewidth=0.8, linestyle=":"))
    axes.update_datalim([(0, 0)], updatex=which == "x", updatey=which == "y")
    axes.autoscale_view()


def tall(names: Sequence[str]) -> float:
    """Inches that a row needs so that the lines of its name, and those of the next, have room.

    Args:
        names: of all rows.
    """
    return LINE * (1 + max(name.count("\n") for name in names)) + 0.1


def finish(figure: Figure, sheet: np.ndarray, used: int, path: Path, legend: bool) -> None:
    """Hide the panels that nothing stands in, name the marks if asked, and write the file."""
    for axes in sheet[used:]:
        axes.set_axis_off()
    if legend:
        named = sheet[0].get_legend_handles_labels()
        figure.legend(*named, loc="outside upper left", frameon=False, ncols=4, fontsize=8)
    figure.savefig(path, dpi=DPI)


def wrapped(words: str, width: int = ROOM) -> str:
    """Words in lines that have room beside or above a panel.

    Args:
        words: as one line.
        width: characters of a line.
    """
    return "\n".join(line for part in words.split("\n") for line in wrap(part, width, break_on_hyphens=False))


def plain(axes: Axes, title: str, unit: str, width: int = TITLE) -> None:
    """Title, unit, and only the two axes that are read."""
    axes.set_title(wrapped(title, width), fontsize=8, color=INK, loc="left", fontweight="bold")
    axes.set_xlabel(unit, fontsize=7, color=INK)
    axes.tick_params(labelsize=7, colors=INK, length=3)
    axes.spines[["top", "right"]].set_visible(False)
