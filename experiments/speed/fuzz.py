"""Runs at legal points far from the usual.

Any parameter anywhere in its hard range, any number of firms and researchers, every preset. A legal point
must end well, by every invariant and without a numeric warning.

The points are of four kinds in turn: one parameter at an end of its range; some anywhere in theirs, the ends
among them; all anywhere; all in their plausible ranges.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from concurrent.futures import Future, as_completed
from typing import Any

import numpy as np

from sovereigns.experiments.recipe import Recipe
from sovereigns.experiments.work.engine import Progress, local
from sovereigns.model.facts.parameters import Row, Value, rows
from sovereigns.model.scenario import STARTS
from sovereigns.model.start.presets import scenario_names

Generator = np.random.Generator

SOME = 40
"""Parameters that a point of the second kind sets at most."""
FIRMS = (0, 1, 7, 80, 300, 500, 1500)
RESEARCHERS = (0, 1, 100, 300, 2000)
QUARTERS = (4, 4, 4, 6, 6, 6, 8, 8, 8, 40)


def play(recipe: Recipe) -> None:
    """Run it, numeric warnings as errors.

    Raises:
        Exception: whatever the model raises.
    """
    with np.errstate(all="raise", under="ignore"), warnings.catch_warnings(action="error"):
        recipe.simulation(record=recipe.seed % 2 == 0).run(recipe.quarters)


def point(number: int, seed: int = 0) -> Recipe:
    """The point of that number: it depends on no other.

    Args:
        number: from 0; its kind is the remainder by four.
        seed: of all points.
    """
    draw = np.random.default_rng([seed, number])
    table = rows()
    kind = number % 4
    if kind == 0:
        row = table[number // 4 % len(table)]
        values = {row.name: _end(row, draw)}
    elif kind == 1:
        chosen = draw.permutation(len(table))[: 1 + draw.integers(SOME)]
        values = {table[i].name: _anywhere(table[i], draw) for i in chosen}
    elif kind == 2:
        values = {row.name: _anywhere(row, draw) for row in table}
    else:
        values = {row.name: _plausible(row, draw) for row in table}
    presets = scenario_names()
    return Recipe(
        scenario=_one(presets, draw),
        seed=number,
        start=_one(STARTS, draw),
        firms=_one(FIRMS, draw),
        researchers=_one(RESEARCHERS, draw),
        quarters=_one(QUARTERS, draw),
        set=tuple(values.items()),
    )


def attempt(number: int, seed: int) -> dict[str, Any] | None:
    """What went wrong at a point, as {number, error, command}; None if nothing did."""
    there = point(number, seed)
    try:
        play(there)
    except Exception as error:
        return {"number": number, "error": f"{type(error).__name__}: {error}", "command": there.command()}
    return None


def fuzz(
    runs: int, seed: int = 0, workers: int | None = None, progress: Progress | None = None
) -> list[dict[str, Any]]:
    """Try the first points.

    Args:
        runs: how many.
        seed: of all points.
        workers: processes; as many as there are cores for us, if nobody says how many.
        progress: told after each run.

    Returns:
        Of each that failed {number, error, command}, in the order of their numbers.
    """
    failures = []
    with local(workers) as engine:
        futures: list[Future[dict[str, Any] | None]] = [
            engine.executor.submit(attempt, number, seed) for number in range(runs)
        ]
        for done, future in enumerate(as_completed(futures), start=1):
            failures.append(future.result())
            if progress:
                progress(done, runs)
    return sorted((one for one in failures if one), key=lambda one: one["number"])


def _anywhere(row: Row, draw: Generator) -> Value:
    """A value of the hard range: as often an end as one between, evenly or by order of magnitude."""
    if row.choices or draw.random() < 1 / 2:
        return _end(row, draw)
    share = draw.random()
    if row.min > 0 and draw.random() < 1 / 2:
        return float(min(row.min * (row.max / row.min) ** share, row.max))
    return float(min(row.min + share * (row.max - row.min), row.max))


def _end(row: Row, draw: Generator) -> Value:
    ends: tuple[Value, ...] = row.choices or (float(row.min), float(row.max))
    return _one(ends, draw)


def _plausible(row: Row, draw: Generator) -> Value:
    if row.low is None or row.high is None:
        return _one(row.choices, draw)
    return min(row.low + draw.random() * (row.high - row.low), row.high)


def _one[T](options: Sequence[T], draw: Generator) -> T:
    return options[int(draw.integers(len(options)))]
