"""SQL on results: DuckDB in memory over tables handed to it; the text gets no files and no network."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sovereigns.experiments.results.whole import whole_file
from sovereigns.model.errors import InputError

if TYPE_CHECKING:
    import duckdb

PORTION, MOST_ROWS = 10_000, 5_000_000
"""Rows that are fetched at a time, so that who asks to stop is heard; rows of an answer that is shown."""
LOCKS = (
    "SET python_enable_replacements = false",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)


def query(tables: Mapping[str, Any], text: str) -> duckdb.DuckDBPyConnection:
    """One query's answer, ready to be fetched.

    Args:
        tables: name -> DataFrame or Arrow dataset, read as far as the query needs it.
        text: one SELECT.

    Raises:
        InputError: the SQL is wrong, or does more than read these tables.
    """
    import duckdb  # heavy, and most runs are never asked

    reads = duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN
    connection = duckdb.connect(config={"temp_directory": ""})
    for name, table in tables.items():
        connection.register(name, table)
    for lock in LOCKS:
        connection.execute(lock)
    try:
        statements = connection.extract_statements(text)
        if len(statements) != 1 or statements[0].type not in reads:
            raise InputError(f"SQL '{text}': only reads; give one SELECT of {', '.join(tables)}")
        return _heard(connection, connection.execute, statements[0])
    except duckdb.Error as error:
        raise InputError(f"SQL: {error} (tables: {', '.join(tables)})") from None


def _heard[T](connection: duckdb.DuckDBPyConnection, call: Callable[..., T], *args: Any) -> T:
    """What a call gives, made beside this thread, in which alone a signal to stop is heard."""
    with ThreadPoolExecutor(1) as beside:
        answer = beside.submit(call, *args)
        try:
            return answer.result()
        except KeyboardInterrupt:
            connection.interrupt()
            raise


def records(tables: Mapping[str, Any], text: str) -> tuple[tuple[str, ...], list[dict[str, Any]]]:
    """One query's answer: its columns, and a row a dict; numbers as they are, all that JSON lacks as text.

    Columns of one name, as both sides of a join have, are told apart by a number: welfare, welfare_1.

    Raises:
        InputError: as `query`, or the answer has more rows than a memory should hold.
    """
    columns, portions = _portions(tables, text)
    rows: list[dict[str, Any]] = []
    for portion in portions:
        rows += (dict(zip(columns, row, strict=True)) for row in portion)
        if len(rows) > MOST_ROWS:
            raise InputError(
                f"SQL: the answer has more than {MOST_ROWS:,} rows, too many to show; ask for fewer "
                "(LIMIT, GROUP BY) or give --csv FILE"
            )
    return columns, rows


def write_csv(tables: Mapping[str, Any], text: str, file: Path) -> None:
    """Write one query's answer as CSV, portion by portion: a header, then a row a line, nothing for none.

    Args:
        tables: as of `query`.
        text: as of `query`.
        file: written whole or not at all; what is no file, as a pipe, is written to as it comes.

    Raises:
        InputError: as `query`.
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
    import duckdb

    answer = query(tables, text)

    def portions() -> Iterator[list[tuple[Any, ...]]]:
        try:
            while portion := _heard(answer, answer.fetchmany, PORTION):
                yield [tuple(map(_plain, row)) for row in portion]
        except duckdb.Error as error:
            raise InputError(f"SQL: {error} (tables: {', '.join(tables)})") from None

    return _distinct(str(column[0]) for column in answer.description or ()), portions()


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
