"""Calibration by history matching (Craig et al. 1997; Vernon et al. 2010): what does history rule out?

A point of the parameter space is implausible where the model, run from 2022Q1, is too far from what was
observed up to 2023Q4, given how well such a model can be expected to do (`TOLERANCE`). `sovereigns backtest`
draws from all that is left. Nothing after 2023Q4 is read.
`sovereigns reproduce calibration` writes model/data/calibration.csv again, with the same bytes on the same
code and data.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm, qmc

from sovereigns.experiments.hindcast.history import (
    SERIES,
    TRAINED,
    Record,
    length,
    nations,
    observed,
    quarters_of,
    run,
    us_compute_share,
    us_model_share,
)
from sovereigns.experiments.hindcast.scoring import inside
from sovereigns.experiments.work.engine import run_all
from sovereigns.experiments.work.progress import progress_bar
from sovereigns.model.facts.parameters import Row, rows
from sovereigns.model.facts.quarters import text
from sovereigns.model.facts.tables import load_text
from sovereigns.model.metrics import USA
from sovereigns.model.places import DATA

Float = NDArray[np.float64]
Point = dict[str, float]

FILE = DATA / "calibration.csv"
VARIED = (
    "compute_stock_2022",
    "unseen_compute",
    "chip_supply_2022",
    "supply_growth",
    "generation_speed",
    "intensity_growth",
    "hyperscaler_lead",
    "chip_price_floor",
    "route_noise",
    "cloud_cost",
    "run_share_2022",
    "run_share_speed",
    "run_share",
    "efficiency_pace",
    "frontier_burden",
    "release_step",
    "notable_reach",
    "notable_most",
    "notable_record",
    "notable_distance",
    "notable_noise",
    "adaptation_loss",
    "size_power",
    "size_floor",
    "close_of_lead",
    "open_share_start",
    "inference_of_use",
    "ai_use_2022",
    "use_innovation",
    "use_imitation",
    "use_income",
    "use_quality",
)
TOLERANCE = {
    "tracked_ai_compute_h100e": 0.05,
    "cn_imported_compute_h100e": 0.10,
    "us_frontier_training_flop": 0.30,
    "cn_frontier_training_flop": 0.30,
    "cn_lag_years": 0.6,
    "nations_with_notable_models": 0.20,
    "notable_models": 0.15,
    "open_weight_share": 0.10,
    "efficiency": 0.20,
    "us_compute_share": 0.10,
    "us_model_share": 0.10,
    "ai_use": 0.04,
    "compute_share": 0.25,
    "notable_model_share": 0.15,
    "talent_share": 0.05,
}
"""Standard deviation of model discrepancy and error of observation together, in the series' scale.

