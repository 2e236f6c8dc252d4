"""Calibration by history matching (Craig et al. 1997; Vernon et al. 2010): what does history rule out?

A point of the parameter space is implausible where the model, run from 2022Q1, is too far from what was
observed up to 2023Q4, given how well such a model can be expected to do (`TOLERANCE`). The first wave fills
the plausible ranges; each later one looks around the nearest points found so far. From the nearest of what is
left `sovereigns backtest` draws. Nothing after 2023Q4 is read.
`python -m experiments.calibrate` writes model/data/calibration.csv again, with the same bytes on the same
code and data.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from experiments.engine import Progress, run_all
from experiments.history import (
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
from model.metrics import USA
from model.parameters import Row, rows
from model.quarters import text
from model.tables import DATA, load_text

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
}
"""Standard deviation of model discrepancy and error of observation together, on the scale of each series:
counts of chips are good to a quarter, largest runs come in lumps of half an order of magnitude."""
EFFICIENCY_GROWTH = 2.8
"""Yearly, at the frontier, 2012 to 2023 (Ho et al. 2024); its range sets the tolerance above."""
CUTOFF = 3.0
"""Three standard deviations: at most 5 % of any unimodal distribution lie beyond (Pukelsheim 1994)."""
WAVES, POINTS, SEED = 4, 160, 0
PARENTS, STRIDE = 32, 0.6
"""Nearest points that later waves start from; how far they go along the difference of two others."""
DIGITS = 6


def implausibility(record: Record) -> float:
    """The largest over the series of the root mean square distance to history, in standard deviations.

    Args:
        record: a run from 2022Q1 to 2023Q4 or longer.
    """
    return max(distances(record).values())


def distances(record: Record) -> dict[str, float]:
    """Series -> root mean square distance to what was observed to 2023Q4, in standard deviations."""
    count = length(TRAINED)
    apart = {}
    for name, series in SERIES.items():
        seen = np.array([observed(name)[text(q)] for q in quarters_of(series, count)])
        gap = series.scale(series.of_run(record)[: len(seen)]) - series.scale(seen)
        apart[name] = _distance(gap, name)
    growth = np.log10(record["efficiency"][:count] / record["efficiency"][0])
    apart["efficiency"] = _distance(growth - np.log10(EFFICIENCY_GROWTH) * np.arange(count) / 4, "efficiency")
    held = us_compute_share(record)[count - 1] - nations()["compute_share_2023"][USA]
    apart["us_compute_share"] = _distance(np.array([held]), "us_compute_share")
    years = [text(q) for q in range(3, count, 4)]
    made = np.array([observed("us_models")[q] / observed("notable_models")[q] for q in years])
    apart["us_model_share"] = _distance(us_model_share(record)[: len(made)] - made, "us_model_share")
    return apart


def _distance(gap: Float, name: str) -> float:
    gap = np.where(np.isfinite(gap), gap, np.inf)
    return float(np.sqrt((gap * gap).mean()) / TOLERANCE[name])


def try_point(seed: int, point: Point) -> float:
    """Implausibility of one run at a point."""
    return implausibility(run(seed, length(TRAINED), point))


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


def around(table: list[Row], nearest: list[Point], wave: int) -> list[Point]:
    """New points: one of the nearest, with about half of its parameters moved along the difference of two
    others (differential evolution, Storn and Price 1997), within the plausible ranges.

    Args:
        table: the rows to vary.
        nearest: the points to start from, at least three.
        wave: key of the random numbers.
    """
    rng = np.random.default_rng([SEED, wave])
    known = np.array([[point[row.name] for row in table] for point in nearest])
    parent, one, other = (known[rng.permuted(np.arange(POINTS) % len(known))] for _ in range(3))
    moved = parent + STRIDE * (one - other)
    low, high = np.array([[row.low, row.high] for row in table], dtype=float).T
    values = np.where(rng.random(parent.shape) < 1 / 2, np.clip(moved, low, high), parent)
    return [_point(table, line) for line in values.tolist()]


def _point(table: list[Row], values: list[float]) -> Point:
    return {row.name: float(f"{v:.{DIGITS}g}") for row, v in zip(table, values, strict=True)}


def match(workers: int | None = None) -> list[tuple[float, int, Point]]:
    """All waves.

    Returns:
        (implausibility, seed of its run, point) of the points that are not ruled out, best first.
    """
    by_name = {row.name: row for row in rows()}
    table = [by_name[name] for name in VARIED]
    kept: list[tuple[float, int, Point]] = []
    for wave in range(WAVES):
        nearest = [point for _, _, point in kept[:PARENTS]]
        points = around(table, nearest, wave) if wave else design(table, SEED)
        jobs = [(SEED + wave * POINTS + k, point) for k, point in enumerate(points)]
        found = run_all(try_point, jobs, workers, _progress(wave))
        kept += [(i, seed, point) for i, (seed, point) in zip(found, jobs, strict=True) if i <= CUTOFF]
        kept.sort(key=lambda point: point[:2])
    return kept


def _progress(wave: int) -> Progress:
    def tell(done: int, total: int) -> None:
        if done % 50 == 0 or done == total:
            print(f"wave {wave + 1}: {done} of {total} runs", file=sys.stderr)

    return tell


def write(kept: list[tuple[float, int, Point]], path: Path = FILE) -> None:
    """Record the points that history does not rule out."""
    head = (
        "# Points of the parameter space that history to 2023Q4 does not rule out (Vernon et al. 2010).\n"
        f"# Written by `python -m experiments.calibrate`, version {version('sovereigns')}: {WAVES} waves of "
        f"{POINTS} points, kept where the\n# implausibility is at most {CUTOFF:g}. seed: of the run. "
        "Parameters in the units of parameters.csv. Own work, CC BY 4.0.\n"
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


if __name__ == "__main__":
    write(match())
