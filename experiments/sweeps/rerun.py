"""`sovereigns rerun DIR`: run again what a folder says it is, elsewhere, and compare every byte."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from sovereigns.experiments.limits import LIMITS
from sovereigns.experiments.recipe import Recipe
from sovereigns.experiments.results import store
from sovereigns.experiments.results.seal import fault
from sovereigns.experiments.results.seal import told as said_by
from sovereigns.experiments.results.sweep_results import (
    SHARDS,
    TABLES,
    lost_files,
    number_of,
    run_files,
)
from sovereigns.experiments.sweeps.folder import PLAN, SweepFolder
from sovereigns.experiments.sweeps.plan import Plan, load_plan
from sovereigns.experiments.sweeps.runner import Runner
from sovereigns.experiments.sweeps.shard import Parcel
from sovereigns.experiments.words import taken_apart
from sovereigns.experiments.work.engine import local
from sovereigns.model.errors import InputError
from sovereigns.model.facts.numbers import whole

Progress = Callable[[int, int], None]
"""Told (done, in all): quarters of a run, shards of a sweep."""
RESULTS = ("summary.json", *(f"{table}.parquet" for table in store.TABLES))
"""What every run's numbers are in; the report and the manifest hold words, paths and times of machines."""


@dataclass(frozen=True)
class Rerun:
    """What came of running a folder again."""

    folder: str
    kind: str
    """run or sweep"""
    files: int
    """How many were compared."""
    differs: tuple[str, ...]
    """Files that are not the same, or not there."""
    changed: tuple[str, ...]
    """What of the configuration is other now than then: code, data, a parameter, a scenario."""

    @property
    def equal(self) -> bool:
        """Whether all files are the same, byte by byte."""
        return not self.differs


def rerun(folder: Path, workers: int | None = None, progress: Progress | None = None) -> Rerun:
    """Run again what a folder holds, in a temporary place; the folder is only read.

    Args:
        folder: of a run or a sweep; of a sweep the finished shards.
        workers: processes for a sweep; as many as there are cores for us, if nobody says how many.
        progress: told as it goes on.

    Raises:
        InputError: no such folder, or what its manifest names cannot be had any more.
    """
    told = store.read_manifest(folder)
    if told.get("kind") == "sweep":
        return _sweep(folder, told, workers, progress)
    return _run(folder, told, progress)


def _run(folder: Path, told: Mapping[str, Any], progress: Progress | None) -> Rerun:
    with _understood(folder, told):
        recipe = Recipe.of_manifest(told, folder)
    simulation = recipe.simulation()
    config = recipe.manifest(simulation)
    simulation.run(recipe.quarters, progress=progress)
    with tempfile.TemporaryDirectory() as place:
        store.write_run(simulation, config, str(told["command"]), Path(place))
        results = (*RESULTS, *(f"{table}.parquet" for table in recipe.keep))
        differs = tuple(name for name in results if not _same(folder / name, Path(place) / name))
    return Rerun(str(folder), "run", len(results), differs, _changed(config, told))


def _sweep(folder: Path, told: Mapping[str, Any], workers: int | None, progress: Progress | None) -> Rerun:
    plan = _plan(folder, told)
    lost = lost_files(folder, told)
    numbers = sorted(number_of(file) for file in (*run_files(folder), *lost))
    gone = [number for number in numbers if number >= plan.shards]
    if gone:
        raise InputError(f"{folder}: shard {gone[0]} is none of its plan ({plan.shards} shards); remove it")
    here = {path.name for path in (folder / SHARDS).glob("*.parquet")}
    if lost and not here:  # nothing to compare: no need to run
        names = tuple(file.name for file in lost)
        return Rerun(str(folder), "sweep", len(lost), names, _changed(plan.config, told))
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "sweep"
        again = stack.enter_context(SweepFolder.claim(place, plan, str(told["command"])))
        engine = stack.enter_context(local(workers))
        done = 0

        def keep(number: int, parcel: Parcel) -> None:
            nonlocal done
            again.keep(number, parcel)
            done += 1
            if progress:
                progress(done, len(numbers))

        Runner(plan, engine, keep).run(numbers)
        compared = sorted(here | {path.name for path in (place / SHARDS).glob("*.parquet")})
        differs = [name for name in compared if not _alike(folder / SHARDS / name, place / SHARDS / name)]
    return Rerun(str(folder), "sweep", len(compared), tuple(differs), _changed(plan.config, told))


def _plan(folder: Path, told: Mapping[str, Any]) -> Plan:
    """The plan of a sweep: where it lay, so that scenarios beside it are found, or else the folder's copy."""
    with _understood(folder, told):
        line = taken_apart(str(told.get("command", "")), "sweep", ("--seed",))
        seed = whole(line.last("--seed") or "0", "--seed", *LIMITS["seed"])
    full, copy = "--full" in line.options, folder / PLAN
    with suppress(InputError, OSError):
        plan = load_plan(line.what or "", seed, full)
        if plan.text.encode() == copy.read_bytes():
            return plan
    return load_plan(str(copy), seed, full)


@contextmanager
def _understood(folder: Path, told: Mapping[str, Any]) -> Iterator[None]:
    """Say of what version a command line is that is not understood."""
    try:
        yield
    except InputError as error:
        raise InputError(
            f"{folder}: its command line is not understood any more ({error}); take version "
            f"{told.get('version')}, commit {told.get('commit')}"
        ) from error


def _changed(config: Mapping[str, Any], told: Mapping[str, Any]) -> tuple[str, ...]:
    now = json.loads(store.json_bytes(config))
    return tuple(key for key in now if now[key] != told.get(key))


def _alike(one: Path, other: Path) -> bool:
    """Whether two shards are the same, but for the plan's digest where the code is another than then."""
    if _same(one, other):
        return True
    plans = [next(iter(said_by(path)), "") for path in (one, other)]
    if plans[0] == plans[1] or not all(plans):
        return False
    sound = not any(fault(path, plan, *_place(path)) for path, plan in zip((one, other), plans, strict=True))
    return sound and bool(pq.read_table(one).equals(pq.read_table(other)))


def _place(path: Path) -> tuple[int, str]:
    number, table, *_ = path.name.split(".")
    return int(number), table if table in TABLES else TABLES[0]


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()
