"""The claims of the article and the counter-claims, put to the test over the plausible parameter space.

`experiments/claims/` registers what would have to be seen, and the rule; this file draws the points, runs
each distinct arm once at every point and seed, and hands the numbers to the rule.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sovereigns.experiments.claims.contrasts import Read, weakest
from sovereigns.experiments.claims.hypothesis import Hypothesis, Part
from sovereigns.experiments.claims.measures import Measure
from sovereigns.experiments.claims.registry import chosen, needed
from sovereigns.experiments.claims.space import draw, serving
from sovereigns.experiments.claims.trial import trial
from sovereigns.experiments.claims.verdict import SAID, PointEffect, decided_by, judge_part, judge_point
from sovereigns.experiments.results.desktop import is_desktops
from sovereigns.experiments.results.store import REMEDY, commit, json_bytes, parquet_bytes
from sovereigns.experiments.results.whole import ASIDE, write_whole
from sovereigns.experiments.sweeps.shard import code_digest
from sovereigns.experiments.work.engine import Progress
from sovereigns.model.errors import InputError
from sovereigns.model.facts.parameters import Value
from sovereigns.model.world import Float

POINTS, SEEDS = 16, 4
"""The default size, which ends within ten minutes on two cores."""

CONTENT = re.compile(
    rf"claims\.png|(claims\.json|manifest\.json|runs\.parquet|point-\d{{5}}\.parquet)({re.escape(ASIDE)})?"
)
"""Names of what a folder of results holds."""

CODE = (
    "experiments/claims/*.py",
    "experiments/claims/scenarios/*.toml",
    "model/data/scenarios/*.toml",
)
"""What the numbers of a trial come from, beside the model."""

Runs = Mapping[tuple[str, int, int], Mapping[str, Any]]
"""(arm, point, seed) -> row of the table of runs: `error`, blank where there is none, and the measures."""


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
    begin(folder, trials)
    share = len(trials) // points
    tables = []
    for point in range(points):
        path = folder / f"point-{point:05d}.parquet"
        if path.exists():
            _tell(progress, share * point, len(trials), share)
        else:
            jobs = trials[share * point : share * (point + 1)]
            tell = partial(_tell, progress, share * point, len(trials))
            write_whole(path, parquet_bytes(_table(jobs, _ended(jobs, executor, tell))))
        tables.append(pd.read_parquet(path))
    table = pd.concat(tables, ignore_index=True)
    rows = [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]
    runs = {(row["arm"], row["point"], row["seed"]): row for row in rows}
    results = [judge(hypothesis, runs, space, seeds) for hypothesis in hypotheses]
    finish(folder, results, table)
    return results, table


def _tell(progress: Progress | None, before: int, total: int, done: int) -> None:
    if progress:
        progress(before + done, total)


def _ended(jobs: Sequence[Trial], executor: Executor, tell: Callable[[int], None]) -> list[Mapping[str, Any]]:
    """The outcomes of some trials in their order."""
    outcomes = []
    for outcome in executor.map(_attempt, jobs):
        outcomes.append(outcome)
        tell(len(outcomes))
    return outcomes


def default_folder(ids: Iterable[str], points: int) -> Path:
    """Where results go when nobody says where: runs/claims-<points>[-<ids>]."""
    return Path("runs") / "-".join(("claims", str(points), *(name.upper() for name in ids)))


def begin(folder: Path, trials: Sequence[Trial]) -> None:
    """Make the folder, or go on in one that holds points of the same trials.

    Raises:
        InputError: it holds anything else, or cannot be written.
    """
    config = {"trials": sha256(repr(trials).encode()).hexdigest(), "code": code_digest(*CODE)}
    manifest = folder / "manifest.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        present = [child for child in sorted(folder.iterdir()) if not is_desktops(child)]
        foreign = [child.name for child in present if not CONTENT.fullmatch(child.name)]
        if foreign:
            raise InputError(f"--out {folder}: holds '{foreign[0]}', which is no result of claims; {REMEDY}")
        if manifest.exists() and config.items() <= json.loads(manifest.read_text(encoding="utf-8")).items():
            return
        if list(folder.glob("point-*")):
            raise InputError(f"--out {folder}: holds points of other claims or code; {REMEDY} or remove it")
        write_whole(manifest, json_bytes(config | commit()))
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"--out {folder}: cannot be used ({error}); {REMEDY}") from error


def finish(folder: Path, results: list[dict[str, Any]], runs: pd.DataFrame) -> None:
    """Write verdicts, picture and all runs; then the points are no more needed."""
    from sovereigns.experiments.claims.figures import draw_claims

    write_whole(folder / "runs.parquet", parquet_bytes(runs))
    draw_claims(results, folder / "claims.png")
    write_whole(folder / "claims.json", json_bytes(results))
    for path in (*folder.glob("point-*"), *folder.glob(f"*{ASIDE}")):
        path.unlink()


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
    spoken = (
        "metric",
        "contrast",
        "points",
        "share",
        "share_low",
        "share_high",
        *SAID[1:],
        "effect",
        "low",
        "high",
        "verdict",
    )
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
        involved = [runs[arm, point, seed] for arm in part.contrast.arms for seed in numbers]
        if not any(run["error"] for run in involved):
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


def _table(jobs: Sequence[Trial], outcomes: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    rows = []
    for job, outcome in zip(jobs, outcomes, strict=True):
        plain = {k: v.tolist() if isinstance(v, np.ndarray) else v for k, v in outcome.items()}
        about = {"arm": job.arm, "point": job.point, "seed": job.seed, "error": ""}
        rows.append(about | plain | dict(job.drawn))
    return pd.DataFrame(rows)
