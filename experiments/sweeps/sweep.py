"""A sweep: a plan done in a folder, from where it stands, until it ends or somebody stops it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from sovereigns.experiments.results.sweep_results import SHARDS, number_of
from sovereigns.experiments.sweeps.folder import SweepFolder
from sovereigns.experiments.sweeps.plan import Plan
from sovereigns.experiments.sweeps.runner import Runner
from sovereigns.experiments.sweeps.shard import FAILED, Parcel, kept, may_mend, perform, schemas_of
from sovereigns.experiments.work.engine import Engine
from sovereigns.model.errors import InputError
from sovereigns.model.facts.inputs import load_inputs

Progress = Callable[[int, int, int], None]
"""Told (runs done, runs in all, failed)."""
BYTES_A_CELL = {"runs": 10.0, "quarters": 8.0, "nations": 5.0}
"""What a number takes on disk, measured on standard worlds."""
FILE_BYTES = 20_000
"""What a file takes beside its numbers: names and types of its columns."""
PILOT_QUARTERS = 8


class Interrupted(KeyboardInterrupt):
    """Somebody stopped the sweep; says what is kept and how to go on."""


@dataclass(frozen=True)
class Outcome:
    """How far a folder is."""

    done: int
    """Runs finished, failed ones with them."""
    failed: int
    seconds: float
    """That this call took."""


@dataclass
class _Count:
    done: int
    failed: int


def default_folder(plan: Plan) -> Path:
    """Where a sweep goes when nobody says where: runs/<plan>-<seed>-<start of the digest>."""
    return Path("runs") / f"{plan.name}-{plan.seed}-{plan.digest[:8]}"


def sweep(
    plan: Plan,
    out: Path,
    engine: Engine,
    command: str,
    limit: int | None = None,
    tell: Progress | None = None,
    retry_failed: bool = False,
) -> Outcome:
    """Do what is not done yet of a plan.

    Args:
        plan: what to run.
        out: its folder.
        engine: who runs it.
        command: the command line, for the manifest and the word on how to go on.
        limit: only the first runs, rounded up to whole shards.
        tell: told as shards are finished.
        retry_failed: do all shards with a failed run again, not only those that the machine failed.

    Raises:
        InputError: the folder is another's or cannot be written (as when the disk is full).
        Interrupted: Ctrl-C; what is finished is kept.
    """
    wanted = plan.shards if limit is None else min(plan.shards, -(-limit // plan.shard_runs))
    total = min(plan.size, wanted * plan.shard_runs)
    started = time.perf_counter()
    with SweepFolder.claim(out, plan, command) as folder:
        plan = plan.in_folder(out)
        sound = [path for path in folder.sound(plan) if not to_do_again(path, retry_failed)]
        there = {number_of(path) for path in sound}
        count = _Count(*counts(sound))

        def keep(number: int, parcel: Parcel) -> None:
            folder.keep(number, parcel)
            count.done += parcel.runs
            count.failed += parcel.failed
            if tell:
                tell(count.done, total, count.failed)

        if tell:
            tell(count.done, total, count.failed)
        try:
            Runner(plan, engine, keep).run(number for number in range(wanted) if number not in there)
        except KeyboardInterrupt:
            raise Interrupted(
                f"Interrupted; {count.done} of {total} runs are kept in {out}. To go on: {command}"
            ) from None
        folder.end(wanted)
    return Outcome(count.done, count.failed, time.perf_counter() - started)


def to_do_again(file: Path, any_failure: bool = False) -> bool:
    """Whether a shard holds a run that failed by the machine's fault, or by any.

    Args:
        file: of its runs, sound.
        any_failure: count faults of the model too.
    """
    table = pq.read_table(file, columns=["status", "error"])
    failed = [
        error or ""
        for status, error in zip(table["status"].to_pylist(), table["error"].to_pylist(), strict=True)
        if status == FAILED
    ]
    return bool(failed) and (any_failure or any(map(may_mend, failed)))


def counts(files: Iterable[Path]) -> tuple[int, int]:
    """Runs finished and runs failed.

    Args:
        files: of runs, sound.
    """
    done = failed = 0
    for file in files:
        status = pq.read_table(file, columns=["status"])["status"].to_pylist()
        done, failed = done + len(status), failed + status.count(FAILED)
    return done, failed


def disk_bytes(plan: Plan) -> int:
    """About what a plan's shards take on disk."""
    schemas = schemas_of(plan.columns)
    rows = {
        "runs": 1,
        "quarters": plan.quarters + 1,
        "nations": (plan.quarters + 1)
        * len(load_inputs(Path(plan.nations[0]) if plan.nations else None).nations),
    }
    cells = sum(BYTES_A_CELL[name] * rows[name] * len(schemas[name]) for name in kept(plan.keep))
    return int(plan.size * cells) + plan.shards * FILE_BYTES * len(kept(plan.keep))


def refuse_too_large(plan: Plan, out: Path) -> None:
    """Check that what is not done yet of a plan fits the disk.

    Raises:
        InputError: it does not.
    """
    there = sum(file.stat().st_size for file in (out / SHARDS).glob("*.parquet"))
    needed, free = disk_bytes(plan) - there, free_bytes(out)
    if needed > free:
        raise InputError(
            f"--out {out}: the plan still needs about {needed / 1e6:,.1f} MB, the disk has {free / 1e6:,.1f} "
            'MB; take fewer runs, keep = "final", or give a folder on another disk'
        )


def free_bytes(out: Path) -> int:
    """Free bytes of the disk that holds a folder, or would hold it."""
    there = next(folder for folder in (out.resolve(), *out.resolve().parents) if folder.exists())
    return shutil.disk_usage(there).free


def forecast(plan: Plan, out: Path, workers: int) -> dict[str, Any]:
    """What a plan will take: runs, time by a pilot on this machine, disk.

    Args:
        plan: what to run.
        out: its folder.
        workers: as fast as this machine's.

    Raises:
        InputError: the sweep itself would be refused there.
    """
    SweepFolder(out).refuse_others(plan)
    return {
        "name": plan.name,
        "question": plan.question,
        "out": str(out),
        "scenarios": len(plan.scenarios),
        "points": plan.design.size(plan.factors),
        "replications": plan.replications,
        "runs": plan.size,
        "shards": plan.shards,
        "workers": workers,
        "seconds": seconds_a_run(plan) * plan.size / workers,
        "bytes": disk_bytes(plan),
        "free_bytes": free_bytes(out),
    }


def seconds_a_run(plan: Plan) -> float:
    """How long a run takes here, by the first quarters of the first."""
    task = plan.task(0)
    quarters = min(plan.quarters, PILOT_QUARTERS)
    perform(task.cut(1, 1))
    return perform(task.cut(1, quarters)).seconds * plan.quarters / quarters
