"""A sweep's results, read from its finished shards where they lie."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from sovereigns.experiments.results.query import frame
from sovereigns.experiments.results.seal import fault, told
from sovereigns.model.errors import InputError, reason
from sovereigns.model.facts.numbers import brief

SHARDS = "shards"
TABLES = ("runs", "quarters", "nations")
KEEPS = ("final", "quarters", "nations")
"""What a plan may keep: the first table, the first two, all."""
FINISHED = "finished"
"""Key of a manifest: so many first shards were finished when a sweep ended."""
READERS = 4
"""Files that are checked at a time."""
FAILURES = "sovereigns query {} \"SELECT run, seed, error FROM runs WHERE status = 'failed'\" lists them"


class SweepResults:
    """The tables of a sweep's folder; shards that come later are not seen."""

    def __init__(self, folder: Path, manifest: Mapping[str, Any]) -> None:
        self.folder = folder
        self.manifest = manifest
        self._files = run_files(folder)
        lost = lost_files(folder, manifest)
        if not self._files and not lost:
            raise InputError(f"{folder}: no shard is finished yet; {going_on(folder, manifest)} goes on")
        if lost or manifest.get("sealed") or any(told(file) for file in self._files):
            self._refuse_faulty(lost)

    @cached_property
    def unfinished(self) -> str:
        """How far an unfinished sweep is, and the command that goes on; nothing where all runs are here."""
        planned, again = self.manifest["runs"], going_on(self.folder, self.manifest)
        with readable_shards(self.folder):
            of_a_shard = pq.read_metadata(self._files[0]).num_rows
            if len(self._files) * of_a_shard >= planned:  # only the last shard may have fewer
                return ""
            there = sum(pq.read_metadata(file).num_rows for file in self._files)
        return f"{there} of {planned} runs are here; {again} goes on" if there < planned else ""

    def _refuse_faulty(self, lost: Sequence[Path]) -> None:
        """Check every file of every shard before a number of any is read.

        Args:
            lost: files of runs of finished shards that are gone.

        Raises:
            InputError: one is missing, damaged, or another shard's; names it and the command that mends it.
        """
        wrong = faults(self.folder, self.manifest["plan"], self.manifest["keep"], [*lost, *self._files])
        for path, what in wrong.items():
            more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
            raise InputError(f"{path}: {what}{more}; to do it again: {going_on(self.folder, self.manifest)}")

    @property
    def runs(self) -> pd.DataFrame:
        """A row a run: scenario, point, seed, status, error, factors, and the metrics at the end."""
        return self._table("runs")

    @property
    def quarters(self) -> pd.DataFrame:
        """A row a run and quarter: the world metrics."""
        return self._table("quarters")

    @property
    def nations(self) -> pd.DataFrame:
        """A row a run, quarter and nation."""
        return self._table("nations")

    def sql(self, text: str) -> pd.DataFrame:
        """Answer to one SQL query of the tables runs, quarters and nations, as far as the sweep keeps them.

        Raises:
            InputError: the SQL is wrong, would do more than read them, or the answer is too long to hold.
        """
        return frame(self.tables, text)

    @cached_property
    def tables(self) -> dict[str, ds.Dataset]:
        """Name -> what reads its files when asked."""
        kept = TABLES[: 1 + KEEPS.index(self.manifest["keep"])]
        with readable_shards(self.folder):
            return {name: ds.dataset([str(self._file(run, name)) for run in self._files]) for name in kept}

    def _file(self, run_file: Path, table: str) -> Path:
        return run_file.with_name(shard_file(number_of(run_file), table))

    def _table(self, name: str) -> pd.DataFrame:
        if name not in self.tables:
            raise InputError(f'{self.folder}: keeps no {name}; a plan with keep = "{name}" does')
        with readable_shards(self.folder):
            found: pd.DataFrame = self.tables[name].to_table().to_pandas()
            return found


def going_on(folder: Path, manifest: Mapping[str, Any]) -> str:
    """The command that goes on with a sweep, wherever its folder lies now."""
    command = str(manifest.get("command", ""))
    try:
        words = shlex.split(command)
    except ValueError:  # edited by hand
        return command
    if "--out" in words[:-1]:
        words[words.index("--out") + 1] = str(folder)
    return shlex.join(words)


def faults(folder: Path, plan: str, keep: str, files: Sequence[Path]) -> dict[Path, str]:
    """What is wrong with shards: file -> words; only those with a fault.

    Args:
        folder: of the sweep.
        plan: digest of its plan.
        keep: what the plan keeps.
        files: their files of runs.

    Raises:
        InputError: one cannot be read.
    """
    kept = TABLES[: 1 + KEEPS.index(keep)]
    places = [(number_of(file), name) for file in files for name in kept]
    paths = [folder / SHARDS / shard_file(number, name) for number, name in places]

    def check(path: Path, place: tuple[int, str]) -> str:
        return fault(path, plan, *place)

    with readable_shards(folder), ThreadPoolExecutor(READERS) as readers:
        found = list(readers.map(check, paths, places))
    return {path: what for path, what in zip(paths, found, strict=True) if what}


def lost_files(folder: Path, manifest: Mapping[str, Any]) -> list[Path]:
    """Files of runs that a sweep's manifest says are finished and that are not there.

    Raises:
        InputError: it says so of more shards than it can have.
    """
    finished, runs = manifest.get(FINISHED, 0), manifest["runs"]
    if not 0 <= finished <= runs:
        raise InputError(
            f"{folder / 'manifest.json'}: {FINISHED} is {brief(finished)}, which cannot be where runs is "
            f"{brief(runs)}; put the file back as it was"
        )
    files = (folder / SHARDS / shard_file(number, TABLES[0]) for number in range(finished))
    return [file for file in files if not file.exists()]


def number_of(file: Path) -> int:
    """Number of the shard that a file belongs to."""
    return int(file.name.partition(".")[0])


@contextmanager
def readable_shards(folder: Path) -> Iterator[None]:
    """Say that a shard of a sweep's folder is broken, where it is.

    Raises:
        InputError: one cannot be read.
    """
    try:
        yield
    except (OSError, pa.ArrowInvalid) as error:
        raise InputError(
            f"{folder}: a shard cannot be read ({reason(error)}); remove it and sweep again"
        ) from error


def shard_file(number: int, table: str) -> str:
    """Name of a shard's file."""
    return f"{number:05d}.parquet" if table == "runs" else f"{number:05d}.{table}.parquet"


def run_files(folder: Path) -> list[Path]:
    """A sweep's finished shards: their files of runs, in order of their numbers."""
    found = [
        file
        for file in (folder / SHARDS).glob("*.parquet")
        if re.fullmatch(r"\d{5,}\.parquet", file.name) and file.name == shard_file(number_of(file), TABLES[0])
    ]
    return sorted(found, key=number_of)
