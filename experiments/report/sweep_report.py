"""report.html and figures of a sweep: a single file without outside request, from what the analysis found."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from experiments.report import sweep_figures as figures
from experiments.report.readable import number, signed
from model.metrics import METRICS

if TYPE_CHECKING:
    from experiments.analyse import Sweep

SHOWN = ("sovereign_ais", "us_cn_lag_years", "expected_loss", "welfare")
"""Metrics for which the report draws what matters."""


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
    environment.filters |= {"number": number, "signed": signed}
    text = environment.get_template("sweep_report.html").render(
        sweep=sweep, result=result, images={name: _inline(path) for name, path in drawn.items()}
    )
    (folder / "report.html").write_text(text, encoding="utf-8")


def draw(sweep: Sweep, result: Mapping[str, Any], folder: Path) -> dict[str, Path]:
    """Name of each figure that there is something to show in -> its file."""
    from experiments.analyse import HEADLINES, MANY, OUTCOME, spread

    folder.mkdir(exist_ok=True)
    drawn: dict[str, Path] = {}
    units = {name: metric.unit for name, metric in METRICS.items()}
    shown = [name for name in HEADLINES if name in sweep.runs]
    if result["effects"]:
        drawn["effects"] = folder / "effects.png"
        figures.draw_effects(result["effects"], shown, units, drawn["effects"])
    if result["paths"]:
        drawn["paths"] = folder / "paths.png"
        figures.draw_paths(result["paths"], shown, units, drawn["paths"])
    kind, key, label = "indices", "total", "total Sobol' index"
    if sweep.kind == "morris":
        key, label = "mu_star", "mean absolute elementary effect"
    if not result["indices"]:
        kind, key, label = "associations", "rho", "rank correlation"
    rows = [row for row in result[kind] if row["metric"] in SHOWN]
    if rows:
        drawn["factors"] = folder / "factors.png"
        figures.draw_factors(rows, key, label, drawn["factors"])
    if box := result["discovery"]["box"]:
        drawn["box"] = folder / "box.png"
        outcome = (sweep.runs[OUTCOME] >= MANY).to_numpy()
        figures.draw_box(spread(sweep), outcome, box, drawn["box"])
    return drawn


def _inline(path: Path) -> str:
    return "data:image/png;base64," + base64.b64encode(path.read_bytes()).decode()
