"""Few marks on an axis, in numbers as people read them."""

from __future__ import annotations

import re
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

from sovereigns.experiments.readable import number, on_page

MOST = 5
"""Steps between the marks of an axis."""
STEPS = (1, 2, 5, 10)
NOTHING = 1e-9
"""Part of an axis below which a mark stands at zero but for rounding."""
EXACT = 12
"""Digits of a mark that are not rounding."""


def few_ticks(axes: Axes, which: Literal["x", "y"], unit: str = "") -> None:
    """At most six round marks, shares and chances in percent; on a logarithmic axis its powers of ten.

    Args:
        axes: with its scale set.
        which: of its two axes.
        unit: of what it shows, as its metric says.
    """
    axis = axes.xaxis if which == "x" else axes.yaxis
    if axis.get_scale() == "log":
        low, high = axis.get_view_interval()
        within_a_decade = np.log10(high / low) < 2
        axis.set_major_locator(LogLocator(subs=STEPS[:-1] if within_a_decade else (1,), numticks=MOST))
        axis.set_minor_formatter(NullFormatter())
    else:
        axis.set_major_locator(MaxNLocator(MOST, steps=STEPS))
    axis.set_major_formatter(FuncFormatter(lambda value, _: tick(value, unit, axis)))


def tick(value: float, unit: str, axis: Axis) -> str:
    """A mark's number.

    Args:
        value: where it stands.
        unit: of the axis.
        axis: on which it stands.
    """
    low, high = axis.get_view_interval()
    at_zero = axis.get_scale() == "linear" and abs(value) < NOTHING * abs(high - low)
    value = 0.0 if at_zero else float(f"{value:.{EXACT}g}")
    share = unit.startswith(("share", "chance"))
    words = on_page(number)(100 * value if share else value).replace("-", "−")
    words = re.sub(r"\.?0+(?= ×)", "", words)
    return f"{words} %" if share else words
