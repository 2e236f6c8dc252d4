"""What the browser must know beside any run: nations and their tiles, metrics, scenarios, levers, claims."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from sovereigns.agents.registry import strategies
from sovereigns.experiments.app.future import LONGEST, baseline, setting
from sovereigns.experiments.app.happened import KINDS
from sovereigns.experiments.app.levers import COLOURED, DECISIONS, LABELS
from sovereigns.experiments.app.served import served
from sovereigns.experiments.app.trajectory import LINEAGE
from sovereigns.experiments.claims.registry import HYPOTHESES
from sovereigns.experiments.report.equal_earth import project
from sovereigns.experiments.results.plain import legible
from sovereigns.model.facts.inputs import load_inputs
from sovereigns.model.facts.parameters import Row, rows
from sovereigns.model.metric import Metric, NationMetric
from sovereigns.model.metrics import METRICS, NATION_METRICS
from sovereigns.model.start.presets import scenario_names

WIDE, TALL = (30, 16), (18, 24)
"""columns and rows of the hexagonal grids that the tiles are assigned to, for wide and for narrow screens"""


@cache
def atlas() -> bytes:
    """All of it as JSON."""
    scenarios = dict.fromkeys((*scenario_names(), served.scenario))
    content = {
        "nations": _nations(),
        "grids": [WIDE, TALL],
        "world_metrics": {name: _metric(metric) for name, metric in METRICS.items()},
        "nation_metrics": {name: _nation_metric(NATION_METRICS[name]) for name in COLOURED},
        "lineage_title": NATION_METRICS[LINEAGE].title,
        "scenarios": {name: _scenario(name) for name in scenarios},
        "served": served.scenario,
        "parameters": {row.name: _parameter(row) for row in rows() if _claims(row) or row.name in DECISIONS},
        "decisions": DECISIONS,
        "claims": {name: hypothesis.claim for name, hypothesis in HYPOTHESES.items()},
        "strategies": {s.name: s.summary for s in strategies().values()},
        "events": KINDS,
        "longest": LONGEST,
    }
    return json.dumps(legible(content), separators=(",", ":")).encode()


def _nations() -> list[dict[str, Any]]:
    nations = load_inputs().nations
    longitude, latitude = nations["lon"].to_numpy(float), nations["lat"].to_numpy(float)
    cells = np.stack([tiles(longitude, latitude, grid) for grid in (WIDE, TALL)], axis=1)
    places = zip(nations["iso3"], nations["name"], longitude, latitude, cells.tolist(), strict=True)
    keys = ("iso3", "name", "lon", "lat", "tiles")
    return [dict(zip(keys, place, strict=True)) for place in places]


def tiles(longitude: np.ndarray, latitude: np.ndarray, grid: tuple[int, int]) -> np.ndarray:
    """One cell of a hexagonal grid for each place, such that the squared ways are least in sum.

    Args:
        longitude: (n,) degrees.
        latitude: (n,) degrees.
        grid: columns and rows.

    Returns:
        (n, 2) column and row; odd rows stand half a cell to the right.
    """
    x, y = project(longitude, latitude)
    columns, rows = grid
    column, row = np.meshgrid(np.arange(columns), np.arange(rows), indexing="ij")
    across = (column + (row % 2) / 2).ravel() / columns
    down = row.ravel() / rows
    here = (x - x.min()) / (x.max() - x.min()), (y.max() - y) / (y.max() - y.min())
    way = 4 * (here[0][:, None] - across) * (here[0][:, None] - across)
    way = way + (here[1][:, None] - down) * (here[1][:, None] - down)
    chosen = linear_sum_assignment(way)[1]
    return np.stack([column.ravel()[chosen], row.ravel()[chosen]], axis=1)


def _metric(metric: Metric) -> dict[str, Any]:
    keys = ("title", "unit", "kind", "denominator", "better", "meaning")
    return {key: getattr(metric, key) for key in keys} | {"shown": sorted(metric.shown)}


def _nation_metric(metric: NationMetric) -> dict[str, str]:
    return {key: getattr(metric, key) for key in ("title", "unit", "scale")}


def _scenario(name: str) -> dict[str, Any]:
    scenario = setting(name)
    values = baseline(name)
    changed = {key: getattr(values, key) for key in scenario.set}
    return {
        "title": scenario.title,
        "assumes": scenario.assumes,
        "start": scenario.start,
        "set": changed,
        "strategies": scenario.strategies,
    }


def _parameter(row: Row) -> dict[str, Any]:
    keys = ("value", "unit", "min", "max", "low", "high", "choices", "source", "meaning")
    label = LABELS.get(row.name, row.name.replace("_", " "))
    return {"label": label, "claims": _claims(row)} | {key: getattr(row, key) for key in keys}


def _claims(row: Row) -> list[str]:
    return [word.strip() for word in row.serves.split(";") if word.strip() in HYPOTHESES]
