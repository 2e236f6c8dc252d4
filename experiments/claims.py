"""The claims of the article and the counter-claims, put to the test over the plausible parameter space.

`experiments/hypotheses/` registers what would have to be seen, and the rule; this file draws the points, runs
each distinct arm once at every point and seed, and hands the numbers to the rule.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.hypotheses.contrasts import Read, weakest
from experiments.hypotheses.hypothesis import Hypothesis, Part
from experiments.hypotheses.measures import Measure
from experiments.hypotheses.registry import chosen, needed
from experiments.hypotheses.space import draw, serving
from experiments.hypotheses.trial import trial
from experiments.hypotheses.verdict import PointEffect, decided_by, judge_part, judge_point
from experiments.store import REMEDY, unwritable, write_json, write_parquet
from model.errors import InputError
from model.parameters import Value
from model.world import Float

POINTS, SEEDS = 12, 3
"""The default size, which ends within ten minutes on two cores."""

CONTENT = ("claims.json", "claims.png", "runs.parquet")
"""What a folder of results holds."""

Progress = Callable[[int, int], None]
Runs = Mapping[tuple[str, int, int], Mapping[str, Any]]
"""(arm, point, seed) -> name of the measure -> value."""


@dataclass(frozen=True)
class Trial:
    """One run to make."""

    arm: str
    point: int
    seed: int
    drawn: Mapping[str, Value]
    measures: tuple[Measure, ...]
    quarters: int | None


def put_to_test(
    ids: Iterable[str],
    executor: Executor,
    folder: Path,
    points: int = POINTS,
    seeds: int = SEEDS,
    quarters: int | None = None,
    progress: Progress | None = None,
) -> tuple[list[dict[str, Any]], pd.DataFrame]:
    """Run what the claims need, judge them, and write verdicts, picture and runs.

    Each point is kept as soon as its runs have ended: the same call goes on where it was stopped.

    Args:
        ids: of claims; all without one.
        executor: where the runs are made.
        folder: of the results.
        points: draws from the plausible parameter space.
        seeds: paired runs at each point.
        quarters: a shorter horizon, for tests.
        progress: told (runs done, runs in all).

    Returns:
        One object a claim, and a table of the runs: arm, point, seed, error, measures, drawn parameters.

    Raises:
        InputError: an id that is not registered, or a folder of something else.
    """
    hypotheses, space = chosen(ids), draw(points)
    trials = plan(hypotheses, space, seeds, quarters)
    keeper = Keeper.open(folder, trials)
    tables = []
    for point in range(points):
        jobs = [job for job in trials if job.point == point]
        done = len(trials) // points * point
        tables.append(keeper.point(point, lambda jobs=jobs, done=done: _ended(jobs, executor, done, len(trials), progress)))
    runs = pd.concat(tables, ignore_index=True)
    results = [judge(h, Runs(runs), space, seeds) for h in hypotheses]
    keeper.close(results, runs)
    return results, runs


def workers() -> ProcessPoolExecutor:
    """One process a processor that this process may use."""
    return ProcessPoolExecutor(os.process_cpu_count(), mp_context=get_context("forkserver"))


def default_folder(ids: Iterable[str], points: int) -> Path:
    """Where results go when nobody says where: runs/claims-<points>[-<ids>]."""
    return Path("runs") / "-".join(("claims", str(points), *(name.upper() for name in ids)))


def refuse_foreign(folder: Path) -> None:
    """Check that a folder is absent, empty or holds earlier results of claims.

    Raises:
        InputError: it holds anything else.
    """
    foreign = (
        [child.name for child in folder.iterdir() if child.name not in CONTENT] if folder.is_dir() else []
    )
    if foreign or folder.is_file():
        what = f"holds '{foreign[0]}', which is no result of claims" if foreign else "is a file"
        raise InputError(f"--out {folder}: {what}; {REMEDY}")


def write(results: list[dict[str, Any]], runs: pd.DataFrame, folder: Path) -> None:
    """Write verdicts, picture and runs.

    Raises:
        InputError: the folder cannot be written.
    """
    from experiments.report.claims_figures import draw_claims

    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_parquet(runs, folder / "runs.parquet")
        draw_claims(results, folder / "claims.png")
        write_json(results, folder / "claims.json")
    except OSError as error:
        raise unwritable(folder, error) from error


def plan(
    hypotheses: Sequence[Hypothesis], space: pd.DataFrame, seeds: int, quarters: int | None
) -> list[Trial]:
    """Each arm once at every point and seed, whatever number of claims need it; point by point."""
    arms = needed(hypotheses)
    drawn: list[dict[str, Value]] = [dict(row) for row in space.to_dict("records")]  # type: ignore[arg-type]
    return [
        Trial(arm, point, point * seeds + k, values, tuple(measures), quarters)
        for point, values in enumerate(drawn)
        for k in range(seeds)
        for arm, measures in arms.items()
    ]


def _attempt(job: Trial) -> Mapping[str, Any]:
    """The outcome of a trial, or what went wrong: one broken run must not take the others with it."""
    try:
        return trial(job.arm, job.drawn, job.seed, job.measures, job.quarters)
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def judge(hypothesis: Hypothesis, runs: Runs, space: pd.DataFrame, seeds: int) -> dict[str, Any]:
    """What `sovereigns claims --json` prints of one claim; its weakest part speaks for it."""
    tested = [(part, _effects(part, runs, len(space), seeds)) for part in hypothesis.parts]
    parts = [judge_part(part, list(points.values())) for part, points in tested]
    shares = [part["share"] for part in parts]
    weak = shares.index(min(shares))
    part, points = tested[weak]
    at = list(points)
    candidates = {name: _ranks(space[name])[at] for name in serving(hypothesis.id) if name in space}
    name, association, chance = decided_by(list(points.values()), candidates)
    spoken = ("metric", "contrast", "points", "share", "effect", "low", "high", "verdict")
    return {
        "id": hypothesis.id,
        "claim": hypothesis.claim,
        **{key: parts[weak][key] for key in spoken},
        "decided_by": name,
        "association": association,
        "chance": chance,
        "weakest": part.id,
        "note": hypothesis.note,
        "parts": parts,
    }


def _effects(part: Part, runs: Runs, points: int, seeds: int) -> dict[int, PointEffect]:
    """Point -> effect, of the points where every run came to its end."""
    found = {}
    for point in range(points):
        numbers = [point * seeds + k for k in range(seeds)]
        needed_runs = [runs[arm, point, seed] for arm in part.contrast.arms for seed in numbers]
        if not any("error" in run for run in needed_runs):
            effects = weakest(part.contrast, part.measures, part.sign, _reader(runs, point, numbers))
            found[point] = judge_point(part, effects)
    return found


def _reader(runs: Runs, point: int, seeds: Sequence[int]) -> Read:
    def read(arm: str, measure: Measure) -> Float:
        return np.array([runs[arm, point, seed][measure.name] for seed in seeds], dtype=float)

    return read


def _ranks(values: pd.Series) -> Float:
    """Numbers as they are; the variants of a choice in alphabetical order."""
    return np.asarray(values.rank(), dtype=float)


def _table(trials: Sequence[Trial], runs: Runs) -> pd.DataFrame:
    rows = []
    for job in trials:
        outcome = runs[job.arm, job.point, job.seed]
        plain = {k: v.tolist() if isinstance(v, np.ndarray) else v for k, v in outcome.items()}
        about = {"arm": job.arm, "point": job.point, "seed": job.seed, "error": outcome.get("error")}
        rows.append(about | plain | dict(job.drawn))
    return pd.DataFrame(rows)
