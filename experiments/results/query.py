"""SQL on results: DuckDB over tables handed to it, in portions; the text gets no files and no network."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sovereigns.experiments.results.whole import whole_file
from sovereigns.model.errors import InputError

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

PORTION, VECTOR = 10_240, 2_048
"""Rows that are fetched at a time, so that who asks to stop is heard; rows that DuckDB deals with as one."""
MOST_CELLS, MOST_IN_FRAME = 20_000_000, 100_000_000
"""Cells of an answer that is held whole, some 1 GB of either: as objects of Python, and in a DataFrame."""
LOCKS = (
    "SET python_enable_replacements = false",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)


def frame(tables: Mapping[str, Any], text: str) -> pd.DataFrame:
    """One query's answer as a table.

    Args:
        tables: name -> DataFrame or Arrow dataset, read as far as the query needs it.
        text: one SELECT.

    Raises:
        InputError: the SQL is wrong, does more than read these tables, a row cannot be computed, or the
            answer has more cells than a memory should hold.
    """
    import pandas as pd

    with _errors(tables):
        answer = _asked(tables, text)
        parts, cells = [_heard(answer, answer.fetch_df_chunk, PORTION // VECTOR)], 0
        while len(parts[-1]):
            cells += parts[-1].size
            _refuse_long(cells, MOST_IN_FRAME)
            parts.append(_heard(answer, answer.fetch_df_chunk, PORTION // VECTOR))
    return pd.concat(parts[:-1] or parts, ignore_index=True)


def records(
    tables: Mapping[str, Any], text: str, first: int | None = None
) -> tuple[tuple[str, ...], list[dict[str, Any]]]:
    """One query's answer: its columns, and a row a dict; numbers as they are, all that JSON lacks as text.

    Columns of one name, as both sides of a join have, are told apart by a number: welfare, welfare_1.

    Args:
        tables: as of `frame`.
        text: as of `frame`.
        first: so many rows at most, the rest is not computed; None: all.

    Raises:
        InputError: as `frame`.
    """
    columns, portions = _portions(tables, text)
    rows: list[dict[str, Any]] = []
    for portion in portions:
        rows += (dict(zip(columns, row, strict=True)) for row in portion)
        if first is not None and len(rows) >= first:
            return columns, rows[:first]
        _refuse_long(len(rows) * len(columns), MOST_CELLS)
    return columns, rows


def write_csv(tables: Mapping[str, Any], text: str, file: Path) -> None:
    """Write one query's answer as CSV, portion by portion: a header, then a row a line, nothing for none.

    Args:
        tables: as of `frame`.
        text: as of `frame`.
        file: written whole or not at all; what is no file, as a pipe, is written to as it comes.

    Raises:
        InputError: as `frame`, however long the answer is.
        OSError: it cannot be written.
    """
    columns, portions = _portions(tables, text)
    place = file.resolve()
    special = place.exists() and not place.is_file()
    with place.open("wb") if special else whole_file(place) as raw:
        lines = io.TextIOWrapper(raw, "utf-8", newline="")
        table = csv.writer(lines, lineterminator=os.linesep)
        table.writerow(columns)
        for portion in portions:
            table.writerows([_field(value) for value in row] for row in portion)
        lines.detach()


def _portions(
    tables: Mapping[str, Any], text: str
) -> tuple[tuple[str, ...], Iterator[list[tuple[Any, ...]]]]:
    """One query's answer: its columns, and its rows, some at a time."""
    with _errors(tables):
        answer = _asked(tables, text)

    def portions() -> Iterator[list[tuple[Any, ...]]]:
        while portion := fetched():
            yield [tuple(map(_plain, row)) for row in portion]

    def fetched() -> list[tuple[Any, ...]]:
        with _errors(tables):
            return _heard(answer, answer.fetchmany, PORTION)

    return _distinct(str(column[0]) for column in answer.description or ()), portions()


def _asked(tables: Mapping[str, Any], text: str) -> duckdb.DuckDBPyConnection:
    """One query's answer, ready to be fetched: its rows are computed as they are."""
    import duckdb  # heavy, and most runs are never asked

    reads = duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN
    connection = duckdb.connect(config={"temp_directory": ""})
    for name, table in tables.items():
        connection.register(name, table)
    for lock in LOCKS:
        connection.execute(lock)
    statements = connection.extract_statements(text)
    if len(statements) != 1 or statements[0].type not in reads:
        raise InputError(f"SQL '{text}': only reads; give one SELECT of {', '.join(tables)}")
    return _heard(connection, connection.execute, statements[0])


def _heard[T](connection: duckdb.DuckDBPyConnection, call: Callable[..., T], *args: Any) -> T:
    """What a call gives, made beside this thread, in which alone a signal to stop is heard."""
    with ThreadPoolExecutor(1) as beside:
        answer = beside.submit(call, *args)
        try:
            return answer.result()
        except BaseException:
            if not answer.done():
                connection.interrupt()
            raise


@contextmanager
def _errors(tables: Mapping[str, Any]) -> Iterator[None]:
    """Say what SQL asks for in vain, whether its text is wrong or a row of its answer.

    Raises:
        InputError: that.
    """
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        raise InputError(f"SQL: {error} (tables: {', '.join(tables)})") from None


def _refuse_long(cells: int, most: int) -> None:
    if cells > most:
        raise InputError(
            f"SQL: the answer has more than {most:,} cells, too many to hold; ask for fewer (LIMIT, "
            "GROUP BY), or have sovereigns query write it with --csv FILE"
        )


def _field(value: Any) -> Any:
    return None if value != value else value


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    found: list[str] = []
    for name in names:
        free = name
        while free in found:
            free += "_1"
        found.append(free)
    return tuple(found)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, bool | int | float | str | None) else str(value)