Counts of chips are good to a quarter, largest runs come in lumps of half an order of magnitude. What stands
nation by nation is not matched: counts of use, made from telemetry, are good to a tenth; of compute, counts
by owner and by cluster differ by a factor of three for China; models and talent are counts of few.
"""
OF_NATIONS = ("compute_share", "notable_model_share", "talent_share")
"""Shares of the world, of which the error is one of their odds."""
EFFICIENCY_GROWTH = 2.8
"""Yearly, at the frontier, 2012 to 2023 (Ho et al. 2024); its range sets the tolerance above."""
CUTOFF = 3.0
"""Three standard deviations: at most 5 % of any unimodal distribution lie beyond (Pukelsheim 1994)."""
POINTS, SEED = 240, 0
MATCHED_ALONE = "2022Q4"
"""To test the procedure on data that may tune, it is matched to here and scored on what follows."""
DIGITS = 6


@dataclass(frozen=True)
class Tried:
    """A point of the design and its run to 2023Q4."""

    seed: int
    point: Point
    record: Record


@dataclass(frozen=True)
class LeftOut:
    """The procedure matched on 2022 alone and scored on 2023."""

    points: int
    """not ruled out"""
    runs: float
    """share of the observations in the 90 % of the runs"""
    band: float
    """the same with discrepancy"""


def implausibility(record: Record, to: str = TRAINED) -> float:
    """The largest over the series of the root mean square distance to history, in standard deviations.

    Args:
        record: a run from 2022Q1 to 2023Q4 or longer.
        to: last quarter that is looked at, 2023Q4 or earlier.
    """
    return max(distances(record, to).values())


def distances(record: Record, to: str = TRAINED) -> dict[str, float]:
    """Series -> root mean square distance to what was observed to a quarter, in standard deviations."""
    count = length(to)
    apart = {}
    for name, series in SERIES.items():
        seen = np.array([observed(name)[text(q)] for q in quarters_of(series, count)])
        gap = series.scale(series.of_run(record)[: len(seen)]) - series.scale(seen)
        apart[name] = _distance(gap, name)
    growth = np.log10(record["efficiency"][:count] / record["efficiency"][0])
    apart["efficiency"] = _distance(growth - np.log10(EFFICIENCY_GROWTH) * np.arange(count) / 4, "efficiency")
    if to == TRAINED:
        held = us_compute_share(record)[count - 1] - nations()["compute_share_2023"][USA]
        apart["us_compute_share"] = _distance(np.array([held]), "us_compute_share")
    years = [text(q) for q in range(3, count, 4)]
    made = np.array([observed("us_models")[q] / observed("notable_models")[q] for q in years])
    apart["us_model_share"] = _distance(us_model_share(record)[: len(made)] - made, "us_model_share")
    return apart


def _distance(gap: Float, name: str) -> float:
    gap = np.where(np.isfinite(gap), gap, np.inf)
    return float(np.sqrt((gap * gap).mean()) / TOLERANCE[name])


def design(table: list[Row], seed: int) -> list[Point]:
    """A latin hypercube; parameters whose distribution is logarithmic are spread evenly in their logarithm.

    Args:
        table: the rows to vary.
        seed: of the hypercube.
    """
    cube = qmc.LatinHypercube(len(table), rng=np.random.default_rng(seed)).random(POINTS)
    logarithmic = np.array([row.distribution.startswith("log") for row in table])
    bounds = np.array([[row.low, row.high] for row in table], dtype=float)
    low, high = np.where(logarithmic[:, None], np.log(np.maximum(bounds, 1e-300)), bounds).T
    values = low + cube * (high - low)
    values = np.where(logarithmic, np.exp(values), values)
    return [_point(table, line) for line in values.tolist()]


def _point(table: list[Row], values: list[float]) -> Point:
    return {row.name: float(f"{v:.{DIGITS}g}") for row, v in zip(table, values, strict=True)}


def try_out(workers: int | None = None) -> list[Tried]:
    """A run to 2023Q4 at each point of the design."""
    by_name = {row.name: row for row in rows()}
    points = design([by_name[name] for name in VARIED], SEED)
    jobs = [(SEED + k, length(TRAINED), point) for k, point in enumerate(points)]
    with progress_bar("runs") as progress:
        records = run_all(run, jobs, workers, progress)
    return [Tried(seed, point, record) for (seed, _, point), record in zip(jobs, records, strict=True)]


def match(tried: list[Tried]) -> list[tuple[float, int, Point]]:
    """(implausibility, seed of its run, point) of the points that are not ruled out, best first."""
    found = [(implausibility(t.record), t.seed, t.point) for t in tried]
    return sorted((f for f in found if f[0] <= CUTOFF), key=lambda f: f[:2])


def leave_out(tried: list[Tried]) -> LeftOut:
    """Match on 2022 alone and look at 2023: how well does such a band forecast?"""
    left = [t for t in tried if implausibility(t.record, MATCHED_ALONE) <= CUTOFF]
    alone, band = [], []
    for name, series in SERIES.items():
        ahead = [q for q in quarters_of(series, length(TRAINED)) if q >= length(MATCHED_ALONE)]
        first = len(quarters_of(series, length(MATCHED_ALONE)))
        sample = np.array([series.of_run(t.record)[first : first + len(ahead)] for t in left])
        truth = np.array([observed(name)[text(q)] for q in ahead])
        alone.append(inside(sample, truth))
        band.append(inside(with_discrepancy(name, sample), truth))
    return LeftOut(len(left), float(np.concatenate(alone).mean()), float(np.concatenate(band).mean()))


def with_discrepancy(name: str, sample: Float) -> Float:
    """Runs with the model's own error on top, which history matching allows for (Kennedy and O'Hagan 2001).

    Each run meets each error: as many of these as there are runs, evenly over a normal distribution.
    An error stays over time and is the same for all nations.

    Args:
        name: of the series.
        sample: (runs, times or nations) its values.

    Returns:
        (runs x runs, times or nations).
    """
    error = TOLERANCE[name] * norm.ppf((np.arange(len(sample)) + 1 / 2) / len(sample))[:, None, None]
    if name in SERIES and not SERIES[name].logarithmic:
        told = sample + error
    else:
        told = sample * np.power(10.0, error)
        if name in OF_NATIONS:
            told = told / (1 - sample + told)
    return told.reshape(-1, sample.shape[1])


def write(tried: list[Tried], path: Path = FILE) -> None:
    """Record the points that history does not rule out."""
    kept, left = match(tried), leave_out(tried)
    head = (
        "# Points of the parameter space that history to 2023Q4 does not rule out (Vernon et al. 2010).\n"
        "# Written by `sovereigns reproduce calibration`, "
        f"version {version('sovereigns')}: {POINTS} points,\n"
        f"# kept where the implausibility is at most {CUTOFF:g}. seed: of the run.\n"
        "# Parameters in the units of parameters.csv. Own work, CC BY 4.0.\n"
        f"# Matched on data to {MATCHED_ALONE} alone, {left.points} points are left.\n"
        f"# The 90 % of their runs hold {left.runs:.0%} of 2023's observations, "
        f"with discrepancy {left.band:.0%}.\n"
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(head)
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["implausibility", "seed", *VARIED])
        for value, seed, point in kept:
            table.writerow([f"{value:.4f}", seed, *(f"{point[name]:.{DIGITS}g}" for name in VARIED)])


@cache
def plausible() -> tuple[Mapping[str, float], ...]:
    """The recorded points, best first."""
    table = load_text("calibration")
    names = [str(name) for name in table if name not in ("implausibility", "seed")]
    return tuple({name: float(row[name]) for name in names} for row in table.to_dict("records"))
