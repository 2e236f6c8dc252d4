"""The claims of the article and the counter-claims, put to the test over the calibrated parameter space.

`experiments/claims/` registers what would have to be seen, and the rule; this file takes the points that
history leaves, runs each distinct arm once at every point and seed, and hands the numbers to the rule. Seeds
are added, at the points and in the arms that are not clear, until the verdicts are or the seeds are spent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sovereigns.experiments.claims.contrasts import Read, weakest
from sovereigns.experiments.claims.deciding import decided_by
from sovereigns.experiments.claims.hypothesis import Hypothesis, Part
from sovereigns.experiments.claims.measures import Measure
from sovereigns.experiments.claims.moderated import prior
from sovereigns.experiments.claims.registry import chosen, needed
from sovereigns.experiments.claims.space import draw, serving
from sovereigns.experiments.claims.trial import trial
from sovereigns.experiments.claims.verdict import (
    UNCLEAR,
    UNDECIDED,
    PointEffect,
    judge_part,
    judge_point,
    may_clear,
    weakest_part,
)
from sovereigns.experiments.results.desktop import is_desktops
from sovereigns.experiments.results.store import REMEDY, commit, json_bytes, parquet_bytes, unwritable
from sovereigns.experiments.results.whole import ASIDE, write_whole
from sovereigns.experiments.sweeps.shard import code_digest
from sovereigns.experiments.work.engine import Progress
from sovereigns.model.errors import InputError
from sovereigns.model.facts.parameters import Value
from sovereigns.model.facts.texts import json_value, read_text
from sovereigns.model.world import Float

POINTS, FULL = 16, 100
"""Points of the default size, which ends within 15 minutes on two cores, and of the published size."""
SEEDS, LOOKS = 2, 2
"""Paired runs that are added at a time, and how often at most."""

CONTENT = re.compile(
    rf"claims\.png|(claims\.json|manifest\.json|runs\.parquet|point-\d{{5}}-\d+\.parquet)({re.escape(ASIDE)})?"
)
"""Names of what a folder of results holds."""

VERDICTS = "claims.json"
"""Written last: where it stands, all has ended."""

CODE = (
    "experiments/claims/*.py",
    "experiments/claims/points.csv",
    "experiments/claims/registered/*.csv",
    "experiments/claims/scenarios/*.toml",
    "model/data/scenarios/*.toml",
)
"""What the numbers of a trial come from, beside the model."""

FAR = 1000
"""Seeds of one point lie so far from those of the next."""
OF_PART = ("id", "states", "direction", "size", "why")
"""What is told of a part and not of its claim."""

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
    looks: int = LOOKS,
    quarters: int | None = None,
    progress: Progress | None = None,
) -> tuple[list[dict[str, Any]], pd.DataFrame]:
    """Run what the claims need, judge them, and write verdicts, picture and runs.

    Each point is kept as soon as its runs have ended: the same call goes on where it was stopped, reads what
    it wrote where all had ended well, and makes again only what had failed.

    Args:
        ids: of claims; all without one.
        executor: where the runs are made.
        folder: of the results.
        points: of those that history leaves.
        seeds: paired runs that are added at a time.
        looks: how often at most.
        quarters: a shorter horizon, for tests.
        progress: told (runs done, runs in all as far as known).

    Returns:
        One object a claim, and a table of the runs: arm, point, seed, error, measures, drawn parameters.

    Raises:
        InputError: an id that is not registered, fewer points left than asked, or a folder of something else.
    """
    hypotheses, space = chosen(ids), draw(points)
    wanted = plan(hypotheses, space, range(seeds), quarters)
    begin(folder, _address(wanted, space, looks))
    had = pd.DataFrame(columns=["arm", "point", "seed", "error"])
    if (folder / VERDICTS).exists():
        results, had = _read(folder)
        if not had["error"].any():
            return results, had
    table = pd.DataFrame()
    for look in range(1, looks + 1):
        ended = _look(wanted, executor, folder, look, progress, len(table), had)
        table = pd.concat([table, ended], ignore_index=True)
        runs = by_run(table.drop(columns=space.columns))
        results = [judge(hypothesis, runs, space, looks) for hypothesis in hypotheses]
        arms = unclear(hypotheses, results, runs, len(space), looks)
        wanted = plan(hypotheses, space, range(look * seeds, (look + 1) * seeds), quarters, arms)
        if not wanted:
            break
    finish(folder, results, table)
    return results, table


def _look(
    trials: Sequence[Trial],
    executor: Executor,
    folder: Path,
    look: int,
    progress: Progress | None,
    before: int,
    had: pd.DataFrame,
) -> pd.DataFrame:
    """The runs of one look, point by point; what has ended well before, and is had, is not made again."""
    tables, done = [], 0
    for point, jobs in groupby(trials, key=lambda trial: trial.point):
        some = list(jobs)
        path = folder / f"point-{point:05d}-{look}.parquet"
        there = pd.read_parquet(path) if path.exists() else had[had["point"] == point]
        well = there[there["error"] == ""]
        stand = set(zip(well["arm"], well["seed"], strict=True))
        missing = [trial for trial in some if (trial.arm, trial.seed) not in stand]
        tell = partial(_tell, progress, before + done + len(some) - len(missing), before + len(trials))
        tell(0)
        if missing or not path.exists():
            made = _table(missing, _ended(missing, executor, tell))
            write_whole(path, parquet_bytes(_in_order(some, well, made)))
        done += len(some)
        tables.append(pd.read_parquet(path))
    return pd.concat(tables, ignore_index=True)


def _in_order(trials: Sequence[Trial], *some: pd.DataFrame) -> pd.DataFrame:
    """Runs of one point, in the order of its trials."""
    runs = pd.concat([table for table in some if len(table)], ignore_index=True)
    place = {key: row for row, key in enumerate(zip(runs["arm"], runs["seed"], strict=True))}
    return runs.iloc[[place[trial.arm, trial.seed] for trial in trials]].reset_index(drop=True)


def by_run(table: pd.DataFrame) -> Runs:
    """(arm, point, seed) -> row of the table."""
    rows = [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]
    return {(row["arm"], row["point"], row["seed"]): row for row in rows}


def unclear(
    hypotheses: Sequence[Hypothesis],
    results: Sequence[Mapping[str, Any]],
    runs: Runs,
    points: int,
    looks: int,
) -> dict[int, set[str]]:
    """Point -> arms in which more seeds could still decide: those of undecided parts of undecided claims.

    Where no word of the unclear points would decide a part, more seeds would not either.
    """
    found: dict[int, set[str]] = {}
    for hypothesis, result in zip(hypotheses, results, strict=True):
        for part, judged in zip(hypothesis.parts, result["parts"], strict=True):
            if not (result["verdict"] == judged["verdict"] == UNDECIDED and may_clear(judged)):
                continue
            for point, effect in _effects(part, runs, points, looks).items():
                if effect.says == UNCLEAR:
                    found.setdefault(point, set()).update(part.contrast.arms)
    return found


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


def _address(trials: Sequence[Trial], space: pd.DataFrame, looks: int) -> str:
    """Digest of what is tried first, where, and how often it is looked at."""
    first = [(trial.arm, trial.point, trial.seed, trial.measures, trial.quarters) for trial in trials]
    return sha256(f"{first} {looks} {space.to_csv()}".encode()).hexdigest()


def begin(folder: Path, address: str) -> None:
    """Make the folder, or go on in one that holds points of the same test.

    Args:
        folder: of the results.
        address: digest of the test.

    Raises:
        InputError: it holds anything else, or cannot be written.
    """
    config = {"trials": address, "code": code_digest(*CODE)}
    manifest = folder / "manifest.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        present = [child for child in sorted(folder.iterdir()) if not is_desktops(child)]
        foreign = [child.name for child in present if not CONTENT.fullmatch(child.name)]
        if foreign:
            raise InputError(f"--out {folder}: holds '{foreign[0]}', which is no result of claims; {REMEDY}")
        there = json_value(read_text(manifest, "JSON").body, str(manifest)) if manifest.exists() else {}
        if isinstance(there, dict) and config.items() <= there.items():
            return
        if list(folder.glob("point-*")):
            raise InputError(f"--out {folder}: holds points of other claims or code; {REMEDY} or remove it")
        (folder / VERDICTS).unlink(missing_ok=True)
        write_whole(manifest, json_bytes(config | commit()))
    except OSError as error:
        raise unwritable(folder, error) from error


def finish(folder: Path, results: list[dict[str, Any]], runs: pd.DataFrame) -> None:
    """Write verdicts, picture and all runs; then the points are no more needed."""
    from sovereigns.experiments.claims.figures import draw_claims

    write_whole(folder / "runs.parquet", parquet_bytes(runs))
    draw_claims(results, folder / "claims.png")
    write_whole(folder / VERDICTS, json_bytes(results))
    for path in (*folder.glob("point-*"), *folder.glob(f"*{ASIDE}")):
        path.unlink()


def _read(folder: Path) -> tuple[list[dict[str, Any]], pd.DataFrame]:
    results = json_value(read_text(folder / VERDICTS, "JSON").body, str(folder / VERDICTS))
    return results, pd.read_parquet(folder / "runs.parquet")


def plan(
    hypotheses: Sequence[Hypothesis],
    space: pd.DataFrame,
    seeds: Iterable[int],
    quarters: int | None,
    only: Mapping[int, Collection[str]] | None = None,
) -> list[Trial]:
    """Each arm once at every point and seed, whatever number of claims need it; point by point.

    Args:
        hypotheses: what is tested.
        space: a row a point.
        seeds: numbers from 0 on; points do not share them, arms do.
        quarters: a shorter horizon.
        only: point -> its arms; all of all points without it.
    """
    arms, numbers = needed(hypotheses), tuple(seeds)
    drawn: list[dict[str, Value]] = [dict(row) for row in space.to_dict("records")]  # type: ignore[arg-type]
    return [
        Trial(arm, point, point * FAR + k, values, tuple(measures), quarters)
        for point, values in enumerate(drawn)
        for k in numbers
        for arm, measures in arms.items()
        if only is None or arm in only.get(point, ())
    ]


def _attempt(job: Trial) -> Mapping[str, Any]:
    """The outcome of a trial, or what went wrong: one broken run must not take the others with it."""
    try:
        return trial(job.arm, job.drawn, job.seed, job.measures, job.quarters)
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def judge(hypothesis: Hypothesis, runs: Runs, space: pd.DataFrame, looks: int = 1) -> dict[str, Any]:
    """What `sovereigns claims --json` prints of one claim; its weakest part speaks for it."""
    tested = [(part, _effects(part, runs, len(space), looks)) for part in hypothesis.parts]
    parts = [judge_part(part, list(points.values())) for part, points in tested]
    weak = weakest_part(parts)
    name, association, chance = _decided(hypothesis, tested[weak][1], space)
    return {
        "id": hypothesis.id,
        "claim": hypothesis.claim,
        **{key: value for key, value in parts[weak].items() if key not in OF_PART},
        "decided_by": name,
        "association": association,
        "chance": chance,
        "weakest": parts[weak]["id"],
        "note": hypothesis.note,
        "parts": parts,
    }


def _decided(
    hypothesis: Hypothesis, points: Mapping[int, PointEffect], space: pd.DataFrame
) -> tuple[str | None, float | None, float | None]:
    """What decides a claim, where points differ in whether they bear it out."""
    if len({point.counts for point in points.values()}) < 2:
        return None, None, None
    at = space.iloc[list(points)]
    margins = np.array([point.margin for point in points.values()])
    return decided_by(margins, {name: at[name] for name in serving(hypothesis.id) if name in space})


def _effects(part: Part, runs: Runs, points: int, looks: int) -> dict[int, PointEffect]:
    """Point -> effect, of the points where every run came to its end."""
    seeds: dict[int, set[int]] = {}
    for arm, point, seed in runs:
        if arm in part.contrast.arms:
            seeds.setdefault(point, set()).add(seed)
    effects: dict[int, Float] = {}
    for point in range(points):
        numbers = [
            n for n in sorted(seeds.get(point, ())) if all((a, point, n) in runs for a in part.contrast.arms)
        ]
        involved = [runs[arm, point, seed] for arm in part.contrast.arms for seed in numbers]
        if involved and not any(run["error"] for run in involved):
            effects[point] = weakest(part.contrast, part.measures, part.sign, _reader(runs, point, numbers))
    others = prior(list(effects.values()))
    return {point: judge_point(part, each, looks, others) for point, each in effects.items()}


def _reader(runs: Runs, point: int, seeds: Sequence[int]) -> Read:
    def read(arm: str, measure: Measure) -> Float:
        return np.array([runs[arm, point, seed][measure.name] for seed in seeds], dtype=float)

    return read


def _table(jobs: Sequence[Trial], outcomes: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    rows = []
    for job, outcome in zip(jobs, outcomes, strict=True):
        plain = {k: v.tolist() if isinstance(v, np.ndarray) else v for k, v in outcome.items()}
        about = {"arm": job.arm, "point": job.point, "seed": job.seed, "error": ""}
        rows.append(about | plain | dict(job.drawn))
    return pd.DataFrame(rows)
