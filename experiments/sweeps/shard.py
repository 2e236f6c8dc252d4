"""A shard: some runs of a plan, done by one worker, as the bytes of its Parquet files.

Nothing in those bytes tells who made them, where or when.
"""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from sovereigns.agents.faults import told
from sovereigns.experiments.recipe import Recipe
from sovereigns.experiments.results.seal import sealed
from sovereigns.experiments.results.sweep_results import KEEPS, TABLES
from sovereigns.experiments.sweeps.factors import STRATEGY
from sovereigns.model.errors import InputError
from sovereigns.model.facts.parameters import Value
from sovereigns.model.facts.quarters import text
from sovereigns.model.metrics import METRICS, NATION_METRICS
from sovereigns.model.places import ROOT

if TYPE_CHECKING:
    import pandas as pd

    from sovereigns.model.simulation import Simulation

CODE = ("model/**/*.py", "agents/**/*.py", "model/data/*.csv")
OK, FAILED = "ok", "failed"
KILLED = "WorkerKilled: the worker process died in this run, alone and each time it was tried"
OF_THE_PLACE = (MemoryError, OSError, ImportError)
"""What the machine does to a run: no result, and tried again when the sweep goes on."""
PLACE = "Place"
"""How the error of such a run begins; that of a killed worker is one too."""
LONGEST = 2000
"""Letters of an error that a row repeats: a strategy's file, line, fault and remedy are in it."""
NATION_TYPES = {"iso3": pa.string(), "model_lineage": pa.string(), "sovereign": pa.bool_()}


@dataclass(frozen=True)
class Run:
    """One run of a plan."""

    number: int
    scenario: str
    """Its name in the results; `recipe.scenario` is what loads it."""
    point: int
    recipe: Recipe

    @classmethod
    def at(cls, number: int, scenario: str, point: int, values: Mapping[str, Value], base: Recipe) -> Run:
        """The run of a point.

        Args:
            number: of the run.
            scenario: its name.
            point: number of the point.
            values: factor -> value there.
            base: all that is not varied.
        """
        cast = {name: str(value) for name, value in values.items() if name.startswith(STRATEGY)}
        free = tuple((name, value) for name, value in values.items() if name not in cast)
        played = tuple((name.removeprefix(STRATEGY), strategy) for name, strategy in cast.items())
        return cls(number, scenario, point, replace(base, set=free, strategies=played))

    @property
    def values(self) -> dict[str, Value]:
        """Factor -> value."""
        return dict(self.recipe.set) | {f"{STRATEGY}{who}": name for who, name in self.recipe.strategies}


@dataclass(frozen=True)
class Task:
    """What a worker must know."""

    code: str
    """`code_digest` of the plan's side."""
    plan: str
    """Digest of the plan."""
    shard: int
    """Number of the shard that the runs belong to."""
    keep: str
    factors: tuple[tuple[str, bool], ...]
    """Columns: name, whether they hold numbers."""
    runs: tuple[Run, ...]

    def cut(self, runs: int, quarters: int) -> Task:
        """The first runs, for some quarters only."""
        short = (replace(run, recipe=replace(run.recipe, quarters=quarters)) for run in self.runs[:runs])
        return replace(self, runs=tuple(short))

    def alone(self) -> list[Task]:
        """The same runs, each by itself."""
        return [replace(self, runs=(run,)) for run in self.runs]


@dataclass(frozen=True)
class Parcel:
    """What a worker gives back."""

    tables: Mapping[str, bytes]
    """Name of a table -> its Parquet file."""
    runs: int
    failed: int
    seconds: float
    """That the runs took."""


@cache
def code_digest(*more: str) -> str:
    """SHA-256 of all code and data that a run's numbers come from.

    Args:
        more: patterns of further files, from the project's folder.

    Raises:
        FileNotFoundError: a pattern finds no file.
    """
    whole = hashlib.sha256()
    found = {pattern: list(ROOT.glob(pattern)) for pattern in (*CODE, *more)}
    if gone := [pattern for pattern, paths in found.items() if not paths]:
        raise FileNotFoundError(f"no file of the project is {' or '.join(gone)}: a digest would not see it")
    for path in sorted(path for paths in found.values() for path in paths):
        whole.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def perform(task: Task) -> Parcel:
    """Do the runs of a task. One that raises is a row with its error.

    Raises:
        InputError: the worker has other code than the plan.
    """
    if code_digest() != task.code:
        raise InputError(
            "--cluster: a worker has another version of sovereigns; install the same one everywhere"
        )
    done = [_perform(run, task) for run in task.runs]
    tables, seconds = zip(*done, strict=True)
    failed = sum(one["runs"]["status"][0].as_py() == FAILED for one in tables)
    return _parcel(task, tables, failed, sum(seconds))


