"""Maps of the AI that each nation's people use, for the page and as files."""

from __future__ import annotations

import base64
import io
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from PIL import Image

from sovereigns.experiments.report import worldmap
from sovereigns.experiments.results.store import Results
from sovereigns.model.facts.inputs import load_inputs

OTHER, NONE = "other", "none"
LEADERS = (
    "Alphabet (Google) (USA)",
    "ByteDance (CHN)",
    "OpenAI (USA)",
    "DeepSeek (CHN)",
    "Mistral AI (FRA)",
    "EU27",
    "Nvidia (USA)",
)
"""Lineages that look the same in every report, in the order of the palette."""
DPI, COLOURS, SWATCH = 110, 64, (0.34, 0.2)


def draw_maps(results: Results, figures: Path) -> dict[str, Any]:
    """Maps of the AI that each nation's people use, at the start and at the end, in the same styles.

    Args:
        results: the run.
        figures: folder for the files.

    Returns:
        `images` (quarter, data URI), `legend` (swatch, lineage, nations at the start and at the end, who),
        `table` of all nations at the end.
    """
    nations, world = results.nations, results.world
    quarters = (world["quarter"].iloc[0], world["quarter"].iloc[-1])
    used = [lineages(nations[nations["quarter"] == quarter]) for quarter in quarters]
    look = worldmap.styles(by_economy(nations, quarters, used), OTHER, NONE, LEADERS)
    grouped = [{iso3: name if name in look else OTHER for iso3, name in use.items()} for use in used]
    look = {name: style for name, style in look.items() if any(name in g.values() for g in grouped)}
    images = []
    for quarter, which, groups in zip(quarters, ("start", "end"), grouped, strict=True):
        at = nations[nations["quarter"] == quarter]
        figure = worldmap.draw(groups, look, at["iso3"][at["sovereign"]], legend=True)
        image = picture(figure)
        image.save(figures / f"ai_map_{which}.png")
        images.append((quarter, data_uri(without_legend(image))))
    legend = [(swatch(style), name, *members(name, grouped)) for name, style in look.items()]
    return {
        "images": images,
        "legend": legend,
        "table": nations[nations["quarter"] == quarters[1]].to_dict("records"),
    }


def lineages(nations: pd.DataFrame) -> dict[str, str]:
    """ISO3 -> developer of the base model that most people use, with its home where it is a known firm."""
    firms = load_inputs().firms
    home = dict(zip(firms["name"], firms["iso3"], strict=True))
    label = {
        name: f"{name} ({home[name]})" if name in home else name or NONE for name in nations["model_lineage"]
    }
    return {iso3: label[name] for iso3, name in zip(nations["iso3"], nations["model_lineage"], strict=True)}


def by_economy(nations: pd.DataFrame, quarters: tuple[str, str], used: list[dict[str, str]]) -> list[str]:
    """Lineages by the share of the world's economy that uses them, start and end together, largest first."""
    weight: Counter[str] = Counter()
    for quarter, use in zip(quarters, used, strict=True):
        gdp = nations[nations["quarter"] == quarter].set_index("iso3")["gdp"]
        for iso3, share in (gdp / gdp.sum()).items():
            weight[use[str(iso3)]] += share
    return [name for name, _ in weight.most_common()]


def members(name: str, grouped: list[dict[str, str]]) -> tuple[int, int, list[str]]:
    """How many nations are in a group at the start and at the end, and who at the end."""
    start, end = ([iso3 for iso3, its in groups.items() if its == name] for groups in grouped)
    return len(start), len(end), end


def picture(figure: Figure) -> Image.Image:
    """A figure as an image of few colours on clear ground."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI, transparent=True)
    return Image.open(buffer).quantize(COLOURS, method=Image.Quantize.FASTOCTREE)


def without_legend(image: Image.Image) -> Image.Image:
    """The map alone: the page has a legend of its own, which small screens can read."""
    height = image.height * worldmap.HEIGHT / (worldmap.HEIGHT + worldmap.LEGEND_HEIGHT)
    return image.crop((0, 0, image.width, round(height)))


def swatch(style: worldmap.Style) -> str:
    """A legend's box as a data URI."""
    figure = Figure(figsize=SWATCH)
    box = worldmap.swatch(style)
    box.set(transform=figure.transFigure)
    figure.add_artist(box)
    return data_uri(picture(figure))


def data_uri(image: Image.Image) -> str:
    """An image as text that a page can hold."""
    buffer = io.BytesIO()
    image.save(buffer, format="png")
    return f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}"
