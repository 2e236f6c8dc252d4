"""CSV tables of model/data: `#` comments on top, one header; a table of columns says what may stand where."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from sovereigns.model.errors import InputError, unknown
from sovereigns.model.facts.numbers import brief, decimal, decimal_comma, remedy, shown
from sovereigns.model.facts.quarters import parse
from sovereigns.model.facts.texts import Text, read_text
from sovereigns.model.places import DATA

REQUIRED = "none"
"""Fill rule of a column in which a blank is an error."""
BLANK = ' \t;,"\n'
"""What a line without a field consists of."""
_WHOLE = ("flag", "year", "tier")
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
"""What may stand between fields, and its name."""


@dataclass(frozen=True)
class Column:
    """One column: what may stand in it and where it comes from. A row of a `*_columns.csv`."""

    column: str
    unit: str
    """Of numbers: their unit; else text, code, key, list (semicolons), quarter or flag (0 or 1)."""
    year: str
    source: str
    """Key in sources.bib."""
    licence: str
    min: str
    """Least number allowed; blank: the column holds no numbers."""
    max: str
    fill: str
    """Rule of model/fills.py for a blank, or "none": a blank is an error."""
    values: str
    """The codes allowed, with semicolons; blank: any."""
    meaning: str

    @property
    def numeric(self) -> bool:
        """Whether the column holds numbers."""
        return bool(self.min)


@dataclass(frozen=True)
class Lines:
    """A table as text."""

    place: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    """(line of the file, fields)"""
    digest: str
    """SHA-256 of the file."""
    separator: str = ","
    """Between fields.

    Where it is no comma, as European spreadsheets write it, numbers may have a decimal comma.
    """

    def number(self, given: str) -> str:
        """A field that holds a number, with a decimal point."""
        return given if self.separator == "," else decimal_comma(given) or given


def read_lines(path: Path) -> Lines:
    """The text of a CSV file.

    Raises:
        InputError: as `read_table_text`, or the file has no header, a column without a name or a name twice,
            or a row whose number of fields differs.
    """
    place = _place(path)
    text = read_table_text(path)
    lines, separator = _records(text.body, place)
    if not lines:
        raise InputError(f"{place}: has no header; the first line that is no # comment must name the columns")
    header = lines[0][1]
    _check_shape(header, lines[1:], place, separator)
    return Lines(place, header, tuple(lines[1:]), text.digest, separator)


def read_table_text(path: Path) -> Text:
    """The text of a CSV file.

    Raises:
        InputError: the file cannot be read or is no UTF-8.
    """
    return read_text(path, "CSV", _place(path))


def _place(path: Path) -> str:
    return path.name if path.resolve().parent == DATA else str(path)


def read_columns(path: Path) -> tuple[Column, ...]:
    """The columns of a table, in order.

    Raises:
        InputError: as `read_lines`, or a header that is not that of `Column`.
    """
    lines = read_lines(path)
    _check_header(lines, tuple(Column.__dataclass_fields__))
    return tuple(Column(**dict(zip(lines.header, row, strict=True))) for _, row in lines.rows)


def read_table(lines: Lines, columns: Iterable[Column], optional: Collection[str] = ()) -> pd.DataFrame:
    """A checked table: numbers and quarters since 2022Q1 as float64 (blank: NaN), lists as tuples, else text.

    Args:
        lines: the file.
        columns: what may stand where; the file may order them freely.
        optional: names of columns that the file may lack: all their fields are blank.

    Returns:
        Columns in the order of `columns`; the index is the line of the file.

    Raises:
        InputError: a column missing or unknown, no rows, or a value that its column does not allow.
    """
    columns = tuple(columns)
    _check_header(lines, tuple(c.column for c in columns), optional)
    if not lines.rows:
        raise InputError(f"{lines.place}: has no rows under the header; give at least one")
    numbers = [line for line, _ in lines.rows]
    fields = list(zip(*(row for _, row in lines.rows), strict=True))
    table = {}
    for column in columns:
        there = column.column in lines.header
        texts = fields[lines.header.index(column.column)] if there else ("",) * len(numbers)
        given = zip(numbers, texts, strict=True)
        table[column.column] = _series(
            [
                _value(lines.number(text) if column.numeric else text, column, f"{lines.place} line {line}")
                for line, text in given
            ]
        )
    return pd.DataFrame(table).set_axis(pd.Index(numbers, name="line"))


def load(name: str) -> tuple[pd.DataFrame, tuple[Column, ...], str]:
    """A table of model/data that has a table of columns: its rows, its columns, its place for messages."""
    columns = read_columns(DATA / f"{name}_columns.csv")
    lines = read_lines(DATA / f"{name}.csv")
    return read_table(lines, columns), columns, lines.place


def load_text(name: str) -> pd.DataFrame:
    """A small table of model/data that has none, every field as text."""
    lines = read_lines(DATA / f"{name}.csv")
    return pd.DataFrame([row for _, row in lines.rows], columns=list(lines.header), dtype=object)


def check_unique(table: pd.DataFrame, key: str, place: str) -> None:
    """Raise InputError where a key stands twice."""
    twice = table[table[key].duplicated(keep=False)]
    if len(twice):
        first = twice[key].iloc[0]
        lines = " and ".join(str(line) for line in twice.index[twice[key] == first])
        raise InputError(f"{place}: {key} '{first}' stands twice (lines {lines}); keep one row")


def settle(table: pd.DataFrame, columns: Iterable[Column]) -> pd.DataFrame:
    """The filled table with flags as bool and years, tiers and quarters as int64.

    Raises:
        AssertionError: a number is still missing.
    """
    settled = table.reset_index(drop=True)
    for column in columns:
        numbers = settled[column.column]
        if column.unit in ("quarter", *_WHOLE) or column.numeric:
            assert not numbers.isna().any(), f"{column.column} is not filled"
        if column.unit in ("quarter", *_WHOLE):
            settled[column.column] = numbers.astype(bool if column.unit == "flag" else np.int64)
    return settled


def _records(body: str, place: str) -> tuple[list[tuple[int, tuple[str, ...]]], str]:
    """Records below the comments with their lines, and what separates their fields.

    Comments may stand in quotes, as spreadsheets put what holds a comma; a line `sep=;` names the separator.
    """
    lines = re.findall(r"[^\n]*\n|[^\n]+", body)
    named = re.fullmatch(r"sep=([^\w \n\"#])\s*", lines[0]) if lines else None
    if lines and lines[0].startswith("sep=") and not named:
        raise InputError(
            f"{place} line 1: '{lines[0].strip():.20}' names no separator; write sep=; or leave it out"
        )
    skipped = next(
        (i for i in range(bool(named), len(lines)) if lines[i].strip(BLANK) and not _is_comment(lines[i])),
        len(lines),
    )
    separator = named[1] if named else _separator("".join(lines[skipped : skipped + 1]))
    reader = csv.reader(io.StringIO("".join(lines[skipped:])), delimiter=separator, strict=True)
    try:
        records = [(skipped + reader.line_num, tuple(field.strip() for field in record)) for record in reader]
    except csv.Error as error:
        raise InputError(f"{place} line {skipped + reader.line_num}: is no CSV ({error})") from None
    return [(line, record) for line, record in records if any(record)], separator


def _is_comment(line: str) -> bool:
    return line.lstrip(' \t"').startswith("#")


def _separator(header: str) -> str:
    """What separates the names of a header: names hold none of these."""
    return max(SEPARATORS, key=header.count)


def _check_shape(
    header: tuple[str, ...], rows: list[tuple[int, tuple[str, ...]]], place: str, separator: str
) -> None:
    for number, name in enumerate(header, start=1):
        if not name:
            after = f" (after '{header[number - 2]}')" if number > 1 else ""
            raise InputError(f"{place}: column {number}{after} has no name; name it or take it out")
        if header.count(name) > 1:
            raise InputError(f"{place}: the header names '{name}' twice; keep one column")
    for line, row in rows:
        if len(row) != len(header):
            raise InputError(
                f"{place} line {line}: has {len(row)} fields, the header {len(header)}; "
                f"put fields that hold a {SEPARATORS[separator]} in double quotes"
                if separator in SEPARATORS
                else f"{place} line {line}: has {len(row)} fields, the header {len(header)}"
            )


def _check_header(lines: Lines, expected: tuple[str, ...], optional: Collection[str] = ()) -> None:
    for name in lines.header:
        if name not in expected and len(lines.header) == 1 < len(expected):
            raise InputError(
                f"{lines.place}: the header is one field, '{name:.40}'; separate the names of columns by "
                f"one of {', '.join(SEPARATORS.values())}"
            )
        if name not in expected:
            raise unknown("column", name, expected, lines.place, "the header of model/data's file")
    missing = [name for name in expected if name not in (*lines.header, *optional)]
    if missing:
        raise InputError(
            f"{lines.place}: the header lacks {', '.join(missing)}; add what is missing, blank where unknown"
        )


def _value(given: str, column: Column, place: str) -> float | str | tuple[str, ...]:
    place = f"{place}, {column.column}"
    if not given and column.fill == REQUIRED:
        raise InputError(f"{place}: is blank and has no fill rule; give {_allowed(column)}")
    if column.numeric:
        return _number(given, column, place)
    if column.unit == "quarter":
        return parse(given, place) if given else math.nan
    parts = tuple(part.strip() for part in given.split(";")) if given else ()
    if column.values:
        for part in parts:
            if part not in column.values.split(";"):
                raise unknown(column.column, part, column.values.split(";"), place)
    return parts if column.unit == "list" else given


def _number(given: str, column: Column, place: str) -> float:
    if not given:
        return math.nan
    number = decimal(given)
    whole = column.unit not in _WHOLE or number == math.floor(number) if math.isfinite(number) else False
    if not whole:
        how = remedy(given) or f"give {_allowed(column)}"
        raise InputError(f"{place}: {shown(given)} is no number; {how}")
    if not float(column.min) <= number <= float(column.max):
        raise InputError(f"{place}: {brief(given)} is out of range; give {_allowed(column)}")
    return number


def _allowed(column: Column) -> str:
    if column.numeric:
        kind = "a whole number" if column.unit in _WHOLE else "a number"
        return f"{kind} from {column.min} to {column.max} ({column.unit})"
    if column.values:
        return f"one of {', '.join(column.values.split(';'))}"
    return f"a {column.unit}" if column.unit in ("quarter", "list", "code", "key") else "a text"


def _series(values: list[float | str | tuple[str, ...]]) -> pd.Series:
    if all(isinstance(value, (int, float)) for value in values):
        return pd.Series(np.array(values, dtype=np.float64))
    return pd.Series(values, dtype=object)
