"""A sweep's results, read from its finished shards where they lie."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.dataset as ds

from sovereigns.experiments.results.query import query
from sovereigns.model.errors import InputError

SHARDS = "shards"
TABLES = ("runs", "quarters", "nations")
KEEPS = ("final", "quarters", "nations")
"""What a plan may keep: the first table, the first two, all."""
FAILURES = "sovereigns query {} \"SELECT run, seed, error FROM runs WHERE status = 'failed'\" lists them"


class SweepResults:
    """The tables of a sweep's folder; shards that come later are not seen."""

    def __init__(self, folder: Path, manifest: Mapping[str, Any]) -> None:
        self.folder = folder
        self.manifest = manifest
        self._files = run_files(folder)
        if not self._files:
            raise InputError(f"{folder}: no shard is finished yet; {manifest.get('command')} goes on")

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
            InputError: the SQL is wrong, or would do more than read them.
        """
        return query(self.tables, text).df()

    @cached_property
    def tables(self) -> dict[str, ds.Dataset]:
        """Name -> what reads its files when asked."""
        kept = TABLES[: 1 + KEEPS.index(self.manifest["keep"])]
        with readable_shards(self.folder):
            return {name: ds.dataset([str(self._file(run, name)) for run in self._files]) for name in kept}

    def _file(self, run_file: Path, table: str) -> Path:
        return run_file.with_name(shard_file(int(run_file.name[:-8]), table))

    def _table(self, name: str) -> pd.DataFrame:
        if name not in self.tables:
            raise InputError(f'{self.folder}: keeps no {name}; a plan with keep = "{name}" does')
        with readable_shards(self.folder):
            return self.tables[name].to_table().to_pandas()


@contextmanager
def readable_shards(folder: Path) -> Iterator[None]:
    """Say that a shard of a sweep's folder is broken, where it is.

    Raises:
        InputError: one cannot be read.
    """
    try:
        yield
    except (OSError, pa.ArrowInvalid) as error:
        raise InputError(f"{folder}: a shard cannot be read ({error}); remove it and sweep again") from error


def shard_file(number: int, table: str) -> str:
    """Name of a shard's file."""
    return f"{number:05d}.parquet" if table == "runs" else f"{number:05d}.{table}.parquet"


def run_files(folder: Path) -> list[Path]:
    """A sweep's finished shards: their files of runs, in order of their numbers."""
    found = [
        file for file in (folder / SHARDS).glob("*.parquet") if re.fullmatch(r"\d{5,}\.parquet", file.name)
    ]
    return sorted(found, key=lambda file: int(file.name[:-8]))
