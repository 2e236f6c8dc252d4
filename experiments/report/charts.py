"""A panel as an SVG element for the page: it takes the text colour of the page, and says itself in words."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import numpy as np
import pandas as pd
from matplotlib.ticker import LogLocator, MaxNLocator
from numpy.typing import NDArray

from sovereigns.experiments.readable import number, on_page
from sovereigns.experiments.report.lines import LOOKS, Panel

Float = NDArray[np.float64]

WIDTH, HEIGHT = 360, 200
LEFT, RIGHT, TOP, BOTTOM = 62, 12, 10, 24
TICKS = 4
DASHES = {"-": "none", "--": "7 4", "-.": "8 3 2 3"}


@dataclass(frozen=True)
class Scale:
    """From values to the height of a chart."""

    low: float
    high: float
    logarithmic: bool

    def __call__(self, value: Float) -> Float:
        """Pixels from the top."""
        ends = np.array([self.low, self.high], dtype=float)
        value, ends = (np.log10(value), np.log10(ends)) if self.logarithmic else (value, ends)
        part: Float = (value - ends[0]) / (ends[1] - ends[0])
        return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM)


def chart(panel: Panel, world: pd.DataFrame) -> str:
    """One panel.

    Args:
        panel: what to draw.
        world: a row a quarter.
    """
    values = world[list(panel.lines)].to_numpy(float)
    scale, ticks = scale_of(values, panel.logarithmic)
    x = np.linspace(LEFT, WIDTH - RIGHT, len(world)) if len(world) > 1 else np.array([LEFT])
    parts = [_grid(scale, ticks), _quarters(x, world["quarter"])]
    parts += [_line(x, scale(values[:, i]), *LOOKS[i]) for i in range(len(panel.lines))]
    words = escape(describe(panel, world), quote=True)
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{words}">{"".join(parts)}</svg>'


def describe(panel: Panel, world: pd.DataFrame) -> str:
    """The panel in words, for those who do not see it."""
    first, last = world.iloc[0], world.iloc[-1]
    said = [
        f"{label} from {number(first[m])} to {number(last[m])}"
        for m, label in zip(panel.lines, panel.labels, strict=True)
    ]
    return f"{'; '.join(said)}." if panel.labels == (panel.title,) else f"{panel.title}: {'; '.join(said)}."


def key(look: int) -> str:
    """A short stroke in the look of a line, for the legend."""
    colour, style = LOOKS[look]
    stroke = f'stroke="{colour}" stroke-width="2.5" stroke-dasharray="{DASHES[style]}"'
    return (
        f'<svg viewBox="0 0 28 8" width="28" height="8" aria-hidden="true"><path d="M0 4H28" {stroke}/></svg>'
    )


def scale_of(values: Float, logarithmic: bool) -> tuple[Scale, Float]:
    """A scale that holds all finite values, and the ticks on it.

    Args:
        values: any shape; not-a-number is skipped.
        logarithmic: asked for; granted where all values are above 0.
    """
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    if logarithmic and low > 0:
        ticks = np.asarray(LogLocator().tick_values(low, high))
        low, high = ticks[ticks <= low].max(), ticks[ticks >= high].min()
        return Scale(low, high, True), ticks[(ticks >= low) & (ticks <= high)]
    if high - low <= 1e-9 * max(abs(low), abs(high), 1):
        low, high = min(0.0, 2 * low), max(2 * high, 0.0) or 1.0
    ticks = np.asarray(MaxNLocator(TICKS).tick_values(low, high))
    return Scale(float(ticks[0]), float(ticks[-1]), False), ticks


def _grid(scale: Scale, ticks: Float) -> str:
    heights = scale(ticks)
    rules = "".join(f'<path class="rule" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>' for y in heights)
    labels = [
        f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{on_page(number)(float(tick))}</text>'
        for tick, y in zip(ticks, heights, strict=True)
    ]
    return rules + "".join(labels)


def _quarters(x: Float, names: pd.Series) -> str:
    shown = dict.fromkeys((0, (len(x) - 1) // 2, len(x) - 1))
    anchors = ("start", "middle", "end")
    labels = [
        f'<text x="{x[i]:.1f}" y="{HEIGHT - 6}" text-anchor="{anchor}">{names.iloc[i]}</text>'
        for i, anchor in zip(shown, anchors, strict=False)
    ]
    return "".join(labels)


def _line(x: Float, y: Float, colour: str, style: str) -> str:
    points, pen = [], "M"
    for across, down in zip(x, y, strict=True):
        if not np.isfinite(down):
            pen = "M"
            continue
        points.append(f"{pen}{across:.1f} {down:.1f}")
        pen = "L"
    stroke = f'fill="none" stroke="{colour}" stroke-width="2.2" stroke-dasharray="{DASHES[style]}"'
    return f'<path {stroke} d="{"".join(points)}"/>'
