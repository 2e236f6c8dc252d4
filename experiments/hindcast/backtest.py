"""The hindcast: runs from 2022Q1 under the rules as they were dated, held against what was recorded since.

Each run has a seed of its own and a point of the parameter space, spread over those that history to 2023Q4
does not rule out (`experiments.hindcast.calibrate`): the band holds chance and what we do not know of the
parameters. Of what happened after 2022Q1 a run knows the dated rules, the founding of firms, private money to
2024, and where people used AI in 2025. What lies beyond the record is forecast by runs of the same seeds and
points from 2025Q1 on, which begin where the record ends.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sovereigns.experiments.hindcast.calibrate import plausible, with_discrepancy
from sovereigns.experiments.hindcast.history import (
    AHEAD,
    CHECKED,
    INCREMENTS,
    LAST,
    SERIES,
    START,
    TRAINED,
    Record,
    Series,
    ahead_of,
    length,
    observed,
    quarters_of,
    run,
)
from sovereigns.experiments.hindcast.nations import by_nation, ranks
from sovereigns.experiments.hindcast.scoring import QUANTILES, crps, naive, root_mean_square
from sovereigns.experiments.work.engine import Progress, run_all
from sovereigns.model.errors import InputError
from sovereigns.model.facts.quarters import parse, text

Float = NDArray[np.float64]

SEEDS = 32
LONGEST = 200


def backtest(
    to: str = LAST, seeds: int = SEEDS, progress: Progress | None = None, workers: int | None = None
) -> dict[str, Any]:
    """Run the hindcast and score it.

    Args:
        to: last quarter, from 2022Q4 on; what lies beyond the data is a forecast.
        seeds: how many runs.
        progress: told (runs done, runs in all).
        workers: processes; the number of cores without it.

    Returns:
        `series` and `error` of every column of the history tables, and beside them `increments`, `crps`,
        `coverage` of the observations of 2024 by the 90 % band, `coverage_tuned` of those to 2023Q4 by the
        runs alone and by the band, `width` of the bands, `nations` by nation, `ranks` of them at 2024Q4.

    Raises:
        InputError: `to` is no quarter, or out of range.
    """
    count = length(to)
    if not 4 <= count <= LONGEST:
        raise InputError(f"--to: {to} is out of range; give a quarter from 2022Q4 to {text(LONGEST - 1)}")
    back, ahead = _runs(count, seeds, progress, workers)
    samples = {name: _sample(s, back, ahead) for name, s in SERIES.items()}
    bands = {name: with_discrepancy(name, sample) for name, sample in samples.items()}
    return {
        "series": {name: _rows(SERIES[name], bands[name], observed(name)) for name in SERIES},
        "error": {name: _errors(SERIES[name], samples[name], observed(name)) for name in SERIES},
        "increments": {name: _increments(SERIES[name], _sample(SERIES[name], back)) for name in INCREMENTS},
        "crps": {name: _crps(SERIES[name], bands[name]) for name in SERIES},
        "coverage": _coverage(bands, CHECKED, LAST),
        "coverage_tuned": {
            "runs": _coverage(samples, START, TRAINED)["share"],
            "band": _coverage(bands, START, TRAINED)["share"],
        },
        "width": {name: _width(SERIES[name], bands[name]) for name in SERIES},
        "nations": by_nation(back, ahead),
        "ranks": ranks(back),
    }


def _runs(
    count: int, seeds: int, progress: Progress | None, workers: int | None
) -> tuple[list[Record], list[Record]]:
    """Runs of the years with a record, and those that go on beyond it; the same seeds and points."""
    points = plausible()
    drawn = [(seed, dict(points[seed * len(points) // seeds])) for seed in range(seeds)]
    known = min(count, length(LAST))
    jobs = [(seed, known, point, START) for seed, point in drawn]
    if count > known:
        jobs += [(seed, count - known, point, AHEAD) for seed, point in drawn]
    records = run_all(run, jobs, workers, progress)
    return records[:seeds], records[seeds:]


def _sample(series: Series, back: list[Record], ahead: Sequence[Record] = ()) -> Float:
    """(runs, times) values of a series from 2022 on."""
    sample = np.array([series.of_run(r) for r in back], dtype=float)
    if not ahead:
        return sample
    return np.concatenate([sample, [ahead_of(series, r) for r in ahead]], axis=1)


def error_table(result: dict[str, Any]) -> list[dict[str, Any]]:
    """A row a series: errors of the model and of the naive forecasts, CRPS, and coverage of 2024."""
    return [
        {"series": name, **error, "crps": result["crps"][name]["model"]}
        | {"coverage": result["coverage"]["series"][name]}
        for name, error in result["error"].items()
    ]


def _rows(series: Series, sample: Float, seen: dict[str, float]) -> list[dict[str, Any]]:
    """One row a quarter, or a year: observed, median and band."""
    when = [text(q) for q in quarters_of(series, _count(series, sample))]
    low, median, high = np.nanquantile(sample, QUANTILES, axis=0).tolist()
    return [
        {"quarter": q, "observed": seen.get(q), "median": m, "low": a, "high": b}
        for q, m, a, b in zip(when, median, low, high, strict=True)
    ]


def _count(series: Series, sample: Float) -> int:
    return sample.shape[1] * (4 if series.annual else 1)


def _scored(series: Series, seen: dict[str, float]) -> tuple[list[str], list[str]]:
    """Quarters that the naive forecasts learn from, and those on which all are scored."""
    inside = [text(q) for q in quarters_of(series, length(LAST))]
    before = [q for q in seen if parse(q) < 0]
    if before:
        return before, [q for q in inside if q in seen]
    first_year = [q for q in inside if parse(q) < 4]
    return first_year, [q for q in inside if q in seen and q not in first_year]


def _errors(series: Series, sample: Float, seen: dict[str, float]) -> dict[str, float]:
    """Root mean square error of the median and of the naive forecasts, on the scale of the series."""
    learnt, scored = _scored(series, seen)
    when = [text(q) for q in quarters_of(series, _count(series, sample))]
    scored = [q for q in scored if q in when]
    truth = series.scale(np.array([seen[q] for q in scored]))
    median = series.scale(np.nanmedian(sample, axis=0))[[when.index(q) for q in scored]]
    rivals = naive(series.scale(np.array([seen[q] for q in learnt])), len(scored))
    forecasts = {"model": median} | rivals
    return {name: root_mean_square(forecast - truth) for name, forecast in forecasts.items()}


def _increments(series: Series, sample: Float) -> dict[str, Any]:
    """A cumulative series by its steps: what was delivered in each quarter."""
    seen = {q: v for q, v in observed(series.name).items() if parse(q) >= 0}
    flow = dict(zip(seen, np.diff(list(seen.values()), prepend=0.0).tolist(), strict=True))
    steps = np.diff(sample, axis=1, prepend=0.0)
    return {"series": _rows(series, steps, flow), "error": _errors(series, steps, flow)}


def _crps(series: Series, sample: Float) -> dict[str, float]:
    """Mean over the scored quarters; of the naive forecasts it is their mean absolute error."""
    seen = observed(series.name)
    learnt, scored = _scored(series, seen)
    when = [text(q) for q in quarters_of(series, _count(series, sample))]
    scored = [q for q in scored if q in when]
    truth = series.scale(np.array([seen[q] for q in scored]))
    scaled = series.scale(sample)[:, [when.index(q) for q in scored]]
    rivals = naive(series.scale(np.array([seen[q] for q in learnt])), len(scored))
    model = [crps(scaled[:, k], value) for k, value in enumerate(truth)]
    if not scored:
        return dict.fromkeys(("model", *rivals), math.nan)
    return {"model": float(np.mean(model))} | {k: float(np.abs(v - truth).mean()) for k, v in rivals.items()}


def _coverage(samples: dict[str, Float], first: str, last: str) -> dict[str, Any]:
    """Share of the observations from one quarter to another that lie in the 90 % band of a sample."""
    inside = {}
    for name, series in SERIES.items():
        rows = _rows(series, samples[name], observed(name))
        asked = [r for r in rows if parse(first) <= parse(r["quarter"]) <= parse(last)]
        seen = [r for r in asked if r["observed"] is not None]
        inside[name] = [r["low"] <= r["observed"] <= r["high"] for r in seen]
    every = [hit for hits in inside.values() for hit in hits]
    return {
        "share": float(np.mean(every)) if every else float("nan"),
        "observations": len(every),
        "series": {name: float(np.mean(hits)) if hits else None for name, hits in inside.items()},
    }


def _width(series: Series, sample: Float) -> float:
    """The widest 90 % band: high against low, or high less low where errors are of the value."""
    low, _, high = np.nanquantile(sample, QUANTILES, axis=0)
    if not series.logarithmic:
        return float((high - low).max())
    return float((high / np.maximum(low, 1)).max())
