"""What happened and what a run says of the same quantities: the series of the history tables, measured alike.

A quarter's value is that at its end. Annual series stand at the fourth quarter, flows as totals of the year.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sovereigns.model.facts.inputs import load_inputs
from sovereigns.model.facts.quarters import parse
from sovereigns.model.facts.tables import load_text
from sovereigns.model.metrics import CHINA, METRICS, USA, cn_training_lag_years
from sovereigns.model.simulation import Simulation
from sovereigns.model.world import World

Float = NDArray[np.float64]
Record = dict[str, Float]
"""Quantity -> (quarters,) or (quarters, n) values of a run, 2022Q1 first."""

SCENARIO, START, LAST = "as-it-happened", "2022Q1", "2024Q4"
AHEAD = "2025Q1"
"""What lies beyond the data is forecast from here, by runs that begin where the record ends."""
TRAINED, CHECKED = "2023Q4", "2024Q1"
"""Data up to the first may tune the model; data from the second on never do."""


@dataclass(frozen=True)
class Series:
    """A column of a history table."""

    name: str
    title: str
    unit: str
    logarithmic: bool
    """Errors are of log10, else of the value."""
    annual: bool
    of_run: Callable[[Record], Float]
    """Values of a run, a row a quarter, or a row a year."""

    def scale(self, values: Float) -> Float:
        """Values on the scale on which errors are taken; no value where a logarithm has none."""
        if not self.logarithmic:
            return values
        return np.log10(np.where(values > 0, values, np.nan))


def _row(name: str, iso3: str) -> Callable[[World], float]:
    def measure(w: World) -> float:
        row = w.row(iso3)
        return float("nan") if row is None else float(getattr(w, name)[row])

    return measure


MEASURES: dict[str, Callable[[World], object]] = {
    "delivered": lambda w: float(w.delivered.sum()),
    "cn_delivered": _row("delivered", CHINA),
    "us_run": _row("training_flop", USA),
    "cn_run": _row("training_flop", CHINA),
    "cn_lag": cn_training_lag_years,
    "efficiency": lambda w: float(w.efficiency.max()),
    "notable": lambda w: w.notable.copy(),
    "released": lambda w: w.released,
    "released_open": lambda w: w.released_open,
    "compute": lambda w: w.owned.sum(axis=0),
    "talent": lambda w: np.bincount(w.residence, weights=w.skill, minlength=w.n),
    "use": lambda w: w.ai_use.copy(),
}


def row_of(iso3: str) -> int:
    """Row of a nation in the table of all of them."""
    return load_inputs().nations["iso3"].tolist().index(iso3)


def by_year(flow: Float) -> Float:
    """Sums over whole years of quarters, along the first axis."""
    years = len(flow) // 4
    return flow[: 4 * years].reshape(years, 4, *flow.shape[1:]).sum(axis=1)


def models(record: Record) -> Float:
    """(quarters, n) notable models released in each quarter."""
    return np.diff(record["notable"], axis=0, prepend=0)


def _nations_active(record: Record) -> Float:
    return (by_year(models(record)) > 0).sum(axis=1).astype(float)


def _open_share(record: Record) -> Float:
    return by_year(record["released_open"]) / np.maximum(by_year(record["released"]), 1)


def us_compute_share(record: Record) -> Float:
    """(quarters,) part of the United States in the world's AI compute."""
    compute = record["compute"]
    return compute[:, row_of(USA)] / np.maximum(compute.sum(axis=1), 1)


def us_model_share(record: Record) -> Float:
    """(years,) notable models with a developer in the United States against all."""
    made = by_year(models(record))[:, row_of(USA)]
    return made / np.maximum(by_year(record["released"]), 1)


SERIES: dict[str, Series] = {
    s.name: s
    for s in (
        Series(
            "tracked_ai_compute_h100e", "AI compute tracked", "H100e", True, False, lambda r: r["delivered"]
        ),
        Series(
            "cn_imported_compute_h100e",
            "AI compute imported by China",
            "H100e",
            True,
            False,
            lambda r: r["cn_delivered"],
        ),
        Series(
            "us_frontier_training_flop",
            "Largest training run of the US",
            "FLOP",
            True,
            False,
            lambda r: r["us_run"],
        ),
        Series(
            "cn_frontier_training_flop",
            "Largest training run of China",
            "FLOP",
            True,
            False,
            lambda r: r["cn_run"],
        ),
        Series(
            "cn_lag_years",
            METRICS["cn_training_lag_years"].title,
            "years",
            False,
            False,
            lambda r: r["cn_lag"],
        ),
        Series(
            "nations_with_notable_models",
            "Nations with notable models",
            "nations",
            True,
            True,
            _nations_active,
        ),
        Series(
            "notable_models",
            "Notable models of the year",
            "models",
            True,
            True,
            lambda r: by_year(r["released"]),
        ),
        Series("open_weight_share", METRICS["open_weight_share"].title, "share", False, True, _open_share),
    )
}
INCREMENTS = ("tracked_ai_compute_h100e", "cn_imported_compute_h100e")
"""Cumulative series, compared by their steps as well."""


def run(seed: int, quarters: int, changed: Mapping[str, object], start: str = START) -> Record:
    """One hindcast, or one forecast.

    Args:
        seed: of the run.
        quarters: how many.
        changed: parameters to set.
        start: first quarter.
    """
    simulation = Simulation(SCENARIO, seed, start=start, set=changed, record=False)
    rows = []
    for _ in range(quarters):
        simulation.step()
        rows.append({name: measure(simulation.world) for name, measure in MEASURES.items()})
    return {name: np.array([row[name] for row in rows], dtype=float) for name in MEASURES}


def ahead_of(series: Series, record: Record) -> Float:
    """Values of a run from 2025Q1 on; what is cumulative goes on from the record of 2024Q4."""
    before = observed(series.name)[LAST] if series.name in INCREMENTS else 0.0
    return before + series.of_run(record)


@cache
def observed(name: str) -> dict[str, float]:
    """Quarter -> what a column of the history tables says; annual values at the fourth quarter."""
    table = load_text("history_annual")
    if name not in table:
        table = load_text("history_quarterly")
    when = table["year"] + "Q4" if "year" in table else table["quarter"]
    return {quarter: float(value) for quarter, value in zip(when, table[name], strict=True) if value}


def quarters_of(series: Series, count: int) -> list[int]:
    """The quarters, since 2022Q1, that a run of `count` quarters has values for."""
    return list(range(3, count, 4)) if series.annual else list(range(count))


@cache
def nations() -> dict[str, dict[str, float]]:
    """Column of the table of nations -> ISO3 -> what was there; blanks are left out."""
    table = load_text("history_nations")
    columns = [str(column) for column in table if column != "iso3"]
    return {
        column: {iso3: float(v) for iso3, v in zip(table["iso3"], table[column], strict=True) if v}
        for column in columns
    }


def length(to: str) -> int:
    """Quarters from 2022Q1 to the end of a quarter."""
    return parse(to, "--to") + 1
