"""report.html and figures of one run: a single file without outside request, from its tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2

from sovereigns.experiments.readable import named, number, on_page, signed
from sovereigns.experiments.recipe import Recipe
from sovereigns.experiments.report.changes import begun, changes
from sovereigns.experiments.report.charts import chart, key
from sovereigns.experiments.report.happenings import happenings
from sovereigns.experiments.report.lines import panels_of, save_panels
from sovereigns.experiments.report.motives import stories
from sovereigns.experiments.report.references import reference
from sovereigns.experiments.report.usage_maps import draw_maps
from sovereigns.experiments.results.store import Results
from sovereigns.model.errors import InputError
from sovereigns.model.metrics import METRICS, UNITS, metrics_of


def write_report(folder: Path) -> None:
    """Draw the figures and write report.html beside the tables.

    Args:
        folder: of a run: its tables, summary and manifest.
    """
    save_lines(folder)
    save_page(folder)


def save_lines(folder: Path) -> None:
    """Draw the main lines of a run, as a file of its own."""
    save_panels(begun(Results(folder).world), _figures(folder) / "lines.png")


def save_page(folder: Path) -> None:
    """Draw the maps, and write the page that holds them."""
    results = Results(folder)
    maps = draw_maps(results, _figures(folder))
    (folder / "report.html").write_text(page(results, maps), encoding="utf-8")


def _figures(folder: Path) -> Path:
    figures = folder / "figures"
    figures.mkdir(exist_ok=True)
    return figures


def page(results: Results, maps: dict[str, Any]) -> str:
    """The page as text.

    Args:
        results: the run.
        maps: what `draw_maps` gives.
    """
    loader = jinja2.FileSystemLoader(Path(__file__).parent)
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    environment.filters |= {"number": on_page(number), "signed": on_page(signed), "named": named}
    world = begun(results.world)
    return environment.get_template("run_report.html").render(
        manifest=results.manifest,
        first=world["quarter"].iloc[0],
        last=world["quarter"].iloc[-1],
        headlines={name: METRICS[name].title for name in metrics_of("headline")},
        rows=changes(results.summary),
        maps=maps,
        panels=[
            {
                "title": panel.title,
                "unit": panel.unit or UNITS[panel.lines[0]],
                "svg": chart(panel, world),
                "keys": [(key(look), label) for look, label in enumerate(panel.labels)],
            }
            for panel in panels_of(world)
        ],
        events=happenings(results.events),
        stories=stories(results),
        names=nation_names(results),
        sources=[reference(source) for source in results.manifest["sources"]],
        metrics=METRICS.values(),
    )


def nation_names(results: Results) -> dict[str, str]:
    """ISO3 -> name, in the table of nations that a run was made from; games are played with the shipped one.

    Args:
        results: the run.
    """
    try:
        recipe = Recipe.of_manifest(results.manifest, results.folder)
    except InputError:  # its command is that of a game
        recipe = Recipe()
    return recipe.inputs().nation_names