def convict(task: Task) -> Parcel:
    """The parcel of runs that cannot be done, because each kills its worker."""
    return _parcel(task, [_tables(run, task, error=KILLED) for run in task.runs], len(task.runs), 0.0)


def may_mend(error: str) -> bool:
    """Whether a failed run may end well when it is tried again: the machine was at fault, not the model."""
    return error == KILLED or error.startswith(f"{PLACE}: ")


def ready() -> bool:
    """What a worker answers that has started and can do runs."""
    return bool(code_digest())


def merge(task: Task, parcels: Sequence[Parcel]) -> Parcel:
    """The parcel of a task from those of its runs: the same bytes as in one piece."""
    done = [
        {name: _read(file).replace_schema_metadata(None) for name, file in one.tables.items()}
        for one in parcels
    ]
    return _parcel(task, done, sum(one.failed for one in parcels), sum(one.seconds for one in parcels))


def _read(file: bytes) -> pa.Table:
    return pq.read_table(io.BytesIO(file))


def kept(keep: str) -> tuple[str, ...]:
    """Tables of a plan that keeps `final`, `quarters` or `nations`."""
    return TABLES[: 1 + KEEPS.index(keep)]


def schemas_of(factors: Sequence[tuple[str, bool]]) -> dict[str, pa.Schema]:
    """Columns and types of the three tables.

    Args:
        factors: name, whether it holds numbers.
    """
    head = {"run": pa.int64(), "scenario": pa.string(), "point": pa.int64(), "seed": pa.int64()}
    head |= {"status": pa.string(), "error": pa.string()}
    varied = {name: pa.float64() if numeric else pa.string() for name, numeric in factors}
    world = {"quarter": pa.string(), **dict.fromkeys(METRICS, pa.float64())}
    nation = {"run": pa.int64(), "quarter": pa.string(), "iso3": pa.string()}
    nation |= {name: NATION_TYPES.get(name, pa.float64()) for name in NATION_METRICS}
    return {
        "runs": pa.schema(head | varied | world),
        "quarters": pa.schema({"run": pa.int64()} | world),
        "nations": pa.schema(nation),
    }


def _perform(run: Run, task: Task) -> tuple[dict[str, pa.Table], float]:
    """A run's tables, and the seconds that the run itself took."""
    started = time.perf_counter()
    try:
        simulation = simulate(run, task.keep != "final").run(run.recipe.quarters)
    except Exception as error:
        where = f"{PLACE}: " if isinstance(error, OF_THE_PLACE) else ""
        return _tables(run, task, error=f"{where}{told(error, LONGEST)}"), time.perf_counter() - started
    seconds = time.perf_counter() - started
    recorder = simulation.recorder
    companions = {"quarters": recorder.world_table, "nations": recorder.nation_table}
    frames = {name: companions[name]() for name in kept(task.keep)[1:]}
    return _tables(run, task, {"quarter": text(recorder.quarters[-1])} | recorder.world[-1], frames), seconds


def simulate(run: Run, record: bool = True) -> Simulation:
    """The world of a run, at its start.

    Args:
        run: of a plan.
        record: whether it keeps its tables.
    """
    return run.recipe.simulation(record)


def _tables(
    run: Run,
    task: Task,
    final: Mapping[str, Any] | None = None,
    frames: Mapping[str, pd.DataFrame] | None = None,
    error: str | None = None,
) -> dict[str, pa.Table]:
    """A run's row, and its rows of the companions; without `final` it has failed."""
    schemas = schemas_of(task.factors)
    row: dict[str, Any] = {"run": run.number, "scenario": run.scenario, "point": run.point}
    row |= {"seed": run.recipe.seed, "status": FAILED if final is None else OK, "error": error}
    row |= {**run.values, **(final or {})}
    known = {name: value for name, value in row.items() if value == value}
    tables = {name: schemas[name].empty_table() for name in kept(task.keep)}
    tables["runs"] = pa.Table.from_pylist([known], schema=schemas["runs"])
    for name, frame in (frames or {}).items():
        numbered = frame.assign(run=run.number)
        tables[name] = pa.Table.from_pandas(numbered, schema=schemas[name], preserve_index=False)
    return {name: table.replace_schema_metadata(None) for name, table in tables.items()}


def _parcel(task: Task, done: Sequence[Mapping[str, pa.Table]], failed: int, seconds: float) -> Parcel:
    whole = {
        name: sealed(pa.concat_tables([one[name] for one in done]), task.plan, task.shard, name)
        for name in kept(task.keep)
    }
    return Parcel(whole, len(done), failed, seconds)
