"""report.html and figures of a sweep: a single file without outside request, from what the analysis found."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2

from sovereigns.experiments.analysis.analyse import HEADLINES, MANY, OUTCOME, Sweep, findings, read, spread
from sovereigns.experiments.readable import interval, named, number, on_page, signed
from sovereigns.experiments.report import sweep_figures as figures
from sovereigns.experiments.report.factor_figures import draw_box, draw_factors
from sovereigns.experiments.report.sweep_words import factor_words, metric_words, nation_words
from sovereigns.experiments.results.store import unwritable, write_json
from sovereigns.model.metrics import UNITS, metrics_of


def analyse(folder: Path) -> dict[str, Any]:
    """Analyse a sweep and write `analysis.json`, `figures/` and `report.html` beside its tables.

    Args:
        folder: of a sweep, finished or not.

    Returns:
        `{"name", "runs", "failed", "unfinished", "effects", "paths", "moderation", "cells", "nations",
        "indices", "associations", "discovery", "stories"}`.

    Raises:
        InputError: no sweep there, no run that came to its end, or the folder cannot be written.
    """
    sweep = read(folder)
    result = findings(sweep)
    try:
        write_json(result, folder / "analysis.json")
        write_report(sweep, result, folder)
    except OSError as error:
        raise unwritable(folder, error) from error
    return result


def write_report(sweep: Sweep, result: Mapping[str, Any], folder: Path) -> None:
    """Draw the figures and write report.html.

    Args:
        sweep: the runs.
        result: what `findings` gives.
        folder: of the sweep.
    """
    drawn = draw(sweep, result, folder / "figures")
    loader = jinja2.FileSystemLoader(Path(__file__).parent)
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    environment.filters |= {
        "number": on_page(number),
        "signed": on_page(signed),
        "interval": on_page(interval),
        "named": named,
        "metric": metric_words,
        "factor": lambda name: factor_words(name, sweep.nation_names),
        "nation": lambda iso3: nation_words(iso3, sweep.nation_names),
    }
    text = environment.get_template("sweep_report.html").render(
        sweep=sweep,
        result=result,
        many=MANY,
        images={name: _inline(path) for name, path in drawn.items()},
    )
    (folder / "report.html").write_text(text, encoding="utf-8")


def draw(sweep: Sweep, result: Mapping[str, Any], folder: Path) -> dict[str, Path]:
    """Name of each figure that there is something to show in -> its file."""
    folder.mkdir(exist_ok=True)
    drawn: dict[str, Path] = {}
    names = sweep.nation_names
    shown = [name for name in HEADLINES if name in sweep.runs]
    if result["effects"]:
        drawn["effects"] = folder / "effects.png"
        figures.draw_effects(result["effects"], shown, UNITS, names, drawn["effects"])
    if result["paths"]:
        drawn["paths"] = folder / "paths.png"
        figures.draw_paths(result["paths"], shown, UNITS, names, drawn["paths"])
    shown = [name for name in metrics_of("few") if name in sweep.runs]
    if depends := [row for row in result["moderation"] if row["metric"] in shown]:
        drawn["moderation"] = folder / "moderation.png"
        figures.draw_moderation(depends, shown, UNITS, names, drawn["moderation"])
    if result["nations"]:
        drawn["nations"] = folder / "nations.png"
        figures.draw_nations(result["nations"], names, drawn["nations"])
    kind, key, label = importance(sweep, result)
    if rows := [row for row in result[kind] if row["metric"] in shown]:
        drawn["factors"] = folder / "factors.png"
        draw_factors(rows, key, label, UNITS if key == "mu_star" else {}, names, drawn["factors"])
    if box := result["discovery"]["box"]:
        drawn["box"] = folder / "box.png"
        outcome = (sweep.runs[OUTCOME] >= MANY).to_numpy()
        draw_box(spread(sweep), outcome, box, names, drawn["box"])
    return drawn


def importance(sweep: Sweep, result: Mapping[str, Any]) -> tuple[str, str, str]:
    """Which part of the result tells how much factors matter, by which key, and what that is called."""
    if sweep.chosen:
        return "indices", "total", ""
    if not result["indices"]:
        return "associations", "rho", "rank correlation"
    if sweep.kind == "morris":
        return "indices", "mu_star", "mean absolute elementary effect"
    return "indices", "total", "total Sobol' index"


def _inline(path: Path) -> str:
    return "data:image/png;base64," + base64.b64encode(path.read_bytes()).decode()
