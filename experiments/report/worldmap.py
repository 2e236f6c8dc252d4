"""The world in equal areas: each nation filled by the group it belongs to.

Projection: equal_earth.py.
Borders: geometry/README.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline

from sovereigns.experiments.report.equal_earth import project

GEOMETRY = Path(__file__).with_name("geometry") / "world.json"
SOUTH, NORTH = -57.0, 84.0
LINE, BOLD, OCEAN = "#77777A", "#111111", "#EAF1F6"
WIDTH, HEIGHT, LEGEND_HEIGHT = 12.0, 5.75, 0.75
"""inches"""


@dataclass(frozen=True)
class Style:
    """How a group looks: colour and hatch together, so that neither is needed alone."""

    colour: str
    hatch: str


STYLES = (
    Style("#56B4E9", ""),
    Style("#D55E00", "////"),
    Style("#009E73", "...."),
    Style("#F0E442", "xxxx"),
    Style("#CC79A7", "\\\\\\\\"),
    Style("#0072B2", "||||"),
    Style("#E69F00", "++++"),
)
"""Okabe-Ito colours with a hatch each."""
OTHER = Style("#999999", "----")
NONE = Style("#FFFFFF", "oo")
"""Of nations that are in no group: neither a group's colour nor that of no player."""
NO_PLAYER = Style("#DDDDDD", "")


def styles(groups: Iterable[str], other: str, none: str, fixed: Sequence[str] = ()) -> dict[str, Style]:
    """A style for each group: always the same for those in `fixed`, for others as far as none has taken it.

    Args:
        groups: the most frequent first; those beyond the palette share the style of `other`.
        fixed: groups with a style of their own, in the order of the palette.
        other: name of the group of all others.
        none: name of the group of those that are in none.
    """
    free = list(range(len(STYLES)))
    chosen = {}
    shown = [group for group in groups if group not in (other, none)][: len(STYLES)]
    for group in sorted(shown, key=lambda group: group not in fixed):
        wanted = fixed.index(group) if group in fixed else crc32(group.encode()) % len(STYLES)
        place = min(free, key=lambda k: (k - wanted) % len(STYLES))
        free.remove(place)
        chosen[group] = STYLES[place]
    return {group: chosen[group] for group in shown} | {other: OTHER, none: NONE}


def draw(groups: Mapping[str, str], look: Mapping[str, Style], bold: Iterable[str], legend: bool) -> Figure:
    """A map figure.

    Args:
        groups: ISO3 -> group; a country or territory that is not in it is no player.
        look: group -> style.
        bold: ISO3 of nations with a thick outline.
        legend: whether the figure explains itself.
    """
    outlines, dots = geometry()
    foot = LEGEND_HEIGHT if legend else 0.0
    figure = Figure(figsize=(WIDTH, HEIGHT + foot))
    axes = figure.add_axes((0, foot / (HEIGHT + foot), 1, HEIGHT / (HEIGHT + foot)))
    _fill(axes, [outlines[key] for key in outlines if key not in groups], NO_PLAYER, 1)
    for group, style in look.items():
        members = [iso3 for iso3, its in groups.items() if its == group]
        _fill(axes, [outlines[iso3] for iso3 in members if iso3 in outlines], style, 2)
        _spots(axes, [dots[iso3] for iso3 in members if iso3 in dots], 34, style.colour)
    thick = [outlines[iso3] for iso3 in bold if iso3 in outlines]
    if thick:
        whole = Outline.make_compound_path(*thick)
        axes.add_artist(PathPatch(whole, fill=False, edgecolor=BOLD, linewidth=0.9, zorder=3))
    _spots(axes, [dots[iso3] for iso3 in bold if iso3 in dots], 80, "none")
    _frame(axes)
    if legend:
        handles = [swatch(style, group) for group, style in look.items()]
        figure.legend(handles=handles, loc="lower center", ncols=4, frameon=False)
    return figure


def swatch(style: Style, label: str = "") -> Rectangle:
    """A filled box for a legend."""
    box = Rectangle((0, 0), 1, 1, facecolor=style.colour, hatch=style.hatch, edgecolor=LINE, linewidth=0.6)
    box.set_label(label)
    return box


@cache
def geometry() -> tuple[dict[str, Outline], dict[str, tuple[float, float]]]:
    """Projected outlines by ISO3 (or name, where there is no code), and the places of small states' dots."""
    content = json.loads(GEOMETRY.read_text(encoding="utf-8"))
    units = content["units_per_degree"]
    outlines = {}
    for key, polygons in content["borders"].items():
        rings = [_ring(ring, units) for polygon in polygons for ring in polygon]
        if rings:
            outlines[key] = Outline.make_compound_path(*rings)
    places = np.array(list(content["dots"].values()), dtype=float)
    dots = zip(*project(places[:, 0], places[:, 1]), strict=True)
    return outlines, dict(zip(content["dots"], dots, strict=True))


def _ring(steps: list[int], units: int) -> Outline:
    points = np.cumsum(np.array(steps, dtype=float).reshape(-1, 2), axis=0) / units
    x, y = project(points[:, 0], points[:, 1])
    closed = np.stack([np.append(x, x[0]), np.append(y, y[0])], axis=1)
    return Outline(closed, closed=True)


def _fill(axes: Axes, outlines: list[Outline], style: Style, order: int) -> None:
    if outlines:
        whole = Outline.make_compound_path(*outlines)
        axes.add_artist(
            PathPatch(whole, facecolor=style.colour, hatch=style.hatch, edgecolor=LINE, lw=0.35, zorder=order)
        )


def _spots(axes: Axes, places: list[tuple[float, float]], size: float, colour: str) -> None:
    if places:
        x, y = zip(*places, strict=True)
        axes.scatter(x, y, s=size, c=colour, edgecolors=BOLD, linewidths=0.7, zorder=4)


def _frame(axes: Axes) -> None:
    latitude = np.linspace(SOUTH, NORTH, 60)
    east, y = project(np.full(60, 180.0), latitude)
    axes.fill(np.append(east, -east[::-1]), np.append(y, y[::-1]), color=OCEAN, linewidth=0, zorder=0)
    axes.set(xlim=(-2.75, 2.75), ylim=(y[0], y[-1]), aspect="equal")
    axes.set_axis_off()


mpl.rcParams["hatch.linewidth"] = 0.35
